//! What becomes of a change, by what Lean said, says, and what we say.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::point::FieldFact;

const HOLDER: &str = "/components/schemas/Bank";

fn context(operation: &str) -> Context {
    Context {
        operation: operation.to_owned(),
        part: "answer 200".to_owned(),
        way: String::new(),
        received: true,
        failure: false,
    }
}

fn keyword(operation: &str, (old, new, ours): (i64, i64, i64)) -> Point {
    Point {
        place: format!("{HOLDER}/maxLength"),
        context: context(operation),
        fact: Fact::Keyword {
            node: HOLDER.to_owned(),
            keyword: "maxLength".to_owned(),
        },
        old: old.into(),
        new: new.into(),
        ours: ours.into(),
    }
}

fn field(operation: &str, required: bool) -> Point {
    Point {
        place: format!("{HOLDER}/properties/name"),
        context: context(operation),
        fact: Fact::Field(Box::new(FieldFact {
            owner: HOLDER.to_owned(),
            name: "name".to_owned(),
            required,
            lean: Vec::new(),
            after: Vec::new(),
            renamed_from: None,
        })),
        old: false.into(),
        new: true.into(),
        ours: false.into(),
    }
}

/// A walk in which the operations use the place.
fn walked(points: Vec<Point>, users: &[&str]) -> Walked {
    let mut walked = Walked {
        points,
        ..Walked::default()
    };
    let users = users.iter().map(|user| context(user)).collect();
    walked.visits.insert(HOLDER.to_owned(), users);
    walked
}

/// How many are applied and known, and why the others are asked.
fn outcome(walked: &Walked) -> (usize, usize, Vec<Reason>) {
    let decided = decide(walked);
    let reasons = decided.conflicts.iter().map(|conflict| conflict.reason);
    (decided.apply.len(), decided.known.len(), reasons.collect())
}

#[test]
fn what_lean_did_not_change_is_left_alone() {
    let walked = walked(vec![keyword("GET /a", (1, 1, 2))], &["GET /a"]);
    assert_eq!(outcome(&walked), (0, 0, vec![]));
}

#[test]
fn a_change_where_we_said_what_lean_said_is_applied() {
    let walked = walked(vec![keyword("GET /a", (1, 2, 1))], &["GET /a"]);
    assert_eq!(outcome(&walked), (1, 0, vec![]));
}

#[test]
fn a_change_to_what_we_say_already_is_known() {
    let walked = walked(vec![keyword("GET /a", (1, 2, 2))], &["GET /a"]);
    assert_eq!(outcome(&walked), (0, 1, vec![]));
}

#[test]
fn a_change_of_what_we_corrected_is_asked() {
    let corrected = walked(vec![keyword("GET /a", (1, 2, 3))], &["GET /a"]);
    assert_eq!(outcome(&corrected), (0, 0, vec![Reason::Corrected]));
    let mut point = keyword("GET /a", (1, 2, 0));
    point.ours = Value::Null;
    let left_out = walked(vec![point], &["GET /a"]);
    assert_eq!(outcome(&left_out), (0, 0, vec![Reason::LeftOut]));
}

#[test]
fn a_change_below_what_we_left_out_is_asked() {
    let mut point = keyword("GET /a", (0, 1, 0));
    point.fact = Fact::LeftOut {
        lean: Vec::new(),
        owner: None,
    };
    let walked = walked(vec![point], &["GET /a"]);
    assert_eq!(outcome(&walked), (0, 0, vec![Reason::LeftOut]));
}

#[test]
fn a_change_at_one_of_two_places_that_share_ours_is_asked() {
    let points = vec![keyword("GET /a", (1, 2, 1)), keyword("GET /b", (1, 1, 1))];
    let one_of_two = walked(points, &["GET /a", "GET /b"]);
    let decided = decide(&one_of_two);
    assert_eq!(decided.conflicts.len(), 1);
    for conflict in &decided.conflicts {
        assert_eq!(conflict.reason, Reason::Shared);
        assert_eq!(conflict.others, [&context("GET /b")]);
    }
    // Lean may say nothing at all at the other place.
    let silent = walked(vec![keyword("GET /a", (1, 2, 1))], &["GET /a", "GET /b"]);
    assert_eq!(outcome(&silent), (0, 0, vec![Reason::Shared]));
}

#[test]
fn the_same_change_at_every_place_is_applied_once() {
    let points = vec![keyword("GET /a", (1, 2, 1)), keyword("GET /b", (1, 2, 1))];
    let walked = walked(points, &["GET /a", "GET /b"]);
    assert_eq!(outcome(&walked), (1, 0, vec![]));
}

#[test]
fn different_changes_at_places_that_share_ours_are_asked() {
    let points = vec![keyword("GET /a", (1, 2, 1)), keyword("GET /b", (1, 3, 1))];
    let walked = walked(points, &["GET /a", "GET /b"]);
    assert_eq!(outcome(&walked), (0, 0, vec![Reason::Divided]));
}

#[test]
fn an_optional_field_goes_into_a_shared_schema_and_a_required_one_is_asked() {
    let walked_with = |required| walked(vec![field("GET /a", required)], &["GET /a", "GET /b"]);
    let optional = walked_with(false);
    let decided = decide(&optional);
    let others: Vec<_> = decided
        .apply
        .iter()
        .map(|(_, others)| others.clone())
        .collect();
    assert_eq!(others, [[&context("GET /b")]]);
    assert_eq!(outcome(&walked_with(true)), (0, 0, vec![Reason::Shared]));
}

#[test]
fn a_field_that_goes_from_one_of_two_places_is_asked() {
    let mut point = field("GET /a", false);
    (point.old, point.new, point.ours) = (json!(true), json!(false), json!(true));
    let walked = walked(vec![point], &["GET /a", "GET /b"]);
    assert_eq!(outcome(&walked), (0, 0, vec![Reason::Shared]));
}

/// A schema that is written anew is written at every place that uses it.
#[test]
fn another_shape_is_applied_at_each_place_that_uses_the_schema() {
    let shape = |operation: &str, site: &str| Point {
        place: format!("{HOLDER}/enum"),
        context: context(operation),
        fact: Fact::Shape {
            site: site.to_owned(),
            lean: Vec::new(),
            name: "kind".to_owned(),
        },
        old: json!(["a"]),
        new: Value::Null,
        ours: json!(["a"]),
    };
    let walked = walked(vec![shape("GET /a", "/a"), shape("GET /b", "/b")], &[]);
    assert_eq!(outcome(&walked), (2, 0, vec![]));
}
