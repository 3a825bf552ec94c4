//! Paths of an area as a table: which operation a method and a path lead to.

use http::Method;

use crate::operation::Operation;
use crate::router::Allowed;

/// A method, the segments of a path, and the operation there. A segment that begins with [`ID`]
/// stands for an id; what follows in it is an ending such as `.pdf`.
pub(crate) type Route = (Method, &'static [&'static str], Operation);

/// Begins a segment that stands for an id.
pub(crate) const ID: &str = "{}";

/// What a table says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'p> {
    Operation(Operation, [&'p str; 3]),
    /// The path is there, with these methods.
    WrongMethod(Allowed),
}

/// Looks a path up in the tables.
pub(crate) fn find<'p>(
    tables: &[&[Route]],
    method: &Method,
    segments: &[&'p str],
) -> Option<Found<'p>> {
    let mut known: Vec<&Method> = Vec::new();
    for (wanted, path, operation) in tables.iter().copied().flatten() {
        let Some(ids) = ids(path, segments) else {
            continue;
        };
        if wanted == method {
            return Some(Found::Operation(*operation, ids));
        }
        known.push(wanted);
    }
    let first = known.first()?;
    Some(Found::WrongMethod(match (*first, known.len()) {
        (&Method::GET, 1) => "GET",
        (&Method::GET, _) => "GET, PUT",
        _ => "POST",
    }))
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
        let find = |method: Method, path: &[&'static str]| find(&[TABLE], &method, path);
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
        assert_eq!(wrong, Some(Found::WrongMethod("GET, PUT")));
    }
}
