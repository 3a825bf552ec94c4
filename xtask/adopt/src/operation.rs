//! An operation's key: what stays the same when Lean writes its path in another way.

use std::fmt;

use serde_json::Value;
use xtask_openapi::place::METHODS;
use xtask_openapi::pointer;

/// Method and path; a slash at the end and the names of the parameters do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The path with `{}` for each parameter.
    pub(crate) path: String,
    /// In lower case.
    pub(crate) method: String,
}

impl Key {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let segments: Vec<String> = path.trim_matches('/').split('/').map(segment).collect();
        Self {
            path: format!("/{}", segments.join("/")),
            method: method.to_ascii_lowercase(),
        }
    }

    /// The segments of the path.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.to_uppercase(), self.path)
    }
}

/// `{id}`, `{{id}}` and `:id` are one thing; `{document_id}.pdf` keeps its end.
fn segment(segment: &str) -> String {
    if segment.len() > 1 && segment.starts_with(':') {
        return "{}".to_owned();
    }
    let mut plain = String::new();
    let mut depth = 0_usize;
    for sign in segment.chars() {
        match sign {
            '{' => {
                if depth == 0 {
                    plain.push_str("{}");
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            sign if depth == 0 => plain.push(sign),
            _ => {}
        }
    }
    plain
}

/// An operation of a document.
#[derive(Debug, Clone)]
pub(crate) struct Operation<'d> {
    pub(crate) key: Key,
    /// The path as the document writes it.
    pub(crate) path: &'d str,
    /// The path item.
    pub(crate) item: &'d Value,
    pub(crate) value: &'d Value,
    /// JSON pointer of the operation.
    pub(crate) pointer: String,
}

impl Operation<'_> {
    pub(crate) fn id(&self) -> Option<&str> {
        self.value.get("operationId")?.as_str()
    }
}

/// The operations of a document, in its order.
pub(crate) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        if path.starts_with("x-") {
            continue;
        }
        for (method, value) in item.as_object().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) && value.is_object() {
                let place = pointer::child(&pointer::child("/paths", path), method);
                found.push(Operation {
                    key: Key::new(method, path),
                    path,
                    item,
                    value,
                    pointer: place,
                });
            }
        }
    }
    found
}

/// The names of the parameters in a path, in order.
pub(crate) fn names_in(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter(|piece| !piece.is_empty())
        .filter_map(|piece| piece.split('}').next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slash_names_and_braces_do_not_matter() {
        let expected = Key::new("get", "/customers/v1/{customer_id}/entities");
        for path in [
            "/customers/v1/{id}/entities/",
            "/customers/v1/{{customer_id}}/entities",
            "/customers/v1/:customer_id/entities",
            "customers/v1/{customerId}/entities",
        ] {
            assert_eq!(Key::new("GET", path), expected, "{path}");
        }
        assert_ne!(Key::new("get", "/customers/v1/id/entities"), expected);
    }

    #[test]
    fn end_of_a_segment_counts() {
        let key = Key::new("get", "/files/kyc/poa/{document_id}.pdf");
        assert_eq!(key.path, "/files/kyc/poa/{}.pdf");
    }

    #[test]
    fn names_in_a_path_come_in_order() {
        assert_eq!(names_in("/a/{b}/{{c}}/d"), ["b", "c"]);
    }
}
