//! What a reviewer reads of an area: its promises, its Rust surface, and what was rewritten in
//! between. All of it follows from the document, so that a new version brings it along.

mod files;
mod folding;

use std::collections::{BTreeMap, BTreeSet};

use xtask_codegen::outline::{outline, users};
use xtask_codegen::{Client, Shaped, generate, shape};
use xtask_drift::contract;
use xtask_openapi::manifest::Api;
use xtask_openapi::{Document, Problems, lower};

use self::folding::{fold_contract, fold_notes};

pub use self::files::{Following, following};

/// An area with more operations than this has a snapshot an operation, and its outline in parts:
/// a snapshot is small enough to be read whole.
const MOST_TOGETHER: usize = 5;

/// One snapshot of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Its name, such as `banks_contract`.
    pub name: String,
    /// What a reviewer reads.
    pub text: String,
}

/// All snapshots of an area, from its document.
///
/// # Errors
///
/// Fails when no client can be made of the document.
pub fn of_area(api: &Api, document: &Document) -> Result<Vec<Snapshot>, Problems> {
    let shaped = shaped(document)?;
    let client = generate(&shaped)?;
    Ok(snapshots(api, document, &shaped, &client))
}

fn shaped(document: &Document) -> Result<Shaped, Problems> {
    shape(document, lower(document)?)
}

fn snapshots(api: &Api, document: &Document, shaped: &Shaped, client: &Client) -> Vec<Snapshot> {
    let is_wide = shaped.facts.operations.len() > MOST_TOGETHER;
    let blocks = fold_contract(&contract(document));
    let mut parts = Vec::new();
    if is_wide {
        let named = |(operation, block)| (format!("contract_{operation}"), block);
        parts.extend(blocks.into_iter().map(named));
        parts.extend(outline_in_parts(&outline(client), &users(client)));
    } else {
        let blocks: Vec<String> = blocks.into_iter().map(|(_, block)| block).collect();
        parts.push(("contract".to_owned(), blocks.join("\n")));
        parts.push(("outline".to_owned(), outline(client)));
    }
    parts.push(("notes".to_owned(), fold_notes(&shaped.notes)));
    let snapshot = |(part, text)| Snapshot {
        name: format!("{}_{part}", api.area),
        text,
    };
    parts.into_iter().map(snapshot).collect()
}

/// The calls and the enums of an outline, and its structs: those that only one operation needs by
/// operation, the others together, and apart from these the ones in the words of the Saudi
/// standard, if there are any.
fn outline_in_parts(
    outline: &str,
    users: &BTreeMap<&str, BTreeSet<&str>>,
) -> BTreeMap<String, String> {
    let (calls, types) = outline.split_once("\ntypes\n").unwrap_or((outline, ""));
    let mut parts = BTreeMap::from([
        ("outline_calls".to_owned(), calls.to_owned()),
        ("outline_enums".to_owned(), String::new()),
        ("outline_structs".to_owned(), String::new()),
    ]);
    let mut part = String::new();
    for line in types.lines() {
        let is_field = line.starts_with("    ");
        if !is_field {
            part = part_of(line, users);
        }
        let text = parts.entry(part.clone()).or_default();
        text.push_str(line);
        text.push('\n');
    }
    parts
}

/// Which part the type of this line goes to.
fn part_of(line: &str, users: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let Some(name) = line.strip_prefix("  struct ") else {
        let is_enum = line.starts_with("  enum ") || line.starts_with("  open enum ");
        let part = if is_enum { "enums" } else { "structs" };
        return format!("outline_{part}");
    };
    let mut users = users.get(name).into_iter().flatten();
    match (users.next(), users.next()) {
        (Some(operation), None) => format!("outline_structs_{operation}"),
        _ if name.starts_with("Regional") => "outline_regional_structs".to_owned(),
        _ => "outline_structs".to_owned(),
    }
}
