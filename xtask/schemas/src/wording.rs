//! What a schema says to people who do not write Rust, and do not get what Rust never writes.

use serde_json::Value;

/// Shortens each description to its first paragraph, without the links of Rust's documentation.
pub(crate) fn for_others(mut schema: Value) -> Value {
    walk(&mut schema, &|object| {
        if let Some(Value::String(text)) = object.get_mut("description") {
            let first = text.split("\n\n").next().unwrap_or_default();
            *text = first
                .replace("[`", "`")
                .replace("`]", "`")
                .replace('\n', " ");
        }
    });
    schema
}

/// Takes null out: what is not set is left out of what is sent, and never written as null.
pub(crate) fn without_null(mut schema: Value) -> Value {
    walk(&mut schema, &|object| {
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".to_owned(), only);
            }
        }
        let Some(Value::Array(choices)) = object.get_mut("anyOf") else {
            return;
        };
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            object.extend(only);
        }
    });
    schema
}

/// Visits every object, the inner ones first.
fn walk(value: &mut Value, visit: &impl Fn(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            for member in members.values_mut() {
                walk(member, visit);
            }
            visit(members);
        }
        Value::Array(items) => {
            for item in items {
                walk(item, visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_description_is_its_first_paragraph_without_links() {
        let schema = json!({ "a": [{ "description": "The [`Bank`]\nof it.\n\n```\ncode\n```" }] });
        assert_eq!(
            for_others(schema),
            json!({ "a": [{ "description": "The `Bank` of it." }] })
        );
    }

    #[test]
    fn null_is_taken_out_of_types_and_choices() {
        let schema = json!({
            "a": { "type": ["string", "null"] },
            "b": { "anyOf": [{ "$ref": "x" }, { "type": "null" }], "description": "d" },
            "c": { "anyOf": [{ "type": "integer" }, { "const": "pill" }] }
        });
        assert_eq!(
            without_null(schema),
            json!({
                "a": { "type": "string" },
                "b": { "$ref": "x", "description": "d" },
                "c": { "anyOf": [{ "type": "integer" }, { "const": "pill" }] }
            })
        );
    }
}
