//! JSON Schemas of forms that derive cannot see.

use schemars::Schema;
use serde_json::json;

/// Lets a required field come under another name as well.
pub(super) fn other_name(schema: &mut Schema, name: &str, other: &str) {
    let list = schema.get_mut("required");
    if let Some(required) = list.and_then(|list| list.as_array_mut()) {
        required.retain(|field| field != name);
        if required.is_empty() {
            schema.remove("required");
        }
    }
    let fields = schema.get_mut("properties");
    if let Some(fields) = fields.and_then(|fields| fields.as_object_mut()) {
        fields.insert(
            other.to_owned(),
            json!({
                "description": format!("Another name of `{name}`. If both are there, `{name}` is used."),
                "type": "string",
            }),
        );
    }
    schema.insert(
        "anyOf".to_owned(),
        json!([{ "required": [name] }, { "required": [other] }]),
    );
}
