#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::{Value, json};
use xtask_openapi::Document;

use super::{Applied, Overlay};

fn overlay(actions: &Value) -> Result<Overlay, String> {
    let text = json!({
        "overlay": "1.0.0",
        "info": {"title": "Corrections", "version": "1"},
        "actions": actions,
    });
    let document = Document::parse(text.to_string(), "overlay.yaml").unwrap();
    Overlay::read(document).map_err(|problems| problems.to_string())
}

fn document() -> Value {
    json!({
        "info": {"title": "Banks", "contact": {"name": "Lean"}},
        "tags": [{"name": "a"}, {"name": "b"}, {"name": "a"}],
        "paths": {"/banks/v1/": {"get": {"tags": ["a"]}}},
    })
}

/// The document after the actions, or what is wrong with them.
fn after(actions: &Value) -> Result<Value, String> {
    let mut document = document();
    overlay(actions)?
        .apply(&mut document)
        .map_err(|problems| problems.to_string())?;
    Ok(document)
}

#[test]
fn update_merges_objects_all_the_way_down_and_keeps_the_rest() {
    let found = after(&json!([{
        "target": "$", "description": "why",
        "update": {"info": {"title": "Lean KSA banks", "contact": {"url": "https://example.com"}}},
    }]))
    .unwrap();
    assert_eq!(
        found.get("info").unwrap(),
        &json!({
            "title": "Lean KSA banks",
            "contact": {"name": "Lean", "url": "https://example.com"},
        })
    );
    assert_eq!(found.get("tags"), document().get("tags"));
}

#[test]
fn update_appends_to_a_list_and_joins_lists_below_it() {
    let found = after(&json!([
        {"target": "$.tags", "description": "why", "update": {"name": "c"}},
        {"target": "$.paths['/banks/v1/'].get", "description": "why", "update": {"tags": ["b"]}},
    ]))
    .unwrap();
    assert_eq!(found.pointer("/tags/3/name"), Some(&json!("c")));
    assert_eq!(
        found.pointer("/paths/~1banks~1v1~1/get/tags"),
        Some(&json!(["a", "b"]))
    );
}

#[test]
fn remove_takes_every_match_out_and_keeps_the_order() {
    let found = after(&json!([
        {"target": "$.tags[?@.name == 'a']", "description": "why", "remove": true},
        {"target": "$.info.contact", "description": "why", "remove": true},
    ]))
    .unwrap();
    assert_eq!(found.get("tags"), Some(&json!([{"name": "b"}])));
    assert_eq!(found.get("info"), Some(&json!({"title": "Banks"})));
    let keys: Vec<_> = found.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["info", "tags", "paths"]);
}

#[test]
fn actions_see_what_the_ones_before_them_did() {
    let found = after(&json!([
        {"target": "$.info.contact", "description": "why", "remove": true},
        {"target": "$.info", "description": "why", "update": {"contact": ["none"]}},
    ]))
    .unwrap();
    assert_eq!(found.pointer("/info/contact"), Some(&json!(["none"])));
}

#[test]
fn what_was_applied_is_told_with_its_reason() {
    let overlay = overlay(&json!([{
        "target": "$.tags[?@.name == 'a']", "description": "one\n  two", "update": {"x-source": "us"},
    }]))
    .unwrap();
    assert_eq!(
        overlay.apply(&mut document()).unwrap(),
        [Applied {
            target: "$.tags[?@.name == 'a']".to_owned(),
            reason: "one two".to_owned(),
            places: 2,
        }]
    );
}

#[test]
fn an_action_that_matches_nothing_is_a_problem() {
    let found = after(&json!([
        {"target": "$.servers", "description": "why", "remove": true},
    ]))
    .unwrap_err();
    assert!(
        found.starts_with("overlay.yaml:1: /actions/0: `$.servers` matches nothing"),
        "{found}"
    );
}

#[test]
fn a_change_that_does_not_fit_is_a_problem() {
    for (target, update, part) in [
        (
            "$.info",
            json!({"title": ["a"]}),
            "`title`: there is a text, and the update is a list",
        ),
        (
            "$.info",
            json!({"contact": null}),
            "`contact`: there is an object",
        ),
        (
            "$.info",
            json!("text"),
            "there is an object, and the update is a text",
        ),
        (
            "$.info.title",
            json!("text"),
            "there is a text, and a target selects objects and lists",
        ),
    ] {
        let actions = json!([{"target": target, "description": "why", "update": update}]);
        let found = after(&actions).unwrap_err();
        assert!(found.contains(part), "{found}");
    }
    for target in ["$", "$.info.title"] {
        let actions = json!([{"target": target, "description": "why", "remove": true}]);
        assert!(after(&actions).unwrap_err().contains("removed"));
    }
}

#[test]
fn an_action_needs_a_target_a_reason_and_a_change() {
    for (action, part) in [
        (
            json!({"description": "why", "remove": true}),
            "without a `target`",
        ),
        (
            json!({"target": "$.tags", "remove": true}),
            "without a `description`",
        ),
        (
            json!({"target": "$.tags", "description": " ", "remove": true}),
            "without a `description`",
        ),
        (
            json!({"target": "$.tags", "description": "why"}),
            "neither updates nor removes",
        ),
        (
            json!({"target": "$.tags", "description": "why", "remove": "yes"}),
            "`remove: \"yes\"`",
        ),
        (
            json!({"target": "tags", "description": "why", "remove": true}),
            "is no JSONPath",
        ),
        (
            json!({"target": "$.tags", "description": "why", "updates": {}}),
            "no field `updates`",
        ),
    ] {
        let found = overlay(&json!([action])).unwrap_err();
        assert!(found.contains(part), "{found}");
    }
}

#[test]
fn an_overlay_says_its_version_its_title_and_at_least_one_action() {
    for (text, part) in [
        (
            json!({"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": [1]}),
            "the version \"1.1.0\"",
        ),
        (
            json!({"overlay": "1.0.0", "info": {"title": "t"}, "actions": [1]}),
            "no `version` in `info`",
        ),
        (
            json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": []}),
            "no list of actions",
        ),
        (
            json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "action": []}),
            "the field `action`",
        ),
    ] {
        let document = Document::parse(text.to_string(), "overlay.yaml").unwrap();
        let found = Overlay::read(document).unwrap_err().to_string();
        assert!(found.contains(part), "{found}");
    }
}

#[test]
fn an_action_that_finds_something_else_than_it_corrects_is_a_problem() {
    let remove = |was: &Value| {
        after(&json!([{
            "target": "$.info", "description": "why", "remove": true, "x-was": was,
        }]))
    };
    // Prose and extensions do not count: `title` stands there and is not named.
    assert!(remove(&json!({"contact": {"name": "Lean"}})).is_ok());
    for was in [
        json!({"contact": {"name": "lean"}}),
        json!({"contact": {}}),
        json!({"contact": {"name": "Lean", "url": "u"}}),
        json!({}),
    ] {
        let found = remove(&was).unwrap_err();
        assert!(
            found.contains("/actions/0/x-was: at `/info` there is {"),
            "{found}"
        );
    }
}

#[test]
fn an_update_expects_only_the_members_it_names() {
    let update = |was: &Value| {
        after(&json!([{
            "target": "$", "description": "why", "update": {"x": 1}, "x-was": was,
        }]))
    };
    assert!(update(&json!({"info": {"contact": {"name": "Lean"}}})).is_ok());
    assert!(update(&json!({"info": {"contact": {"name": "lean"}}})).is_err());
    assert!(update(&json!({"servers": []})).is_err());
}
