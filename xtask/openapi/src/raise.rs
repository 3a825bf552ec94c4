//! Rewriting a document as `OpenAPI` 3.1, in the forms that our own documents use.
//!
//! The other way round than [`lower()`](crate::lower()): what 3.0 says by `nullable`, by a switch next to a
//! bound or by `example` becomes what 3.1 says. A document of 3.1 keeps its words, but for
//! `example`. Key order stays.

use serde_json::{Map, Value, json};

use crate::load::Document;
use crate::lower::{Series, series};
use crate::place::{Field, Kind};
use crate::problem::Problems;

/// The version every raised document says it has.
pub const RAISED_VERSION: &str = "3.1.0";

/// Rewrites a document as `OpenAPI` 3.1.
///
/// # Errors
///
/// Fails when the document is neither 3.0 nor 3.1.
pub fn raise(document: &Document) -> Result<Value, Problems> {
    let version = document.value.get("openapi").and_then(Value::as_str);
    let series = version.map_or(Series::Unknown, series);
    if series == Series::Unknown {
        let found = version.map_or("no `openapi` version".to_owned(), |version| {
            format!("OpenAPI version {version}")
        });
        return Err(document
            .problem(
                "/openapi",
                found,
                "only 3.0 and 3.1 are understood",
                "ask Lean for the document in one of them, or rewrite it",
            )
            .into());
    }
    let mut raised = place(Kind::Document, &document.value, series);
    if let Some(version) = raised.get_mut("openapi") {
        *version = RAISED_VERSION.into();
    }
    Ok(raised)
}

/// What stands at a place of this kind, with everything below it.
fn place(kind: Kind, value: &Value, series: Series) -> Value {
    let Value::Object(fields) = value else {
        return value.clone();
    };
    let mut raised = Map::new();
    for (name, value) in fields {
        raised.insert(name.clone(), field(kind.field(name), value, series));
    }
    if kind == Kind::Schema {
        schema(&mut raised, series);
    }
    Value::Object(raised)
}

fn field(holds: Option<Field>, value: &Value, series: Series) -> Value {
    match (holds, value) {
        (Some(Field::One(kind)), _) => place(kind, value, series),
        (Some(holds @ (Field::Map(kind) | Field::Table(kind))), Value::Object(members)) => {
            let is_extension =
                |name: &str| matches!(holds, Field::Table(_)) && name.starts_with("x-");
            let raised = members.iter().map(|(name, value)| {
                let raised = if is_extension(name) {
                    value.clone()
                } else {
                    place(kind, value, series)
                };
                (name.clone(), raised)
            });
            Value::Object(raised.collect())
        }
        (Some(Field::List(kind)), Value::Array(items)) => {
            let raised = items.iter().map(|item| place(kind, item, series));
            Value::Array(raised.collect())
        }
        _ => value.clone(),
    }
}

/// One schema, whose parts are raised already.
fn schema(fields: &mut Map<String, Value>, series: Series) {
    if let Some(example) = fields.get("example").cloned()
        && !fields.contains_key("examples")
    {
        replace(fields, "example", "examples", json!([example]));
    }
    if series == Series::Newer {
        return;
    }
    bound(fields, "minimum", "exclusiveMinimum");
    bound(fields, "maximum", "exclusiveMaximum");
    described_reference(fields);
    let nullable = fields.shift_remove("nullable") == Some(Value::Bool(true));
    if nullable {
        with_null(fields);
    }
}

/// `minimum: 1` with `exclusiveMinimum: true` is one bound in 3.1.
fn bound(fields: &mut Map<String, Value>, bound: &str, switch: &str) {
    match fields.get(switch) {
        Some(Value::Bool(true)) => {
            fields.shift_remove(switch);
            if let Some(value) = fields.get(bound).cloned() {
                replace(fields, bound, switch, value);
            }
        }
        Some(Value::Bool(false)) => {
            fields.shift_remove(switch);
        }
        _ => {}
    }
}

/// 3.0 cannot say anything next to a `$ref`, so that a described one is wrapped in `allOf`.
fn described_reference(fields: &mut Map<String, Value>) {
    let Some([only]) = fields
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    else {
        return;
    };
    let target = only
        .get("$ref")
        .filter(|_| only.as_object().is_some_and(|only| only.len() == 1));
    let Some(target) = target.cloned() else {
        return;
    };
    if fields
        .keys()
        .all(|name| name == "allOf" || says_nothing(name))
    {
        replace(fields, "allOf", "$ref", target);
    }
}

/// A schema that allows null as well.
fn with_null(fields: &mut Map<String, Value>) {
    if let Some(Value::String(kind)) = fields.get("type")
        && !fields.contains_key("enum")
    {
        let kinds = json!([kind, "null"]);
        fields.insert("type".to_owned(), kinds);
        return;
    }
    let decisive: Vec<String> = fields
        .keys()
        .filter(|name| !says_nothing(name))
        .cloned()
        .collect();
    let Some(first) = decisive.first() else {
        // It allows everything, null as well.
        return;
    };
    let position = fields.keys().position(|name| name == first).unwrap_or(0);
    let mut branch = Map::new();
    for name in &decisive {
        if let Some(value) = fields.shift_remove(name) {
            branch.insert(name.clone(), value);
        }
    }
    let branches = json!([branch, {"type": "null"}]);
    fields.shift_insert(position, "anyOf".to_owned(), branches);
}

/// Whether a keyword only tells something, and allows or forbids no value. `nullable` is one,
/// since it is taken out before this matters.
fn says_nothing(name: &str) -> bool {
    let words = [
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "nullable",
    ];
    words.contains(&name) || name.starts_with("x-")
}

/// Another field instead of one.
fn replace(fields: &mut Map<String, Value>, old: &str, new: &str, value: Value) {
    let position = fields.keys().position(|name| name == old);
    fields.shift_remove(old);
    fields.shift_insert(position.unwrap_or(fields.len()), new.to_owned(), value);
}

#[cfg(test)]
mod tests;
