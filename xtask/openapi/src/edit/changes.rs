//! The changes of a document, put together place by place.

use std::collections::BTreeMap;

use serde_json::Value;

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
    New(New<'c>),
}

impl Edit {
    fn place(&self) -> &str {
        match self {
            Self::Insert { mapping: place, .. }
            | Self::Append { list: place, .. }
            | Self::Remove { place }
            | Self::Replace { place, .. }
            | Self::Rename { place, .. } => place,
        }
    }

    fn value(&self) -> Option<&Value> {
        match self {
            Self::Insert { value, .. }
            | Self::Append { value, .. }
            | Self::Replace { value, .. } => Some(value),
            Self::Remove { .. } | Self::Rename { .. } => None,
        }
    }
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
        let place = edit.place();
        let contradicts = || {
            Box::new(document.problem(
                place,
                "two changes contradict each other here",
                "something that is removed or replaced cannot be changed in another way too",
                "leave one of the two changes",
            ))
        };
        let mut here = self;
        for token in checked(document, edit)? {
            if here.is_final() {
                return Err(contradicts());
            }
            here = here.below.entry(token).or_default();
        }
        let is_sound = match edit {
            Edit::Insert { .. } | Edit::Append { .. } => !here.is_final(),
            Edit::Replace { .. } => !here.is_final() && !here.is_change(),
            Edit::Remove { .. } => !here.is_final() && !here.is_change() && here.key.is_none(),
            Edit::Rename { .. } => !here.is_removed && here.key.is_none(),
        };
        if !is_sound {
            return Err(contradicts());
        }
        match edit {
            Edit::Insert {
                key,
                value,
                position,
                ..
            } => {
                let key = Some(key.as_str());
                here.new.push(New {
                    position,
                    key,
                    value,
                });
            }
            Edit::Append {
                value, position, ..
            } => here.new.push(New {
                position,
                key: None,
                value,
            }),
            Edit::Replace { value, .. } => here.value = Some(value),
            Edit::Remove { .. } => here.is_removed = true,
            Edit::Rename { key, .. } => here.key = Some(key),
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
            self.new
                .iter()
                .filter(is_there)
                .map(|new| Piece::New(*new))
                .collect::<Vec<_>>()
        };
        let mut pieces = at(None);
        for (index, name) in names.enumerate() {
            if !self.is_removed(name) {
                pieces.push(Piece::Kept(index));
            }
            pieces.extend(at(Some(name)));
        }
        let last = self
            .new
            .iter()
            .filter(|new| *new.position == Position::Last);
        pieces.extend(last.map(|new| Piece::New(*new)));
        pieces
    }

    pub(super) fn is_change(&self) -> bool {
        !self.new.is_empty() || !self.below.is_empty()
    }

    /// The place of every change, and whether its entries change.
    pub(super) fn places(&self) -> Vec<(String, bool)> {
        let mut places = Vec::new();
        let mut open = vec![(String::new(), self)];
        while let Some((place, change)) = open.pop() {
            let changes_entries = !change.new.is_empty();
            for (name, below) in &change.below {
                if below.key.is_some() {
                    places.push((place.clone(), true));
                }
                open.push((pointer::child(&place, name), below));
            }
            if changes_entries || change.is_final() {
                places.push((place, changes_entries));
            }
        }
        places.sort();
        places.dedup();
        places
    }
}

/// The tokens of the place of `edit`, when there is something of the right kind.
fn checked(document: &Document, edit: &Edit) -> Result<Vec<String>, Box<Problem>> {
    let place = edit.place();
    let refused = |what: &str, why: &str, way_on: &str| {
        Err(Box::new(document.problem(place, what, why, way_on)))
    };
    let (Some(tokens), Some(old)) = (pointer::tokens(place), document.value.pointer(place)) else {
        return refused(
            "there is nothing at this place",
            "only something that exists can be changed or added to",
            "point to a place of the document as it is before the changes",
        );
    };
    if edit
        .value()
        .is_some_and(|value| is_deeper(value, DEEPEST_NESTING))
    {
        return refused(
            "the new value is nested too deeply",
            "it could not be read again",
            "write it flatter",
        );
    }
    let is_there = |name: &String, (is_key, length): (bool, usize)| {
        if is_key {
            old.get(name).is_some()
        } else {
            (0..length).any(|index| index.to_string() == *name)
        }
    };
    match (edit, old) {
        (Edit::Insert { position, .. }, Value::Object(_))
        | (Edit::Append { position, .. }, Value::Array(_)) => {
            let kind = (old.is_object(), old.as_array().map_or(0, Vec::len));
            match position {
                Position::After(name) if !is_there(name, kind) => refused(
                    &format!("nothing here is called `{name}`"),
                    "nothing can be added after it",
                    "name a key or an index that is there before the changes",
                ),
                _ => Ok(tokens),
            }
        }
        (Edit::Insert { .. }, _) => refused(
            "the place is not a mapping",
            "a key can only be added to one",
            "replace the value instead",
        ),
        (Edit::Append { .. }, _) => refused(
            "the place is not a list",
            "an item can only be added to one",
            "replace the value instead",
        ),
        _ if tokens.is_empty() => refused(
            "the whole document cannot be replaced, removed or renamed",
            "nothing of it would be left",
            "write a new document",
        ),
        (Edit::Rename { .. }, _)
            if !document
                .value
                .pointer(parent(place))
                .is_some_and(Value::is_object) =>
        {
            refused(
                "an item of a list has no key",
                "only a key can be renamed",
                "rename a key of a mapping",
            )
        }
        _ => Ok(tokens),
    }
}

fn parent(place: &str) -> &str {
    place.rsplit_once('/').map_or("", |(parent, _)| parent)
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
