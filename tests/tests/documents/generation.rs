//! `cargo xtask generate` on a copy of the documents and crates.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use leantech_tests::repository::{api, manifest, root};
use tempfile::TempDir;
use xtask::command::{Outcome, Place};
use xtask_codegen::outline::outline;
use xtask_codegen::{MARK, generate};
use xtask_openapi::Document;
use xtask_openapi::manifest::sha256_hex;

/// A repository of its own, with nothing in it but what it is given.
struct Repository(TempDir);

/// Paths from the root, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

impl Repository {
    /// The documents alone.
    fn of_documents() -> Self {
        let copy = Self(TempDir::new().unwrap());
        copy.copy_in("specs");
        copy
    }

    /// The documents and the generated crates.
    fn whole() -> Self {
        let copy = Self::of_documents();
        for api in manifest().apis {
            copy.copy_in(&format!("crates/{}", api.crate_name));
        }
        copy.copy_in("crates/leantech-sandbox/src/documents");
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn copy_in(&self, name: &str) {
        for (path, bytes) in files_below(&root().join(name)) {
            let target = self.path(name).join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
    }

    fn crates(&self) -> Files {
        files_below(&self.path("crates"))
    }

    /// Runs the command; how it ended, and all that it said.
    fn run(&self, words: &[&str]) -> (Outcome, String) {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let outcome = xtask::command::run(
            &words,
            &mut Place {
                root: self.0.path(),
                output: &mut output,
                errors: &mut errors,
            },
        );
        output.extend(errors);
        (outcome.unwrap(), String::from_utf8(output).unwrap())
    }

    /// Writes another text of a document, and its hash, as if it had been published so.
    fn change(&self, document: &str, from: &str, to: &str) {
        let path = self.path(document);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text.matches(from).count(),
            1,
            "{from} stands once in {document}"
        );
        let changed = text.replace(from, to);
        fs::write(&path, &changed).unwrap();
        let manifest = self.path("specs/manifest.toml");
        let rows = fs::read_to_string(&manifest).unwrap();
        let (old, new) = (sha256_hex(text.as_bytes()), sha256_hex(changed.as_bytes()));
        assert!(rows.contains(&old));
        fs::write(manifest, rows.replace(&old, &new)).unwrap();
    }
}

fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return files;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            let below = files_below(&entry.path()).into_iter();
            files.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// The file of the banks' current document.
static BANKS: LazyLock<String> = LazyLock::new(|| {
    let api = api("banks");
    format!("specs/{}", api.current_version().unwrap().file)
});

/// One member more, in front of the one that has this place in the document.
fn with_one_more_field(repository: &Repository) {
    let member = "        swift_code:\n";
    let more = "        sort_code:\n          type: [string, 'null']\n          \
                description: A made-up member.\n          examples: ['001']\n";
    repository.change(&BANKS, member, &format!("{more}{member}"));
}

/// What a run makes of the documents alone. It takes seconds, so that the tests share one.
static MADE: LazyLock<Files> = LazyLock::new(|| {
    let repository = Repository::of_documents();
    let (outcome, said) = repository.run(&["generate"]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    repository.crates()
});

/// The paths at which two sets of files differ.
fn differing<'f>(some: &'f Files, others: &'f Files) -> BTreeSet<&'f String> {
    let paths = some.keys().chain(others.keys());
    paths
        .filter(|path| some.get(*path) != others.get(*path))
        .collect()
}

#[test]
fn committed_crates_are_made_from_the_documents_and_nothing_else() {
    let mut committed = Repository::whole().crates();
    // Next to the tables of requests stands the code that reads them.
    committed.retain(|path, content| {
        !path.starts_with("leantech-sandbox/") || String::from_utf8_lossy(content).contains(MARK)
    });
    assert_eq!(differing(&MADE, &committed), BTreeSet::new());
    let apis = manifest().apis;
    let made = |end: &str| MADE.keys().filter(|path| path.ends_with(end)).count();
    assert_eq!(made("/src/generated/calls.rs"), apis.len());
    // One with a history has a changelog as well.
    let changelogs = apis.iter().filter(|api| api.history().len() > 1).count();
    assert_eq!(made("/CHANGELOG.md"), changelogs);
}

#[test]
fn two_runs_make_the_same_bytes() {
    let repository = Repository::of_documents();
    assert_eq!(repository.run(&["generate"]).0, Outcome::Fine);
    assert_eq!(differing(&MADE, &repository.crates()), BTreeSet::new());
}

#[test]
fn second_run_changes_nothing_and_the_check_is_green() {
    let repository = Repository::whole();
    let before = repository.crates();
    let (outcome, said) = repository.run(&["generate", "banks", "auth"]);
    assert_eq!(outcome, Outcome::Fine);
    assert!(said.contains(", 0 changed"), "{said}");
    let (outcome, said) = repository.run(&["generate", "banks", "auth", "--check"]);
    assert_eq!(outcome, Outcome::Fine, "{said}");
    assert_eq!(outcome.code(), 0);
    assert_eq!(differing(&before, &repository.crates()), BTreeSet::new());
}

#[test]
fn one_changed_field_turns_the_check_red_and_touches_nothing() {
    let repository = Repository::whole();
    with_one_more_field(&repository);
    let before = repository.crates();
    let (outcome, said) = repository.run(&["generate", "auth", "banks", "--check"]);
    assert_eq!(outcome, Outcome::Different, "{said}");
    assert_eq!(outcome.code(), 1);
    assert!(
        said.contains("crates/leantech-banks/src/generated.rs differs"),
        "{said}"
    );
    assert!(said.contains("cargo xtask generate auth banks"), "{said}");
    assert!(!said.contains("leantech-auth"), "{said}");
    assert_eq!(differing(&before, &repository.crates()), BTreeSet::new());

    assert_eq!(repository.run(&["generate", "banks"]).0, Outcome::Fine);
    let check = repository.run(&["generate", "banks", "--check"]);
    assert_eq!(check.0, Outcome::Fine);
    let after = repository.crates();
    let written = differing(&before, &after);
    assert!(written.contains(&"leantech-banks/src/generated.rs".to_owned()));
    assert!(
        written.iter().all(
            |path| path.starts_with("leantech-banks/") || path.ends_with("/documents/banks.rs")
        )
    );
}

/// The lines that only the second text has, and how many only the first has.
fn new_lines(old: &str, new: &str) -> (Vec<String>, usize) {
    let added = new
        .lines()
        .filter(|line| !old.lines().any(|known| known == *line));
    let lost = old
        .lines()
        .filter(|line| !new.lines().any(|known| known == *line));
    (
        added.map(|line| line.trim().to_owned()).collect(),
        lost.count(),
    )
}

#[test]
fn one_changed_field_is_one_line_in_the_contract_and_one_in_the_outline() {
    let repository = Repository::of_documents();
    let read = |repository: &Repository| {
        let text = fs::read_to_string(repository.path(&BANKS)).unwrap();
        let document = Document::parse(text, BANKS.as_str()).unwrap();
        let shaped = leantech_tests::repository::shaped(&document);
        let outline = outline(&generate(&shaped).unwrap());
        (xtask_drift::contract(&document), outline)
    };
    let (contract, outline) = read(&repository);
    with_one_more_field(&repository);
    let (new_contract, new_outline) = read(&repository);
    let line = "[].sort_code: string or null".to_owned();
    assert_eq!(new_lines(&contract, &new_contract), (vec![line], 0));
    let line = "sort_code: Option<String>".to_owned();
    assert_eq!(new_lines(&outline, &new_outline), (vec![line], 0));
}

#[test]
fn edited_generated_file_turns_the_check_red() {
    let repository = Repository::whole();
    let path = repository.path("crates/leantech-auth/src/lib.rs");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push('\n');
    fs::write(&path, text).unwrap();
    let (outcome, said) = repository.run(&["generate", "auth", "--check"]);
    assert_eq!(outcome, Outcome::Different);
    assert!(
        said.contains("crates/leantech-auth/src/lib.rs differs"),
        "{said}"
    );
}

#[test]
fn broken_document_leaves_the_crates_untouched() {
    let nullable = "        swift_code:\n          type: [string, 'null']";
    for (from, to, expected) in [
        (
            nullable,
            "        swift_code:\n          type: [string, 'null'",
            BANKS.as_str(),
        ),
        (
            nullable,
            "        swift_code:\n          type: strong",
            "swift_code",
        ),
        (
            nullable,
            "        swift_code:\n          prefixItems: []",
            "swift_code",
        ),
    ] {
        let repository = Repository::whole();
        repository.change(&BANKS, from, to);
        // Another area is out of date and could be written.
        let path = repository.path("crates/leantech-auth/src/lib.rs");
        fs::write(&path, "// edited\n").unwrap();
        let before = repository.crates();
        for words in [
            &["generate", "auth", "banks"][..],
            &["generate", "auth", "banks", "--check"],
        ] {
            let (outcome, said) = repository.run(words);
            assert_eq!(outcome, Outcome::Refused, "{said}");
            assert_eq!(outcome.code(), 2);
            assert!(said.contains(expected), "{said}");
        }
        assert_eq!(differing(&before, &repository.crates()), BTreeSet::new());
    }
}

#[test]
fn changed_published_document_is_refused() {
    let repository = Repository::whole();
    let path = repository.path(&BANKS);
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("# one line more\n");
    fs::write(&path, text).unwrap();
    let before = repository.crates();
    let (outcome, said) = repository.run(&["generate", "banks"]);
    assert_eq!(outcome, Outcome::Refused, "{said}");
    assert!(said.contains("has changed"), "{said}");
    assert_eq!(differing(&before, &repository.crates()), BTreeSet::new());
}
