//! A published document never changes.

use std::fs;
use std::path::Path;

use leantech_tests::repository::{manifest, root};
use tempfile::TempDir;
use xtask_openapi::manifest::Manifest;

fn copy_of_the_documents() -> TempDir {
    let copy = TempDir::new().unwrap();
    copy_into(&root().join("specs"), copy.path());
    copy
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_into(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// All versions of documents below a folder, seen from it. A baseline is not a version.
fn documents_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            let below = documents_in(&entry.path());
            found.extend(below.iter().map(|path| format!("{name}/{path}")));
        } else if Path::new(&name)
            .extension()
            .is_some_and(|end| end == "yaml")
            && name != xtask_adopt::BASELINE
        {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn published_documents_are_as_they_were_published() {
    let problems = manifest().check_hashes(&root().join("specs"));
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn every_document_is_in_the_manifest() {
    let manifest = manifest();
    let versions = manifest.apis.iter().flat_map(|api| &api.versions);
    let mut listed: Vec<_> = versions.map(|version| version.file.clone()).collect();
    listed.sort();
    assert_eq!(documents_in(&root().join("specs")), listed);
}

#[test]
fn one_changed_byte_in_any_document_is_found() {
    for api in manifest().apis {
        for version in &api.versions {
            let specs = copy_of_the_documents();
            let path = specs.path().join(&version.file);
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, bytes).unwrap();

            let problems = Manifest::load(specs.path())
                .unwrap()
                .check_hashes(specs.path());
            let text = problems.to_string();
            assert_eq!(problems.iter().count(), 1, "{text}");
            assert!(
                text.contains(&version.file) && text.contains("has changed"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_document_that_was_taken_away_is_missed() {
    let specs = copy_of_the_documents();
    fs::remove_file(specs.path().join("sa/banks/1.0.0.yaml")).unwrap();
    let text = manifest().check_hashes(specs.path()).to_string();
    assert!(text.contains("sa/banks/1.0.0.yaml"), "{text}");
}
