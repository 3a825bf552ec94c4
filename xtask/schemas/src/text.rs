//! A schema as text that is the same in every build.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// Writes a value with its fields sorted: the order of a map is a feature of `serde_json` that any
/// crate of a build may turn on.
pub(crate) fn of(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0);
    text.push('\n');
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let sorted: BTreeMap<_, _> = members.iter().collect();
            text.push('{');
            for (position, (name, member)) in sorted.into_iter().enumerate() {
                begin(text, position, depth + 1);
                // Writing to a text cannot fail.
                let _ = write!(text, "{}: ", Value::from(name.as_str()));
                write(text, member, depth + 1);
            }
            end(text, depth);
            text.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                begin(text, position, depth + 1);
                write(text, item, depth + 1);
            }
            end(text, depth);
            text.push(']');
        }
        _ => {
            let _ = write!(text, "{value}");
        }
    }
}

fn begin(text: &mut String, position: usize, depth: usize) {
    if position > 0 {
        text.push(',');
    }
    end(text, depth);
}

fn end(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_sorted_and_the_text_reads_back() {
        let value = serde_json::json!({ "b": [1, {}], "a": { "d": null, "c": "\"\n" } });
        let text = of(&value);
        assert_eq!(
            text,
            "{\n  \"a\": {\n    \"c\": \"\\\"\\n\",\n    \"d\": null\n  },\n  \"b\": [\n    1,\n    {}\n  ]\n}\n"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }
}
