//! What stays of a document, and what is for people alone.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;

#[test]
fn texts_go_and_fields_of_their_names_stay() {
    let schema = json!({
        "type": "object",
        "title": "T",
        "description": "D",
        "example": {},
        "examples": [{}],
        "externalDocs": {"url": "u"},
        "x-anything": 1,
        "required": ["title"],
        "properties": {
            "title": {"type": "string", "description": "D", "maxLength": 3},
            "example": {"type": "string", "example": "e"},
            "x-field": {"type": "string"},
        },
    });
    let expected = json!({
        "type": "object",
        "required": ["title"],
        "properties": {
            "title": {"type": "string", "maxLength": 3},
            "example": {"type": "string"},
            "x-field": {"type": "string"},
        },
    });
    assert_eq!(facts(Kind::Schema, &schema), expected);
}

#[test]
fn what_says_the_same_as_nothing_goes() {
    let operation = json!({
        "summary": "S",
        "tags": ["a"],
        "deprecated": false,
        "parameters": [],
        "responses": {"200": {"description": "D", "headers": {}}, "x-note": {}},
    });
    assert_eq!(
        facts(Kind::Operation, &operation),
        json!({"responses": {"200": {}}})
    );
    let schema = json!({"type": ["string"], "nullable": false, "required": [], "properties": {}});
    assert_eq!(facts(Kind::Schema, &schema), json!({"type": "string"}));
    let parameter = json!({"name": "a", "in": "query", "required": false});
    assert_eq!(
        facts(Kind::Parameter, &parameter),
        json!({"name": "a", "in": "query"})
    );
}

#[test]
fn a_field_that_must_not_come_or_is_deprecated_stays() {
    let schema = json!({"deprecated": true, "nullable": true, "additionalProperties": false});
    assert_eq!(facts(Kind::Schema, &schema), schema);
}

#[test]
fn what_has_no_order_is_written_in_one() {
    let one = json!({
        "properties": {"b": {"enum": ["y", "x", null], "type": ["null", "string"]}, "a": {}},
        "required": ["b", "a"],
        "type": "object",
    });
    let other = json!({
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {}, "b": {"type": ["string", "null"], "enum": [null, "x", "y", "x"]}},
    });
    let written = ordered(Kind::Schema, &one).to_string();
    assert_eq!(written, ordered(Kind::Schema, &other).to_string());
    assert_eq!(
        written,
        json!({
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": {}, "b": {"type": ["string", "null"], "enum": ["x", "y", null]}},
        })
        .to_string()
    );
}

#[test]
fn a_list_with_an_order_keeps_it() {
    let schema = json!({"oneOf": [{"type": "string"}, {"type": "integer"}], "default": [2, 1]});
    let written = ordered(Kind::Schema, &schema);
    assert_eq!(written["oneOf"], schema["oneOf"]);
    assert_eq!(written["default"], schema["default"]);
}
