//! Facts and changes as a person reads them.

use serde_json::Value;

use crate::point::{Fact, Point};

/// What a fact is about, as the beginning of a sentence.
pub(crate) fn subject(point: &Point) -> String {
    match &point.fact {
        Fact::Field(field) => match &field.renamed_from {
            Some(from) => format!("field `{}`, likely `{from}` under another name", field.name),
            None => format!("field `{}`", field.name),
        },
        Fact::Required { name, .. } => format!("field `{name}` required"),
        Fact::Types { .. } => "type".to_owned(),
        Fact::Null { .. } => "null allowed".to_owned(),
        Fact::EnumValue { value, .. } => format!("value {}", text(value)),
        Fact::Shape { .. } => shape(&point.place).to_owned(),
        Fact::Keyword { keyword, .. } | Fact::SchemaKeyword { keyword, .. } => {
            format!("`{keyword}`")
        }
        Fact::Branch { .. } => "alternative of a union".to_owned(),
        Fact::Parameter {
            renamed_from: Some(from),
            ..
        } => format!("the parameter, likely `{from}` under another name"),
        Fact::Parameter { .. } => "the parameter".to_owned(),
        Fact::MustBeSent { .. } => "must be sent".to_owned(),
        Fact::Body { .. } => "a body".to_owned(),
        Fact::Media { media, .. } => format!("media type `{media}`"),
        Fact::Answer { .. } => "the answer".to_owned(),
        Fact::Header { header, .. } => format!("header `{header}`"),
        Fact::OfOperation { field, .. } => format!("`{field}`"),
        Fact::Security { .. } => "security".to_owned(),
        Fact::Server { url, .. } => format!("server {url}"),
        Fact::Operation { .. } => "the operation".to_owned(),
        Fact::LeftOut { .. } => "something below it".to_owned(),
    }
}

fn shape(place: &str) -> &'static str {
    match place.rsplit('/').next() {
        Some("enum") => "enum",
        Some("oneOf") => "alternatives",
        _ => "type",
    }
}

/// A value of a fact.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text).collect();
            items.join(", ")
        }
        other => text(other),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(
        || value.to_string(),
        |text| text.trim_matches('"').to_owned(),
    )
}

/// A change of Lean's in one line.
pub(crate) fn change(point: &Point) -> String {
    let subject = subject(point);
    if matches!(point.fact, Fact::LeftOut { .. }) {
        return "Lean changed something below it".to_owned();
    }
    match (&point.old, &point.new) {
        (Value::Bool(false), Value::Bool(true)) => format!("{subject}: new"),
        (Value::Bool(true), Value::Bool(false)) => format!("{subject}: gone"),
        (old, new) => format!("{subject}: {} is {} now", value(old), value(new)),
    }
}
