//! JSON Schemas of forms that derive cannot see.

use schemars::Schema;
use serde_json::json;

/// Lets a required field come under another name as well.
pub(super) fn other_name(schema: &mut Schema, name: &str, other: &str) {
    if let Some(required) = schema
        .get_mut("required")
        .and_then(|list| list.as_array_mut())
    {
        required.retain(|field| field != name);
    }
    let fields = schema.get_mut("properties");
    if let Some(fields) = fields.and_then(|fields| fields.as_object_mut()) {
        fields.insert(
            other.to_owned(),
            json!({
                "description": format!("Another name of `{name}`, which is taken where both are there."),
                "type": "string",
            }),
        );
    }
    schema.insert(
        "anyOf".to_owned(),
        json!([{ "required": [name] }, { "required": [other] }]),
    );
}
