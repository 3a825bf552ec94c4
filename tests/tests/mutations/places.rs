//! Where a document can be changed: its operations, parameters, members and words, by place.

use serde_json::Value;
use xtask_openapi::{pointer, reference};

use super::pieces::references;

/// Whether something is sent by a client, by Lean, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Sent,
    Received,
    Both,
}

/// JSON pointers of the operations.
pub(super) fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let at = pointer::child("/paths", path);
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| pointer::child(&at, method))
        })
        .collect()
}

/// JSON pointers of the operations' own parameters.
pub(super) fn parameters(document: &Value) -> Vec<String> {
    operations(document)
        .into_iter()
        .flat_map(|operation| {
            let list = format!("{operation}/parameters");
            let count = document
                .pointer(&list)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            (0..count).map(move |index| pointer::item(&list, index))
        })
        .collect()
}

/// The named schemas that clients send or receive, with the way.
pub(super) fn schemas(document: &Value) -> Vec<(String, Way)> {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for operation in operations(document) {
        let operation = document.pointer(&operation).unwrap();
        for part in ["parameters", "requestBody"] {
            sent.extend(references(&operation[part]));
        }
        for (code, answer) in operation["responses"].as_object().unwrap() {
            if code.starts_with('2') {
                received.extend(references(answer));
            }
        }
    }
    let (sent, received) = (closed(document, sent), closed(document, received));
    let names = document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys();
    names
        .filter_map(|name| {
            let target = format!("#/components/schemas/{name}");
            let way = match (sent.contains(&target), received.contains(&target)) {
                (true, true) => Way::Both,
                (true, false) => Way::Sent,
                (false, true) => Way::Received,
                (false, false) => return None,
            };
            Some((target.trim_start_matches('#').to_owned(), way))
        })
        .collect()
}

/// The targets with all that they lead to.
fn closed(document: &Value, mut targets: Vec<String>) -> Vec<String> {
    let mut next = 0;
    while let Some(target) = targets.get(next) {
        let found = document.pointer(target.trim_start_matches('#')).unwrap();
        for further in references(found) {
            if !targets.contains(&further) {
                targets.push(further);
            }
        }
        next += 1;
    }
    targets
}

/// The members of the named schemas: the schema, the member's name, the way.
pub(super) fn members(document: &Value) -> Vec<(String, String, Way)> {
    schemas(document)
        .into_iter()
        .flat_map(|(schema, way)| {
            let members = document.pointer(&schema).unwrap().get("properties");
            let names = members.and_then(Value::as_object).into_iter().flatten();
            let names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
            names
                .into_iter()
                .map(move |name| (schema.clone(), name, way))
        })
        .collect()
}

/// Whether a schema is of a plain type that nothing of ours marks, such as `type: string` alone.
pub(super) fn is_plain(schema: &Value, kind: &str) -> bool {
    let is_of_kind = match &schema["type"] {
        Value::String(found) => found == kind,
        Value::Array(found) => found.iter().any(|found| found == kind),
        _ => false,
    };
    let deciding = |name: &String| {
        ["format", "enum", "pattern", "contentEncoding"].contains(&name.as_str())
            || name.starts_with("x-lean-") && name != "x-lean-sensitive"
    };
    is_of_kind && !schema.as_object().unwrap().keys().any(deciding)
}

/// The schema that a place means, with its references followed.
pub(super) fn meant<'d>(document: &'d Value, place: &str) -> &'d Value {
    let value = document.pointer(place).unwrap();
    reference::follow(document, place, value).map_or(value, |found| found.value)
}
