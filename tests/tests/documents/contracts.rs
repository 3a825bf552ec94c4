//! What each document promises, what Rust code sees of it, and what was rewritten in between.
//!
//! `cargo insta review` shows how a new document changes these three.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use insta::{Settings, assert_snapshot};
use leantech_tests::repository::{api, document, manifest, root};
use tempfile::TempDir;
use xtask::snapshots::{Following, Snapshot, following, of_area};
use xtask_openapi::Document;
use xtask_openapi::manifest::Api;

const FOLDER: &str = "tests/tests/documents/snapshots";

/// The snapshots of every area, made once.
static ALL: LazyLock<Vec<Snapshot>> = LazyLock::new(|| {
    let apis = manifest().apis;
    let made = apis.iter().map(|api| of_area(api, &document(&api.area)));
    made.flat_map(|made| made.unwrap_or_else(|problems| panic!("{problems}")))
        .collect()
});

/// Compares with the file of a snapshot in the folder of the snapshots below `root`.
fn compare(root: &Path, Snapshot { name, text }: &Snapshot) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(root.join(FOLDER));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(format!("contracts__{name}"), text));
}

fn file_name(snapshot: &Snapshot) -> String {
    format!("contracts__{}.snap", snapshot.name)
}

/// The snapshots that are kept below `root`, by the names of their files.
fn kept(root: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(root.join(FOLDER)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let named = paths.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    named
        .filter(|(name, _)| name.starts_with("contracts__"))
        .collect()
}

#[test]
fn every_area_promises_looks_and_is_rewritten_as_reviewed() {
    for snapshot in ALL.iter() {
        compare(&root(), snapshot);
    }
}

#[test]
fn every_area_has_its_snapshots_and_there_are_no_others() {
    let expected: BTreeSet<_> = ALL.iter().map(file_name).collect();
    let kept: BTreeSet<_> = kept(&root()).into_keys().collect();
    assert_eq!(kept, expected);
}

#[test]
fn nothing_follows_from_a_document_that_did_not_change() {
    for api in manifest().apis {
        let found = following(&api, &document(&api.area), &root()).unwrap();
        assert_eq!(found, Following::default(), "{}", api.area);
    }
}

/// A folder with this repository's snapshots and nothing else.
fn copy() -> TempDir {
    let copy = TempDir::new().unwrap();
    fs::create_dir_all(copy.path().join(FOLDER)).unwrap();
    for (name, text) in kept(&root()) {
        fs::write(copy.path().join(FOLDER).join(name), text).unwrap();
    }
    copy
}

/// An area's document with another text in one place.
fn edited(area: &str, from: &str, to: &str) -> Document {
    let document = document(area);
    let text = document.text.replacen(from, to, 1);
    assert_ne!(text, document.text, "{from}");
    Document::parse(text, &document.name).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Takes in what follows, and compares everything below `root` as the tests do.
fn take_in(api: &Api, document: &Document, root: &Path) -> Following {
    let found = following(api, document, root).unwrap_or_else(|problems| panic!("{problems}"));
    for file in &found.written {
        fs::write(root.join(&file.path), &file.content).unwrap();
    }
    for path in &found.gone {
        fs::remove_file(root.join(path)).unwrap();
    }
    for snapshot in of_area(api, document).unwrap() {
        compare(root, &snapshot);
    }
    found
}

/// The names of snapshots by the paths of their files.
fn names<'p>(paths: impl IntoIterator<Item = &'p String>) -> BTreeSet<&'p str> {
    let start = format!("{FOLDER}/contracts__");
    let names = paths.into_iter().map(|path| {
        let name = path.strip_prefix(&start).unwrap();
        name.strip_suffix(".snap").unwrap()
    });
    names.collect()
}

fn written(found: &Following) -> BTreeSet<&str> {
    names(found.written.iter().map(|file| &file.path))
}

/// How many lines of `after` are not in `before`, and the other way round.
fn changed_lines(before: &str, after: &str) -> usize {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    lines(before).symmetric_difference(&lines(after)).count()
}

#[test]
fn one_field_more_changes_the_snapshots_that_the_comparison_would_and_one_line_of_each() {
    let api = api("banks");
    let copy = copy();
    let before = kept(copy.path());
    let field = "
        sort_code:
          type: [string, 'null']
          description: ''
          x-source: KSA reference";
    let bank = "\n    Bank:\n";
    let text = document("banks").text;
    let (_, schema) = text.split_once(bank).unwrap();
    let (head, _) = schema.split_once("\n      properties:").unwrap();
    let start = format!("{bank}{head}\n      properties:");
    let next = edited("banks", &start, &format!("{start}{field}"));

    let found = take_in(&api, &next, copy.path());
    assert!(found.gone.is_empty());
    let differs = |snapshot: &Snapshot| {
        let old = before.get(&file_name(snapshot)).unwrap();
        let (_, old) = old.split_once("\n---\n").unwrap();
        old.trim_end() != snapshot.text.trim_end()
    };
    let asked_for = of_area(&api, &next).unwrap();
    let expected = asked_for.iter().filter(|snapshot| differs(snapshot));
    let expected: BTreeSet<_> = expected.map(|snapshot| &*snapshot.name).collect();
    assert_eq!(written(&found), expected);
    assert_eq!(
        expected,
        BTreeSet::from(["banks_contract", "banks_notes", "banks_outline"])
    );
    for file in &found.written {
        let name = file.path.rsplit('/').next().unwrap();
        let lines = changed_lines(before.get(name).unwrap(), &file.content);
        assert!(
            (1..=2).contains(&lines),
            "{name}: {lines}\n{}",
            file.content
        );
    }
    assert_eq!(
        following(&api, &next, copy.path()).unwrap(),
        Following::default()
    );
}

/// An area's document without one operation.
fn without(area: &str, operation: &str) -> Document {
    let mut value = document(area).value;
    let paths = value.get_mut("paths").unwrap().as_object_mut().unwrap();
    for item in paths.values_mut() {
        let methods = item.as_object_mut().unwrap();
        methods.retain(|_, found| {
            found
                .get("operationId")
                .is_none_or(|found| found != operation)
        });
    }
    assert_ne!(value, document(area).value);
    Document::parse(value.to_string(), "made-up.json")
        .unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn the_snapshot_of_an_operation_that_is_gone_goes() {
    let copy = copy();
    let next = without("reports", "getPoaDocument");
    let found = take_in(&api("reports"), &next, copy.path());
    let gone = BTreeSet::from(["reports_contract_getPoaDocument"]);
    assert_eq!(names(&found.gone), gone);
    let expected = ["reports_notes", "reports_outline_calls"];
    assert!(expected.iter().all(|name| written(&found).contains(name)));
}

#[test]
fn an_area_that_is_wide_no_more_is_written_together() {
    let copy = copy();
    let before = kept(copy.path());
    let next = without("payouts", "getPaymentHistory");
    let found = take_in(&api("payouts"), &next, copy.path());
    let together = BTreeSet::from(["payouts_contract", "payouts_outline", "payouts_notes"]);
    assert_eq!(written(&found), together);
    let parts = before
        .keys()
        .filter(|name| name.starts_with("contracts__payouts_"));
    assert_eq!(found.gone.len(), parts.count() - 1, "all but the notes");
    assert!(
        before.len() > found.gone.len() + 3,
        "other areas keep theirs"
    );
}

#[test]
fn a_new_snapshot_is_the_file_that_the_comparison_writes() {
    let (with_folder, without_folder) = (copy(), TempDir::new().unwrap());
    let (api, document) = (api("auth"), document("auth"));
    let nothing = following(&api, &document, without_folder.path()).unwrap();
    assert_eq!(nothing, Following::default(), "no snapshots are kept there");
    for name in kept(with_folder.path()).keys() {
        fs::remove_file(with_folder.path().join(FOLDER).join(name)).unwrap();
    }
    let found = take_in(&api, &document, with_folder.path());
    assert_eq!(
        written(&found),
        BTreeSet::from(["auth_contract", "auth_notes", "auth_outline"])
    );
}
