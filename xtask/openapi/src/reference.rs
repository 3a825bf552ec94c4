//! `$ref`: what a reference inside a document points at.

use serde_json::Value;

use crate::pointer;

// A chain of references longer than this is a circle.
const LONGEST_CHAIN: usize = 32;

/// The reference an object consists of, when it is one.
pub fn of(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// A place and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'v> {
    /// RFC 6901 JSON pointer of the place.
    pub pointer: String,
    /// What stands there.
    pub value: &'v Value,
}

/// Follows references from `value`, which stands at `pointer`, to the first object that is none.
///
/// `None` when a reference leads out of the document, to nothing, or round in a circle.
pub fn follow<'v>(root: &'v Value, pointer: &str, value: &'v Value) -> Option<Found<'v>> {
    let mut found = Found {
        pointer: pointer.to_owned(),
        value,
    };
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = of(found.value) else {
            return Some(found);
        };
        let pointer = pointer::from_fragment(reference)?;
        let value = root.pointer(&pointer)?;
        found = Found { pointer, value };
    }
    None
}

#[cfg(test)]
#[allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something else should fail"
)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn chain_of_references_is_followed_to_its_end() {
        let root = json!({
            "a": {"$ref": "#/b"},
            "b": {"$ref": "#/c"},
            "c": {"type": "string"},
        });
        let found = follow(&root, "/a", &root["a"]).expect("it resolves");
        assert_eq!(found.pointer, "/c");
        assert_eq!(found.value, &json!({"type": "string"}));
    }

    #[test]
    fn circle_and_dangling_and_remote_references_lead_nowhere() {
        let root = json!({
            "circle": {"$ref": "#/circle"},
            "dangling": {"$ref": "#/nothing"},
            "remote": {"$ref": "other.yaml#/circle"},
        });
        for name in ["circle", "dangling", "remote"] {
            assert_eq!(follow(&root, "", &root[name]), None, "{name}");
        }
    }
}
