//! Changing a document of ours so that only the lines that a change needs are another.

// `yamlpatch` loses the indentation of nested values, knows neither a place for a new key nor flow lists, builds C
// code, and takes 3 s for 50 changes; `yaml-edit` keeps neither quoting, comments of what goes, nor blank lines.
use serde_json::Value;

use crate::load::Document;
use crate::pointer;
use crate::problem::{Problem, Problems};

mod applied;
mod block;
mod changes;
mod flow;
mod lines;
mod scalar;
mod splices;
mod tree;
mod written;

use changes::Change;
use lines::Text;
use splices::Splices;
use tree::Node;
use written::Writer;

/// One change of a document. Every pointer is one into the document as it is before any of the
/// changes, so that a list of changes needs no pointing anew.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A new key of the mapping at `mapping`.
    Insert {
        /// Pointer of the mapping.
        mapping: String,
        /// The key, which the mapping does not have yet.
        key: String,
        /// Its value.
        value: Value,
        /// Where among the keys.
        position: Position,
    },
    /// A new item of the list at `list`.
    Append {
        /// Pointer of the list.
        list: String,
        /// The item.
        value: Value,
        /// Where among the items.
        position: Position,
    },
    /// The entry or item at `place` goes, with its whole block, the comment at the end of its
    /// line and the comment lines directly above it.
    Remove {
        /// Pointer of the entry or item.
        place: String,
    },
    /// Another value at `place`.
    Replace {
        /// Pointer of the value.
        place: String,
        /// The value from now on.
        value: Value,
    },
    /// Another key for the entry at `place`, whose value stays.
    Rename {
        /// Pointer of the entry under its old key.
        place: String,
        /// The key from now on.
        key: String,
    },
}

/// Where something new goes. Several new ones at one position stand in the order of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// Before everything that is there.
    First,
    /// After this key or, in a list, after the item of this index.
    After(String),
    /// After everything that is there.
    Last,
}

/// The document after all of the changes. What no change touches stays byte for byte.
///
/// # Errors
///
/// Fails, and says so for every change, when a place is missing or of the wrong kind, two
/// changes contradict each other, a key would stand twice, or a place can only be changed
/// together with another one (anchors). It also fails when the text does not read back as the
/// old value with the changes made.
pub fn edit(document: &Document, edits: &[Edit]) -> Result<Document, Problems> {
    if edits.is_empty() {
        return Ok(document.clone());
    }
    let changes = Change::of(document, edits)?;
    let mut problems = Problems::new();
    let expected = changes.applied(document, &document.value, "", &mut problems);
    let expected = problems.or(expected)?;
    let root = tree::read(&document.text).map_err(|what| unchangeable(document, &what))?;
    refuse_shared(document, &root, &changes)?;

    let text = Text::new(&document.text);
    let writer = Writer::new(&document.text, &root);
    let mut splices = Splices::new(text);
    splices.root(&root, &changes, &writer);
    let edited = splices.applied().ok_or_else(|| {
        unchangeable(
            document,
            "two of the changes are at the same place in the text",
        )
    })?;
    let read = Document::parse(edited, &document.name).map_err(|problems| {
        unchangeable(
            document,
            &format!("the changed text is refused: {problems}"),
        )
    })?;
    // As text, so that the order of keys counts.
    let (says, should_say) = (read.value.to_string(), expected.to_string());
    if says != should_say {
        return Err(unchangeable(
            document,
            "the changed text does not say what was requested",
        ));
    }
    Ok(read)
}

fn unchangeable(document: &Document, what: &str) -> Problems {
    Problem::new(
        &document.name,
        format!("the changes cannot be made: {what}"),
        "a document is changed completely or not at all",
        "write the place in plain block style by hand, or make fewer changes at once",
    )
    .into()
}

/// What an alias repeats cannot be changed at one place alone.
fn refuse_shared(document: &Document, root: &Node, changes: &Change<'_>) -> Result<(), Problems> {
    let aliases = root.aliases();
    let mut problems = Problems::new();
    for (place, changes_entries) in changes.places() {
        let mut here = Some(root);
        let mut tokens = pointer::tokens(&place).unwrap_or_default().into_iter();
        while let Some(node) = here {
            let token = tokens.next();
            // An alias as a whole may go or be replaced.
            let is_shared = aliases.contains(&node.anchor)
                || node.is_alias() && (token.is_some() || changes_entries);
            if is_shared {
                problems.push(document.problem(
                    &place,
                    "the place is part of what an anchor (`&`) and its aliases (`*`) share",
                    "a change there would change the other places too",
                    "write the shared value out at each place first",
                ));
                break;
            }
            here = token.and_then(|token| node.child(&token));
        }
    }
    problems.or(())
}

#[cfg(test)]
mod tests;
