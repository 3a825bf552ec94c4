//! `cargo xtask adopt` on a copy of the real documents and crates, with made-up documents in the
//! shape in which Lean publishes them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use leantech_tests::repository::{api, document, manifest, root};
use tempfile::TempDir;
use xtask::command::{Outcome, Place};
use xtask_adopt::Overlay;
use xtask_openapi::manifest::Manifest;
use xtask_openapi::{load, raise};

/// The areas with an overlay, and a document of Lean for each.
const AREAS: [(&str, &str); 2] = [
    ("banks", "lean-banks.yaml"),
    ("consents", "lean-consents.json"),
];

fn lean(file: &str) -> PathBuf {
    root().join("tests/documents").join(file)
}

/// A copy of the documents and of one crate.
fn repository(area: &str) -> TempDir {
    let copy = TempDir::new().unwrap();
    copy_into(&root().join("specs"), &copy.path().join("specs"));
    let folder = format!("crates/{}", api(area).crate_name);
    copy_into(&root().join(&folder), &copy.path().join(&folder));
    copy
}

fn copy_into(from: &Path, to: &Path) {
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

/// Runs the command; how it ended, and all that it said.
fn run(root: &Path, words: &[&str]) -> (Outcome, String) {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let outcome = xtask::command::run(
        &words,
        &mut Place {
            root,
            output: &mut output,
            errors: &mut errors,
        },
    );
    output.extend(errors);
    (outcome.unwrap(), String::from_utf8(output).unwrap())
}

fn adopt(root: &Path, area: &str, file: &Path) -> (Outcome, String) {
    run(root, &["adopt", area, file.to_str().unwrap()])
}

fn overlay(area: &str) -> Overlay {
    let name = format!("specs/sa/{area}/overlay.yaml");
    let read = load(&root().join(&name), &name).and_then(Overlay::read);
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_overlay_belongs_to_an_area_and_says_why_it_corrects_what() {
    let mut with_overlay = Vec::new();
    for api in manifest().apis {
        let name = format!("specs/{}/{}/overlay.yaml", api.region, api.area);
        if root().join(name).exists() {
            overlay(&api.area);
            with_overlay.push(api.area);
        }
    }
    assert_eq!(with_overlay, AREAS.map(|(area, _)| area));
}

/// What is removed and put back in other words could hide what Lean changes there.
#[test]
fn every_removal_says_what_it_removes() {
    for (area, _) in AREAS {
        let name = format!("specs/sa/{area}/overlay.yaml");
        let overlay = load(&root().join(&name), &name).unwrap();
        for action in overlay.value["actions"].as_array().unwrap() {
            let target = action["target"].as_str().unwrap();
            let is_prose = target.ends_with("examples") || target.ends_with("['x-readme']");
            if action.get("remove").is_some() && !is_prose {
                assert!(action.get("x-was").is_some(), "{area}: {target}");
            }
        }
    }
}

#[test]
fn an_overlay_is_all_that_we_change_in_what_lean_publishes() {
    for (area, file) in AREAS {
        let lean = load(&lean(file), file).unwrap();
        let mut value = raise(&lean).unwrap();
        let applied = overlay(area).apply(&mut value);
        applied.unwrap_or_else(|problems| panic!("{problems}"));
        let current = document(area);
        value["info"]["version"] = current.value["info"]["version"].clone();
        assert_eq!(value, current.value, "{area}");
    }
}

#[test]
fn what_lean_publishes_today_is_current_already() {
    for (area, file) in AREAS {
        let repository = repository(area);
        let (outcome, said) = adopt(repository.path(), area, &lean(file));
        assert_eq!(outcome, Outcome::Fine, "{said}");
        assert!(said.contains("nothing to do"), "{said}");
    }
}

#[test]
fn a_member_that_lean_adds_makes_the_next_version() {
    let repository = repository("banks");
    let text = fs::read_to_string(lean("lean-banks.yaml")).unwrap();
    let added = "        logo:\n";
    assert_eq!(text.matches(added).count(), 1);
    let file = repository.path().join("lean.yaml");
    let member = "        sort_code:\n          type: string\n          nullable: true\n          \
                  description: Sort code\n          example: '001'\n";
    fs::write(&file, text.replace(added, &format!("{member}{added}"))).unwrap();

    let (outcome, said) = adopt(repository.path(), "banks", &file);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert!(said.contains("banks: version 1.1.0, after 1.0.0"), "{said}");
    assert!(said.contains("sort_code"), "{said}");
    let current = Manifest::load(&repository.path().join("specs")).unwrap();
    assert_eq!(current.api("banks").unwrap().current, "1.1.0");
    assert_eq!(
        run(repository.path(), &["generate", "banks", "--check"]).0,
        Outcome::Fine
    );
}

#[test]
fn a_member_that_lean_takes_away_stops_at_the_action_that_corrects_it() {
    let repository = repository("banks");
    let text = fs::read_to_string(lean("lean-banks.yaml")).unwrap();
    let file = repository.path().join("lean.yaml");
    fs::write(
        &file,
        text.replace("        logo_alt:\n", "        other:\n"),
    )
    .unwrap();
    let (outcome, said) = adopt(repository.path(), "banks", &file);
    assert_eq!(outcome, Outcome::Refused);
    assert!(
        said.contains("`$.components.schemas.Bank.properties.logo_alt` matches nothing"),
        "{said}"
    );
}

#[test]
fn a_word_that_lean_adds_to_an_enum_that_we_name_is_not_hidden() {
    let repository = repository("banks");
    let text = fs::read_to_string(lean("lean-banks.yaml")).unwrap();
    let file = repository.path().join("lean.yaml");
    fs::write(&file, text.replace("[light, dark]", "[light, dark, dim]")).unwrap();
    let (outcome, said) = adopt(repository.path(), "banks", &file);
    assert_eq!(outcome, Outcome::Refused);
    assert!(said.contains("x-was") && said.contains("\"dim\""), "{said}");
}
