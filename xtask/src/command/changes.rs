//! The difference between what is generated and what lies there.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use xtask_codegen::{GeneratedFile, MARK, requests};
use xtask_openapi::{Problem, Problems};

use super::Place;
use crate::transaction::Transaction;

/// More than the bytes of a first line as a rule.
const FIRST_LINE: usize = 256;

/// Where the generated crates lie.
const CRATES: &str = "crates";

/// One file that is not as generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It lies there with another content.
    Rewrite(GeneratedFile),
    /// It does not lie there.
    Create(GeneratedFile),
    /// It was generated once and is no longer.
    Remove(String),
}

impl Change {
    /// The change as a reader of a comparison needs it.
    pub(super) fn as_found(&self) -> String {
        match self {
            Self::Rewrite(file) => format!("{} differs from its document", file.path),
            Self::Create(file) => format!("{} is missing", file.path),
            Self::Remove(path) => format!("{path} is no longer generated"),
        }
    }
}

impl Change {
    /// The change as somebody reads of it who has not made it yet.
    pub(super) fn as_planned(&self) -> String {
        match self {
            Self::Rewrite(file) | Self::Create(file) => format!("would write {}", file.path),
            Self::Remove(path) => format!("would remove {path}"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rewrite(file) | Self::Create(file) => write!(f, "wrote {}", file.path),
            Self::Remove(path) => write!(f, "removed {path}"),
        }
    }
}

/// Compares the files with what lies below `root`. With `whole`, generated crates of which no
/// file is wanted any more are found as well.
pub(super) fn find(
    root: &Path,
    files: &[GeneratedFile],
    whole: bool,
) -> Result<Vec<Change>, Problems> {
    let mut changes = Vec::new();
    for file in files {
        let path = root.join(&file.path);
        if !path.exists() {
            changes.push(Change::Create(file.clone()));
            continue;
        }
        let found = fs::read(&path).map_err(|error| trouble(&file.path, "read", &error))?;
        if found != file.content.as_bytes() {
            changes.push(Change::Rewrite(file.clone()));
        }
    }
    let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    // The sandbox's folder has files of every area; one area's files must not push out the
    // others.
    let mut folders: BTreeSet<String> = files
        .iter()
        .filter_map(|file| crate_of(&file.path))
        .filter(|folder| folder != requests::FOLDER)
        .collect();
    if whole {
        folders.extend(
            names_in(&root.join(CRATES))
                .into_iter()
                .map(|name| format!("{CRATES}/{name}")),
        );
    }
    for folder in folders {
        for path in generated_below(root, &folder) {
            if !wanted.contains(path.as_str()) {
                changes.push(Change::Remove(path));
            }
        }
    }
    Ok(changes)
}

/// Adds the changes to a transaction below `root`.
pub(super) fn plan(root: &Path, changes: &[Change], transaction: &mut Transaction) {
    for change in changes {
        match change {
            Change::Rewrite(file) | Change::Create(file) => {
                transaction.write(root.join(&file.path), file.content.as_bytes());
            }
            Change::Remove(path) => transaction.remove(root.join(path)),
        }
    }
}

/// Names the old files that are left over after a transaction, of which there are none as a rule.
pub(super) fn name_what_is_left(left: &[PathBuf], place: &mut Place<'_>) -> io::Result<()> {
    for path in left {
        writeln!(
            place.errors,
            "everything is done, but {} could not be removed; remove it by hand",
            path.display()
        )?;
    }
    Ok(())
}

fn trouble(path: &str, verb: &str, error: &std::io::Error) -> Problems {
    Problem::new(
        path,
        format!("cannot {verb} it ({error})"),
        "the crates are not up to date",
        "check the file's permissions and the disk, then run the command again",
    )
    .into()
}

/// The folder of the crate that a file belongs to, if it does to one.
fn crate_of(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let folder = parts.next().filter(|folder| *folder == CRATES)?;
    Some(format!("{folder}/{}", parts.next()?))
}

/// The files below a crate's folder that this command once wrote.
fn generated_below(root: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in names_in(&root.join(folder)) {
        let path = format!("{folder}/{name}");
        let full = root.join(&path);
        if full.is_dir() && name != "target" {
            found.extend(generated_below(root, &path));
        } else if is_generated(&full) {
            found.push(path);
        }
    }
    found
}

/// Whether a file begins with the generator's mark.
fn is_generated(path: &Path) -> bool {
    let mut first = String::new();
    File::open(path)
        .and_then(|file| BufReader::with_capacity(FIRST_LINE, file).read_line(&mut first))
        .is_ok_and(|_| {
            let first = first.trim_start_matches(['/', '#', '<', '!', '-', ' ']);
            first.starts_with(MARK)
        })
}

/// The names in a folder, sorted; none when it is not there.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
