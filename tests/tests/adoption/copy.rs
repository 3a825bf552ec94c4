//! A copy of the documents and crates of some areas, and the command run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use leantech_tests::repository::{api, root};
use serde_json::Value;
use tempfile::TempDir;
use xtask::command::{Outcome, Place};
use xtask_openapi::manifest::Manifest;

use crate::lean::as_document;

/// The copy, which is gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Copy {
    folder: TempDir,
}

/// Every file by name: what it holds, and when it was written.
pub(crate) type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// How a command ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) outcome: Outcome,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Copy {
    /// The documents and crates of these areas; nothing else is in the manifest.
    pub(crate) fn of(areas: &[&str]) -> Self {
        let copy = Self {
            folder: TempDir::new().unwrap(),
        };
        for area in areas {
            copy.take(&format!("specs/sa/{area}"));
            copy.take(&format!("crates/{}", api(area).crate_name));
            let documents = format!("crates/leantech-sandbox/src/documents/{area}.rs");
            let target = copy.path(&documents);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(root().join(documents), target).unwrap();
        }
        let manifest = fs::read_to_string(root().join("specs/manifest.toml")).unwrap();
        let is_wanted = |block: &str| {
            let names = |area: &str| block.contains(&format!("\narea = \"{area}\"\n"));
            !block.contains("\narea = ") || areas.iter().any(|area| names(area))
        };
        let kept = manifest.split("[[api]]").filter(|block| is_wanted(block));
        let kept: Vec<&str> = kept.collect();
        fs::write(copy.path("specs/manifest.toml"), kept.join("[[api]]")).unwrap();
        copy
    }

    fn take(&self, name: &str) {
        copy_into(&root().join(name), &self.path(name));
    }

    /// Takes the snapshots of an area along, which follow its document.
    pub(crate) fn take_snapshots(&self, area: &str) {
        let folder = "tests/tests/documents/snapshots";
        fs::create_dir_all(self.path(folder)).unwrap();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with(&format!("contracts__{area}_")) {
                fs::copy(&path, self.path(folder).join(name)).unwrap();
            }
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Changes a file of the copy.
    pub(crate) fn rewrite(&self, name: &str, change: impl FnOnce(String) -> String) {
        let text = change(self.text(name));
        fs::write(self.path(name), text).unwrap();
    }

    /// Takes the baselines away, as if nothing of Lean's had ever been taken in.
    pub(crate) fn forget_baselines(&self, areas: &[&str]) {
        for area in areas {
            fs::remove_file(self.path(&format!("specs/sa/{area}/baseline.yaml"))).unwrap();
        }
    }

    /// Writes a file to give to the command, outside what the command writes.
    pub(crate) fn give(&self, file: &str, value: &Value) -> PathBuf {
        self.give_text(file, &as_document(value, file).text)
    }

    pub(crate) fn give_text(&self, file: &str, text: &str) -> PathBuf {
        let path = self.path("given").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn adopt(&self, files: &[PathBuf], more: &[&str]) -> Ran {
        let files = files.iter().map(|path| path.to_str().unwrap());
        let words: Vec<&str> = ["adopt"]
            .into_iter()
            .chain(files)
            .chain(more.iter().copied())
            .collect();
        self.run(&words)
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let outcome = xtask::command::run(
            &words,
            &mut Place {
                root: self.folder.path(),
                output: &mut output,
                errors: &mut errors,
            },
        );
        Ran {
            outcome: outcome.unwrap(),
            output: String::from_utf8(output).unwrap(),
            errors: String::from_utf8(errors).unwrap(),
        }
    }

    /// The version of an area's document, and the name of its file.
    pub(crate) fn current(&self, area: &str) -> (String, String) {
        let manifest = Manifest::load(&self.path("specs"));
        let manifest = manifest.unwrap_or_else(|problems| panic!("{problems}"));
        let api = manifest.api(area).unwrap();
        let file = &api.current_version().unwrap().file;
        (api.current.clone(), format!("specs/{file}"))
    }

    /// All files but those that were given.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files.retain(|name, _| !name.starts_with("given/"));
        files
    }
}

impl Ran {
    /// Everything that was said.
    pub(crate) fn said(&self) -> String {
        format!("{:?}\n{}{}", self.outcome, self.output, self.errors)
    }
}

/// The names of the files that differ, came or went.
pub(crate) fn touched(before: &Files, after: &Files) -> Vec<String> {
    let names = before.keys().chain(after.keys());
    let mut touched: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect();
    touched.sort();
    touched.dedup();
    touched
}

pub(crate) fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_into(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

fn collect(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, files);
            continue;
        }
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        files.insert(name, (fs::read(&path).unwrap(), written));
    }
}
