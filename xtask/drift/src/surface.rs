//! The Rust surface of a document, as far as it can be generated: every public item and its type.

pub(crate) mod difference;
pub(crate) mod prune;
pub(crate) mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use xtask_openapi::Document;

use crate::surface::prune::{Key, Reach};
use crate::surface::rust::{Item, RustSurface};
use xtask_openapi::effective::Tree;

/// After so many refusals nothing more is tried.
const MOST_TRIES: usize = 12;

/// So many types and calls are generated of each version; the documents alone decide on more.
pub(super) const MOST: usize = 160;

/// The signature of what both versions have alike.
const SAME: &str = "the same";

/// The drafting goes down a chain of schemas by recursion, so that it needs an end.
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
struct Prepared<D> {
    draft: Option<D>,
    /// Every item by name, before what is the same in both versions was put aside.
    names: Surface,
    moved: Vec<(String, String)>,
    left_out: BTreeSet<Key>,
}

/// The surfaces of both versions, as far as they may differ.
///
/// What the generator would be given alike in both versions is not generated: it makes the same
/// of the same.
pub(super) fn surfaces<R: RustSurface>(
    rust: &R,
    documents: [&Document; 2],
    reaches: [&Reach<'_>; 2],
    keys: [&BTreeSet<Key>; 2],
) -> [Surface; 2] {
    let [old, new] = documents;
    let [old_reach, new_reach] = reaches;
    let [old_keys, new_keys] = keys;
    let (mut one, mut other) = at_once(
        || prepare(rust, old, old_reach, old_keys),
        || prepare(rust, new, new_reach, new_keys),
    );
    let mut beyond = 0;
    if let (
        Some(Prepared {
            draft: Some(old), ..
        }),
        Some(Prepared {
            draft: Some(new), ..
        }),
    ) = (one.as_mut(), other.as_mut())
    {
        beyond = rust.narrow(old, new, MOST);
    }
    let (old, new) = at_once(
        || finish(rust, one, old_keys),
        || finish(rust, other, new_keys),
    );
    [old, new].map(|surface| Surface {
        beyond,
        ..surface.unwrap_or_default()
    })
}

/// Runs two things next to each other, on stacks that hold a long chain of schemas. None of what
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

/// Drafts the operations `keys` of a document; what cannot be generated is left out.
fn prepare<R: RustSurface>(
    rust: &R,
    document: &Document,
    reach: &Reach<'_>,
    keys: &BTreeSet<Key>,
) -> Prepared<R::Draft> {
    let mut wanted = keys.clone();
    let mut left_out = BTreeSet::new();
    let too_much = reach.reached(keys).len() > MOST_COMPONENTS;
    for _ in 0..MOST_TRIES {
        if wanted.is_empty() || too_much {
            break;
        }
        let (value, moved) = reach.document(&wanted);
        let pruned = document.with_value(value);
        let problems = match rust.draft(&pruned) {
            Ok(draft) => {
                return Prepared {
                    names: named(rust.drafted(&draft)),
                    draft: Some(draft),
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
    Prepared {
        draft: None,
        names: Surface::default(),
        moved: Vec::new(),
        left_out,
    }
}

/// Generates what was drafted.
fn finish<R: RustSurface>(
    rust: &R,
    prepared: Option<Prepared<R::Draft>>,
    keys: &BTreeSet<Key>,
) -> Surface {
    let nothing = |left_out: BTreeSet<Key>| Surface {
        left_out,
        ..Surface::default()
    };
    let Some(prepared) = prepared else {
        return nothing(keys.clone());
    };
    let Some(draft) = prepared.draft else {
        return nothing(prepared.left_out);
    };
    let Ok(items) = rust.generated(&draft) else {
        return nothing(keys.clone());
    };
    let mut surface = prepared.names;
    surface.take_in(items);
    surface.put_back(&prepared.moved);
    surface.left_out = prepared.left_out;
    surface
}

/// Every item of a draft by name, as if its type were the same in both versions.
fn named(items: Vec<Item>) -> Surface {
    let mut surface = Surface::default();
    for item in items {
        if let Some(name) = item.path.strip_prefix("types::")
            && !name.contains("::")
        {
            surface.types.insert(item.pointer.clone(), name.to_owned());
        }
        let entry = Entry {
            signature: SAME.to_owned(),
            pointer: item.pointer,
            operation: item.operation,
        };
        surface.items.insert(item.path, entry);
    }
    surface
}

impl Surface {
    /// Takes in the items that were generated.
    fn take_in(&mut self, items: Vec<Item>) {
        for item in items {
            let entry = Entry {
                signature: item.signature,
                pointer: item.pointer,
                operation: item.operation,
            };
            self.items.insert(item.path, entry);
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
