//! Which texts of an adopted document are still in Lean's words.

use serde_json::Value;
use xtask_openapi::pointer;

/// The places of texts for people that are as Lean wrote them, and not so in the current document.
pub(super) fn of_lean(adopted: &Value, lean: &Value, current: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(adopted, "", &mut |place, text| {
        let is_in = |other: &Value| other.pointer(place).and_then(Value::as_str) == Some(text);
        if is_in(lean) && !is_in(current) {
            found.push(place.to_owned());
        }
    });
    found
}

fn collect(value: &Value, at: &str, visit: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let at = pointer::child(at, name);
                match member {
                    Value::String(text) if name == "description" || name == "summary" => {
                        visit(&at, text);
                    }
                    // An example is data.
                    _ if name.starts_with("example") => {}
                    _ => collect(member, &at, visit),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &pointer::item(at, index), visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_new_and_unchanged_counts() {
        let text = |words: &str| json!({"a": [{"description": words}], "summary": "s"});
        let current = text("ours");
        assert_eq!(
            of_lean(&text("theirs"), &text("theirs"), &current),
            ["/a/0/description"]
        );
        assert!(of_lean(&text("new, ours"), &text("theirs"), &current).is_empty());
        let told = text("told before");
        assert!(of_lean(&told, &told, &told).is_empty());
        let example = json!({"example": {"description": "theirs"}});
        assert!(of_lean(&example, &example, &current).is_empty());
    }
}
