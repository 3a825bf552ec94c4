//! What is new in Lean's document, said the way our documents say it.
//!
//! Nothing of Lean's texts is taken over: a description is left empty for a person to write.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};
use xtask_openapi::effective::{Part, Schema, Tree, Types};
use xtask_openapi::pointer;

use crate::alike::{Extra, alike, keywords};
use crate::baseline::fragment;
use crate::marks;

/// Translates schemas of Lean's new document for one of our documents.
#[derive(Debug)]
pub(crate) struct Translator<'d> {
    lean: Tree<'d>,
    ours: Tree<'d>,
    /// The schemas of ours that stand where Lean's do, by home.
    pairs: &'d HashMap<String, String>,
    /// Names that are taken.
    names: BTreeSet<String>,
    /// What `x-source` says of something new.
    source: &'static str,
    /// The names given to schemas of Lean that were translated already.
    made: HashMap<String, String>,
    /// New components, in the order in which they were met.
    pub(crate) components: Vec<(String, Value)>,
    /// What was recognised by its shape, for a person to look at.
    pub(crate) recognised: Vec<String>,
}

impl<'d> Translator<'d> {
    pub(crate) fn new(
        lean: Tree<'d>,
        ours: Tree<'d>,
        pairs: &'d HashMap<String, String>,
        source: &'static str,
    ) -> Self {
        let names = ours
            .root
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .cloned();
        Self {
            lean,
            ours,
            pairs,
            names: names.collect(),
            source,
            made: HashMap::new(),
            components: Vec::new(),
            recognised: Vec::new(),
        }
    }

    /// What `x-source` says of something new.
    pub(crate) fn source(&self) -> &'static str {
        self.source
    }

    /// A new field: its schema with its source, and an empty place for its description.
    pub(crate) fn field(&mut self, places: &[String], name: &str) -> Value {
        let mut schema = self.schema(places, name);
        if let Some(fields) = schema.as_object_mut() {
            if marks::is_sensitive(name) && !fields.contains_key("x-lean-secret") {
                fields.insert("x-lean-sensitive".to_owned(), true.into());
                self.recognised
                    .push(format!("`{name}` may identify a person or open an account"));
            }
            fields.insert("description".to_owned(), "".into());
            fields.insert("x-source".to_owned(), self.source.into());
        }
        schema
    }

    /// A schema where it is used: scalars in their place, objects and enums by name.
    pub(crate) fn schema(&mut self, places: &[String], name: &str) -> Value {
        let parts = self.parts(places);
        if parts.is_empty() {
            return json!({});
        }
        let view = self.lean.schema(&parts);
        let plain = self.without_null(&parts, &view, name);
        if !view.nullable() {
            return plain;
        }
        with_null(plain)
    }

    fn parts(&self, places: &[String]) -> Vec<Part<'d>> {
        places
            .iter()
            .filter_map(|place| {
                Some(Part {
                    value: self.lean.root.pointer(place)?,
                    pointer: place.clone(),
                })
            })
            .collect()
    }

    fn without_null(&mut self, parts: &[Part<'d>], view: &Schema<'d>, name: &str) -> Value {
        let kinds = view.kinds();
        let is_object = kinds == Types::OBJECT;
        if view.words.is_some() || is_object && !view.members.is_empty() {
            return self.named(parts, view, name);
        }
        if !view.unions.is_empty() {
            return self.union(view, name);
        }
        if kinds == Types::ARRAY {
            let items = view.items.first().map(|_| {
                let places: Vec<String> =
                    view.items.iter().map(|part| part.pointer.clone()).collect();
                self.schema(&places, &singular(name))
            });
            let mut list = Map::new();
            list.insert("type".to_owned(), "array".into());
            list.extend(keywords(view));
            list.insert("items".to_owned(), items.unwrap_or_else(|| json!({})));
            return Value::Object(list);
        }
        if is_object {
            if Extra::of(view) == Extra::Schema {
                let places: Vec<String> =
                    view.extra.iter().map(|part| part.pointer.clone()).collect();
                let values = self.schema(&places, name);
                return json!({"type": "object", "additionalProperties": values});
            }
            // A shape that Lean does not tell: the value is kept as it was sent.
            return json!({});
        }
        self.scalar(view, name)
    }

    fn scalar(&mut self, view: &Schema<'d>, name: &str) -> Value {
        let mut fields = Map::new();
        let names = type_names(view.kinds());
        match names.as_slice() {
            [] => {}
            [only] => {
                fields.insert("type".to_owned(), (*only).into());
            }
            several => {
                fields.insert("type".to_owned(), several.to_vec().into());
            }
        }
        fields.extend(keywords(view));
        if view.kinds() == Types::NUMBER {
            let is_money = marks::is_money(name);
            fields.insert("x-lean-money".to_owned(), is_money.into());
            let kind = if is_money {
                "an amount of money"
            } else {
                "a rate or a score"
            };
            self.recognised.push(format!("`{name}` is read as {kind}"));
        }
        if view.kinds() == Types::STRING {
            if let Some(kind) = marks::id_of(name, view.format) {
                fields.insert("x-lean-id".to_owned(), kind.into());
                self.recognised
                    .push(format!("`{name}` is read as the id of a {kind}"));
            } else if marks::is_secret(name) {
                fields.insert("x-lean-secret".to_owned(), true.into());
                self.recognised
                    .push(format!("`{name}` is read as a secret"));
            }
        }
        Value::Object(fields)
    }

    /// Branches of different JSON kinds stay apart; objects become one with the fields of all.
    fn union(&mut self, view: &Schema<'d>, name: &str) -> Value {
        let branches: Vec<Part<'d>> = view
            .unions
            .iter()
            .flat_map(|union| union.branches.clone())
            .collect();
        let kinds: Vec<Types> = branches
            .iter()
            .map(|branch| self.lean.schema(std::slice::from_ref(branch)).kinds())
            .collect();
        let apart = kinds.iter().enumerate().all(|(index, kind)| {
            let others = kinds.iter().skip(index + 1);
            others
                .into_iter()
                .all(|other| kind.both(*other) == Types::NONE)
        });
        if apart {
            let branches: Vec<Value> = branches
                .iter()
                .map(|branch| self.schema(std::slice::from_ref(&branch.pointer), name))
                .collect();
            return json!({"oneOf": branches});
        }
        if kinds.iter().all(|kind| *kind == Types::OBJECT) {
            let mut merged = view.clone();
            for branch in &branches {
                let branch = self.lean.schema(std::slice::from_ref(branch));
                for (name, parts) in branch.members {
                    merged.members.entry(name).or_insert(parts);
                }
            }
            merged.unions.clear();
            merged.required.clear();
            let component = self.object(&merged, name);
            let name = self.free(name);
            self.add(&name, component);
            self.recognised.push(format!(
                "`{name}` holds the fields of every branch of a union; Lean sends one of them"
            ));
            return reference(&name);
        }
        json!({})
    }

    fn named(&mut self, parts: &[Part<'d>], view: &Schema<'d>, name: &str) -> Value {
        let home = self.lean.home_all(parts).join(" ");
        if let Some(ours) = self.pairs.get(&home).and_then(|home| component(home)) {
            return reference(ours);
        }
        if let Some(made) = self.made.get(&home) {
            return reference(made);
        }
        let wanted = view.name.clone().unwrap_or_else(|| name.to_owned());
        if let Some(same) = self.same_as_ours(parts, &pascal(&wanted)) {
            return reference(&same);
        }
        let free = self.free(&wanted);
        self.made.insert(home, free.clone());
        let component = if view.words.is_some() {
            self.enumeration(view)
        } else {
            self.object(view, name)
        };
        self.add(&free, component);
        reference(&free)
    }

    /// A component of ours of that name that allows the same values.
    fn same_as_ours(&self, parts: &[Part<'d>], name: &str) -> Option<String> {
        let place = pointer::join(["components", "schemas", name]);
        let value = self.ours.root.pointer(&place)?;
        let part = Part {
            value,
            pointer: place,
        };
        alike(self.lean, parts, self.ours, &[part]).then(|| name.to_owned())
    }

    fn enumeration(&self, view: &Schema<'d>) -> Value {
        let names = type_names(view.kinds());
        let values: Vec<Value> = view
            .words
            .iter()
            .flatten()
            .map(|value| (*value).clone())
            .collect();
        json!({
            "type": names.first().copied().unwrap_or("string"),
            "description": "",
            "x-source": self.source,
            "enum": values,
        })
    }

    fn object(&mut self, view: &Schema<'d>, _name: &str) -> Value {
        let mut properties = Map::new();
        for (name, parts) in &view.members {
            let places: Vec<String> = parts.iter().map(|part| part.pointer.clone()).collect();
            properties.insert((*name).to_owned(), self.field(&places, name));
        }
        let mut object = Map::new();
        object.insert("type".to_owned(), "object".into());
        object.insert("description".to_owned(), "".into());
        object.insert("x-source".to_owned(), self.source.into());
        let required: Vec<&str> = view
            .members
            .keys()
            .filter(|name| view.required.contains(*name))
            .copied()
            .collect();
        if !required.is_empty() {
            object.insert("required".to_owned(), required.into());
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        Value::Object(object)
    }

    fn add(&mut self, name: &str, component: Value) {
        self.components.push((name.to_owned(), component));
    }

    fn free(&mut self, wanted: &str) -> String {
        let wanted = pascal(wanted);
        let numbered = (2..10_000).map(|number| format!("{wanted}{number}"));
        let name = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| !self.names.contains(name))
            .unwrap_or(wanted);
        self.names.insert(name.clone());
        name
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", fragment(name))})
}

/// The name of a component, by its place.
fn component(place: &str) -> Option<&str> {
    place
        .strip_prefix("/components/schemas/")
        .filter(|name| !name.contains('/'))
}

/// A schema that allows null as well.
pub(crate) fn with_null(schema: Value) -> Value {
    match schema {
        Value::Object(mut fields)
            if fields.contains_key("type") && !fields.contains_key("enum") =>
        {
            let mut names = match fields.get("type") {
                Some(Value::Array(names)) => names.clone(),
                Some(name) => vec![name.clone()],
                None => Vec::new(),
            };
            if !names.contains(&"null".into()) {
                names.push("null".into());
            }
            fields.insert("type".to_owned(), names.into());
            Value::Object(fields)
        }
        Value::Object(fields) if fields.is_empty() => Value::Object(fields),
        other => json!({"anyOf": [other, {"type": "null"}]}),
    }
}

/// The names of types as a document writes them; none for every type.
pub(crate) fn type_names(kinds: Types) -> Vec<&'static str> {
    if kinds == Types::ANY.without(Types::NULL) {
        return Vec::new();
    }
    let mut names = Vec::new();
    for (types, name) in [
        (Types::STRING, "string"),
        (Types::NUMBER, "number"),
        (Types::INTEGER, "integer"),
        (Types::BOOLEAN, "boolean"),
        (Types::ARRAY, "array"),
        (Types::OBJECT, "object"),
    ] {
        let is_part_of_number = name == "integer" && kinds.has(Types::NUMBER);
        if kinds.has(types) && !is_part_of_number {
            names.push(name);
        }
    }
    names
}

/// A name of a type: `account_type` is `AccountType`.
pub(crate) fn pascal(name: &str) -> String {
    let mut pascal = String::new();
    let mut upper = true;
    for sign in name.chars() {
        if !sign.is_ascii_alphanumeric() {
            upper = true;
        } else if upper {
            pascal.push(sign.to_ascii_uppercase());
            upper = false;
        } else {
            pascal.push(sign);
        }
    }
    if !pascal.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        pascal.insert_str(0, "Type");
    }
    pascal
}

fn singular(name: &str) -> String {
    crate::walk::singular(name)
}

#[cfg(test)]
mod tests;
