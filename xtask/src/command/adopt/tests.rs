//! `cargo xtask adopt` on a repository of its own.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xtask_openapi::manifest::{Manifest, sha256_hex};

use crate::command::{Outcome, Place};
use crate::transaction::Disk;
use crate::transaction::tests::{FailingDisk, tree};

const DOCUMENT: &str = include_str!("../../../openapi/tests/documents/small.yaml");

const OVERLAY: &str = "overlay: 1.0.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.info
    description: Our own title.
    update: { title: Lean KSA banks }
";

/// A repository with one area, its crate and its overlay; and Lean's document beside it.
struct Repository {
    root: TempDir,
    lean: TempDir,
}

impl Repository {
    fn new() -> Self {
        let this = Self {
            root: TempDir::new().unwrap(),
            lean: TempDir::new().unwrap(),
        };
        let document = ours(DOCUMENT);
        this.write("specs/sa/banks/1.0.0.yaml", &document);
        this.write("specs/sa/banks/overlay.yaml", OVERLAY);
        let hash = sha256_hex(document.as_bytes());
        this.write(
            "specs/manifest.toml",
            &format!(
                "# By hand.\n[[api]]\nregion = \"sa\"\narea = \"banks\"\ncrate = \"leantech-banks\"\n\
                 current = \"1.0.0\"\nversions = [\n  {{ version = \"1.0.0\", file = \"sa/banks/1.0.0.yaml\", \
                 sha256 = \"{hash}\" }},\n]\n"
            ),
        );
        assert_eq!(this.run(&["generate"]).0, Outcome::Fine);
        this.publish(&lean(DOCUMENT));
        this
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join(path)).unwrap()
    }

    /// Lean's document is now this.
    fn publish(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }

    fn file(&self) -> String {
        let path = self.lean.path().join("lean.yaml");
        path.to_str().unwrap().to_owned()
    }

    fn tree(&self) -> BTreeMap<String, Option<Vec<u8>>> {
        tree(self.root.path())
    }

    /// Runs a command; how it ended, and all that it said.
    fn run(&self, words: &[&str]) -> (Outcome, String) {
        run(self.root.path(), |place| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            crate::command::run(&words, place).unwrap()
        })
    }

    fn adopt(&self, more: &[&str]) -> (Outcome, String) {
        let file = self.file();
        let words: Vec<&str> = ["adopt", "banks", &file]
            .iter()
            .chain(more)
            .copied()
            .collect();
        self.run(&words)
    }

    fn adopt_on(&self, disk: &mut dyn Disk) -> (Outcome, String) {
        run(self.root.path(), |place| {
            super::run_on(disk, &["banks".to_owned(), self.file()], place).unwrap()
        })
    }
}

fn run(root: &Path, command: impl FnOnce(&mut Place<'_>) -> Outcome) -> (Outcome, String) {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let outcome = command(&mut Place {
        root,
        output: &mut output,
        errors: &mut errors,
    });
    output.extend(errors);
    (outcome, String::from_utf8(output).unwrap())
}

/// The document as we publish it.
fn ours(text: &str) -> String {
    text.replace("AREA", "banks")
        .replace("title: Made-up banks", "title: Lean KSA banks")
}

/// The document as Lean publishes it.
fn lean(text: &str) -> String {
    text.replace("AREA", "banks")
}

/// Lean's document with one member more.
fn with_a_new_member() -> String {
    let member = "        commercial_name:\n";
    assert!(DOCUMENT.contains(member));
    lean(&DOCUMENT.replace(
        member,
        &format!("        sort_code:\n          type: string\n          description: Lean's words.\n{member}"),
    ))
}

#[test]
fn the_document_that_is_current_already_changes_nothing() {
    let repository = Repository::new();
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert!(said.contains("nothing to do"), "{said}");
    assert_eq!(repository.tree(), before);
}

#[test]
fn a_new_member_makes_the_next_version_with_its_crate() {
    let repository = Repository::new();
    let published = repository.read("specs/sa/banks/1.0.0.yaml");
    repository.publish(&with_a_new_member());
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Fine, "{said}");

    assert_eq!(repository.read("specs/sa/banks/1.0.0.yaml"), published);
    let document = repository.read("specs/sa/banks/1.1.0.yaml");
    assert!(
        document.contains("\n  title: Lean KSA banks\n"),
        "{document}"
    );
    assert!(document.contains("\n  version: '1.1.0'\n"), "{document}");
    assert!(document.contains("\n        sort_code:\n"), "{document}");
    let manifest = Manifest::load(&repository.root.path().join("specs")).unwrap();
    let api = manifest.api("banks").unwrap();
    assert_eq!(api.current, "1.1.0");
    assert_eq!(
        api.current_version().unwrap().sha256,
        sha256_hex(document.as_bytes())
    );
    assert!(
        repository
            .read("specs/manifest.toml")
            .starts_with("# By hand.\n")
    );
    let code = repository.read("crates/leantech-banks/src/generated.rs");
    assert!(code.contains("pub sort_code"), "the crate has the member");
    assert_eq!(repository.run(&["generate", "--check"]).0, Outcome::Fine);

    for part in [
        "version 1.1.0, after 1.0.0",
        "$.info: Our own title.",
        "sort_code/description",
    ] {
        assert!(said.contains(part), "{part}\n\n{said}");
    }
    // The second time it is the current one.
    assert!(repository.adopt(&[]).1.contains("nothing to do"));
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    let repository = Repository::new();
    repository.publish(&with_a_new_member());
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&["--dry-run"]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert_eq!(repository.tree(), before);
    for part in [
        "would write specs/sa/banks/1.1.0.yaml",
        "  version: '1.1.0'",
        "would write crates/leantech-banks/src/generated.rs",
        "{ version = \"1.1.0\", file = \"sa/banks/1.1.0.yaml\", sha256 = \"",
        "nothing was written",
    ] {
        assert!(said.contains(part), "{part}\n\n{said}");
    }
}

#[test]
fn whichever_step_fails_the_repository_is_as_it_was() {
    let mut failures = 0;
    let repository = Repository::new();
    repository.publish(&with_a_new_member());
    let before = repository.tree();
    for fails in 1.. {
        let mut disk = FailingDisk::at(fails);
        let (outcome, said) = repository.adopt_on(&mut disk);
        let Some(step) = disk.failed else {
            assert_eq!(outcome, Outcome::Fine, "{said}");
            break;
        };
        failures += 1;
        if said.contains("remove it by hand") {
            // All is done but for an old file: the last steps, of which one is enough here.
            assert_eq!(outcome, Outcome::Fine, "{said}");
            repository.run(&["generate"]);
            assert_eq!(repository.run(&["generate", "--check"]).0, Outcome::Fine);
            break;
        }
        assert_eq!(outcome, Outcome::Refused, "{step}");
        assert!(said.contains("nothing was changed"), "{said}");
        assert_eq!(repository.tree(), before, "{step}");
    }
    // The document, the manifest and the files of the crate: each written, most put aside, each
    // put in its place.
    assert!(failures > 15, "{failures}");
}

#[test]
fn a_document_that_breaks_a_rule_changes_nothing() {
    let repository = Repository::new();
    let before = repository.tree();
    for (text, part) in [
        (
            lean(&DOCUMENT.replace("operationId:", "operationID:")),
            "an operation without an `operationId`",
        ),
        (
            lean(&DOCUMENT.replace("openapi: ", "openapi: 2.")),
            "/openapi",
        ),
        ("- a list\n".to_owned(), "not a mapping"),
        (
            lean(DOCUMENT).replace("info:", "infos:"),
            "`$.info` matches nothing",
        ),
    ] {
        repository.publish(&text);
        let (outcome, said) = repository.adopt(&[]);
        assert_eq!(outcome, Outcome::Refused, "{said}");
        assert!(said.contains(part), "{part}\n\n{said}");
        assert_eq!(repository.tree(), before);
    }
}

#[test]
fn the_version_can_be_given_but_not_too_low() {
    let repository = Repository::new();
    repository.publish(&with_a_new_member());
    for low in ["1.0.0", "1.0.1", "0.9.0"] {
        let (outcome, said) = repository.adopt(&["--version", low]);
        assert_eq!(outcome, Outcome::Refused, "{said}");
        assert!(said.contains("ask for 1.1.0 at least"), "{said}");
    }
    let (outcome, said) = repository.adopt(&["--version", "3.0.0"]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert!(
        repository
            .read("specs/manifest.toml")
            .contains("current = \"3.0.0\"")
    );
}

#[test]
fn a_file_that_the_manifest_does_not_list_is_not_written_over() {
    let repository = Repository::new();
    repository.publish(&with_a_new_member());
    repository.write("specs/sa/banks/1.1.0.yaml", "Somebody's.\n");
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Refused);
    assert!(
        said.contains("specs/sa/banks/1.1.0.yaml: there is a file"),
        "{said}"
    );
    assert_eq!(
        repository.read("specs/sa/banks/1.1.0.yaml"),
        "Somebody's.\n"
    );
}

#[test]
fn a_published_document_that_was_changed_stops_it() {
    let repository = Repository::new();
    repository.publish(&with_a_new_member());
    repository.write(
        "specs/sa/banks/1.0.0.yaml",
        &format!("{}\n", ours(DOCUMENT)),
    );
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Refused);
    assert!(said.contains("has changed"), "{said}");
}

#[test]
fn wrong_words_are_answered_with_what_is_right() {
    let repository = Repository::new();
    let file = repository.file();
    for (words, part) in [
        (vec!["adopt"], "takes an area and a file"),
        (vec!["adopt", "banks", &file, "more"], "there are 3 names"),
        (vec!["adopt", "banks", &file, "--dryrun"], "no `--dryrun`"),
        (
            vec!["adopt", "banks", &file, "--version"],
            "`` is no version",
        ),
        (
            vec!["adopt", "banks", &file, "--version", "1.1"],
            "`1.1` is no version",
        ),
        (
            vec!["adopt", "banks", &file, "--version", "1.1.0-rc.1"],
            "is no version",
        ),
        (vec!["adopt", "markets", &file], "name one of banks"),
        (
            vec!["adopt", "banks", "no-such-file.yaml"],
            "no-such-file.yaml: the file cannot be read",
        ),
    ] {
        let (outcome, said) = repository.run(&words);
        assert_eq!(outcome, Outcome::Refused, "{said}");
        assert!(said.contains(part), "{part}\n\n{said}");
    }
}
