//! What the report says where the two sides do not agree.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use xtask_openapi::Problems;

use super::*;
use crate::compare::rest::changed_beyond_words;
use crate::rules::Judge;
use crate::surface::rust::Item;
use xtask_openapi::effective::Tree;

const BASE: &str = include_str!("../../tests/documents/base.yaml");

/// Code in which a card's `active` is of the type that the text says, and nothing else.
#[derive(Debug)]
struct OneField;

impl RustNames for OneField {
    fn of_field(&self, text: &str) -> String {
        text.to_owned()
    }

    fn of_variant(&self, text: &str) -> String {
        text.to_owned()
    }

    fn of_type(&self, text: &str) -> String {
        text.to_owned()
    }
}

impl RustSurface for OneField {
    type Draft = Item;

    fn draft(&self, document: &Document) -> Result<Item, Problems> {
        let place = "/components/schemas/Card/properties/active";
        let kind = document.value.pointer(&format!("{place}/type"));
        Ok(Item {
            path: "types::Card::active".to_owned(),
            signature: kind.expect("its type").to_string(),
            pointer: place.to_owned(),
            operation: String::new(),
        })
    }

    fn drafted(&self, draft: &Item) -> Vec<Item> {
        vec![draft.clone()]
    }

    fn narrow(&self, _: &mut Item, _: &mut Item, _: usize) -> usize {
        0
    }

    fn generated(&self, draft: &Item) -> Result<Vec<Item>, Problems> {
        Ok(vec![draft.clone()])
    }
}

#[test]
fn a_difference_of_the_code_that_no_finding_explains_is_unknown_and_breaking() {
    let old = Document::parse(BASE, "old").expect("it can be read");
    let text = BASE.replace("type: boolean", "type: string");
    let new = Document::parse(text, "new").expect("it can be read");
    let trees = [&old, &new].map(|document| Tree::new(&document.value));
    let [one, other] = trees;
    // The documents were not compared, so nothing was found in them.
    let blind = Comparison::new(one, other, Judge::Crate, &OneField);
    let changed = changed_beyond_words(&old.value, &new.value);
    let sides = Sides::new(&OneField, [&old, &new], &blind, &changed, "leantech-cards");
    let said = sides.changes(&blind);
    let [change] = said.as_slice() else {
        panic!("one change: {said:?}");
    };
    assert_eq!(change.kind, "unknown");
    assert_eq!(change.level, Level::Breaking);
    assert_eq!(change.rust, ["leantech_cards::types::Card::active"]);
    assert!(change.message.contains("nothing in the documents explains"));
}
