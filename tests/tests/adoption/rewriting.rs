//! The same facts written in another way.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use xtask::command::Outcome;
use xtask_openapi::place::{Kind, METHODS, walk};
use xtask_openapi::pointer;

use crate::change::at;
use crate::copy::{Copy, touched};
use crate::lean::{FILES, documents};

/// What is written of a document: one file or several.
type Rewriting = fn(&Value) -> Vec<Value>;

const REWRITINGS: [(&str, Rewriting); 7] = [
    ("reordered", |document| vec![reordered(document)]),
    ("inlined", |document| vec![inlined(document)]),
    ("hoisted", |document| vec![hoisted(document)]),
    ("components renamed", |document| vec![renamed(document)]),
    ("the other series", |document| vec![other_series(document)]),
    ("prose", |document| vec![other_prose(document)]),
    ("split", split),
];

#[test]
fn another_way_of_writing_the_same_is_nothing_to_do() {
    let mut wrong = Vec::new();
    for (file, areas) in FILES {
        // Nothing is written, so one copy is enough.
        let copy = Copy::of(areas);
        let before = copy.files();
        let documents = documents(file);
        let count = documents.len();
        for (turn, document) in documents.into_iter().enumerate() {
            for (number, (what, rewrite)) in REWRITINGS.iter().enumerate() {
                // Each way of writing with one of the file's documents; at night with each.
                if !cfg!(feature = "night") && number % count != turn {
                    continue;
                }
                let parts = rewrite(&document);
                assert!(parts[0] != document, "{file} is as it was: {what}");
                let given: Vec<_> = parts
                    .iter()
                    .enumerate()
                    .map(|(number, part)| match parts.len() {
                        1 => copy.give(file, part),
                        _ => copy.give(&format!("part-{number}.yml"), part),
                    })
                    .collect();
                let ran = copy.adopt(&given, &[]);
                if ran.outcome != Outcome::Fine || !ran.output.contains("nothing to do") {
                    wrong.push(format!("{file}, {what}: {}", ran.said()));
                }
            }
        }
        if !touched(&before, &copy.files()).is_empty() {
            wrong.push(format!(
                "{file}: {:?} were touched",
                touched(&before, &copy.files())
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every mapping the other way round, and every list that has no order.
fn reordered(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let turned = fields.iter().rev().map(|(name, value)| {
                let mut value = reordered(value);
                if matches!(
                    name.as_str(),
                    "required" | "enum" | "parameters" | "servers"
                ) {
                    value
                        .as_array_mut()
                        .into_iter()
                        .for_each(|items| items.reverse());
                }
                (name.clone(), value)
            });
            Value::Object(turned.collect())
        }
        Value::Array(items) => items.iter().map(reordered).collect(),
        other => other.clone(),
    }
}

/// Every reference replaced by what it stands for.
fn inlined(document: &Value) -> Value {
    fn inline(value: &Value, document: &Value, open: &mut Vec<String>) -> Value {
        let Some(fields) = value.as_object() else {
            return match value.as_array() {
                Some(items) => items
                    .iter()
                    .map(|item| inline(item, document, open))
                    .collect(),
                None => value.clone(),
            };
        };
        let reference = fields
            .get("$ref")
            .and_then(Value::as_str)
            .map(str::to_owned);
        if let Some(reference) = reference.filter(|reference| !open.contains(reference)) {
            let target = document
                .pointer(&pointer::from_fragment(&reference).unwrap())
                .unwrap();
            open.push(reference);
            let found = inline(target, document, open);
            open.pop();
            return found;
        }
        let inlined = fields
            .iter()
            .map(|(name, value)| (name.clone(), inline(value, document, open)));
        Value::Object(inlined.collect())
    }
    let mut inlined = inline(document, document, &mut Vec::new());
    // Without components nothing is left to refer to, unless something holds itself.
    if !inlined.to_string().contains("\"$ref\"") {
        let components = at(&mut inlined, "/components").as_object_mut().unwrap();
        components.retain(|section, _| section == "securitySchemes");
    }
    inlined
}

/// Every schema, parameter and answer put behind a reference.
fn hoisted(document: &Value) -> Value {
    let mut places: Vec<(Kind, String)> = Vec::new();
    walk(document, &mut |spot| {
        let is_wanted = matches!(spot.kind, Kind::Schema | Kind::Parameter | Kind::Response);
        let is_component =
            spot.pointer.starts_with("/components/") && spot.pointer.matches('/').count() == 3;
        if is_wanted && !is_component && spot.value.is_object() && spot.value.get("$ref").is_none()
        {
            places.push((spot.kind, spot.pointer.to_owned()));
        }
    });
    places.sort_by_key(|(_, place)| std::cmp::Reverse(place.matches('/').count()));
    let mut hoisted = document.clone();
    for (number, (kind, place)) in places.iter().enumerate() {
        let section = kind.section().unwrap();
        let name = format!("Hoisted{number}");
        let reference = json!({"$ref": format!("#/components/{section}/{name}")});
        let value = std::mem::replace(at(&mut hoisted, place), reference);
        let components = at(&mut hoisted, "/components").as_object_mut().unwrap();
        components.entry(section).or_insert(json!({}))[&name] = value;
    }
    hoisted
}

/// Every component of a schema under another name.
fn renamed(document: &Value) -> Value {
    fn renamed_references(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(reference) if name == "$ref" => {
                            *reference = reference.replace("/schemas/", "/schemas/Other");
                        }
                        value => renamed_references(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(renamed_references),
            _ => {}
        }
    }
    let mut other = document.clone();
    renamed_references(&mut other);
    let schemas = at(&mut other, "/components/schemas")
        .as_object_mut()
        .unwrap();
    *schemas = std::mem::take(schemas)
        .into_iter()
        .map(|(name, value)| (format!("Other{name}"), value))
        .collect();
    other
}

/// In the forms of 3.0 what was written in those of 3.1, and the other way round.
fn other_series(document: &Value) -> Value {
    let to_old = document["openapi"].as_str().unwrap().starts_with("3.1");
    let mut other = document.clone();
    other["openapi"] = if to_old { "3.0.3" } else { "3.1.0" }.into();
    let mut places = Vec::new();
    walk(document, &mut |spot| {
        if spot.kind == Kind::Schema {
            places.push(spot.pointer.to_owned());
        }
    });
    for place in places {
        if let Some(fields) = at(&mut other, &place).as_object_mut() {
            if to_old {
                as_nullable(fields);
            } else {
                as_types(fields);
            }
        }
    }
    other
}

fn as_nullable(fields: &mut Map<String, Value>) {
    let types = fields.get("type").and_then(Value::as_array);
    if let Some([one, null]) = types.map(Vec::as_slice)
        && null == "null"
    {
        let one = one.clone();
        fields.insert("type".to_owned(), one);
        // An enum without null rules null out in 3.1, whatever the types say.
        let values = fields.get("enum").and_then(Value::as_array);
        if values.is_none_or(|values| values.contains(&Value::Null)) {
            fields.insert("nullable".to_owned(), true.into());
        }
    }
}

fn as_types(fields: &mut Map<String, Value>) {
    if fields.remove("nullable") == Some(Value::Bool(true)) {
        let one = fields["type"].clone();
        fields.insert("type".to_owned(), json!([one, "null"]));
        // In 3.0 `nullable` stands next to the enum.
        let values = fields.get_mut("enum").and_then(Value::as_array_mut);
        if let Some(values) = values.filter(|values| !values.contains(&Value::Null)) {
            values.push(Value::Null);
        }
    }
}

/// Every text another one, and more of them.
fn other_prose(document: &Value) -> Value {
    let mut places = Vec::new();
    walk(document, &mut |spot| {
        if spot.value.is_object() && spot.kind.field("description").is_some() {
            places.push((spot.kind, spot.pointer.to_owned()));
        }
    });
    let mut other = document.clone();
    for (kind, place) in places {
        let fields = at(&mut other, &place);
        if fields.get("$ref").is_some() {
            continue;
        }
        fields["description"] = "Other made-up words.".into();
        fields["x-made-up"] = true.into();
        match kind {
            Kind::Operation => fields["summary"] = "Other words.".into(),
            Kind::Schema => {
                fields["title"] = "Other title".into();
                fields["example"] = "other".into();
            }
            _ => {}
        }
    }
    other
}

/// Half of the paths in each of two files.
fn split(document: &Value) -> Vec<Value> {
    let paths: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let (one, other) = paths.split_at(paths.len() / 2);
    [one, other]
        .into_iter()
        .map(|kept| {
            let mut part = document.clone();
            let paths = at(&mut part, "/paths").as_object_mut().unwrap();
            paths.retain(|path, _| kept.contains(path));
            without_unused(&mut part);
            part
        })
        .collect()
}

/// A file holds the components that it needs.
fn without_unused(document: &mut Value) {
    loop {
        let mut used = BTreeSet::new();
        walk(document, &mut |spot| {
            if let Some(reference) = spot.value.get("$ref").and_then(Value::as_str) {
                used.insert(reference.to_owned());
            }
        });
        let schemas = at(document, "/components/schemas").as_object_mut().unwrap();
        let before = schemas.len();
        schemas.retain(|name, _| used.contains(&format!("#/components/schemas/{name}")));
        if schemas.len() == before {
            break;
        }
    }
    let is_method = |name: &str| METHODS.contains(&name);
    let items = document["paths"].as_object().unwrap().values();
    assert!(
        items
            .flat_map(|item| item.as_object().unwrap().keys())
            .all(|name| is_method(name))
    );
}
