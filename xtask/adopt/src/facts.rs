//! The facts of a document: what it says, without the texts that only people read.

use serde_json::{Map, Value};
use xtask_openapi::place::{Field, Kind};

/// The keywords of a schema that come first, in this order; the others follow by name.
const FIRST: [&str; 18] = [
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "name",
    "in",
    "operationId",
    "x-file",
    "deprecated",
    "security",
    "servers",
    "parameters",
    "requestBody",
    "required",
    "schema",
    "properties",
    "items",
];

/// The facts of what stands at a place of this kind.
pub(crate) fn facts(kind: Kind, value: &Value) -> Value {
    let Value::Object(fields) = value else {
        return value.clone();
    };
    let mut kept = Map::new();
    for (name, value) in fields {
        if let Some(value) = field(kind, name, value) {
            kept.insert(name.clone(), value);
        }
    }
    Value::Object(kept)
}

/// The facts of a field; `None` when it says nothing to a program.
fn field(kind: Kind, name: &str, value: &Value) -> Option<Value> {
    if is_for_people(kind, name) {
        return None;
    }
    let kept = match holds(kind, name) {
        Some(Field::One(kind)) => facts(kind, value),
        Some(holds @ (Field::Map(kind) | Field::Table(kind))) => {
            let members = value.as_object()?;
            let is_extension =
                |name: &str| matches!(holds, Field::Table(_)) && name.starts_with("x-");
            let kept: Map<String, Value> = members
                .iter()
                .filter(|(name, _)| !is_extension(name))
                .map(|(name, value)| (name.clone(), facts(kind, value)))
                .collect();
            Value::Object(kept)
        }
        Some(Field::List(kind)) => {
            let items = value.as_array()?;
            Value::Array(items.iter().map(|item| facts(kind, item)).collect())
        }
        Some(Field::Data) | None => data(name, value),
    };
    (!says_nothing(kind, name, &kept)).then_some(kept)
}

/// What a field holds, the keywords of JSON Schema that came with 3.1 included.
pub(crate) fn holds(kind: Kind, name: &str) -> Option<Field> {
    let known = kind.field(name);
    if kind != Kind::Schema || known.is_some() {
        return known;
    }
    match name {
        "prefixItems" => Some(Field::List(Kind::Schema)),
        "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Some(Field::Map(Kind::Schema))
        }
        "contains"
        | "propertyNames"
        | "if"
        | "then"
        | "else"
        | "unevaluatedProperties"
        | "unevaluatedItems" => Some(Field::One(Kind::Schema)),
        _ => None,
    }
}

fn is_for_people(kind: Kind, name: &str) -> bool {
    if name.starts_with("x-") {
        return true;
    }
    match name {
        "description" | "summary" | "title" | "example" | "examples" | "externalDocs" => {
            kind != Kind::Info || name != "title"
        }
        "tags" | "callbacks" | "links" => true,
        "bearerFormat" => kind == Kind::SecurityScheme,
        "xml" | "$comment" | "$schema" | "$id" => kind == Kind::Schema,
        _ => false,
    }
}

/// A list of one type is that type.
fn data(name: &str, value: &Value) -> Value {
    match (name, value.as_array().map(Vec::as_slice)) {
        ("type", Some([only])) => only.clone(),
        _ => value.clone(),
    }
}

/// Whether leaving a field out says the same.
fn says_nothing(kind: Kind, name: &str, value: &Value) -> bool {
    let is_empty = match value {
        Value::Object(object) => object.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    match name {
        "headers" | "parameters" | "required" | "properties" | "examples" | "encoding"
            if is_empty =>
        {
            true
        }
        "deprecated" | "nullable" | "readOnly" | "writeOnly" | "uniqueItems" => {
            value == &Value::Bool(false)
        }
        "required" => kind != Kind::Schema && value == &Value::Bool(false),
        _ => false,
    }
}

/// Facts in the one order in which they are written: what has no order is sorted.
pub(crate) fn ordered(kind: Kind, value: &Value) -> Value {
    let Value::Object(fields) = value else {
        return value.clone();
    };
    let mut sorted: Vec<(String, Value)> = fields
        .iter()
        .map(|(name, value)| (name.clone(), ordered_field(kind, name, value)))
        .collect();
    if kind == Kind::Document {
        return Value::Object(sorted.into_iter().collect());
    }
    let rank = |name: &str| FIRST.iter().position(|first| *first == name);
    sorted.sort_by(|(one, _), (other, _)| {
        let rank = |name: &str| rank(name).unwrap_or(FIRST.len());
        rank(one).cmp(&rank(other)).then_with(|| one.cmp(other))
    });
    Value::Object(sorted.into_iter().collect())
}

fn ordered_field(kind: Kind, name: &str, value: &Value) -> Value {
    match (holds(kind, name), value) {
        (Some(Field::One(kind)), _) => ordered(kind, value),
        (Some(Field::Map(kind) | Field::Table(kind)), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), ordered(kind, value)));
            Value::Object(by_name(members.collect()))
        }
        (Some(Field::List(kind)), Value::Array(items)) => {
            items.iter().map(|item| ordered(kind, item)).collect()
        }
        (_, Value::Array(items)) if matches!(name, "required" | "enum" | "type") => {
            let mut items = items.clone();
            items.sort_by_key(|item| (item == "null", item.to_string()));
            items.dedup();
            Value::Array(items)
        }
        _ => value.clone(),
    }
}

pub(crate) fn by_name(members: Map<String, Value>) -> Map<String, Value> {
    let mut sorted: Vec<(String, Value)> = members.into_iter().collect();
    sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
    sorted.into_iter().collect()
}

#[cfg(test)]
mod tests;
