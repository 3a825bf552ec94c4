//! Transactions on a disk that fails when it is told to.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

use super::{Disk, LocalDisk, Transaction};

/// A disk whose step number `fails` fails, counted from 1; from then on all do with `for_good`.
#[derive(Debug)]
pub(crate) struct FailingDisk {
    pub(crate) fails: usize,
    pub(crate) for_good: bool,
    pub(crate) steps: usize,
    /// What the failing step was.
    pub(crate) failed: Option<String>,
}

impl FailingDisk {
    pub(crate) fn at(fails: usize) -> Self {
        Self {
            fails,
            for_good: false,
            steps: 0,
            failed: None,
        }
    }

    fn step(&mut self, what: &str, path: &Path) -> io::Result<()> {
        self.steps += 1;
        if self.steps == self.fails || (self.for_good && self.steps > self.fails) {
            self.failed = Some(format!("{what} {}", path.display()));
            return Err(io::Error::other("the disk is full"));
        }
        Ok(())
    }
}

impl Disk for FailingDisk {
    fn create_folder(&mut self, path: &Path) -> io::Result<()> {
        self.step("create", path)?;
        LocalDisk.create_folder(path)
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step("write", path) {
            // What is written when the disk runs full.
            fs::write(path, bytes.get(..bytes.len() / 2).unwrap_or_default())?;
            return Err(error);
        }
        LocalDisk.write(path, bytes)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename", from)?;
        LocalDisk.rename(from, to)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.step("remove", path)?;
        LocalDisk.remove_file(path)
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        self.step("remove folder", path)?;
        LocalDisk.remove_folder(path)
    }
}

/// Everything below a folder: files with their bytes, folders without.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            for (below, bytes) in tree(&path) {
                found.insert(format!("{name}/{below}"), bytes);
            }
            found.insert(name, None);
        } else {
            found.insert(name, Some(fs::read(&path).unwrap()));
        }
    }
    found
}

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    for name in ["kept/old", "kept/gone", "kept/other"] {
        fs::write(folder.path().join(name), "before").unwrap();
    }
    folder
}

fn transaction(root: &Path) -> Transaction {
    let mut transaction = Transaction::new();
    transaction.write(root.join("kept/old"), "after");
    transaction.write(root.join("new/deep/file"), "after");
    transaction.remove(root.join("kept/gone"));
    transaction
}

#[test]
fn all_changes_are_made_and_nothing_is_left_over() {
    let folder = folder();
    let left = transaction(folder.path()).commit(&mut LocalDisk).unwrap();
    assert!(left.is_empty());
    let after = tree(folder.path());
    let names: Vec<_> = after.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "kept",
            "kept/old",
            "kept/other",
            "new",
            "new/deep",
            "new/deep/file"
        ]
    );
    assert_eq!(after.get("kept/old"), Some(&Some(b"after".to_vec())));
}

#[test]
fn whichever_step_fails_the_tree_is_as_it_was() {
    let mut failures = 0;
    for fails in 1.. {
        let folder = folder();
        let before = tree(folder.path());
        let mut disk = FailingDisk::at(fails);
        let outcome = transaction(folder.path()).commit(&mut disk);
        let Some(step) = &disk.failed else {
            break;
        };
        failures += 1;
        match outcome {
            Err(failure) => {
                assert!(failure.left.is_empty(), "{step}: {failure}");
                assert_eq!(tree(folder.path()), before, "{step}");
            }
            // All was done; only an old file could not be removed.
            Ok(left) => {
                assert_eq!(left.len(), 1, "{step}");
                assert!(!folder.path().join("kept/gone").exists(), "{step}");
                assert!(folder.path().join("new/deep/file").exists(), "{step}");
            }
        }
    }
    // Two folders, two new contents, two old files aside, two into place, two removed.
    assert_eq!(failures, 10);
}

#[test]
fn what_cannot_be_put_back_is_named() {
    let folder = folder();
    let mut disk = FailingDisk {
        for_good: true,
        // The second old file cannot step aside.
        ..FailingDisk::at(6)
    };
    let failure = transaction(folder.path()).commit(&mut disk).unwrap_err();
    let text = failure.to_string();
    assert!(text.starts_with("cannot replace "), "{text}");
    assert!(
        text.contains("old.before to ") && text.contains(" by hand"),
        "{text}"
    );
}
