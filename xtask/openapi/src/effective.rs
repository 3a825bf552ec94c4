//! Schemas as they take effect: references followed, `allOf` merged, null and enums said one way.

mod schema;
mod types;

use serde_json::{Map, Value};

use crate::pointer;
pub use schema::{Limit, Schema, Union};
pub use types::Types;

/// More parts than this in one schema are not merged; the rest is left out.
const MOST_PARTS: usize = 256;

/// One document, whose references can be followed.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'d> {
    /// The whole document.
    pub root: &'d Value,
    /// Whether words next to a `$ref` count, as they do since 3.1.
    pub siblings_count: bool,
}

/// A place and what stands there.
#[derive(Debug, Clone)]
pub struct Part<'d> {
    /// What stands there.
    pub value: &'d Value,
    /// Its JSON pointer.
    pub pointer: String,
}

impl<'d> Part<'d> {
    /// What stands under `key`.
    pub fn child(&self, key: &str) -> Option<Part<'d>> {
        Some(Part {
            value: self.value.get(key)?,
            pointer: pointer::child(&self.pointer, key),
        })
    }

    /// The fields of the mapping under `key`, extensions left out where `key` is a table.
    pub fn members(&self, key: &str) -> Vec<(&'d str, Part<'d>)> {
        let place = pointer::child(&self.pointer, key);
        self.value
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, value)| {
                let pointer = pointer::child(&place, name);
                (name.as_str(), Part { value, pointer })
            })
            .collect()
    }

    /// The fields of a mapping, each with its place.
    pub fn fields(&self) -> Vec<(&'d str, Part<'d>)> {
        self.members_of()
            .into_iter()
            .map(|(name, value)| {
                let pointer = pointer::child(&self.pointer, name);
                (name, Part { value, pointer })
            })
            .collect()
    }

    /// The fields of a mapping.
    pub fn members_of(&self) -> Vec<(&'d str, &'d Value)> {
        let object = self.value.as_object().into_iter().flatten();
        object.map(|(name, value)| (name.as_str(), value)).collect()
    }

    /// The items of the list under `key`.
    pub fn items(&self, key: &str) -> Vec<Part<'d>> {
        let place = pointer::child(&self.pointer, key);
        self.value
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| Part {
                value,
                pointer: pointer::item(&place, index),
            })
            .collect()
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether the switch `key` is on.
    pub fn is_set(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }
}

impl<'d> Tree<'d> {
    /// The document `root`.
    pub fn new(root: &'d Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str);
        Self {
            root,
            siblings_count: version.is_some_and(|version| !version.starts_with("3.0")),
        }
    }

    /// The document itself.
    pub fn whole(self) -> Part<'d> {
        Part {
            value: self.root,
            pointer: String::new(),
        }
    }

    /// Follows references to the first object that is none. What points to nothing, out of the
    /// document or round in a circle stays the reference itself.
    pub fn follow(self, part: Part<'d>) -> Part<'d> {
        let mut found = part.clone();
        for _ in 0..32 {
            let Some(reference) = found.value.get("$ref").and_then(Value::as_str) else {
                return found;
            };
            let target = pointer::from_fragment(reference);
            let Some((pointer, value)) =
                target.and_then(|target| Some((target.clone(), self.root.pointer(&target)?)))
            else {
                return found;
            };
            found = Part { value, pointer };
        }
        part
    }

    /// Where the schema that `part` stands for has its own place: a reference without anything
    /// that counts next to it is its target.
    pub fn home(self, part: &Part<'d>) -> String {
        let alone = part.value.as_object().is_some_and(|object| {
            object.contains_key("$ref")
                && (!self.siblings_count || object.keys().all(|key| key == "$ref" || is_prose(key)))
        });
        if alone {
            let target = part.value.get("$ref").and_then(Value::as_str);
            if let Some(target) = target.and_then(pointer::from_fragment)
                && let Some(value) = self.root.pointer(&target)
                && target != part.pointer
            {
                let next = Part {
                    value,
                    pointer: target,
                };
                if next.value.get("$ref").is_none() {
                    return next.pointer;
                }
                return self.follow(next).pointer;
            }
        }
        part.pointer.clone()
    }

    /// The home of each part.
    pub fn home_all(self, parts: &[Part<'d>]) -> Vec<String> {
        parts.iter().map(|part| self.home(part)).collect()
    }

    /// Reads the schema that all `parts` together make.
    pub fn schema(self, parts: &[Part<'d>]) -> Schema<'d> {
        let mut schema = Schema::new(parts.first().map_or("", |part| &part.pointer));
        let mut open: Vec<String> = Vec::new();
        let mut budget = MOST_PARTS;
        for part in parts {
            self.add(part, &mut schema, &mut open, &mut budget);
        }
        if let [only] = parts {
            let home = self.home(only);
            schema.name = home
                .strip_prefix("/components/schemas/")
                .filter(|name| !name.contains('/'))
                .map(str::to_owned);
            schema.pointer = home;
        }
        schema.settle();
        schema
    }

    fn add(
        self,
        part: &Part<'d>,
        schema: &mut Schema<'d>,
        open: &mut Vec<String>,
        budget: &mut usize,
    ) {
        if *budget == 0 || open.contains(&part.pointer) {
            return;
        }
        *budget -= 1;
        open.push(part.pointer.clone());
        match part.value {
            Value::Bool(false) => {
                schema.allowed = Types::NONE;
                schema.says_type = true;
            }
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let target = pointer::from_fragment(reference);
                    let target = target.and_then(|pointer| {
                        let value = self.root.pointer(&pointer)?;
                        Some(Part { value, pointer })
                    });
                    if let Some(target) = target {
                        self.add(&target, schema, open, budget);
                    } else {
                        // A reference that cannot be followed stands for itself.
                        schema.other.insert("$ref", part.value);
                        schema.say("$ref", part.clone());
                    }
                    if self.siblings_count {
                        self.keywords(part, object, schema, open, budget);
                    }
                } else {
                    self.keywords(part, object, schema, open, budget);
                }
            }
            _ => {}
        }
        open.pop();
    }

    fn keywords(
        self,
        part: &Part<'d>,
        object: &'d Map<String, Value>,
        schema: &mut Schema<'d>,
        open: &mut Vec<String>,
        budget: &mut usize,
    ) {
        schema.nodes.push(part.clone());
        schema.types(object);
        for (key, value) in object {
            let at = || Part {
                value,
                pointer: pointer::child(&part.pointer, key),
            };
            match key.as_str() {
                "allOf" => {
                    for branch in part.items("allOf") {
                        schema.branches_of_all += usize::from(says_something(branch.value));
                        self.add(&branch, schema, open, budget);
                    }
                }
                "properties" => {
                    for (name, member) in part.members("properties") {
                        schema.members.entry(name).or_default().push(member);
                    }
                }
                "required" => {
                    let names = value.as_array().into_iter().flatten();
                    schema.required.extend(names.filter_map(Value::as_str));
                }
                "items" => schema.items.push(at()),
                "additionalProperties" => schema.extra.push(at()),
                "oneOf" | "anyOf" => self.union(part, key, schema, open, budget),
                "enum" => {
                    let words: Vec<&Value> = value.as_array().into_iter().flatten().collect();
                    schema.refuse_null(object, &words);
                    schema.narrow_words(words);
                }
                "const" => {
                    schema.refuse_null(object, &[value]);
                    schema.narrow_words(vec![value]);
                }
                "discriminator" => {
                    schema.discriminator = Some(value);
                    schema.say(key, at());
                }
                "default" => {
                    schema.default = Some(value);
                    schema.say(key, at());
                }
                "readOnly" => schema.read_only |= value == &Value::Bool(true),
                "writeOnly" => schema.write_only |= value == &Value::Bool(true),
                "deprecated" => schema.deprecated |= value == &Value::Bool(true),
                "format" => {
                    schema.format = value.as_str().or(schema.format);
                    schema.say(key, at());
                }
                "type" | "nullable" | "$ref" => {}
                "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => {}
                other if is_prose(other) => {}
                other if other.starts_with("x-") => {
                    if other.starts_with("x-lean-") {
                        schema.marks.insert(other, value);
                    }
                }
                other => {
                    schema.other.insert(other, value);
                    schema.say(other, at());
                    if let Some(limit) = value.as_f64() {
                        let excluded = match other {
                            "minimum" => object.get("exclusiveMinimum"),
                            "maximum" => object.get("exclusiveMaximum"),
                            _ => None,
                        };
                        let excluded = excluded == Some(&Value::Bool(true));
                        schema.limit(other, limit, excluded);
                    }
                }
            }
        }
    }

    /// A union; one whose only other branch is null says that the value may be null.
    fn union(
        self,
        part: &Part<'d>,
        key: &'d str,
        schema: &mut Schema<'d>,
        open: &mut Vec<String>,
        budget: &mut usize,
    ) {
        let branches = part.items(key);
        let (nulls, others): (Vec<_>, Vec<_>) = branches
            .into_iter()
            .partition(|branch| is_only_null(self.follow(branch.clone()).value));
        match (nulls.is_empty(), others.as_slice()) {
            (_, [only]) => {
                schema.null_by_union |= !nulls.is_empty();
                self.add(only, schema, open, budget);
            }
            (_, []) if !nulls.is_empty() => {
                schema.narrow_types(Types::NULL);
            }
            (has_no_null, _) => {
                schema.null_by_union |= !has_no_null;
                schema.unions.push(Union {
                    exactly_one: key == "oneOf",
                    branches: others,
                });
            }
        }
    }
}

/// Whether a schema says more than words for people.
fn says_something(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => object.keys().any(|key| !is_prose(key)),
        other => other == &Value::Bool(false),
    }
}

/// Whether a schema allows null and nothing else.
fn is_only_null(schema: &Value) -> bool {
    let only = |value: &Value| match value {
        Value::String(name) => name == "null",
        Value::Array(names) => names.len() == 1 && names.first() == Some(&"null".into()),
        _ => false,
    };
    schema.get("type").is_some_and(only)
        || schema.get("const") == Some(&Value::Null)
        || schema
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|words| words.len() == 1 && words.first() == Some(&Value::Null))
}

/// Whether a keyword only speaks to people.
pub fn is_prose(key: &str) -> bool {
    matches!(
        key,
        "description"
            | "summary"
            | "title"
            | "example"
            | "examples"
            | "externalDocs"
            | "$comment"
            | "$schema"
            | "$id"
            | "$anchor"
            | "$vocabulary"
            | "xml"
            | "$defs"
            | "definitions"
    )
}
