//! What a document says after the changes.

use serde_json::{Map, Value};

use super::changes::{Change, Piece};
use crate::load::Document;
use crate::pointer;
use crate::problem::Problems;

impl Change<'_> {
    /// `old` after the changes; a key that would stand twice is a problem.
    pub(super) fn applied(
        &self,
        document: &Document,
        old: &Value,
        place: &str,
        problems: &mut Problems,
    ) -> Value {
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
                            let Some((name, value)) = all.get(index) else {
                                continue;
                            };
                            self.kept(document, name, value, place, problems)
                        }
                    };
                    if changed.insert(key.to_owned(), value).is_some() {
                        problems.push(document.problem(
                            &pointer::child(place, key),
                            format!("the key `{key}` would be here twice"),
                            "only one of the two can apply",
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
                    Piece::Kept(index) => Some(
                        self.kept(
                            document,
                            names.get(index)?,
                            items.get(index)?,
                            place,
                            problems,
                        )
                        .1,
                    ),
                });
                Value::Array(changed.collect())
            }
            other => other.clone(),
        }
    }

    fn kept<'n>(
        &'n self,
        document: &Document,
        name: &'n str,
        value: &Value,
        place: &str,
        problems: &mut Problems,
    ) -> (&'n str, Value) {
        match self.below.get(name) {
            None => (name, value.clone()),
            Some(change) => {
                let value = change.applied(document, value, &pointer::child(place, name), problems);
                (change.key.unwrap_or(name), value)
            }
        }
    }
}
