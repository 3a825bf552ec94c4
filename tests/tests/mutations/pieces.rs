//! The documents that are changed: each area's current one, the large one operation by operation.

use std::collections::BTreeSet;

use leantech_tests::repository::{document, manifest};
use serde_json::{Map, Value};
use xtask_openapi::Document;

/// From so many operations on, a document is taken apart.
const MANY_OPERATIONS: usize = 6;

/// A document to change, of the crate that it is generated into.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) crate_name: String,
    pub(super) document: Document,
}

/// The documents of all areas.
pub(super) fn pieces() -> Vec<Piece> {
    let mut pieces = Vec::new();
    for api in manifest().apis {
        let whole = document(&api.area);
        let piece = |document| Piece {
            crate_name: api.crate_name.clone(),
            document,
        };
        let paths = whole.value["paths"].as_object().unwrap();
        if paths.len() < MANY_OPERATIONS {
            pieces.push(piece(whole));
            continue;
        }
        for (path, item) in paths {
            let mut part = whole.value.clone();
            part["paths"] = Value::Object(Map::from_iter([(path.clone(), item.clone())]));
            keep_what_is_used(&mut part);
            let name = format!("{} {path}", api.area);
            pieces.push(piece(Document::parse(part.to_string(), name).unwrap()));
        }
    }
    pieces
}

/// Takes out the schemas and parameters that no operation leads to.
fn keep_what_is_used(document: &mut Value) {
    let mut used = BTreeSet::new();
    let mut waiting = vec![
        document["paths"].clone(),
        document["components"]["responses"].clone(),
    ];
    while let Some(value) = waiting.pop() {
        for target in references(&value) {
            if used.insert(target.clone())
                && let Some(found) = document.pointer(target.trim_start_matches('#'))
            {
                waiting.push(found.clone());
            }
        }
    }
    for section in ["schemas", "parameters"] {
        let named = document["components"].get_mut(section);
        if let Some(named) = named.and_then(Value::as_object_mut) {
            named.retain(|name, _| used.contains(&format!("#/components/{section}/{name}")));
        }
    }
}

/// Every `$ref` in a value.
pub(super) fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(target) if name == "$ref" => vec![target.clone()],
                other => references(other),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
