//! Looking a path up in a table of routes.

use http::Method;

use super::operation::Operation;

/// A method, the segments of a path, and the operation there. A segment that begins with [`ID`]
/// stands for an id; what follows in it is an ending such as `.pdf`.
pub(crate) type Route = (Method, &'static [&'static str], Operation);

/// The methods that a path of Lean's takes, as the header `allow` writes them.
pub(crate) type Allowed = &'static str;

/// Begins a segment that stands for an id.
pub(crate) const ID: &str = "{}";

/// What a table says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'p> {
    Operation(Operation, [&'p str; 3]),
    /// The path is there, with these methods.
    WrongMethod(Allowed),
}

/// Looks a path up in a table. The first of its paths that fits is the one that is meant, also
/// where it does not take the method.
pub(crate) fn find<'p>(
    table: &[Route],
    method: &Method,
    segments: &[&'p str],
) -> Option<Found<'p>> {
    let (meant, ids) = table
        .iter()
        .find_map(|(_, path, _)| Some((*path, ids(path, segments)?)))?;
    let rows = || table.iter().filter(|(_, path, _)| *path == meant);
    let row = rows().find(|(wanted, ..)| wanted == method);
    Some(row.map_or_else(
        || Found::WrongMethod(allowed(rows().map(|(method, ..)| method))),
        |(_, _, operation)| Found::Operation(*operation, ids),
    ))
}

fn allowed<'m>(methods: impl Iterator<Item = &'m Method>) -> Allowed {
    let methods: Vec<&str> = methods.map(Method::as_str).collect();
    match *methods {
        ["POST"] => "POST",
        ["DELETE"] => "DELETE",
        ["GET", "POST"] => "GET, HEAD, POST",
        ["GET", "DELETE"] => "GET, HEAD, DELETE",
        ["GET", "PUT"] => "GET, HEAD, PUT",
        _ => "GET, HEAD",
    }
}

/// The ids of a path that is as the route says.
fn ids<'p>(route: &[&str], segments: &[&'p str]) -> Option<[&'p str; 3]> {
    if route.len() != segments.len() {
        return None;
    }
    let mut ids = [""; 3];
    let mut places = ids.iter_mut();
    for (wanted, segment) in route.iter().zip(segments) {
        match wanted.strip_prefix(ID) {
            Some(ending) => *places.next()? = segment.strip_suffix(ending)?,
            None if wanted == segment => {}
            None => return None,
        }
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operation as Op;

    const TABLE: &[Route] = &[
        (Method::GET, &["a", ID], Op::GetReport),
        (Method::GET, &["a", ID, "b"], Op::GetPayouts),
        (Method::PUT, &["a", ID, "b"], Op::CreatePayout),
        (Method::GET, &["c", "{}.pdf"], Op::GetPoaDocument),
    ];

    #[test]
    fn a_path_gives_its_operation_and_ids() {
        let find = |method: Method, path: &[&'static str]| find(TABLE, &method, path);
        let found = |operation, id| Some(Found::Operation(operation, [id, "", ""]));
        assert_eq!(find(Method::GET, &["a", "7"]), found(Op::GetReport, "7"));
        assert_eq!(
            find(Method::PUT, &["a", "7", "b"]),
            found(Op::CreatePayout, "7")
        );
        assert_eq!(
            find(Method::GET, &["c", "7.pdf"]),
            found(Op::GetPoaDocument, "7")
        );
        assert_eq!(find(Method::GET, &["c", "7"]), None);
        assert_eq!(find(Method::GET, &["a"]), None);
        let wrong = find(Method::DELETE, &["a", "7", "b"]);
        assert_eq!(wrong, Some(Found::WrongMethod("GET, HEAD, PUT")));
    }
}
