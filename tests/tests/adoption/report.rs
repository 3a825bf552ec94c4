//! What a reviewer reads, in each format, and that a dry run writes nothing.

use std::path::Path;

use serde_json::Value;
use xtask::command::Outcome;

use crate::change::{set, sort_code};
use crate::copy::{Copy, Files, Ran, touched};
use crate::lean::{areas, document};
use crate::row::changed_lines;

const FILE: &str = "ksa-core-resources.yml";
const BANK: &str = "/components/schemas/BankResponse";

fn dry_run(change: fn(&mut Value), more: &[&str]) -> Ran {
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    change(&mut lean);
    let given = copy.give(FILE, &lean);
    let before = copy.files();
    let words: Vec<&str> = ["--dry-run"]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let ran = copy.adopt(&[given], &words);
    assert_eq!(touched(&before, &copy.files()), [""; 0], "{}", ran.said());
    ran
}

fn new_field(lean: &mut Value) {
    sort_code(lean, BANK);
}

fn conflict(lean: &mut Value) {
    set(
        lean,
        &format!("{BANK}/properties/theme"),
        "type",
        "integer".into(),
    );
}

#[test]
fn a_dry_run_tells_all_and_writes_nothing() {
    let ran = dry_run(new_field, &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    for piece in [
        "banks: version ",
        "banks:/components/schemas/Bank/properties/sort_code",
        "+        sort_code:",
        "would write specs/sa/banks/baseline.yaml",
        "dry run, nothing was written",
    ] {
        assert!(ran.output.contains(piece), "{piece}: {}", ran.said());
    }
}

#[test]
fn a_dry_run_of_a_breaking_change_ends_as_the_run_would() {
    let remove = |lean: &mut Value| crate::change::remove(lean, BANK, "country_code");
    let ran = dry_run(remove, &[]);
    assert_eq!(ran.outcome, Outcome::Different, "{}", ran.said());
}

#[test]
fn json_carries_the_lines_of_our_document() {
    let ran = dry_run(new_field, &["--format", "json"]);
    let report: Value =
        serde_json::from_str(&ran.output).unwrap_or_else(|_| panic!("{}", ran.said()));
    let banks = area(&report, "banks");
    let diff = text_of(banks, "diff");
    assert!(diff.contains("\n+        sort_code:\n"), "{report:#}");
    assert!(diff.starts_with("--- specs/sa/banks/"), "{diff}");
}

#[test]
fn json_carries_the_conflicts() {
    let ran = dry_run(conflict, &["--format", "json"]);
    assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
    let report: Value =
        serde_json::from_str(&ran.output).unwrap_or_else(|_| panic!("{}", ran.said()));
    let conflicts = area(&report, "banks")["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1, "{report:#}");
    let conflict = conflicts[0].to_string();
    for piece in ["/components/schemas/BankTheme/type", "integer", "string"] {
        assert!(conflict.contains(piece), "{piece}: {conflict}");
    }
}

fn area<'r>(report: &'r Value, area: &str) -> &'r Value {
    let mut areas = report["areas"].as_array().unwrap().iter();
    areas
        .find(|row| row["area"] == area)
        .unwrap_or_else(|| panic!("{report:#}"))
}

/// The text of that name, wherever it stands in the row.
fn text_of<'r>(row: &'r Value, name: &str) -> &'r str {
    let found = [row.get(name), row["next"].get(name)]
        .into_iter()
        .flatten()
        .next();
    found
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{row:#}"))
}

#[test]
fn markdown_has_the_lines_in_a_block_of_their_own() {
    let ran = dry_run(new_field, &["--format", "markdown"]);
    let block = ran
        .output
        .find("```diff\n")
        .unwrap_or_else(|| panic!("{}", ran.said()));
    let block = &ran.output[block + 8..];
    let block = &block[..block.find("\n```").unwrap()];
    assert!(block.starts_with("--- specs/sa/banks/"), "{block}");
    assert!(block.contains("\n+        sort_code:"), "{block}");
}

/// A reviewer reads a new field in ten lines of our document, six of the snapshots and twelve of
/// generated Rust at most.
#[test]
fn a_new_field_is_a_few_lines_to_read() {
    let copy = Copy::of(areas(FILE));
    copy.take_snapshots("banks");
    let mut lean = document(FILE);
    new_field(&mut lean);
    let given = copy.give(FILE, &lean);
    let before = copy.files();
    let (_, old) = copy.current("banks");
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let after = copy.files();
    let (_, new) = copy.current("banks");
    let text = |files: &Files, name: &str| {
        let bytes = files.get(name).map(|(bytes, _)| bytes.clone());
        String::from_utf8(bytes.unwrap_or_default()).unwrap()
    };
    let lines = changed_lines(&text(&before, &old), &text(&after, &new));
    assert!(lines.len() <= 10, "{lines:#?}");
    let snapshots = touched(&before, &after)
        .into_iter()
        .filter(|name| name.starts_with("tests/tests/documents/snapshots/"));
    let lines: Vec<String> = snapshots
        .flat_map(|name| changed_lines(&text(&before, &name), &text(&after, &name)))
        .collect();
    assert!(!lines.is_empty() && lines.len() <= 6, "{lines:#?}");
    let sources = touched(&before, &after).into_iter().filter(|name| {
        name.starts_with("crates/") && Path::new(name).extension() == Some("rs".as_ref())
    });
    let code: Vec<String> = sources
        .flat_map(|name| changed_lines(&text(&before, &name), &text(&after, &name)))
        .collect();
    assert!(code.len() <= 12, "{code:#?}");
    let field = code
        .iter()
        .filter(|line| line.contains("pub sort_code: Option<String>,"));
    assert_eq!(field.count(), 1, "{code:#?}");
    let of_field = |line: &&String| line.contains("sort_code");
    assert!(lines.iter().filter(of_field).count() >= 2, "{lines:#?}");
}
