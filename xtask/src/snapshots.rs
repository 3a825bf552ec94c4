//! What a reviewer reads of an area: its promises, its Rust surface, and what was rewritten in
//! between. All of it follows from the document, so that a new version brings it along.

mod files;
mod folding;

use xtask_codegen::outline::outline;
use xtask_codegen::{Shaped, generate, shape};
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
    let outline = outline(&generate(&shaped)?);
    Ok(snapshots(api, document, &shaped, &outline))
}

fn shaped(document: &Document) -> Result<Shaped, Problems> {
    shape(document, lower(document)?)
}

fn snapshots(api: &Api, document: &Document, shaped: &Shaped, outline: &str) -> Vec<Snapshot> {
    let is_wide = shaped.facts.operations.len() > MOST_TOGETHER;
    let blocks = fold_contract(&contract(document));
    let mut parts = Vec::new();
    if is_wide {
        let named = |(operation, block)| (format!("contract_{operation}"), block);
        parts.extend(blocks.into_iter().map(named));
        parts.extend(outline_in_parts(outline));
    } else {
        let blocks: Vec<String> = blocks.into_iter().map(|(_, block)| block).collect();
        parts.push(("contract".to_owned(), blocks.join("\n")));
        parts.push(("outline".to_owned(), outline.to_owned()));
    }
    parts.push(("notes".to_owned(), fold_notes(&shaped.notes)));
    let snapshot = |(part, text)| Snapshot {
        name: format!("{}_{part}", api.area),
        text,
    };
    parts.into_iter().map(snapshot).collect()
}

/// The calls, the enums and the structs of an outline, and apart from these the structs in the
/// words of the Saudi standard, if there are any.
fn outline_in_parts(outline: &str) -> Vec<(String, String)> {
    let (calls, types) = outline.split_once("\ntypes\n").unwrap_or((outline, ""));
    let [mut enums, mut structs, mut regional] = [const { String::new() }; 3];
    let mut part = &mut enums;
    for line in types.lines() {
        let is_field = line.starts_with("    ");
        if !is_field {
            part = if line.starts_with("  enum ") || line.starts_with("  open enum ") {
                &mut enums
            } else if line.starts_with("  struct Regional") {
                &mut regional
            } else {
                &mut structs
            };
        }
        part.push_str(line);
        part.push('\n');
    }
    let mut parts = vec![
        ("outline_calls".to_owned(), calls.to_owned()),
        ("outline_enums".to_owned(), enums),
        ("outline_structs".to_owned(), structs),
    ];
    if !regional.is_empty() {
        parts.push(("outline_regional_structs".to_owned(), regional));
    }
    parts
}
