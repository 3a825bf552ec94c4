//! The snapshots of an area as files: those that a new document changes, and those that it ends.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use xtask_codegen::GeneratedFile;
use xtask_openapi::manifest::Api;
use xtask_openapi::{Document, Problem, Problems};

use super::{Snapshot, of_area};

/// Where the snapshots lie.
const FOLDER: &str = "tests/tests/documents/snapshots";

/// How the name of each snapshot of an area begins: the test that compares them.
const TEST: &str = "contracts__";

/// How a new snapshot begins: what the comparison writes of the place where it is compared.
const HEADER: &str = "---\nsource: tests/tests/documents/contracts.rs\nexpression: text\n---\n";

/// What each kind of snapshot is called after its area.
const KINDS: [&str; 3] = ["contract", "outline", "notes"];

/// What becomes of the snapshots of an area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Following {
    /// The files that are new or differ, whole.
    pub written: Vec<GeneratedFile>,
    /// The paths of those that nothing is compared with any more, from the root of the repository.
    pub gone: Vec<String>,
}

/// What becomes of an area's snapshots below `root` with this document; nothing where no
/// snapshots are kept.
///
/// # Errors
///
/// Fails when no client can be made of the document, or when a snapshot cannot be read.
pub fn following(api: &Api, document: &Document, root: &Path) -> Result<Following, Problems> {
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Following::default());
    }
    let mut following = Following::default();
    let mut wanted = BTreeSet::new();
    for snapshot in of_area(api, document)? {
        let name = file_name(&snapshot);
        let path = format!("{FOLDER}/{name}");
        let found = match fs::read_to_string(folder.join(&name)) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(&path, &error)),
        };
        if let Some(content) = changed(found.as_deref(), &snapshot.text) {
            following.written.push(GeneratedFile { path, content });
        }
        wanted.insert(name);
    }
    let lying = names_of(api, &folder).map_err(|error| unreadable(FOLDER, &error))?;
    let gone = lying.difference(&wanted);
    following.gone = gone.map(|name| format!("{FOLDER}/{name}")).collect();
    Ok(following)
}

fn file_name(snapshot: &Snapshot) -> String {
    let name = snapshot.name.replace(['/', '\\'], "__");
    format!("{TEST}{name}.snap")
}

/// The whole file with this text, unless that is what it says already; the comparison overlooks
/// white space at the end.
fn changed(found: Option<&str>, text: &str) -> Option<String> {
    let text = normal(text);
    let (header, body) = found.and_then(in_two).unwrap_or((HEADER, ""));
    let is_same = found.is_some() && normal(body) == text;
    (!is_same).then(|| format!("{header}{text}\n"))
}

fn normal(text: &str) -> String {
    text.trim_end().replace("\r\n", "\n")
}

/// The header of a snapshot, and what stands below it.
fn in_two(file: &str) -> Option<(&str, &str)> {
    const BAR: &str = "---\n";
    let below = file.strip_prefix(BAR)?.find("\n---\n")?;
    file.split_at_checked(BAR.len() + below + 1 + BAR.len())
}

/// The snapshots of an area that lie in the folder, by name.
fn names_of(api: &Api, folder: &Path) -> io::Result<BTreeSet<String>> {
    let start = format!("{TEST}{}_", api.area);
    let is_ours = |name: &str| {
        let part = name.strip_prefix(&start);
        let part = part.and_then(|part| part.strip_suffix(".snap"));
        part.is_some_and(|part| {
            let rest = KINDS.iter().find_map(|kind| part.strip_prefix(kind));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })
    };
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.extend(
            entry?
                .file_name()
                .into_string()
                .ok()
                .filter(|name| is_ours(name)),
        );
    }
    Ok(names)
}

fn unreadable(path: &str, error: &io::Error) -> Problems {
    Problem::new(
        path,
        format!("it cannot be read: {error}"),
        "it is unknown whether it is affected",
        "check its permissions and the disk, then run the command again",
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_of_a_snapshot_is_kept() {
        let found =
            "---\nsource: a.rs\nexpression: \"contract_of(\\\"banks\\\")\"\n---\n  old\n---\n";
        let expected =
            "---\nsource: a.rs\nexpression: \"contract_of(\\\"banks\\\")\"\n---\n  new\n";
        assert_eq!(changed(Some(found), "  new\n\n").as_deref(), Some(expected));
        assert_eq!(changed(Some(found), "  old\n---"), None);
        assert_eq!(changed(Some(expected), "  new"), None);
    }

    #[test]
    fn a_new_snapshot_begins_as_the_comparison_begins_it() {
        let expected = format!("{HEADER}text\n");
        assert_eq!(changed(None, "text\n").as_deref(), Some(&*expected));
        // An empty one is a file all the same, and one that is damaged is written anew.
        assert_eq!(changed(None, "").as_deref(), Some(&*format!("{HEADER}\n")));
        assert_eq!(changed(Some("text"), "text").as_deref(), Some(&*expected));
    }
}
