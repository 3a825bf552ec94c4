#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::{Value, json};

use super::raise;
use crate::load::Document;

fn document(version: &str, schema: &Value) -> Document {
    let text = json!({
        "openapi": version,
        "info": {"title": "t", "version": "1.0.0"},
        "paths": {},
        "components": {"schemas": {"S": schema}},
    });
    Document::parse(text.to_string(), "lean.json").unwrap()
}

/// The schema, raised; as text, so that the order of its keys counts.
fn raised(version: &str, schema: &Value) -> String {
    let raised = raise(&document(version, schema)).unwrap();
    raised.pointer("/components/schemas/S").unwrap().to_string()
}

#[test]
fn words_of_3_0_become_those_of_3_1_in_their_places() {
    let reference = json!({"$ref": "#/components/schemas/T"});
    for (older, newer) in [
        (
            json!({"type": "string", "nullable": true, "description": "d"}),
            json!({"type": ["string", "null"], "description": "d"}),
        ),
        (
            json!({"type": "string", "nullable": false}),
            json!({"type": "string"}),
        ),
        (
            json!({"description": "d", "type": "string", "enum": ["a"], "nullable": true}),
            json!({"description": "d", "anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}),
        ),
        (
            json!({"allOf": [reference], "nullable": true, "description": "d"}),
            json!({"anyOf": [reference, {"type": "null"}], "description": "d"}),
        ),
        (
            json!({"allOf": [reference], "description": "d"}),
            json!({"$ref": "#/components/schemas/T", "description": "d"}),
        ),
        (
            json!({"allOf": [reference], "type": "object"}),
            json!({"allOf": [reference], "type": "object"}),
        ),
        (
            json!({"allOf": [reference, {"type": "object"}], "nullable": true}),
            json!({"anyOf": [{"allOf": [reference, {"type": "object"}]}, {"type": "null"}]}),
        ),
        (
            json!({"nullable": true, "description": "d"}),
            json!({"description": "d"}),
        ),
        (
            json!({"type": "integer", "minimum": 0, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false}),
            json!({"type": "integer", "exclusiveMinimum": 0, "maximum": 9}),
        ),
        (
            json!({"type": "string", "example": "a", "description": "d"}),
            json!({"type": "string", "examples": ["a"], "description": "d"}),
        ),
    ] {
        assert_eq!(raised("3.0.1", &older), newer.to_string());
    }
}

#[test]
fn schemas_are_raised_wherever_they_stand_and_data_is_left_alone() {
    let schema = json!({
        "type": "object",
        "properties": {"nullable": {"type": "array", "items": {"type": "string", "nullable": true}}},
        "example": {"nullable": true, "example": 1},
        "x-lean": {"nullable": true},
    });
    let expected = json!({
        "type": "object",
        "properties": {"nullable": {"type": "array", "items": {"type": ["string", "null"]}}},
        "examples": [{"nullable": true, "example": 1}],
        "x-lean": {"nullable": true},
    });
    assert_eq!(raised("3.0.3", &schema), expected.to_string());
}

#[test]
fn a_document_of_3_1_keeps_its_words() {
    let schema = json!({"type": ["string", "null"], "nullable": true, "exclusiveMinimum": 3});
    assert_eq!(raised("3.1.1", &schema), schema.to_string());
    let found = raise(&document("3.1.1", &schema)).unwrap();
    assert_eq!(found.get("openapi"), Some(&json!("3.1.0")));
}

#[test]
fn another_version_is_refused() {
    let found = raise(&document("2.0", &json!({}))).unwrap_err().to_string();
    assert!(found.contains("/openapi: OpenAPI version 2.0"), "{found}");
}

#[test]
fn what_was_raised_means_the_same_to_the_generator() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": true, "description": "a"},
            "b": {"type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true},
        },
    });
    let older = document("3.0.3", &schema);
    let newer = raise(&older).unwrap();
    let newer = Document::parse(newer.to_string(), "raised").unwrap();
    assert_eq!(
        crate::lower::lower(&newer).unwrap().value.get("components"),
        older.value.get("components")
    );
}
