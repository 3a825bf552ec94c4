//! What the report says where the two sides do not agree.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use super::super::rest::changed_beyond_words;
use super::super::rules::Judge;
use super::super::tree::Tree;
use super::*;

const BASE: &str = include_str!("../../../tests/drift/base.yaml");

#[test]
fn a_difference_of_the_code_that_no_finding_explains_is_unknown_and_breaking() {
    let old = Document::parse(BASE, "old").expect("it can be read");
    let text = BASE.replace("type: boolean", "type: string");
    let new = Document::parse(text, "new").expect("it can be read");
    let trees = [&old, &new].map(|document| Tree::new(&document.value));
    let [one, other] = trees;
    // The documents were not compared, so nothing was found in them.
    let blind = Comparison::new(one, other, Judge::Crate);
    let changed = changed_beyond_words(&old.value, &new.value);
    let sides = Sides::new([&old, &new], &blind, &changed, "leantech-cards");
    let said = sides.changes(&blind);
    let [change] = said.as_slice() else {
        panic!("one change: {said:?}");
    };
    assert_eq!(change.kind, "unknown");
    assert_eq!(change.level, Level::Breaking);
    assert_eq!(change.rust, ["leantech_cards::types::Card::active"]);
    assert!(change.message.contains("nothing in the documents explains"));
}
