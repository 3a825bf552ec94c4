//! Baselines of made-up documents.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::*;
use crate::operation::operations;

fn taken<'d>(root: &'d Value, file: &str) -> Vec<Taken<'d>> {
    let source = Source {
        name: file.to_owned(),
        sha256: "0".repeat(64),
        day: "2026-11-29".to_owned(),
    };
    operations(root)
        .into_iter()
        .map(|operation| Taken {
            operation,
            root,
            source: source.clone(),
        })
        .collect()
}

/// A document with one operation, which answers with the component `Answer`.
fn document(path: &str, answer: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "servers": [{"url": "https://api2.sa.leantech.me", "description": "D"}],
        "security": [{"bearer": []}],
        "paths": {path: {"get": {
            "operationId": path,
            "responses": {"200": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Answer"},
            }}}},
        }}},
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Answer": answer},
        },
    })
}

fn composed(taken: &[Taken<'_>]) -> Value {
    compose("data", "sa", taken, &[])
}

fn answer_of<'v>(baseline: &'v Value, path: &str) -> Option<&'v str> {
    let schema = "get/responses/200/content/application~1json/schema/$ref";
    let place = format!("/paths/{}/{schema}", pointer::escape(path));
    baseline.pointer(&place)?.as_str()
}

#[test]
fn two_schemas_of_one_name_get_two() {
    let one = document(
        "/one",
        &json!({"type": "object", "properties": {"a": {"type": "string"}}}),
    );
    let other = document(
        "/two",
        &json!({"type": "object", "properties": {"b": {"type": "string"}}}),
    );
    let all: Vec<Taken<'_>> = taken(&one, "one.yml")
        .into_iter()
        .chain(taken(&other, "two.yml"))
        .collect();
    let baseline = composed(&all);
    assert_eq!(
        answer_of(&baseline, "/one"),
        Some("#/components/schemas/Answer")
    );
    assert_eq!(
        answer_of(&baseline, "/two"),
        Some("#/components/schemas/Answer2")
    );
    assert_eq!(
        baseline.pointer("/components/schemas/Answer2/properties/b/type"),
        Some(&"string".into())
    );
}

#[test]
fn the_same_schema_of_two_files_stands_once() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let with_words =
        json!({"properties": {"a": {"description": "D", "type": ["string"]}}, "type": "object"});
    let one = document("/one", &schema);
    let other = document("/two", &with_words);
    let all: Vec<Taken<'_>> = taken(&one, "one.yml")
        .into_iter()
        .chain(taken(&other, "two.yml"))
        .collect();
    let baseline = composed(&all);
    assert_eq!(
        answer_of(&baseline, "/two"),
        Some("#/components/schemas/Answer")
    );
    assert_eq!(
        baseline.pointer("/components/schemas"),
        Some(&json!({"Answer": schema}))
    );
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let one = document(
        "/one",
        &json!({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a", "b"]}),
    );
    let other = document(
        "/one",
        &json!({"required": ["b", "a"], "properties": {"b": {}, "a": {}}, "type": "object"}),
    );
    let text = |root: &Value| {
        write(&composed(&taken(root, "one.yml")), "b.yaml").map(|document| document.text)
    };
    assert!(text(&one).is_ok());
    assert_eq!(text(&one), text(&other));
}

#[test]
fn a_baseline_of_a_baseline_is_the_same() {
    let schema =
        json!({"type": "object", "properties": {"self": {"$ref": "#/components/schemas/Answer"}}});
    let root = document("/one", &schema);
    let once = composed(&taken(&root, "one.yml"));
    let again: Vec<Taken<'_>> = operations(&once)
        .into_iter()
        .map(|operation| Taken {
            source: source_of(&once, operation.value),
            operation,
            root: &once,
        })
        .collect();
    assert_eq!(composed(&again), once);
}

#[test]
fn what_the_path_and_the_document_say_goes_to_the_operation() {
    let mut root = document("/one/{id}", &json!({"type": "string"}));
    root["paths"]["/one/{id}"]["parameters"] = json!([{"$ref": "#/components/parameters/Id"}]);
    root["components"]["parameters"] =
        json!({"Id": {"name": "id", "in": "path", "required": true, "description": "D"}});
    let baseline = composed(&taken(&root, "one.yml"));
    let operation = &baseline["paths"]["/one/{id}"]["get"];
    assert_eq!(
        operation["parameters"],
        json!([{"name": "id", "in": "path", "required": true}])
    );
    assert_eq!(operation["security"], json!([{"http-bearer": []}]));
    assert_eq!(
        baseline["servers"],
        json!([{"url": "https://api2.sa.leantech.me"}])
    );
    assert!(operation.get("servers").is_none());
}

#[test]
fn servers_that_differ_stand_in_their_operations() {
    let one = document("/one", &json!({}));
    let mut other = document("/two", &json!({}));
    other["servers"] = json!([{"url": "https://sandbox.sa.leantech.me"}]);
    let all: Vec<Taken<'_>> = taken(&one, "one.yml")
        .into_iter()
        .chain(taken(&other, "two.yml"))
        .collect();
    let baseline = composed(&all);
    assert!(baseline.get("servers").is_none());
    assert_eq!(
        baseline["paths"]["/two"]["get"]["servers"],
        json!([{"url": "https://sandbox.sa.leantech.me"}])
    );
}

#[test]
fn decisions_are_read_as_they_were_written() {
    let root = document("/one", &json!({}));
    let kept = |place: &str| Kept {
        place: place.to_owned(),
        lean: "type: string is integer now".to_owned(),
        day: "2026-11-29".to_owned(),
    };
    let baseline = compose(
        "data",
        "sa",
        &taken(&root, "one.yml"),
        &[kept("/b"), kept("/a")],
    );
    assert_eq!(kept_in(&baseline), [kept("/a"), kept("/b")]);
}
