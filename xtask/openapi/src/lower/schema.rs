//! A schema of JSON Schema 2020-12 in the words of `OpenAPI` 3.0.

use serde_json::{Map, Value, json};

use super::keyword::{self, Fate};
use super::object::first_of;
use super::{Lowering, allowed_values};
use crate::place::Field;
use crate::pointer;

/// A schema on its way to 3.0.
#[derive(Debug)]
pub(super) struct Draft<'s> {
    /// The schema as it was read.
    pub(super) source: &'s Map<String, Value>,
    /// What 3.0 says so far.
    pub(super) lowered: Map<String, Value>,
    /// Whether null is one of its values.
    pub(super) nullable: bool,
}

impl Draft<'_> {
    fn put(&mut self, keyword: &str, value: impl Into<Value>) {
        self.lowered.insert(keyword.to_owned(), value.into());
    }

    /// Adds one more schema that must hold too.
    pub(super) fn also(&mut self, schema: Value) {
        let all = self
            .lowered
            .entry("allOf")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = all {
            all.push(schema);
        }
    }
}

impl Lowering<'_> {
    pub(super) fn schema(&mut self, pointer: &str, schema: &Value) -> Value {
        match schema {
            Value::Bool(true) => {
                self.note(pointer, "schema `true` became `{}`");
                json!({})
            }
            Value::Bool(false) => {
                self.note(pointer, "schema `false` became `not: {}`");
                json!({"not": {}})
            }
            Value::Object(source) => self.keywords(pointer, source),
            _ => {
                self.refuse(
                    pointer,
                    "a schema that is neither a mapping nor a boolean",
                    "nobody can read it",
                    "write a mapping; `{}` allows any value",
                );
                schema.clone()
            }
        }
    }

    fn keywords(&mut self, pointer: &str, source: &Map<String, Value>) -> Value {
        let mut draft = Draft {
            source,
            lowered: Map::new(),
            nullable: false,
        };
        for (name, value) in source {
            let at = pointer::child(pointer, name);
            match keyword::fate(name) {
                Fate::Kept => draft.put(name, value.clone()),
                Fate::Dropped => self.note(&at, "dropped"),
                Fate::Refused { why, mend } => {
                    self.refuse(&at, format!("the keyword `{name}`"), why, mend);
                }
                Fate::Unknown => self.refuse(
                    &at,
                    format!("unknown keyword `{name}`"),
                    "nothing reads it, so what it says would be lost",
                    "correct the spelling, or let an extension's name start with `x-`",
                ),
                Fate::Rewritten => self.keyword(&at, name, value, &mut draft),
            }
        }
        if draft.lowered.get("type") == Some(&json!("array"))
            && !draft.lowered.contains_key("items")
        {
            self.note(&pointer::child(pointer, "items"), "supplied, any value");
            draft.put("items", json!({}));
        }
        if draft.lowered.get("enum") == Some(&json!([null])) {
            draft.lowered.shift_remove("type");
        }
        if draft.nullable {
            draft.put("nullable", true);
        }
        Value::Object(draft.lowered)
    }

    fn keyword(&mut self, at: &str, name: &str, value: &Value, draft: &mut Draft<'_>) {
        match name {
            "$ref" => self.schema_reference(at, value, draft),
            "type" => self.types(at, value, draft),
            "enum" => self.words(at, value, draft),
            "const" => self.constant(at, value, draft),
            "anyOf" | "oneOf" => self.union(at, name, value, draft),
            "allOf" => {
                let all = self.field(Field::List(crate::place::Kind::Schema), at, value);
                for schema in all.as_array().into_iter().flatten() {
                    draft.also(schema.clone());
                }
            }
            "properties" => {
                let properties = self.field(Field::Map(crate::place::Kind::Schema), at, value);
                draft.put(name, properties);
            }
            // 3.0 takes a boolean here, and only here.
            "additionalProperties" if value.is_boolean() => draft.put(name, value.clone()),
            "items" | "not" | "additionalProperties" => {
                let schema = self.schema(at, value);
                draft.put(name, schema);
            }
            "examples" => self.schema_examples(at, value, draft),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.bound(at, name, value, draft);
            }
            "contentEncoding" => self.content_encoding(at, value, draft),
            "contentMediaType" => self.content_media_type(at, value, draft),
            _ => draft.put(name, value.clone()),
        }
    }

    fn schema_reference(&mut self, at: &str, reference: &Value, draft: &mut Draft<'_>) {
        if !reference.is_string() {
            self.refuse(
                at,
                "a reference that is not a text",
                "it points nowhere",
                "write `$ref: '#/components/schemas/…'`",
            );
            return;
        }
        let alone = draft
            .source
            .keys()
            .all(|name| name == "$ref" || matches!(keyword::fate(name), Fate::Dropped));
        if alone {
            draft.put("$ref", reference.clone());
        } else {
            self.note(at, "moved into `allOf`, 3.0 reads nothing beside `$ref`");
            draft.also(json!({"$ref": reference}));
        }
    }

    fn schema_examples(&mut self, at: &str, examples: &Value, draft: &mut Draft<'_>) {
        if draft.source.contains_key("example") {
            self.note(at, "dropped, `example` stands beside it");
            return;
        }
        let Value::Array(items) = examples else {
            self.refuse(
                at,
                "`examples` that are not a list",
                "a schema's examples have no names",
                "write a list of values",
            );
            return;
        };
        match items.first() {
            None => self.note(at, "dropped, there is none in it"),
            Some(first) => {
                self.note(at, first_of(items.len()));
                draft.put("example", first.clone());
            }
        }
    }

    fn bound(&mut self, at: &str, name: &str, value: &Value, draft: &mut Draft<'_>) {
        let Value::Number(number) = value else {
            let why = if value.is_boolean() {
                "in 3.1 an exclusive bound is a number, the boolean is from 3.0"
            } else {
                "a bound is a number"
            };
            self.refuse(
                at,
                format!("`{name}: {value}`"),
                why,
                "write the number itself",
            );
            return;
        };
        let (inclusive, exclusive, lower) = match name {
            "minimum" | "exclusiveMinimum" => ("minimum", "exclusiveMinimum", true),
            _ => ("maximum", "exclusiveMaximum", false),
        };
        let other = if name == inclusive {
            exclusive
        } else {
            inclusive
        };
        let Some(Value::Number(other)) = draft.source.get(other) else {
            draft.put(inclusive, value.clone());
            if name == exclusive {
                self.note(
                    at,
                    format!("became `{inclusive}: {number}` and `{exclusive}: true`"),
                );
                draft.put(exclusive, true);
            }
            return;
        };
        // Both bounds stand here: they are taken together, when the exclusive one is met.
        if name == inclusive {
            return;
        }
        let order = allowed_values::compare(number, other);
        let exclusive_is_stricter = if lower { order.is_ge() } else { order.is_le() };
        if exclusive_is_stricter {
            self.note(
                at,
                format!(
                    "became `{inclusive}: {number}` and `{exclusive}: true`, stricter than {other}"
                ),
            );
            draft.put(inclusive, value.clone());
            draft.put(exclusive, true);
        } else {
            self.note(at, format!("dropped, `{inclusive}: {other}` is stricter"));
            draft.put(inclusive, other.clone());
        }
    }

    fn content_encoding(&mut self, at: &str, encoding: &Value, draft: &mut Draft<'_>) {
        if encoding != "base64" {
            self.refuse(
                at,
                format!("`contentEncoding: {encoding}`"),
                "3.0 can only say base64",
                "leave it out, and describe the encoding in words",
            );
            return;
        }
        match draft.source.get("format") {
            Some(format) if format != "byte" => self.refuse(
                at,
                format!("`contentEncoding: base64` beside `format: {format}`"),
                "3.0 says base64 as `format: byte`, and a schema has one format",
                "leave one of them out",
            ),
            _ => {
                self.note(at, "base64 became `format: byte`");
                draft.put("format", "byte");
            }
        }
    }

    fn content_media_type(&mut self, at: &str, media_type: &Value, draft: &mut Draft<'_>) {
        let plain =
            !draft.source.contains_key("contentEncoding") && !draft.source.contains_key("format");
        if plain && media_type == "application/octet-stream" {
            self.note(at, "became `format: binary`");
            draft.put("format", "binary");
        } else {
            self.note(at, format!("dropped, it said {media_type}"));
        }
    }
}
