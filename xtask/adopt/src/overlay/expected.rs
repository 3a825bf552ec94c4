//! What an action expects to find: a correction must not hide that Lean has changed the place.

use serde_json::Value;

/// Members that tell something to people, which Lean may say otherwise at any time.
const PROSE: [&str; 5] = ["title", "summary", "description", "example", "examples"];

/// Whether `found` is `expected`, but for prose and extensions; with `in_part`, an object may have
/// further members.
pub(super) fn is_found(expected: &Value, found: &Value, in_part: bool) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let matters = |name: &str| !PROSE.contains(&name) && !name.starts_with("x-");
            let has_all =
                expected
                    .iter()
                    .filter(|(name, _)| matters(name))
                    .all(|(name, expected)| {
                        found
                            .get(name)
                            .is_some_and(|found| is_found(expected, found, in_part))
                    });
            let has_more = || {
                found
                    .keys()
                    .any(|name| matters(name) && !expected.contains_key(name))
            };
            has_all && (in_part || !has_more())
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .zip(found)
                    .all(|(expected, found)| is_found(expected, found, in_part))
        }
        _ => expected == found,
    }
}
