//! Edits of schemas.

use serde_json::{Map, Value, json};
use xtask_openapi::edit::{Edit, Position};
use xtask_openapi::effective::{Part, Tree, Types};
use xtask_openapi::pointer;

use super::Work;
use crate::point::FieldFact;
use crate::translate::type_names;
use crate::walk::is_of_a_number;

/// What stays when a schema is written anew.
const STAYS: [&str; 5] = [
    "description",
    "x-source",
    "x-choice",
    "x-regions",
    "x-lean-sensitive",
];

impl Work<'_> {
    pub(super) fn field(&mut self, field: &FieldFact, appears: bool) {
        let FieldFact {
            owner,
            name,
            required,
            lean,
            after,
            renamed_from,
        } = field;
        let mapping = pointer::child(owner, "properties");
        if !appears {
            self.edits.push(Edit::Remove {
                place: pointer::child(&mapping, name),
            });
            return self.require(owner, name, false);
        }
        if let Some(from) = renamed_from {
            self.edits.push(Edit::Rename {
                place: pointer::child(&mapping, from),
                key: name.clone(),
            });
            if self.is_required(owner, from) {
                self.require(owner, from, false);
                self.require(owner, name, true);
            }
            return;
        }
        let mut schema = self.translator.field(lean, name);
        if let (Some(region), Some(fields)) = (self.only_in, schema.as_object_mut()) {
            fields.insert("x-regions".to_owned(), json!([region]));
        }
        let position = after
            .iter()
            .find(|name| self.has(&mapping, name))
            .map_or(Position::Last, |name| Position::After(name.clone()));
        self.insert(&mapping, name, schema, position);
        if *required {
            self.require(owner, name, true);
        }
    }

    fn is_required(&self, owner: &str, name: &str) -> bool {
        let list = self
            .value(owner)
            .and_then(|owner| owner.get("required")?.as_array());
        list.is_some_and(|names| names.iter().any(|known| known == name))
    }

    pub(super) fn require(&mut self, owner: &str, name: &str, required: bool) {
        let changes = self.required.entry(owner.to_owned()).or_default();
        changes.insert(name.to_owned(), required);
    }

    /// One edit for each name that comes or goes; a list that would be empty goes.
    pub(super) fn finish_required(&mut self) {
        for (owner, changes) in std::mem::take(&mut self.required) {
            let list = pointer::child(&owner, "required");
            let known: Vec<String> = self
                .value(&list)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect();
            let come: Vec<&String> = changes
                .iter()
                .filter(|(name, required)| **required && !known.contains(name))
                .map(|(name, _)| name)
                .collect();
            let gone: Vec<usize> = known
                .iter()
                .enumerate()
                .filter(|(_, name)| changes.get(*name) == Some(&false))
                .map(|(index, _)| index)
                .collect();
            if self.value(&list).is_none() {
                if !come.is_empty() {
                    let position = if self.has(&owner, "properties") {
                        before_properties(self.value(&owner))
                    } else {
                        Position::Last
                    };
                    self.insert(&owner, "required", json!(come), position);
                }
                continue;
            }
            if come.is_empty() && gone.len() == known.len() {
                self.edits.push(Edit::Remove { place: list });
                continue;
            }
            let mut come = come.into_iter();
            for index in gone {
                let place = pointer::item(&list, index);
                // Another name takes the place of one that goes, so that only one line changes.
                self.edits.push(match come.next() {
                    Some(name) => Edit::Replace {
                        place,
                        value: name.as_str().into(),
                    },
                    None => Edit::Remove { place },
                });
            }
            for name in come {
                self.appends.push(Edit::Append {
                    list: list.clone(),
                    value: name.as_str().into(),
                    position: Position::Last,
                });
            }
        }
    }

    /// Other types than before; null stays as it is.
    pub(super) fn types(&mut self, node: &str, lean: &[String]) {
        let tree = Tree::new(self.lean);
        let parts: Vec<Part<'_>> = lean
            .iter()
            .filter_map(|place| {
                Some(Part {
                    value: self.lean.pointer(place)?,
                    pointer: place.clone(),
                })
            })
            .collect();
        let kinds = tree.schema(&parts).kinds();
        let mut names: Vec<Value> = type_names(kinds).into_iter().map(Value::from).collect();
        let had_null = self
            .value(&pointer::child(node, "type"))
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|name| name == "null"));
        if had_null && !names.is_empty() {
            names.push("null".into());
        }
        let value = match names.as_slice() {
            [] => Value::Null,
            [only] => only.clone(),
            _ => names.into(),
        };
        self.set(node, "type", value);
        let Some(fields) = self.value(node).and_then(Value::as_object) else {
            return;
        };
        let is_number = kinds == Types::NUMBER || kinds == Types::INTEGER;
        let format = fields.get("format").and_then(Value::as_str);
        if !is_number && format.is_some_and(is_of_a_number) {
            self.set(node, "format", Value::Null);
        }
        for mark in fields.keys().filter(|name| name.starts_with("x-lean-")) {
            if !fits(mark, kinds) {
                self.edits.push(Edit::Remove {
                    place: pointer::child(node, mark),
                });
            }
        }
        if kinds == Types::NUMBER && !fields.contains_key("x-lean-money") {
            let name = node.rsplit('/').next().unwrap_or_default();
            let is_money = crate::marks::is_money(name);
            self.set(node, "x-lean-money", is_money.into());
        }
    }

    pub(super) fn null(&mut self, site: &str, allowed: bool) {
        let Some(fields) = self.value(site).and_then(Value::as_object) else {
            return;
        };
        let null = json!({"type": "null"});
        let union = ["anyOf", "oneOf"]
            .into_iter()
            .find(|key| fields.contains_key(*key));
        if let Some(key) = union {
            let list = pointer::child(site, key);
            let branches: Vec<Value> = self
                .value(&list)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            if allowed {
                return self.appends.push(Edit::Append {
                    list,
                    value: null,
                    position: Position::Last,
                });
            }
            let others: Vec<&Value> = branches.iter().filter(|branch| **branch != null).collect();
            if let [only] = others.as_slice()
                && let Some(reference) = only.get("$ref")
            {
                self.edits.push(Edit::Remove { place: list });
                let at = (site.to_owned(), "$ref".to_owned());
                let position = Position::First;
                self.inserts.insert(at, (reference.clone(), position));
            } else if let Some(index) = branches.iter().position(|branch| *branch == null) {
                self.edits.push(Edit::Remove {
                    place: pointer::item(&list, index),
                });
            }
            return;
        }
        if let Some(reference) = fields.get("$ref") {
            if allowed {
                self.edits.push(Edit::Remove {
                    place: pointer::child(site, "$ref"),
                });
                let at = (site.to_owned(), "anyOf".to_owned());
                let branches = json!([{"$ref": reference}, null]);
                self.inserts.insert(at, (branches, Position::First));
            }
            return;
        }
        let mut names: Vec<Value> = match fields.get("type") {
            Some(Value::Array(names)) => names.clone(),
            Some(name) => vec![name.clone()],
            None => return,
        };
        names.retain(|name| name != "null");
        if allowed {
            names.push("null".into());
        }
        let value = match names.as_slice() {
            [only] => only.clone(),
            _ => names.into(),
        };
        self.set(site, "type", value);
    }

    pub(super) fn enum_value(&mut self, node: &str, value: &Value, appears: bool) {
        let list = pointer::child(node, "enum");
        if appears {
            return self.appends.push(Edit::Append {
                list,
                value: value.clone(),
                position: Position::Last,
            });
        }
        let values = self.value(&list).and_then(Value::as_array);
        let index = values.and_then(|values| values.iter().position(|known| known == value));
        if let Some(index) = index {
            self.edits.push(Edit::Remove {
                place: pointer::item(&list, index),
            });
        }
    }

    /// A schema is written anew where it is used.
    pub(super) fn shape(&mut self, site: &str, lean: &[String], name: &str) {
        let mut schema = self.translator.schema(lean, name);
        if let (Some(new), Some(old)) = (schema.as_object_mut(), self.value(site)) {
            for key in STAYS {
                if let (Some(value), false) = (old.get(key), new.contains_key(key)) {
                    new.insert(key.to_owned(), value.clone());
                }
            }
        }
        self.edits.push(Edit::Replace {
            place: site.to_owned(),
            value: schema,
        });
    }

    pub(super) fn schema_keyword(
        &mut self,
        node: &str,
        keyword: &str,
        lean: &[String],
        name: &str,
        new: &Value,
    ) {
        let value = match new.as_str() {
            Some("open") => Value::Null,
            Some("closed") => Value::Bool(false),
            _ if new == &Value::Bool(false) => Value::Null,
            _ => self.translator.schema(lean, name),
        };
        self.set(node, keyword, value);
    }

    pub(super) fn branch(
        &mut self,
        list: Option<&str>,
        ours: Option<&str>,
        lean: &[String],
        name: &str,
    ) {
        if let Some(place) = ours {
            return self.edits.push(Edit::Remove {
                place: place.to_owned(),
            });
        }
        let Some(list) = list else {
            return;
        };
        let value = self.translator.schema(lean, name);
        self.appends.push(Edit::Append {
            list: list.to_owned(),
            value,
            position: Position::Last,
        });
    }
}

/// Whether one of our marks still says something of a value of these types.
fn fits(mark: &str, kinds: Types) -> bool {
    match mark {
        "x-lean-money" => kinds == Types::NUMBER,
        "x-lean-id" | "x-lean-secret" | "x-lean-time" => kinds == Types::STRING,
        "x-lean-lenient" => kinds == Types::INTEGER || kinds == Types::ARRAY,
        _ => true,
    }
}

/// Our documents say what is required before they say what there is.
fn before_properties(owner: Option<&Value>) -> Position {
    let keys: Vec<&String> = owner
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .take_while(|key| *key != "properties")
        .collect();
    match keys.last() {
        Some(key) => Position::After((*key).clone()),
        None => Position::First,
    }
}
