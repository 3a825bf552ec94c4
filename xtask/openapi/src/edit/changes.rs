//! The changes of a document, put together place by place, and what the document says after them.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use super::{Edit, Position};
use crate::load::{DEEPEST_NESTING, Document};
use crate::pointer;
use crate::problem::{Problem, Problems};

/// What becomes of one value, and of what lies below it.
#[derive(Debug, Default)]
pub(super) struct Change<'e> {
    pub(super) value: Option<&'e Value>,
    pub(super) key: Option<&'e str>,
    pub(super) is_removed: bool,
    pub(super) new: Vec<New<'e>>,
    pub(super) below: BTreeMap<String, Change<'e>>,
}

/// A new entry or item.
#[derive(Debug, Clone, Copy)]
pub(super) struct New<'e> {
    position: &'e Position,
    /// The key; none when it is an item.
    pub(super) key: Option<&'e str>,
    pub(super) value: &'e Value,
}

/// What stands in a mapping or list after the changes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'c> {
    /// What stood there at this index.
    Kept(usize),
    New(&'c New<'c>),
}

impl<'e> Change<'e> {
    /// Puts `edits` together.
    pub(super) fn of(document: &Document, edits: &'e [Edit]) -> Result<Self, Problems> {
        let mut root = Self::default();
        let mut problems = Problems::new();
        for edit in edits {
            if let Err(problem) = root.add(document, edit) {
                problems.push(*problem);
            }
        }
        problems.or(root)
    }

    fn add(&mut self, document: &Document, edit: &'e Edit) -> Result<(), Box<Problem>> {
        let (place, value) = match edit {
            Edit::Insert { mapping, value, .. } => (mapping, Some(value)),
            Edit::Append { list, value, .. } => (list, Some(value)),
            Edit::Replace { place, value } => (place, Some(value)),
            Edit::Remove { place } | Edit::Rename { place, .. } => (place, None),
        };
        let refused = |what: &str, why: &str, way_on: &str| Box::new(document.problem(place, what, why, way_on));
        if value.is_some_and(|value| is_deeper(value, DEEPEST_NESTING)) {
            return Err(refused("the new value lies too deep in itself", "it could not be read again", "write it flatter"));
        }
        let tokens = pointer::tokens(place);
        let (Some(tokens), Some(old)) = (tokens, document.value.pointer(place)) else {
            return Err(refused(
                "there is nothing at this place",
                "only what is there can be changed, or have something added to it",
                "point to a place of the document as it is before the changes",
            ));
        };
        let contradicts = || {
            refused(
                "two changes contradict each other here",
                "what goes or gets another value cannot be changed in another way too",
                "leave one of the two changes",
            )
        };
        let mut here = self;
        for token in &tokens {
            if here.is_final() {
                return Err(contradicts());
            }
            here = here.below.entry(token.clone()).or_default();
        }
        if here.is_final() && !matches!(edit, Edit::Rename { .. }) || here.is_removed {
            return Err(contradicts());
        }
        let is_root = tokens.is_empty();
        let new = |key, value, position| New { position, key, value };
        match edit {
            Edit::Insert { key, value, position, .. } => {
                let Some(keys) = old.as_object() else {
                    return Err(refused("the place is not a mapping", "a key can only be added to one", "replace the value instead"));
                };
                if let Position::After(after) = position && !keys.contains_key(after) {
                    return Err(refused(&format!("there is no key `{after}`"), "the new key has no place", "name a key that is there"));
                }
                here.new.push(new(Some(key), value, position));
            }
            Edit::Append { value, position, .. } => {
                let Some(items) = old.as_array() else {
                    return Err(refused("the place is not a list", "an item can only be added to one", "replace the value instead"));
                };
                if let Position::After(after) = position && !(0..items.len()).any(|index| index.to_string() == *after) {
                    return Err(refused(&format!("there is no item `{after}`"), "the new item has no place", "name an index that is there"));
                }
                here.new.push(new(None, value, position));
            }
            _ if is_root => {
                return Err(refused("the whole document cannot be replaced, removed or renamed", "nothing of it would stay", "write a new document"));
            }
            Edit::Remove { .. } | Edit::Replace { .. } if !here.new.is_empty() || !here.below.is_empty() => return Err(contradicts()),
            Edit::Remove { .. } if here.key.is_some() => return Err(contradicts()),
            Edit::Remove { .. } => here.is_removed = true,
            Edit::Replace { value, .. } => here.value = Some(value),
            Edit::Rename { key, .. } => {
                let parent = place.rsplit_once('/').map_or("", |(parent, _)| parent);
                if !document.value.pointer(parent).is_some_and(Value::is_object) {
                    return Err(refused("an item of a list has no key", "only a key can be renamed", "rename a key of a mapping"));
                }
                if here.key.is_some() {
                    return Err(contradicts());
                }
                here.key = Some(key);
            }
        }
        Ok(())
    }

    /// Whether the value goes, or another takes its place.
    fn is_final(&self) -> bool {
        self.is_removed || self.value.is_some()
    }

    fn is_removed(&self, name: &str) -> bool {
        self.below.get(name).is_some_and(|change| change.is_removed)
    }

    /// Whether entries come or go.
    pub(super) fn moves_entries(&self) -> bool {
        !self.new.is_empty() || self.below.values().any(|change| change.is_removed)
    }

    /// What stands in the mapping or list with these keys or indexes after the changes, in its order.
    pub(super) fn pieces<'c>(&'c self, names: impl Iterator<Item = &'c str>) -> Vec<Piece<'c>> {
        let at = |wanted: Option<&str>| {
            let is_there = move |new: &&New<'e>| match (new.position, wanted) {
                (Position::After(name), Some(wanted)) => name == wanted,
                (Position::First, None) => true,
                _ => false,
            };
            self.new.iter().filter(is_there).map(|new| Piece::New(new)).collect::<Vec<_>>()
        };
        let mut pieces = at(None);
        for (index, name) in names.enumerate() {
            if !self.is_removed(name) {
                pieces.push(Piece::Kept(index));
            }
            pieces.extend(at(Some(name)));
        }
        let last = self.new.iter().filter(|new| *new.position == Position::Last);
        pieces.extend(last.map(|new| Piece::New(new)));
        pieces
    }

    /// `old` after the changes; a key that would stand twice is a problem.
    pub(super) fn applied(&self, document: &Document, old: &Value, place: &str, problems: &mut Problems) -> Value {
        if let Some(value) = self.value {
            return value.clone();
        }
        match old {
            Value::Object(entries) if self.is_change() => {
                let all: Vec<_> = entries.iter().collect();
                let mut changed = Map::new();
                for piece in self.pieces(entries.keys().map(String::as_str)) {
                    let (key, value) = match piece {
                        Piece::New(new) => (new.key.unwrap_or_default(), new.value.clone()),
                        Piece::Kept(index) => {
                            let Some((name, value)) = all.get(index) else { continue };
                            self.kept(document, name, value, place, problems)
                        }
                    };
                    if changed.insert(key.to_owned(), value).is_some() {
                        problems.push(document.problem(
                            &pointer::child(place, key),
                            format!("the key `{key}` would stand here twice"),
                            "only one of the two can hold",
                            "choose another key, or remove the one that is there",
                        ));
                    }
                }
                Value::Object(changed)
            }
            Value::Array(items) if self.is_change() => {
                let names: Vec<_> = (0..items.len()).map(|index| index.to_string()).collect();
                let pieces = self.pieces(names.iter().map(String::as_str));
                let changed = pieces.into_iter().filter_map(|piece| match piece {
                    Piece::New(new) => Some(new.value.clone()),
                    Piece::Kept(index) => {
                        Some(self.kept(document, names.get(index)?, items.get(index)?, place, problems).1)
                    }
                });
                Value::Array(changed.collect())
            }
            other => other.clone(),
        }
    }

    fn kept<'n>(&'n self, document: &Document, name: &'n str, value: &Value, place: &str, problems: &mut Problems) -> (&'n str, Value) {
        match self.below.get(name) {
            None => (name, value.clone()),
            Some(change) => {
                let value = change.applied(document, value, &pointer::child(place, name), problems);
                (change.key.unwrap_or(name), value)
            }
        }
    }

    fn is_change(&self) -> bool {
        !self.new.is_empty() || !self.below.is_empty()
    }

    /// The place of every change.
    pub(super) fn places(&self) -> HashSet<String> {
        let mut places = HashSet::new();
        let mut open = vec![(String::new(), self)];
        while let Some((place, change)) = open.pop() {
            if change.below.is_empty() || !change.new.is_empty() {
                places.insert(place.clone());
            }
            open.extend(change.below.iter().map(|(name, change)| (pointer::child(&place, name), change)));
        }
        places
    }
}

fn is_deeper(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return true;
    };
    match value {
        Value::Object(entries) => entries.values().any(|value| is_deeper(value, below)),
        Value::Array(items) => items.iter().any(|value| is_deeper(value, below)),
        _ => false,
    }
}
