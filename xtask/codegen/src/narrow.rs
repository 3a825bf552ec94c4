//! Of two shaped documents, the part in which they differ.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::shape::{Shaped, TypeKind};

/// So far below a list's call the generator looks for its items and its page.
const DEPTH_OF_PAGES: usize = 3;

/// Keeps the calls and types that differ, with the types that they mention, in both alike, at most
/// `most` calls and as many types. Gives how many calls and types differ beyond that.
///
/// A call differs with the fields of its body, which have setters there, and with the envelope of
/// its answer, of which it gives what it holds.
///
/// Code names a type without saying what is in it, so of a type that is the same in both, and
/// leads to nothing else, one member is enough.
pub fn to_what_differs(old: &mut Shaped, new: &mut Shaped, most: usize) -> usize {
    let mut types: BTreeSet<String> = BTreeSet::new();
    for (one, other) in [(&*old, &*new), (&*new, &*old)] {
        for (name, schema) in schemas(one) {
            if schemas(other).get(name) != Some(schema) {
                types.insert(name.clone());
            }
        }
    }
    let calls = differing_calls(old, new, &types);
    let mut whole = leading_to(&types, [old, new]);
    let beyond = calls.len().saturating_sub(most) + types.len().saturating_sub(most);
    let calls: BTreeSet<(String, String)> = calls.into_iter().take(most).collect();
    let types: BTreeSet<String> = types.into_iter().take(most).collect();
    let mut first: BTreeSet<String> = BTreeSet::new();
    for shaped in [&*old, &*new] {
        for operation in &shaped.facts.operations {
            let key = (operation.path.clone(), operation.method.to_lowercase());
            if !calls.contains(&key) {
                continue;
            }
            let call = shaped
                .value
                .get("paths")
                .and_then(|paths| paths.get(&key.0));
            let mut level = call
                .and_then(|call| call.get(&key.1))
                .map_or_else(Vec::new, mentioned);
            let depth = if operation.paging.is_some() {
                DEPTH_OF_PAGES
            } else {
                1
            };
            for _ in 0..depth {
                first.extend(level.iter().cloned());
                whole.extend(level.iter().cloned());
                let below = level.iter().filter_map(|name| schemas(shaped).get(name));
                level = below.flat_map(mentioned).collect();
            }
        }
    }
    // A type that goes by another name in the other version is compared with the one it was.
    let is_named_alike = schemas(old).len() == schemas(new).len()
        && schemas(old)
            .keys()
            .all(|name| schemas(new).contains_key(name));
    if is_named_alike {
        for shaped in [&mut *old, &mut *new] {
            shorten(shaped, &whole);
        }
    }
    let mut kept: HashSet<String> = HashSet::new();
    for shaped in [&*old, &*new] {
        let mut waiting: Vec<String> = types.iter().chain(&first).cloned().collect();
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
    beyond
}

/// The types of `types`, and those from which references lead to one of them.
fn leading_to(types: &BTreeSet<String>, both: [&Shaped; 2]) -> HashSet<String> {
    let mut users: HashMap<String, Vec<&String>> = HashMap::new();
    for shaped in both {
        for (user, schema) in schemas(shaped) {
            for used in mentioned(schema) {
                users.entry(used).or_default().push(user);
            }
        }
    }
    let mut found: HashSet<String> = HashSet::new();
    let mut waiting: Vec<&String> = types.iter().collect();
    while let Some(name) = waiting.pop() {
        if found.insert(name.clone()) {
            waiting.extend(users.get(name).into_iter().flatten());
        }
    }
    found
}

/// Leaves one field of each struct that is not in `whole`.
fn shorten(shaped: &mut Shaped, whole: &HashSet<String>) {
    let Some(Value::Object(schemas)) = shaped.value.pointer_mut("/components/schemas") else {
        return;
    };
    for (name, schema) in schemas.iter_mut() {
        let known = shaped
            .facts
            .types
            .get_mut(name)
            .map(|known| &mut known.kind);
        let Some(TypeKind::Struct(known)) = known else {
            continue;
        };
        let Some(Value::Object(members)) = schema.get_mut("properties") else {
            continue;
        };
        if known.envelope.is_some() || whole.contains(name) {
            continue;
        }
        let plain = members
            .iter()
            .find(|(_, member)| mentioned(member).is_empty());
        let Some(one) = plain
            .or_else(|| members.iter().next())
            .map(|(one, _)| one.clone())
        else {
            continue;
        };
        members.retain(|member, _| *member == one);
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|member| *member == *one);
        }
        known
            .members
            .retain(|member| member.stand_in.as_ref().unwrap_or(&member.wire) == &one);
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
fn differing_calls<'s>(
    old: &'s Shaped,
    new: &'s Shaped,
    types: &BTreeSet<String>,
) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (one, other) in [(old, new), (new, old)] {
        for operation in &one.facts.operations {
            let key = (operation.path.clone(), operation.method.to_lowercase());
            let call = |shaped: &'s Shaped| {
                let call = shaped.value.get("paths")?.get(&key.0)?.get(&key.1)?;
                let facts =
                    shaped.facts.operations.iter().find(|known| {
                        known.path == operation.path && known.method == operation.method
                    });
                let paging = facts.map(|facts| format!("{:?}", facts.paging));
                Some((call, paging))
            };
            let has_other_fields = operation.body_type.iter().any(|name| types.contains(name));
            let answer = operation.answer.as_deref();
            let has_other_payload = answer.is_some_and(|name| {
                let known = one.facts.structure(name);
                types.contains(name) && known.is_some_and(|known| known.envelope.is_some())
            });
            if has_other_fields || has_other_payload || call(one) != call(other) {
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
    let value = &mut shaped.value;
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
    if let Ok(openapi) = OpenAPI::deserialize(&*value) {
        shaped.openapi = openapi;
    }
    shaped
        .facts
        .operations
        .retain(|known| calls.contains(&(known.path.clone(), known.method.to_lowercase())));
    shaped.facts.types.retain(|name, _| types.contains(name));
}
