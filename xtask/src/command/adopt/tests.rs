//! `cargo xtask adopt` on a repository of its own: its arguments, and all or nothing.
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

use super::arguments::Arguments;
use crate::command::{Outcome, Place};
use crate::transaction::Disk;
use crate::transaction::tests::{FailingDisk, tree};

const DOCUMENT: &str = include_str!("../../../openapi/tests/documents/small.yaml");

/// A repository with one area and its crate, into which Lean's file was taken once.
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
        let document = lean();
        this.write("specs/sa/banks/1.0.0.yaml", &document);
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
        this.publish(&document);
        let (outcome, said) = this.adopt(&[]);
        assert_eq!(outcome, Outcome::Fine, "{said}");
        assert!(this.path("specs/sa/banks/baseline.yaml").exists(), "{said}");
        this
    }

    /// A repository for which Lean has something new.
    fn with_a_change() -> Self {
        let this = Self::new();
        this.publish(&with_a_new_field());
        this
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Lean's file is now this.
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
            crate::command::run(&owned(words), place).unwrap()
        })
    }

    fn adopt(&self, more: &[&str]) -> (Outcome, String) {
        let file = self.file();
        let words: Vec<&str> = ["adopt", &file].iter().chain(more).copied().collect();
        self.run(&words)
    }

    fn adopt_on(&self, disk: &mut dyn Disk) -> (Outcome, String) {
        run(self.root.path(), |place| {
            super::run_on(disk, &[self.file()], place).unwrap()
        })
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
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

fn lean() -> String {
    DOCUMENT.replace("AREA", "banks")
}

/// Lean's file with one field more.
fn with_a_new_field() -> String {
    let field = "        commercial_name:\n";
    assert!(DOCUMENT.contains(field));
    lean().replace(
        field,
        &format!("        sort_code:\n          type: string\n          description: Lean's words.\n{field}"),
    )
}

#[test]
fn whichever_step_fails_the_repository_is_as_it_was() {
    let mut failures = 0;
    let repository = Repository::with_a_change();
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
    // The baseline, the document, the manifest and the files of the crate: each written, most put
    // aside, each put in its place.
    assert!(failures > 15, "{failures}");
    let text = repository.read("specs/sa/banks/baseline.yaml");
    assert!(text.contains("sort_code"), "{text}");
}

#[test]
fn the_manifest_names_the_next_version_and_keeps_its_comments() {
    let repository = Repository::with_a_change();
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    let manifest = Manifest::load(&repository.path("specs")).unwrap();
    let api = manifest.api("banks").unwrap();
    assert_eq!(api.current, "1.1.0");
    let document = repository.read("specs/sa/banks/1.1.0.yaml");
    assert_eq!(
        api.current_version().unwrap().sha256,
        sha256_hex(document.as_bytes())
    );
    assert!(
        repository
            .read("specs/manifest.toml")
            .starts_with("# By hand.\n")
    );
    assert_eq!(repository.run(&["generate", "--check"]).0, Outcome::Fine);
}

#[test]
fn a_file_that_the_manifest_does_not_list_is_not_written_over() {
    let repository = Repository::with_a_change();
    repository.write("specs/sa/banks/1.1.0.yaml", "Somebody's.\n");
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Refused, "{said}");
    assert!(
        said.contains("specs/sa/banks/1.1.0.yaml: there is a file"),
        "{said}"
    );
    assert_eq!(repository.tree(), before);
}

#[test]
fn a_published_document_that_was_changed_stops_it() {
    let repository = Repository::with_a_change();
    repository.write("specs/sa/banks/1.0.0.yaml", &format!("{}\n", lean()));
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Refused, "{said}");
    assert!(said.contains("has changed"), "{said}");
    assert_eq!(repository.tree(), before);
}

#[test]
fn a_baseline_that_cannot_be_read_stops_it() {
    let repository = Repository::with_a_change();
    repository.write("specs/sa/banks/baseline.yaml", "paths: [\n");
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&[]);
    assert_eq!(outcome, Outcome::Refused, "{said}");
    assert!(said.contains("specs/sa/banks/baseline.yaml"), "{said}");
    assert_eq!(repository.tree(), before);
}

#[test]
fn arguments_come_in_any_order_and_more_than_once() {
    let read = Arguments::read(&owned(&[
        "--take",
        "banks:/a",
        "one.yml",
        "--keep=banks:/b",
        "--dry-run",
        "--complete",
        "banks",
        "two.yml",
        "--area=data",
        "--take=data:/c",
        "--format",
        "json",
    ]));
    let expected = Arguments {
        files: owned(&["one.yml", "two.yml"]),
        dry_run: true,
        take: owned(&["banks:/a", "data:/c"]),
        keep: owned(&["banks:/b"]),
        complete: owned(&["banks"]),
        area: Some("data".to_owned()),
        format: xtask_adopt::Format::Json,
    };
    assert_eq!(read, Ok(expected));
}

#[test]
fn wrong_arguments_are_answered_with_what_is_right() {
    for (words, part) in [
        (vec![], "takes Lean's files"),
        (vec!["--dry-run"], "takes Lean's files"),
        (
            vec!["a.yml", "--dryrun"],
            "no option `--dryrun`, only --dry-run",
        ),
        (vec!["a.yml", "-d"], "no option `-d`"),
        (vec!["a.yml", "--take"], "--take needs a value"),
        (vec!["a.yml", "--take="], "--take needs a value"),
        (vec!["a.yml", "--keep", "--dry-run"], "--keep needs a value"),
        (
            vec!["a.yml", "--take", "/paths"],
            "a place as the report prints it",
        ),
        (
            vec!["a.yml", "--keep", ":/paths"],
            "a place as the report prints it",
        ),
        (vec!["a.yml", "--area"], "--area needs a value"),
        (vec!["a.yml", "--complete", ""], "--complete needs a value"),
        (
            vec!["a.yml", "--format", "html"],
            "no format `html`; write text, markdown or json",
        ),
    ] {
        let said = Arguments::read(&owned(&words)).unwrap_err();
        assert!(said.contains(part), "{words:?}: {said}");
    }
}

#[test]
fn wrong_words_end_the_command_and_write_nothing() {
    let repository = Repository::with_a_change();
    let before = repository.tree();
    let (outcome, said) = repository.adopt(&["--dryrun"]);
    assert_eq!(outcome, Outcome::Refused, "{said}");
    assert!(said.contains("no option `--dryrun`"), "{said}");
    assert_eq!(repository.tree(), before);
}
