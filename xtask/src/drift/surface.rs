//! The Rust surface of a document, as far as it can be generated: every public item and its type.

use std::collections::{BTreeMap, BTreeSet};

use super::prune::{Key, Reach};
use super::tree::Tree;
use crate::generate::generate;
use crate::load::Document;
use crate::lower::lower;
use crate::outline::{self, Item};
use crate::pointer;
use crate::problem::Problems;
use crate::shape::{Facts, Shaped, shape};

/// After so many refusals nothing more is tried.
const MOST_TRIES: usize = 12;

/// One public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its type, or what else its users rely on.
    pub(super) signature: String,
    /// Where it stands in the document.
    pub(super) pointer: String,
    /// Where the operation stands that it is the method or a setter of; empty for a type.
    pub(super) operation: String,
}

/// The items of one version, by their path below the crate.
#[derive(Debug, Default)]
pub(super) struct Surface {
    pub(super) items: BTreeMap<String, Entry>,
    /// The types by the place that they are made from.
    pub(super) types: BTreeMap<String, String>,
    /// What could not be generated.
    pub(super) left_out: BTreeSet<Key>,
    /// The types that were given another name, with their own.
    own_names: BTreeMap<String, String>,
}

impl Surface {
    /// Generates the operations `keys` of a document; what the generator refuses is left out.
    pub(super) fn of(document: &Document, reach: &Reach<'_>, keys: &BTreeSet<Key>) -> Self {
        let mut wanted = keys.clone();
        let mut left_out = BTreeSet::new();
        for _ in 0..MOST_TRIES {
            if wanted.is_empty() {
                break;
            }
            let (value, moved) = reach.document(&wanted);
            let pruned = document.with_value(value);
            match shaped(&pruned) {
                Ok(made) => {
                    let Ok(file) = generate(&made) else {
                        left_out.extend(wanted);
                        break;
                    };
                    let mut surface = read(&outline::items(&file), &made.facts);
                    surface.put_back(&moved);
                    surface.left_out = left_out;
                    return surface;
                }
                Err(problems) => {
                    let places: Vec<String> = problems
                        .iter()
                        .map(|problem| problem.pointer.clone())
                        .collect();
                    let tree = Tree::new(&pruned.value);
                    let refused = Reach::new(tree).concerned(&places);
                    let before = wanted.len();
                    wanted.retain(|key| !refused.contains(key));
                    left_out.extend(refused);
                    if wanted.len() == before {
                        left_out.extend(wanted);
                        break;
                    }
                }
            }
        }
        Self {
            left_out,
            ..Self::default()
        }
    }

    /// Path items that were written in another place stand there again.
    fn put_back(&mut self, moved: &[(String, String)]) {
        for entry in self.items.values_mut() {
            for (written, place) in moved {
                for pointer in [&mut entry.pointer, &mut entry.operation] {
                    if let Some(rest) = pointer.strip_prefix(written.as_str()) {
                        *pointer = format!("{place}{rest}");
                    }
                }
            }
        }
    }

    /// Gives a type, and everything below it, another name.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let (old, new) = (format!("types::{from}"), format!("types::{to}"));
        let exists = self.items.contains_key(&new);
        let items = std::mem::take(&mut self.items);
        for (path, mut entry) in items {
            let path = match path.strip_prefix(&old) {
                Some(rest) if rest.is_empty() || rest.starts_with("::") => format!("{new}{rest}"),
                _ => path,
            };
            entry.signature = with_name(&entry.signature, from, to);
            self.items.entry(path).or_insert(entry);
        }
        for name in self.types.values_mut() {
            if name == from {
                to.clone_into(name);
            }
        }
        if !exists {
            self.own_names.insert(to.to_owned(), from.to_owned());
        }
    }

    /// An item's path as it is generated.
    pub(super) fn own_name(&self, path: &str) -> String {
        let mut parts: Vec<&str> = path.split("::").collect();
        if let [first, name, ..] = parts.as_mut_slice()
            && *first == "types"
            && let Some(own) = self.own_names.get(*name)
        {
            *name = own;
        }
        parts.join("::")
    }
}

fn shaped(document: &Document) -> Result<Shaped, Problems> {
    shape(document, lower(document)?)
}

/// The items with their places.
fn read(items: &[Item], facts: &Facts) -> Surface {
    let mut surface = Surface::default();
    for item in items {
        let entry = Entry {
            signature: item.signature.clone(),
            pointer: place_of(item, facts).unwrap_or_default(),
            operation: operation_of(item, facts).unwrap_or_default(),
        };
        surface.items.insert(item.path.clone(), entry);
    }
    for (name, made) in &facts.types {
        surface.types.insert(made.pointer.clone(), name.clone());
    }
    surface
}

fn operation_of(item: &Item, facts: &Facts) -> Option<String> {
    let mut parts = item.path.split("::");
    let (module, owner) = (parts.next()?, parts.next()?);
    let found = facts.operations.iter().find(|known| match module {
        "Client" => known.rust_name == owner,
        "builder" => known.builder == owner,
        _ => false,
    })?;
    Some(found.pointer.clone())
}

fn place_of(item: &Item, facts: &Facts) -> Option<String> {
    let mut parts = item.path.split("::");
    let (module, owner, member) = (parts.next()?, parts.next()?, parts.next());
    match module {
        "Client" => {
            let operation = facts
                .operations
                .iter()
                .find(|known| known.rust_name == owner)?;
            Some(operation.pointer.clone())
        }
        "builder" => {
            let operation = facts
                .operations
                .iter()
                .find(|known| known.builder == owner)?;
            if member == Some("body") {
                return Some(pointer::child(&operation.pointer, "requestBody"));
            }
            let parameter = operation
                .parameters
                .iter()
                .find(|known| Some(known.rust_name.as_str()) == member)?;
            Some(parameter.pointer.clone())
        }
        _ => {
            let made = facts.types.get(owner)?;
            let field = member.and_then(|member| {
                let known = facts.structure(owner)?.members.iter();
                known.into_iter().find(|known| known.rust_name == member)
            });
            Some(field.map_or_else(|| made.pointer.clone(), |field| field.pointer.clone()))
        }
    }
}

/// The text with a type's name replaced, where it is a whole word.
fn with_name(text: &str, from: &str, to: &str) -> String {
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, tail) = rest.split_at(at);
        let after = tail.get(from.len()..).unwrap_or_default();
        let whole = !before.ends_with(is_word) && !after.starts_with(is_word);
        made.push_str(before);
        made.push_str(if whole { to } else { from });
        rest = after;
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::with_name;

    #[test]
    fn only_whole_names_are_replaced() {
        assert_eq!(
            with_name("Option<Open<Bank>>, BankType, Bank", "Bank", "House"),
            "Option<Open<House>>, BankType, House"
        );
    }
}
