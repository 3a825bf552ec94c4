//! The place in a document that describes a place in an answer.

use serde_json::Value;
use xtask_openapi::{Document, pointer, reference};

use crate::finding::Step;
use crate::route::catalogue::Operation;

/// How many references and unions are followed one after the other.
const LONGEST_CHAIN: usize = 16;

/// The schemas, one or the branches of a union, that describe one place of an answer.
#[derive(Debug)]
pub(crate) struct Place<'d> {
    document: &'d Document,
    schemas: Vec<Schema<'d>>,
    /// The named schema around the place, and the name of the field in it that leads here.
    owner: Option<(Component, Option<String>)>,
}

#[derive(Debug)]
struct Schema<'d> {
    pointer: String,
    value: &'d Value,
}

/// A named schema of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Component {
    /// Its name.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) pointer: String,
}

/// Whether a document knows a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// By its name.
    Named,
    /// As any field of a map: its name is a value.
    OfMap,
    /// Not at all.
    Unknown,
}

impl<'d> Place<'d> {
    /// The whole answer of `operation` with `status`; `None` when the document promises no body.
    pub(crate) fn answer(
        document: &'d Document,
        operation: &Operation,
        status: u16,
    ) -> Option<Self> {
        let place = pointer::child(&operation.pointer, "responses");
        let responses = document.value.pointer(&place)?.as_object()?;
        let own = status.to_string();
        let successes = responses.keys().filter(|code| code.starts_with('2'));
        let schema = std::iter::once(&own).chain(successes).find_map(|code| {
            let place = pointer::child(&place, code);
            let answer = reference::follow(&document.value, &place, responses.get(code)?)?;
            let (medium, content) = answer.value.get("content")?.as_object()?.iter().next()?;
            let place = pointer::child(&pointer::child(&answer.pointer, "content"), medium);
            Some((pointer::child(&place, "schema"), content.get("schema")?))
        });
        let (place, schema) = schema?;
        let mut found = Self {
            document,
            schemas: Vec::new(),
            owner: None,
        };
        found.enter(vec![(place, schema)]);
        Some(found)
    }

    /// Goes one step into the answer.
    pub(crate) fn step(&mut self, step: &Step) -> Naming {
        match step {
            Step::Member(name) => self.member(name),
            Step::Item(_) => {
                let next = self.below("items", None);
                self.enter(next);
                Naming::Named
            }
            Step::AnyMember => {
                let next = self.below("additionalProperties", None);
                self.enter(next);
                Naming::OfMap
            }
        }
    }

    fn member(&mut self, name: &str) -> Naming {
        if let Some((_, member)) = &mut self.owner {
            *member = Some(name.to_owned());
        }
        let named = self.below("properties", Some(name));
        if !named.is_empty() {
            self.enter(named);
            return Naming::Named;
        }
        let of_map = self.below("additionalProperties", None);
        let naming = if of_map.is_empty() {
            Naming::Unknown
        } else {
            Naming::OfMap
        };
        self.enter(of_map);
        naming
    }

    fn below(&self, keyword: &str, name: Option<&str>) -> Vec<(String, &'d Value)> {
        let below = |schema: &Schema<'d>| {
            let place = pointer::child(&schema.pointer, keyword);
            let value = schema.value.get(keyword)?;
            match name {
                Some(name) => Some((pointer::child(&place, name), value.get(name)?)),
                None => Some((place, value)),
            }
        };
        self.schemas
            .iter()
            .filter_map(below)
            .filter(|(_, value)| value.is_object())
            .collect()
    }

    /// Makes `schemas` the place, with references and unions resolved.
    fn enter(&mut self, schemas: Vec<(String, &'d Value)>) {
        self.schemas.clear();
        let mut waiting: Vec<(String, &'d Value, usize)> = schemas
            .into_iter()
            .map(|(place, value)| (place, value, 0))
            .collect();
        while let Some((place, value, depth)) = waiting.pop() {
            if depth > LONGEST_CHAIN {
                continue;
            }
            if let Some(target) = reference::of(value).and_then(pointer::from_fragment) {
                let Some(value) = self.document.value.pointer(&target) else {
                    continue;
                };
                if let Some(name) = component(&target) {
                    self.owner = Some((
                        Component {
                            name,
                            pointer: target.clone(),
                        },
                        None,
                    ));
                }
                waiting.push((target, value, depth + 1));
                continue;
            }
            for keyword in ["allOf", "anyOf", "oneOf"] {
                let branches = value.get(keyword).and_then(Value::as_array);
                let place = pointer::child(&place, keyword);
                for (nth, branch) in branches.into_iter().flatten().enumerate() {
                    waiting.push((pointer::item(&place, nth), branch, depth + 1));
                }
            }
            self.schemas.push(Schema {
                pointer: place,
                value,
            });
        }
    }

    /// The named schema around the place, and the field of it that leads here.
    pub(crate) fn owner(&self) -> Option<(&Component, Option<&str>)> {
        self.owner
            .as_ref()
            .map(|(component, member)| (component, member.as_deref()))
    }

    /// What may stand here next to null, in words; empty when the document does not say.
    pub(crate) fn types(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for schema in &self.schemas {
            let types = schema.value.get("type");
            let one = types.and_then(Value::as_str);
            let many = types.and_then(Value::as_array).into_iter().flatten();
            for word in one.into_iter().chain(many.filter_map(Value::as_str)) {
                if word != "null" && !words.contains(&word) {
                    words.push(word);
                }
            }
            if let Some(format) = schema.value.get("format").and_then(Value::as_str) {
                words.push(format);
            }
        }
        words.join(", ")
    }

    /// The fields that must be there.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'d str> + '_ {
        self.schemas
            .iter()
            .filter_map(|schema| schema.value.get("required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
    }
}

fn component(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.to_owned())
}
