//! Answers made from the documents go through the generated types and come back unchanged.

use std::collections::{BTreeMap, BTreeSet};

use leantech_tests::answers::{Kind, Nulls, VARIANTS, make, operations};
use leantech_tests::exact_json::Exact;

#[test]
fn every_operation_that_answers_is_among_them() {
    let mut counts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for operation in operations() {
        counts
            .entry(operation.area.clone())
            .or_default()
            .insert(&operation.id);
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(area, ids)| (area.as_str(), ids.len()))
        .collect();
    let expected = [
        ("auth", 1),
        ("banks", 1),
        ("consents", 4),
        ("customers", 4),
        ("data", 13),
        ("entities", 4),
        ("insights", 13),
        ("open-banking", 9),
        ("payouts", 6),
        ("reports", 6),
        ("verifications", 10),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn an_answer_with_every_member_set_comes_back_unchanged() {
    for operation in operations() {
        for turn in 0..VARIANTS {
            let answer = operation.full(turn);
            operation.brings_back(&answer.body, &answer.body);
        }
    }
}

#[test]
fn every_word_of_every_enum_has_had_its_turn() {
    for operation in operations() {
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for turn in 0..VARIANTS {
            let mut answer = operation.full(turn);
            for place in std::mem::take(&mut answer.places) {
                let Kind::Word(words) = place.kind else {
                    continue;
                };
                let Some(Exact::Text(word)) = answer.body.at_mut(&place.way) else {
                    panic!("{} is no word", place.way);
                };
                seen.entry(place.way.any_item())
                    .or_default()
                    .insert(word.clone());
                wanted.insert(place.way.any_item(), words.into_iter().collect());
            }
        }
        assert_eq!(seen, wanted, "{}", operation.id);
    }
}

#[test]
fn an_answer_with_every_nullable_member_null_comes_back_unchanged() {
    let mut nulls = BTreeSet::new();
    for operation in operations() {
        let depth = operation.full(0).depth;
        // The outer members first; then only inner ones, which a null further out would hide.
        for from in 0..=depth {
            let answer = make(&operation.answer, Nulls::WhereAllowedFrom(from), from);
            operation.brings_back(&answer.body, &answer.body);
            let found = answer.places_of(|kind| *kind == Kind::Null);
            nulls.extend(
                found
                    .iter()
                    .map(|place| (operation.id.clone(), place.way.any_item())),
            );
        }
    }
    assert!(nulls.len() > 500, "only {} members were null", nulls.len());
}
