//! Changes of a document of Lean, one of each kind.

use serde_json::{Map, Value, json};

pub(crate) fn at<'v>(document: &'v mut Value, place: &str) -> &'v mut Value {
    let found = document.pointer_mut(place);
    found.unwrap_or_else(|| panic!("nothing stands at {place}"))
}

fn fields<'v>(document: &'v mut Value, place: &str) -> &'v mut Map<String, Value> {
    let found = at(document, place).as_object_mut();
    found.unwrap_or_else(|| panic!("no object stands at {place}"))
}

/// A key with this value, new or not.
pub(crate) fn set(document: &mut Value, place: &str, key: &str, value: Value) {
    fields(document, place).insert(key.to_owned(), value);
}

/// A new optional field of a schema.
pub(crate) fn field(document: &mut Value, schema: &str, name: &str, value: Value) {
    set(document, &format!("{schema}/properties"), name, value);
}

/// A field with text, which nothing of ours has.
pub(crate) fn sort_code(document: &mut Value, schema: &str) {
    let value = json!({"type": "string", "description": "Made-up words."});
    field(document, schema, "sort_code", value);
}

/// One more item of a list.
pub(crate) fn push(document: &mut Value, list: &str, item: Value) {
    let found = at(document, list).as_array_mut();
    found
        .unwrap_or_else(|| panic!("no list stands at {list}"))
        .push(item);
}

/// Another name for a field, in its place.
pub(crate) fn rename(document: &mut Value, schema: &str, from: &str, to: &str) {
    rename_key(document, &format!("{schema}/properties"), from, to);
    if let Some(required) = document.pointer_mut(&format!("{schema}/required")) {
        for name in required.as_array_mut().unwrap() {
            if name == from {
                *name = to.into();
            }
        }
    }
}

pub(crate) fn rename_key(document: &mut Value, place: &str, from: &str, to: &str) {
    let all = std::mem::take(fields(document, place));
    assert!(all.contains_key(from), "{place} has no {from}");
    *fields(document, place) = all
        .into_iter()
        .map(|(name, value)| {
            if name == from {
                (to.to_owned(), value)
            } else {
                (name, value)
            }
        })
        .collect();
}

/// A field goes.
pub(crate) fn remove(document: &mut Value, schema: &str, name: &str) {
    let gone = fields(document, &format!("{schema}/properties")).remove(name);
    assert!(gone.is_some(), "{schema} has no {name}");
    if let Some(required) = document.pointer_mut(&format!("{schema}/required")) {
        required
            .as_array_mut()
            .unwrap()
            .retain(|known| known != name);
    }
}

/// A field must be there.
pub(crate) fn require(document: &mut Value, schema: &str, name: &str) {
    let required = fields(document, schema)
        .entry("required")
        .or_insert(json!([]));
    required.as_array_mut().unwrap().push(name.into());
}

/// A new optional parameter of an operation.
pub(crate) fn parameter(document: &mut Value, operation: &str, name: &str) {
    let value = json!({
        "name": name,
        "in": "query",
        "description": "Made-up words.",
        "required": false,
        "schema": {"type": "string"},
    });
    let list = fields(document, operation)
        .entry("parameters")
        .or_insert(json!([]));
    list.as_array_mut().unwrap().push(value);
}

/// The parameter of that name in a list of them.
pub(crate) fn parameter_at<'v>(document: &'v mut Value, list: &str, name: &str) -> &'v mut Value {
    let found = at(document, list).as_array_mut().unwrap();
    let found = found.iter_mut().find(|parameter| parameter["name"] == name);
    found.unwrap_or_else(|| panic!("{list} has no {name}"))
}

/// An operation that stands at another path.
pub(crate) fn path(document: &mut Value, from: &str, to: &str) {
    rename_key(document, "/paths", from, to);
}

/// A new operation that answers with a schema of the document.
pub(crate) fn operation(
    document: &mut Value,
    path: &str,
    id: &str,
    parameters: &[&str],
    answer: &str,
) {
    let scheme = at(document, "/components/securitySchemes")
        .as_object()
        .unwrap();
    let scheme = scheme.keys().next().unwrap().clone();
    let parameters: Vec<Value> = parameters
        .iter()
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    let operation = json!({
        "summary": "Made-up words.",
        "operationId": id,
        "parameters": parameters,
        "security": [{scheme: []}],
        "responses": {"200": {
            "description": "Made-up words.",
            "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{answer}")},
            }},
        }},
    });
    set(document, "/paths", path, json!({"get": operation}));
}
