//! The edits of our document that make it say what Lean says now, at the places decided on.

mod operation;
mod operations;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};
use xtask_openapi::Problems;
use xtask_openapi::edit::{Edit, Position};
use xtask_openapi::{Document, pointer};

use crate::point::{Fact, Point};
use crate::translate::Translator;

/// What is going to be done to a document.
#[derive(Debug)]
pub(crate) struct Applied {
    pub(crate) edits: Vec<Edit>,
    /// What was recognised by its shape, for a person to look at.
    pub(crate) recognised: Vec<String>,
    /// The fields that got another name: the old one and the new one.
    pub(crate) renamed: Vec<(String, String)>,
    pub(crate) problems: Problems,
}

/// Makes the edits for all `points`.
pub(crate) fn apply<'d>(
    points: &[&'d Point],
    ours: &'d Document,
    lean: &'d Value,
    translator: Translator<'d>,
    only_in: Option<&'d str>,
) -> Applied {
    let mut work = Work {
        ours,
        lean,
        translator,
        only_in,
        inserts: IndexMap::new(),
        appends: Vec::new(),
        edits: Vec::new(),
        required: BTreeMap::new(),
        replaced: BTreeSet::new(),
        renamed: BTreeSet::new(),
        new_names: Vec::new(),
        problems: Problems::new(),
    };
    work.note_what_covers_others(points);
    for point in points {
        if !work.is_covered(point) {
            work.point(point);
        }
    }
    work.finish()
}

#[derive(Debug)]
struct Work<'d> {
    ours: &'d Document,
    lean: &'d Value,
    translator: Translator<'d>,
    /// The region whose files were given, where the document serves another one too.
    only_in: Option<&'d str>,
    /// New keys, by mapping and key.
    inserts: IndexMap<(String, String), (Value, Position)>,
    appends: Vec<Edit>,
    edits: Vec<Edit>,
    /// Which fields of an object become required, and which no longer are.
    required: BTreeMap<String, BTreeMap<String, bool>>,
    /// Schemas that are written anew: nothing below them is edited.
    replaced: BTreeSet<String>,
    /// Fields that get another name, by owner.
    renamed: BTreeSet<(String, String)>,
    /// The old and the new name of each.
    new_names: Vec<(String, String)>,
    problems: Problems,
}

impl<'d> Work<'d> {
    fn note_what_covers_others(&mut self, points: &[&Point]) {
        for point in points {
            match &point.fact {
                Fact::Shape { site, .. } => {
                    self.replaced.insert(site.clone());
                }
                Fact::Field(field) => {
                    if let Some(from) = &field.renamed_from {
                        self.renamed.insert((field.owner.clone(), from.clone()));
                        self.new_names.push((from.clone(), field.name.clone()));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether another edit does what this point asks for.
    fn is_covered(&self, point: &Point) -> bool {
        if let Fact::Field(field) = &point.fact
            && point.new == Value::Bool(false)
            && self
                .renamed
                .contains(&(field.owner.clone(), field.name.clone()))
        {
            return true;
        }
        if let Fact::Shape { site, .. } = &point.fact {
            return self
                .replaced
                .iter()
                .any(|other| other != site && is_below(site, other));
        }
        self.replaced
            .iter()
            .any(|site| is_below(&point.place, site))
    }

    fn value(&self, place: &str) -> Option<&'d Value> {
        self.ours.value.pointer(place)
    }

    fn has(&self, mapping: &str, key: &str) -> bool {
        self.value(mapping)
            .is_some_and(|value| value.get(key).is_some())
    }

    /// A key of a mapping gets this value, whether it is there or not; null takes it away.
    fn set(&mut self, mapping: &str, key: &str, value: Value) {
        let place = pointer::child(mapping, key);
        match (self.has(mapping, key), value.is_null()) {
            (true, true) => self.edits.push(Edit::Remove { place }),
            (true, false) => self.edits.push(Edit::Replace { place, value }),
            (false, true) => {}
            (false, false) => self.insert(mapping, key, value, Position::Last),
        }
    }

    /// A new key of a mapping. A mapping that is not there yet is made.
    fn insert(&mut self, mapping: &str, key: &str, value: Value, position: Position) {
        if self.value(mapping).is_some() {
            let at = (mapping.to_owned(), key.to_owned());
            match self.inserts.get_mut(&at) {
                Some((known, _)) => merge(known, value),
                None => {
                    self.inserts.insert(at, (value, position));
                }
            }
            return;
        }
        let Some((parent, last)) = split(mapping) else {
            return;
        };
        let mut made = Map::new();
        made.insert(key.to_owned(), value);
        self.insert(&parent, &last, Value::Object(made), Position::Last);
    }

    fn point(&mut self, point: &'d Point) {
        let appears = point.new == Value::Bool(true);
        match &point.fact {
            Fact::Field(field) => self.field(field, appears),
            Fact::Required { owner, name } => self.require(owner, name, appears),
            Fact::Types { node, lean, .. } => self.types(node, lean),
            Fact::Null { site } => self.null(site, appears),
            Fact::EnumValue { node, value } => self.enum_value(node, value, appears),
            Fact::Shape { site, lean, name } => self.shape(site, lean, name),
            Fact::Keyword { node, keyword } => self.set(node, keyword, point.new.clone()),
            Fact::SchemaKeyword {
                node,
                keyword,
                lean,
                name,
            } => self.schema_keyword(node, keyword, lean, name, &point.new),
            Fact::Branch {
                list,
                ours,
                lean,
                name,
            } => self.branch(list.as_deref(), ours.as_deref(), lean, name),
            Fact::LeftOut {
                lean,
                owner: Some((owner, name)),
            } => {
                let schema = self.translator.field(lean, name);
                let mapping = pointer::child(owner, "properties");
                self.insert(&mapping, name, schema, Position::Last);
            }
            Fact::LeftOut { lean, owner: None } => self.left_out(point, lean),
            other => self.of_operation(other, point),
        }
    }

    fn finish(mut self) -> Applied {
        self.finish_required();
        let components = std::mem::take(&mut self.translator.components);
        for (name, component) in components {
            self.insert("/components/schemas", &name, component, Position::Last);
        }
        let mut edits = self.edits;
        edits.extend(self.appends);
        for ((mapping, key), (value, position)) in self.inserts {
            edits.push(Edit::Insert {
                mapping,
                key,
                value,
                position,
            });
        }
        let mut once: Vec<Edit> = Vec::new();
        for edit in edits {
            if !once.contains(&edit) {
                once.push(edit);
            }
        }
        Applied {
            edits: once,
            recognised: self.translator.recognised,
            renamed: self.new_names,
            problems: self.problems,
        }
    }
}

/// Whether `place` is `site` or stands below it.
pub(crate) fn is_below(place: &str, site: &str) -> bool {
    place
        .strip_prefix(site)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The parent of a place, and the last part of its pointer.
fn split(place: &str) -> Option<(String, String)> {
    let mut tokens = pointer::tokens(place)?;
    let last = tokens.pop()?;
    Some((pointer::join(tokens), last))
}

fn merge(known: &mut Value, other: Value) {
    match (known, other) {
        (Value::Object(known), Value::Object(other)) => {
            for (key, value) in other {
                match known.get_mut(&key) {
                    Some(known) => merge(known, value),
                    None => {
                        known.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(known), Value::Array(other)) => {
            for item in other {
                if !known.contains(&item) {
                    known.push(item);
                }
            }
        }
        (known, other) => *known = other,
    }
}
