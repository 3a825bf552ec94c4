//! Of two shaped documents, the part in which they differ.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::shape::Shaped;

/// So many types and calls are generated of each version; the documents alone decide on more.
const MOST: usize = 160;

/// Keeps the calls and types that differ, with the types that they mention, in both alike.
pub(super) fn to_what_differs(old: Option<&mut Shaped>, new: Option<&mut Shaped>) {
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    let calls = differing_calls(old, new);
    let mut types: BTreeSet<String> = BTreeSet::new();
    for (one, other) in [(&*old, &*new), (&*new, &*old)] {
        for (name, schema) in schemas(one) {
            let twin = schemas(other).get(name);
            if twin != Some(schema) {
                types.insert(name.clone());
            }
        }
    }
    let calls: BTreeSet<(String, String)> = calls.into_iter().take(MOST).collect();
    let types: BTreeSet<String> = types.into_iter().take(MOST).collect();
    let mut kept: HashSet<String> = HashSet::new();
    for shaped in [&*old, &*new] {
        let mut waiting: Vec<String> = types.iter().cloned().collect();
        for (path, method) in &calls {
            let call = shaped
                .value
                .get("paths")
                .and_then(|paths| paths.get(path)?.get(method));
            waiting.extend(call.map(mentioned).unwrap_or_default());
        }
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some(schema) = schemas(shaped).get(&name) {
                waiting.extend(mentioned(schema));
            }
        }
        kept.extend(seen);
    }
    for shaped in [old, new] {
        keep(shaped, &calls, &kept);
    }
}

static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

fn schemas(shaped: &Shaped) -> &Map<String, Value> {
    let found = shaped
        .value
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    found.unwrap_or(&NONE)
}

/// The calls of which the generator is not given the same in both versions.
fn differing_calls(old: &Shaped, new: &Shaped) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (one, other) in [(old, new), (new, old)] {
        for operation in &one.facts.operations {
            let key = (operation.path.clone(), operation.method.to_lowercase());
            let call = |shaped: &Shaped| {
                let call = shaped.value.get("paths")?.get(&key.0)?.get(&key.1)?;
                let facts =
                    shaped.facts.operations.iter().find(|known| {
                        known.path == operation.path && known.method == operation.method
                    });
                let paging = facts.map(|facts| format!("{:?}", facts.paging));
                Some((call.clone(), paging))
            };
            if call(one) != call(other) {
                found.insert(key);
            }
        }
    }
    found
}

/// The types that a shaped value refers to.
fn mentioned(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                let reference = object.get("$ref").and_then(Value::as_str);
                let name =
                    reference.and_then(|reference| reference.strip_prefix("#/components/schemas/"));
                found.extend(name.map(str::to_owned));
                waiting.extend(object.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

fn keep(shaped: &mut Shaped, calls: &BTreeSet<(String, String)>, types: &HashSet<String>) {
    let mut value = shaped.value.clone();
    if let Some(Value::Object(paths)) = value.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            if let Value::Object(item) = item {
                item.retain(|method, _| calls.contains(&(path.clone(), method.clone())));
            }
        }
        paths.retain(|_, item| item.as_object().is_some_and(|item| !item.is_empty()));
    }
    if let Some(Value::Object(schemas)) = value.pointer_mut("/components/schemas") {
        schemas.retain(|name, _| types.contains(name));
    }
    let Ok(openapi) = serde_json::from_value(value.clone()) else {
        return;
    };
    shaped.openapi = openapi;
    shaped.value = value;
    shaped
        .facts
        .operations
        .retain(|known| calls.contains(&(known.path.clone(), known.method.to_lowercase())));
    shaped.facts.types.retain(|name, _| types.contains(name));
}
