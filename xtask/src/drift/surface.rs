//! The Rust surface of a document, as far as it can be generated: every public item and its type.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::narrow;
use super::prune::{Key, Reach};
use super::tree::Tree;
use crate::generate::generate_surface;
use crate::load::Document;
use crate::lower::lower;
use crate::outline::{self, Item};
use crate::pointer;
use crate::problem::Problems;
use crate::shape::{Facts, Shaped, TypeKind, shape};

/// After so many refusals nothing more is tried.
const MOST_TRIES: usize = 12;

/// The signature of what both versions have alike.
const SAME: &str = "the same";

/// The shaping goes down a chain of schemas by recursion, so that it needs an end.
const MOST_COMPONENTS: usize = 10_000;

/// Enough for that many, without optimisation.
const STACK: usize = 256 * 1024 * 1024;

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
    /// How many calls and types differ beyond what is generated for a comparison.
    pub(super) beyond: usize,
}

/// One version on its way to its surface.
#[derive(Debug)]
struct Draft {
    shaped: Option<Shaped>,
    /// Every item by name, before what is the same in both versions was put aside.
    names: Surface,
    moved: Vec<(String, String)>,
    left_out: BTreeSet<Key>,
}

/// The surfaces of both versions, as far as they may differ.
///
/// What the generator would be given alike in both versions is not generated: it makes the same
/// of the same.
pub(super) fn surfaces(
    documents: [&Document; 2],
    reaches: [&Reach<'_>; 2],
    keys: [&BTreeSet<Key>; 2],
) -> [Surface; 2] {
    let [old, new] = documents;
    let [old_reach, new_reach] = reaches;
    let [old_keys, new_keys] = keys;
    let (mut one, mut other) = at_once(
        || draft(old, old_reach, old_keys),
        || draft(new, new_reach, new_keys),
    );
    let mut beyond = 0;
    if let (Some(old), Some(new)) = (one.as_mut(), other.as_mut()) {
        beyond = narrow::to_what_differs(old.shaped.as_mut(), new.shaped.as_mut());
    }
    let (old, new) = at_once(|| finish(one, old_keys), || finish(other, new_keys));
    [old, new].map(|surface| Surface {
        beyond,
        ..surface.unwrap_or_default()
    })
}

/// Runs two things beside each other, on stacks that hold a long chain of schemas. None of what
/// could not be run.
fn at_once<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (Option<A>, Option<B>) {
    thread::scope(|scope| {
        let deep = || thread::Builder::new().stack_size(STACK);
        let one = deep().spawn_scoped(scope, one);
        let other = deep().spawn_scoped(scope, other);
        let one = one.ok().and_then(|run| run.join().ok());
        let other = other.ok().and_then(|run| run.join().ok());
        (one, other)
    })
}

/// Shapes the operations `keys` of a document; what cannot be generated is left out.
fn draft(document: &Document, reach: &Reach<'_>, keys: &BTreeSet<Key>) -> Draft {
    let mut wanted = keys.clone();
    let mut left_out = BTreeSet::new();
    let too_much = reach.reached(keys).len() > MOST_COMPONENTS;
    for _ in 0..MOST_TRIES {
        if wanted.is_empty() || too_much {
            break;
        }
        let (value, moved) = reach.document(&wanted);
        let pruned = document.with_value(value);
        let problems = match shaped(&pruned) {
            Ok(made) => {
                return Draft {
                    names: named(&made.facts),
                    shaped: Some(made),
                    moved,
                    left_out,
                };
            }
            Err(problems) => problems,
        };
        let places: Vec<String> = problems
            .iter()
            .map(|problem| problem.pointer.clone())
            .collect();
        let refused = Reach::new(Tree::new(&pruned.value)).concerned(&places);
        let before = wanted.len();
        wanted.retain(|key| !refused.contains(key));
        left_out.extend(refused);
        if wanted.len() == before {
            break;
        }
    }
    left_out.extend(wanted);
    Draft {
        shaped: None,
        names: Surface::default(),
        moved: Vec::new(),
        left_out,
    }
}

/// Generates what was shaped.
fn finish(draft: Option<Draft>, keys: &BTreeSet<Key>) -> Surface {
    let nothing = |left_out: BTreeSet<Key>| Surface {
        left_out,
        ..Surface::default()
    };
    let Some(draft) = draft else {
        return nothing(keys.clone());
    };
    let Some(shaped) = draft.shaped else {
        return nothing(draft.left_out);
    };
    let mut surface = draft.names;
    let is_empty = shaped.facts.operations.is_empty() && shaped.facts.types.is_empty();
    if !is_empty {
        let Ok(file) = generate_surface(&shaped) else {
            return nothing(keys.clone());
        };
        surface.take_in(&outline::items(&file), &shaped.facts);
    }
    surface.put_back(&draft.moved);
    surface.left_out = draft.left_out;
    surface
}

/// Every item of a shaped document by name, as if its type were the same in both versions.
fn named(facts: &Facts) -> Surface {
    let mut surface = Surface::default();
    let mut add = |path: String, pointer: &str, operation: &str| {
        let entry = Entry {
            signature: SAME.to_owned(),
            pointer: pointer.to_owned(),
            operation: operation.to_owned(),
        };
        surface.items.insert(path, entry);
    };
    for call in &facts.operations {
        let place = &call.pointer;
        add(format!("Client::{}", call.rust_name), place, place);
        for parameter in &call.parameters {
            let path = format!("builder::{}::{}", call.builder, parameter.rust_name);
            add(path, &parameter.pointer, place);
        }
        if call.body.is_some() {
            let body = pointer::child(place, "requestBody");
            add(format!("builder::{}::body", call.builder), &body, place);
        }
    }
    for (name, made) in &facts.types {
        add(format!("types::{name}"), &made.pointer, "");
        match &made.kind {
            TypeKind::Struct(structure) => {
                for member in &structure.members {
                    add(
                        format!("types::{name}::{}", member.rust_name),
                        &member.pointer,
                        "",
                    );
                }
            }
            TypeKind::Enum(words) => {
                for word in &words.words {
                    add(
                        format!("types::{name}::{}", word.variant),
                        &made.pointer,
                        "",
                    );
                }
            }
            TypeKind::Text => {}
        }
    }
    for (name, made) in &facts.types {
        surface.types.insert(made.pointer.clone(), name.clone());
    }
    surface
}

impl Surface {
    /// Takes in the items that were generated.
    fn take_in(&mut self, items: &[Item], facts: &Facts) {
        for item in items {
            let signature = match item.signature.strip_prefix("Option<") {
                // A setter takes the value itself, whether it must be called or not.
                Some(inner) if item.path.starts_with("builder::") => {
                    inner.strip_suffix('>').unwrap_or(inner)
                }
                _ => &item.signature,
            };
            let entry = Entry {
                signature: signature.to_owned(),
                pointer: place_of(item, facts).unwrap_or_default(),
                operation: operation_of(item, facts).unwrap_or_default(),
            };
            self.items.insert(item.path.clone(), entry);
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
