//! What each document promises, what Rust code sees of it, and what was rewritten in between.
//!
//! `cargo insta review` shows how a new document changes these three.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use insta::assert_snapshot;
use leantech_tests::folding::{fold_contract, fold_notes};
use leantech_tests::repository::{document, generated_source, manifest, shaped};
use xtask_codegen::outline::outline;
use xtask_drift::contract;

/// The areas after the first six: a snapshot an operation, and their types in two parts.
const WIDE: [&str; 5] = [
    "verifications",
    "payouts",
    "reports",
    "open-banking",
    "insights",
];

fn contract_of(area: &str) -> String {
    let blocks = fold_contract(&contract(&document(area)));
    blocks
        .into_iter()
        .map(|(_, block)| block)
        .collect::<Vec<_>>()
        .join("\n")
}

fn outline_of(area: &str) -> String {
    outline(&syn::parse_file(&generated_source(area)).unwrap())
}

fn notes_of(area: &str) -> String {
    fold_notes(&shaped(&document(area)).notes)
}

#[test]
fn every_area_has_its_snapshots() {
    let manifest = manifest();
    let areas: Vec<_> = manifest.areas().collect();
    let expected: Vec<_> = ["auth", "customers", "banks", "consents", "entities", "data"]
        .into_iter()
        .chain(WIDE)
        .collect();
    assert_eq!(areas, expected);
}

#[test]
fn auth_promises_what_was_reviewed() {
    assert_snapshot!("auth_contract", contract_of("auth"));
}

#[test]
fn auth_looks_as_reviewed() {
    assert_snapshot!("auth_outline", outline_of("auth"));
}

#[test]
fn auth_is_rewritten_as_reviewed() {
    assert_snapshot!("auth_notes", notes_of("auth"));
}

#[test]
fn banks_promises_what_was_reviewed() {
    assert_snapshot!("banks_contract", contract_of("banks"));
}

#[test]
fn banks_looks_as_reviewed() {
    assert_snapshot!("banks_outline", outline_of("banks"));
}

#[test]
fn banks_is_rewritten_as_reviewed() {
    assert_snapshot!("banks_notes", notes_of("banks"));
}

#[test]
fn consents_promises_what_was_reviewed() {
    assert_snapshot!("consents_contract", contract_of("consents"));
}

#[test]
fn consents_looks_as_reviewed() {
    assert_snapshot!("consents_outline", outline_of("consents"));
}

#[test]
fn consents_is_rewritten_as_reviewed() {
    assert_snapshot!("consents_notes", notes_of("consents"));
}

#[test]
fn customers_promises_what_was_reviewed() {
    assert_snapshot!("customers_contract", contract_of("customers"));
}

#[test]
fn customers_looks_as_reviewed() {
    assert_snapshot!("customers_outline", outline_of("customers"));
}

#[test]
fn customers_is_rewritten_as_reviewed() {
    assert_snapshot!("customers_notes", notes_of("customers"));
}

#[test]
fn entities_promises_what_was_reviewed() {
    assert_snapshot!("entities_contract", contract_of("entities"));
}

#[test]
fn entities_looks_as_reviewed() {
    assert_snapshot!("entities_outline", outline_of("entities"));
}

#[test]
fn entities_is_rewritten_as_reviewed() {
    assert_snapshot!("entities_notes", notes_of("entities"));
}

// The data API is large: a snapshot an operation, and its types in three parts.

#[test]
fn data_promises_what_was_reviewed() {
    for (operation, block) in fold_contract(&contract(&document("data"))) {
        assert_snapshot!(format!("data_contract_{operation}"), block);
    }
}

/// The parts of the outline: the calls, then the enums, then the structs in two halves, of which
/// the second is that in the words of the Saudi standard.
fn data_outline() -> [String; 4] {
    let whole = outline_of("data");
    let (calls, types) = whole.split_once("\ntypes\n").unwrap();
    let [mut enums, mut structs, mut regional] = [const { String::new() }; 3];
    let mut part = &mut enums;
    for line in types.lines() {
        let is_member = line.starts_with("    ");
        if !is_member {
            part = if line.starts_with("  struct Regional") {
                &mut regional
            } else if line.starts_with("  struct ") {
                &mut structs
            } else {
                &mut enums
            };
        }
        part.push_str(line);
        part.push('\n');
    }
    [calls.to_owned(), enums, structs, regional]
}

#[test]
fn data_looks_as_reviewed() {
    let [calls, enums, structs, regional] = data_outline();
    assert_snapshot!("data_outline_calls", calls);
    assert_snapshot!("data_outline_enums", enums);
    assert_snapshot!("data_outline_structs", structs);
    assert_snapshot!("data_outline_regional_structs", regional);
}

#[test]
fn data_is_rewritten_as_reviewed() {
    assert_snapshot!("data_notes", notes_of("data"));
}

#[test]
fn every_wide_area_promises_what_was_reviewed() {
    for area in WIDE {
        for (operation, block) in fold_contract(&contract(&document(area))) {
            assert_snapshot!(format!("{area}_contract_{operation}"), block);
        }
    }
}

#[test]
fn every_wide_area_looks_as_reviewed() {
    for area in WIDE {
        let whole = outline_of(area);
        let (calls, types) = whole.split_once("\ntypes\n").unwrap();
        let is_enum = |line: &&str| line.starts_with("  enum ");
        let (enums, structs): (Vec<_>, Vec<_>) = types.lines().partition(is_enum);
        assert_snapshot!(format!("{area}_outline_calls"), calls);
        assert_snapshot!(format!("{area}_outline_enums"), enums.join("\n"));
        assert_snapshot!(format!("{area}_outline_structs"), structs.join("\n"));
    }
}

#[test]
fn every_wide_area_is_rewritten_as_reviewed() {
    for area in WIDE {
        assert_snapshot!(format!("{area}_notes"), notes_of(area));
    }
}
