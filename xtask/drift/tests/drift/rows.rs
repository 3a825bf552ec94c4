//! Small changes of a document, with verdicts that were given by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;
use xtask::surface::Generated;
use xtask_drift::{Level, Options, Report, compare, kinds};
use xtask_openapi::{Document, pointer};

const BASE: &str = include_str!("../documents/base.yaml");
const ROWS: &str = include_str!("../documents/rows.yaml");

#[derive(Debug, Deserialize)]
struct Row {
    name: String,
    breaking: bool,
    /// What is done to the base first, for both versions.
    #[serde(default)]
    before: Vec<Step>,
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    set: Option<String>,
    remove: Option<String>,
    #[serde(rename = "move")]
    from: Option<String>,
    #[serde(default)]
    to: Value,
}

fn rows() -> Vec<Row> {
    let document = Document::parse(ROWS, "rows.yaml").expect("the rows can be read");
    let rows = document.value.get("rows").cloned().expect("rows");
    serde_json::from_value(rows).expect("each row is of the form")
}

fn base() -> Document {
    Document::parse(BASE, "base.yaml").expect("the base can be read")
}

/// The same document of somebody else, from which no crate is generated.
fn base_of_anybody() -> Document {
    let text = BASE
        .replace("leantech.me", "example")
        .replace("x-lean-", "x-")
        .replace("Lean", "Somebody");
    Document::parse(text, "anybody.yaml").expect("the base can be read")
}

fn changed(base: &Document, steps: &[Step]) -> Document {
    let mut value = base.value.clone();
    for step in steps {
        if let Some(place) = &step.set {
            set(&mut value, place, step.to.clone());
        } else if let Some(place) = &step.remove {
            take(&mut value, place);
        } else if let (Some(from), Value::String(to)) = (&step.from, &step.to) {
            let moved = take(&mut value, from);
            set(&mut value, to, moved);
        }
    }
    Document::parse(value.to_string(), "changed.json").expect("the change can be read")
}

fn holder<'v>(value: &'v mut Value, place: &str) -> (&'v mut Value, String) {
    let mut tokens = pointer::tokens(place).expect("a pointer");
    let last = tokens.pop().expect("not the whole document");
    let holder = pointer::join(&tokens);
    let found = value.pointer_mut(&holder);
    (
        found.unwrap_or_else(|| panic!("{holder} is not there")),
        last,
    )
}

fn set(value: &mut Value, place: &str, to: Value) {
    match holder(value, place) {
        (Value::Object(object), key) => {
            object.insert(key, to);
        }
        (Value::Array(items), index) => {
            let index: usize = index.parse().expect("an index");
            if index == items.len() {
                items.push(to);
            } else {
                *items.get_mut(index).expect("an item") = to;
            }
        }
        _ => panic!("{place} cannot be set"),
    }
}

fn take(value: &mut Value, place: &str) -> Value {
    match holder(value, place) {
        (Value::Object(object), key) => object.shift_remove(&key),
        (Value::Array(items), index) => Some(items.remove(index.parse().expect("an index"))),
        _ => None,
    }
    .unwrap_or_else(|| panic!("{place} is not there"))
}

/// Every row with its report, made once for all tests.
static REPORTS: LazyLock<Vec<(Row, Report)>> = LazyLock::new(|| {
    let (ours, of_anybody) = (base(), base_of_anybody());
    let report = |row: &Row| {
        let is_ours = !row.name.starts_with("anybody");
        let base = if is_ours { &ours } else { &of_anybody };
        let old = changed(base, &row.before);
        compare(
            &old,
            &changed(&old, &row.steps),
            &Options::default(),
            &Generated,
        )
        .expect("both can be read")
    };
    rows()
        .into_iter()
        .map(|row| {
            let report = report(&row);
            (row, report)
        })
        .collect()
});

#[test]
fn every_row_has_the_verdict_that_a_person_gave_it() {
    let rows = &*REPORTS;
    assert!(rows.len() >= 120, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for (row, report) in rows {
        if report.breaking != row.breaking {
            let changes: Vec<String> = report
                .changes
                .iter()
                .map(|change| {
                    format!(
                        "    {} {} {:?} {}",
                        change.level.word(),
                        change.kind,
                        change.rust,
                        change.message
                    )
                })
                .collect();
            wrong.push(format!(
                "{}: breaking should be {}\n{}",
                row.name,
                row.breaking,
                changes.join("\n")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_two_sides_agree_but_where_the_generator_makes_one_type_of_both() {
    let known = [
        "a uuid loses its format",
        "a width of an integer changes",
        "a discriminator",
        "an encoding of content",
    ];
    let unknown: Vec<&str> = REPORTS
        .iter()
        .filter(|(_, report)| report.changes.iter().any(|change| change.kind == "unknown"))
        .map(|(row, _)| row.name.as_str())
        .collect();
    assert_eq!(unknown, known);
}

/// The items that the breaking changes of a row are about.
fn broken_items(name: &str) -> Vec<&str> {
    let (_, report) = REPORTS
        .iter()
        .find(|(row, _)| row.name == name)
        .expect("the row");
    let changes = report.changes.iter();
    let changes = changes.filter(|change| change.level == Level::Breaking);
    let mut items: Vec<&str> = changes
        .flat_map(|change| &change.rust)
        .map(String::as_str)
        .collect();
    items.sort_unstable();
    items
}

#[test]
fn what_changes_a_field_of_a_body_changes_its_setter_as_well() {
    assert_eq!(
        broken_items("a field of a body has another type"),
        [
            "leantech_cards::calls::CreateCard::nickname",
            "leantech_cards::types::CreateCard::nickname",
        ]
    );
    // A parameter has the name, so that the field's setter has another.
    assert_eq!(
        broken_items("a field of a body, which is called as a parameter, has another type"),
        [
            "leantech_cards::calls::CreateCard::body_nickname",
            "leantech_cards::types::CreateCard::nickname",
        ]
    );
    // The setter of that name is there before and after, and sets something else.
    assert_eq!(
        broken_items("a parameter takes its name from a field of the body"),
        [
            "leantech_cards::calls::CreateCard::body_nickname",
            "leantech_cards::calls::CreateCard::nickname",
        ]
    );
    assert_eq!(
        broken_items("a field of a body takes its name from a parameter that goes"),
        [
            "leantech_cards::calls::CreateCard::body_nickname",
            "leantech_cards::calls::CreateCard::nickname",
        ]
    );
}

#[test]
fn what_changes_what_an_envelope_holds_changes_the_method_as_well() {
    let items = broken_items("what an envelope holds has another type");
    assert!(
        items.contains(&"leantech_cards::Client::get_card"),
        "{items:?}"
    );
}

#[test]
fn one_report_of_each_kind_of_change_reads_well() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut by_side: BTreeMap<&str, String> = BTreeMap::new();
    for (row, report) in &*REPORTS {
        for change in &report.changes {
            if seen.insert(change.kind) {
                let text = by_side.entry(change.side.word()).or_default();
                let _ = writeln!(
                    text,
                    "# {}\n{} {} {}\n{}\n{}\n",
                    row.name,
                    change.level.word(),
                    change.kind,
                    change.rust.join(" "),
                    change.pointer,
                    change.message.replace("; ", "\n"),
                );
            }
        }
    }
    for (side, text) in by_side {
        insta::assert_snapshot!(format!("changes_of_{side}"), text);
    }
    let never: Vec<&str> = kinds().filter(|kind| !seen.contains(kind)).collect();
    insta::assert_snapshot!("kinds_without_a_row", never.join("\n"));
}

#[test]
fn report_is_printed_in_three_formats() {
    let (_, report) = REPORTS
        .iter()
        .find(|(row, _)| row.name == "a member of a request becomes required")
        .expect("the row");
    insta::assert_snapshot!("as_text", report.text());
    insta::assert_snapshot!("as_markdown", report.markdown());
    insta::assert_snapshot!("as_json", report.json());
}
