//! `type`, `enum` and `const`: which values a schema allows.

use std::cmp::Ordering;

use serde_json::{Number, Value, json};

use super::Lowering;
use super::schema::Draft;

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

impl Lowering<'_> {
    pub(super) fn types(&mut self, at: &str, types: &Value, draft: &mut Draft<'_>) {
        let names: Vec<&str> = match types {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let readable = types.as_array().is_none_or(|all| all.len() == names.len());
        if names.is_empty() || !readable {
            self.refuse(
                at,
                format!("`type: {types}`"),
                "a type is a string, or a list of strings",
                "name the type; leave `type` out to allow any value",
            );
            return;
        }
        if let Some(unknown) = names
            .iter()
            .find(|name| **name != "null" && !TYPES.contains(name))
        {
            self.refuse(
                at,
                format!("the type `{unknown}`"),
                "the type does not exist",
                format!("write one of {}, or 'null'", TYPES.join(", ")),
            );
            return;
        }
        let with_null = names.contains(&"null");
        let mut others: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| *name != "null")
            .collect();
        others.dedup();
        match others.as_slice() {
            [] => self.only_null(at, "`type: 'null'`", draft),
            [name] => {
                draft.lowered.insert("type".to_owned(), (*name).into());
                draft.nullable |= with_null;
                if with_null {
                    self.note(at, format!("{types} became `type: {name}` and `nullable`"));
                } else if types.is_array() {
                    self.note(at, format!("{types} became `type: {name}`"));
                }
            }
            several => self.refuse(
                at,
                format!("the types {} at once", several.join(" and ")),
                "3.0 has one type per schema",
                "write `oneOf` with one schema a type, or `{}` to keep the value as it comes",
            ),
        }
    }

    pub(super) fn words(&mut self, at: &str, words: &Value, draft: &mut Draft<'_>) {
        // One word given by `const` is stricter than a list of them.
        if draft.source.contains_key("const") {
            self.note(at, "dropped, `const` is stricter");
            return;
        }
        let Some(words) = words.as_array().filter(|words| !words.is_empty()) else {
            self.refuse(
                at,
                "`enum` without a list of values",
                "no value can match it",
                "list the values",
            );
            return;
        };
        if words.iter().any(is_composite) {
            self.refuse(
                at,
                "an `enum` of mappings or lists",
                "the reader of 3.0 documents silently drops it",
                "describe the object by its properties",
            );
            return;
        }
        let kept: Vec<Value> = words
            .iter()
            .filter(|word| !word.is_null())
            .cloned()
            .collect();
        if kept.is_empty() {
            self.only_null(at, "`enum: [null]`", draft);
            return;
        }
        if kept.len() < words.len() {
            self.note(at, "the word null became `nullable`");
            draft.nullable = true;
        }
        self.infer_type(at, &kept, draft);
        draft.lowered.insert("enum".to_owned(), Value::Array(kept));
    }

    pub(super) fn constant(&mut self, at: &str, word: &Value, draft: &mut Draft<'_>) {
        if is_composite(word) {
            self.refuse(
                at,
                "a `const` that is a mapping or a list",
                "the reader of 3.0 documents silently drops it",
                "describe the object by its properties",
            );
            return;
        }
        if let Some(Value::Array(words)) = draft.source.get("enum")
            && !words.contains(word)
        {
            self.refuse(
                at,
                format!("`const: {word}` beside an `enum` without that value"),
                "no value can match it",
                "leave one of them out",
            );
            return;
        }
        if !fits(word, draft.source.get("type")) {
            self.refuse(
                at,
                format!("`const: {word}` beside another type"),
                "no value can match it",
                "correct the type, or leave it out",
            );
            return;
        }
        if word.is_null() {
            self.only_null(at, "`const: null`", draft);
            return;
        }
        self.note(at, format!("const {word} became an `enum` of one word"));
        let words = vec![word.clone()];
        self.infer_type(at, &words, draft);
        draft.lowered.insert("enum".to_owned(), Value::Array(words));
    }

    /// 3.0 has no type of null, but an `enum` of it, which needs no type.
    fn only_null(&mut self, at: &str, said: &str, draft: &mut Draft<'_>) {
        self.note(at, format!("{said} became `enum: [null]` and `nullable`"));
        draft.lowered.insert("enum".to_owned(), json!([null]));
        draft.nullable = true;
    }

    fn infer_type(&mut self, at: &str, words: &[Value], draft: &mut Draft<'_>) {
        let says_type = ["type", "$ref", "allOf", "anyOf", "oneOf"]
            .iter()
            .any(|keyword| draft.source.contains_key(*keyword));
        let mut types: Vec<_> = words.iter().filter_map(type_of).collect();
        types.dedup();
        if let ([name], false) = (types.as_slice(), says_type) {
            self.note(at, format!("`type: {name}` inferred from the words"));
            draft.lowered.insert("type".to_owned(), (*name).into());
        }
    }
}

fn is_composite(word: &Value) -> bool {
    word.is_object() || word.is_array()
}

fn type_of(word: &Value) -> Option<&'static str> {
    Some(match word {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        _ => return None,
    })
}

fn fits(word: &Value, types: Option<&Value>) -> bool {
    let allowed = |name: &Value| match type_of(word) {
        None => name == "null",
        Some("integer") => name == "integer" || name == "number",
        Some(own) => name == own,
    };
    match types {
        None => true,
        Some(Value::Array(names)) => names.iter().any(allowed),
        Some(name) => allowed(name),
    }
}

/// Which of two bounds is the greater one.
pub(super) fn compare(one: &Number, other: &Number) -> Ordering {
    if let (Some(one), Some(other)) = (one.as_i128(), other.as_i128()) {
        return one.cmp(&other);
    }
    let (one, other) = (one.as_f64(), other.as_f64());
    one.partial_cmp(&other).unwrap_or(Ordering::Equal)
}
