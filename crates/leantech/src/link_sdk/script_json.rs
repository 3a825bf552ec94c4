//! JSON that is safe inside a `<script>` element.

use leantech_core::Secret;
use serde::Serialize;

/// Writes a value. The escaped characters occur in JSON only inside strings, where
/// an escape means the same.
pub(super) fn of(value: &impl Serialize) -> Secret {
    // Only a map with keys that are not texts or a failing `Serialize` could fail, and ours have neither.
    let json = serde_json::to_string(value).map_or_else(|_| Secret::from("null"), Secret::from);
    let mut escaped = String::with_capacity(json.expose().len() + 64);
    for c in json.expose().chars() {
        match c {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            _ => escaped.push(c),
        }
    }
    Secret::from(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_leave_its_script_element() {
        let hostile = "</script><!--<script>&lt;\u{2028}\u{2029}\"\\é أ";
        let json = of(&hostile);
        for c in ['<', '>', '&', '\u{2028}', '\u{2029}'] {
            assert!(!json.expose().contains(c), "{c:?} in {}", json.expose());
        }
        let read = serde_json::from_str::<String>(json.expose());
        assert_eq!(read.ok().as_deref(), Some(hostile));
    }
}
