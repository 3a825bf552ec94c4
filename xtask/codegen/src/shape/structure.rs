//! Objects with named fields.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};
use xtask_openapi::pointer;

use super::Shaper;
use super::expression::{Expression, Form, nullable};
use super::facts::{Direction, Initial, MemberFacts, StructFacts, TypeKind};
use super::leaf::reference;
use super::name;
use super::unwrap::Bare;

impl Shaper<'_> {
    pub(super) fn structure(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<(Value, Vec<&'static str>, Form)> {
        let name = self.type_name(bare, hint);
        let typed = (reference(&name), Vec::new(), Form::Struct(name.clone()));
        if let Some(made) = self.emitted.get(&name) {
            let is_other = matches!(
                &made.facts.kind,
                TypeKind::Struct(known) if known.direction != direction
            );
            if is_other {
                self.refuse(
                    &bare.place,
                    format!("`{name}` in a request and in an answer"),
                    "an answer may lack almost any member and a request may not",
                    "make two schemas of it",
                );
                return None;
            }
            return Some(typed);
        }
        if self.open_structs.contains(&name) {
            self.refuse_circle(&bare.place, &name);
            return None;
        }
        self.refuse_extra_members(bare)?;
        self.open_structs.push(name.clone());
        let members = self.members(bare, direction, &name);
        self.open_structs.pop();

        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut facts = Vec::new();
        for (schema, member) in members {
            let key = member.stand_in.as_ref().unwrap_or(&member.wire);
            if !member.optional {
                required.push(json!(key));
            }
            properties.insert(key.clone(), schema);
            facts.push(member);
        }
        let mut schema = json!({"type": "object", "properties": properties});
        if let (false, Some(object)) = (required.is_empty(), schema.as_object_mut()) {
            object.insert("required".to_owned(), Value::Array(required));
        }
        let kind = TypeKind::Struct(StructFacts {
            direction,
            members: facts,
            envelope: match bare.schema.get("x-lean-envelope") {
                Some(Value::String(member)) => Some(member.clone()),
                Some(Value::Bool(true)) => Some("data".to_owned()),
                _ => None,
            },
        });
        self.emit(&name, bare, schema, kind);
        Some(typed)
    }

    fn refuse_extra_members(&mut self, bare: &Bare) -> Option<()> {
        match bare.schema.get("additionalProperties") {
            Some(Value::Object(_)) => {
                self.refuse(
                    &bare.place,
                    "named members beside `additionalProperties`",
                    "exact numbers do not survive in such a type",
                    "name every member, or make it a map alone",
                );
                None
            }
            Some(Value::Bool(false)) => {
                self.note(
                    &bare.place,
                    "additionalProperties: false dropped: unknown members are ignored",
                );
                Some(())
            }
            _ => Some(()),
        }
    }

    fn members(
        &mut self,
        bare: &Bare,
        direction: Direction,
        name: &str,
    ) -> Vec<(Value, MemberFacts)> {
        let none = Map::new();
        let listed = bare
            .schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&none);
        let required: Vec<&str> = bare
            .schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for unknown in required.iter().filter(|wire| !listed.contains_key(**wire)) {
            self.refuse(
                &bare.place,
                format!("`{unknown}` required but not described"),
                "its type is unknown",
                "add it to properties, or take it off the list",
            );
        }
        let properties_place = pointer::child(&bare.place, "properties");
        let names = field_names(listed.keys());
        let mut members = Vec::new();
        for (wire, schema) in listed {
            let place = pointer::child(&properties_place, wire);
            let plain = name::snake(wire);
            let rust_name = names.get(wire.as_str()).unwrap_or(&plain).clone();
            let stand_in = (rust_name != plain).then(|| rust_name.clone());
            if stand_in.is_some() {
                self.note(
                    &place,
                    format!("the field `{rust_name}`: another member has the plain name"),
                );
            }
            let hint = format!("{name}{}", name::pascal(wire));
            let Some(expression) = self.expression(schema, &place, direction, &hint) else {
                continue;
            };
            let is_required = required.contains(&wire.as_str());
            let (schema, facts) = self.member(wire, &place, is_required, direction, &expression);
            members.push((
                schema,
                MemberFacts {
                    rust_name,
                    stand_in,
                    ..facts
                },
            ));
        }
        members
    }

    fn member(
        &mut self,
        wire: &str,
        place: &str,
        is_required: bool,
        direction: Direction,
        expression: &Expression,
    ) -> (Value, MemberFacts) {
        let mut optional = !is_required;
        if expression.nullable && direction == Direction::Received && is_required {
            self.note(place, "not required: null and absence are read alike");
            optional = true;
        }
        if expression.nullable && direction == Direction::Sent {
            self.note(place, "null dropped: what is not set is not sent");
        }
        let is_collection = matches!(expression.form, Form::List(_) | Form::Map);
        let schema = if is_collection && optional {
            // Otherwise the generator takes an absent list for an empty one, and refuses null.
            if direction == Direction::Received && !expression.nullable {
                self.note(place, "nullable: null is no reason to refuse an answer");
            }
            nullable(&expression.schema)
        } else {
            expression.schema.clone()
        };
        let facts = MemberFacts {
            wire: wire.to_owned(),
            rust_name: name::snake(wire),
            stand_in: None,
            description: expression.prose.named(&format!("The field `{wire}`")),
            sensitive: expression.sensitive,
            optional,
            initial: self.initial(expression, direction, place),
            example: expression.example.clone(),
            natives: expression.natives.clone(),
            pointer: place.to_owned(),
        };
        (schema, facts)
    }

    /// The value with which a builder begins, if it is to be sent without being set.
    pub(super) fn initial(
        &mut self,
        expression: &Expression,
        direction: Direction,
        place: &str,
    ) -> Option<Initial> {
        let value = expression
            .always_sent
            .clone()
            .filter(|_| direction == Direction::Sent)?;
        let enumeration = match &expression.form {
            Form::Enum(name) => Some(name.clone()),
            _ => None,
        };
        let is_known = match (&value, &enumeration) {
            (Value::String(word), Some(name)) => self.emitted.get(name).is_some_and(|made| {
                matches!(&made.facts.kind, TypeKind::Enum(facts) if facts.words.iter().any(|known| known.word == *word))
            }),
            (Value::String(_), None) => expression.natives.is_empty() && expression.form == Form::Scalar,
            (Value::Bool(_) | Value::Number(_), None) => expression.natives.is_empty(),
            _ => false,
        };
        if !is_known {
            self.refuse(
                place,
                format!("the default {value} of something always sent"),
                "it is no word, text, whole number or truth value of that type",
                "give a default of the type, or drop x-lean-always-sent",
            );
            return None;
        }
        self.note(place, format!("begins as {value}: it is sent always"));
        Some(Initial { value, enumeration })
    }
}

/// A Rust field for each property: one that is spelt like a field keeps the name, others that would have
/// the same are told apart.
fn field_names<'w>(wires: impl Iterator<Item = &'w String>) -> BTreeMap<&'w str, String> {
    let plain = wires.map(|wire| (wire.as_str(), name::snake(wire)));
    let (spelt_so, others): (Vec<_>, Vec<_>) = plain.partition(|(wire, plain)| wire == plain);
    let mut names = BTreeMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    for (wire, plain) in spelt_so.into_iter().chain(others) {
        let told_apart = || format!("{}_respelt", plain.trim_end_matches('_'));
        let numbered = (2..).map(|number| format!("{}{number}", told_apart()));
        let others = std::iter::once_with(told_apart).chain(numbered);
        let mut candidates = std::iter::once(plain.clone()).chain(others);
        let field = candidates.find(|name| !taken.contains(name));
        let field = field.unwrap_or_else(|| plain.clone());
        taken.insert(field.clone());
        names.insert(wire, field);
    }
    names
}
