//! What is read together with a document: each reference by the grammar, and nothing else.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use serde_json::{Value, json};
use xtask_openapi::{Document, Problems, bundle};

/// Reads a document next to a file `s.yaml` that has a schema, an answer and a parameter.
fn read(document: &Value) -> Result<Document, Problems> {
    let folder = tempfile::tempdir().expect("a folder");
    let other = json!({
        "Schema": {"type": "integer"},
        "Answer": {"description": "made up"},
        "Parameter": {"name": "a", "in": "query", "schema": {"$ref": "#/Schema"}},
    });
    std::fs::write(folder.path().join("s.yaml"), other.to_string()).expect("it is written");
    let path = folder.path().join("a.yaml");
    std::fs::write(&path, document.to_string()).expect("it is written");
    bundle::read(&path, "a.yaml")
}

fn whole(responses: &Value, schemas: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "made up", "version": "1"},
        "paths": {"/a": {"get": {"responses": responses}}},
        "components": {"schemas": schemas},
    })
}

/// Places of a schema `A` at which a reference is one, whatever the names around it are.
fn places() -> Vec<Value> {
    let to = json!({"$ref": "./s.yaml#/Schema"});
    let mut places: Vec<Value> = [
        "default", "enum", "const", "example", "examples", "x-id", "$ref",
    ]
    .into_iter()
    .map(|name| json!({"type": "object", "properties": {name: to}}))
    .collect();
    places.extend([
        json!({"not": {"properties": {"example": to}}}),
        json!({"items": to}),
        json!({"allOf": [to]}),
        json!({"prefixItems": [to]}),
        json!({"patternProperties": {"default": to}}),
        json!({"dependentSchemas": {"const": to}}),
        json!({"if": to}),
        json!({"then": to}),
        json!({"contains": to}),
        json!({"propertyNames": to}),
        json!({"unevaluatedProperties": to}),
        json!({"$defs": {"enum": to}}),
        json!({"additionalProperties": to}),
    ]);
    places
}

#[test]
fn a_reference_is_followed_whatever_the_names_around_it_are() {
    for schema in places() {
        let read = read(&whole(&json!({}), &json!({"A": schema})));
        let read = read.expect("it is read").value;
        let text = read["components"]["schemas"]["A"].to_string();
        assert!(text.contains("#/components/schemas/Schema"), "{text}");
        assert_eq!(
            read["components"]["schemas"]["Schema"],
            json!({"type": "integer"})
        );
    }
}

#[test]
fn an_answer_header_or_parameter_of_any_name_is_followed() {
    for name in ["default", "200"] {
        let read = read(&whole(
            &json!({name: {"$ref": "./s.yaml#/Answer"}}),
            &json!({}),
        ));
        let read = read.expect("it is read").value;
        assert_eq!(
            read["components"]["responses"]["Answer"],
            json!({"description": "made up"}),
            "{name}"
        );
    }
    let headers = json!({"default": {"schema": {"$ref": "./s.yaml#/Schema"}}});
    let answer = json!({"200": {"description": "", "headers": headers}});
    let read = read(&whole(&answer, &json!({}))).expect("it is read").value;
    assert_eq!(
        read["components"]["schemas"]["Schema"],
        json!({"type": "integer"})
    );
}

#[test]
fn a_missing_file_is_said_wherever_it_is_referred_to() {
    for schema in places() {
        let text = schema.to_string().replace("./s.yaml", "./missing.yaml");
        let schema: Value = serde_json::from_str(&text).expect("still JSON");
        let problems = read(&whole(&json!({}), &json!({"A": schema}))).expect_err(&text);
        assert!(
            problems.to_string().contains("missing.yaml"),
            "{text}: {problems}"
        );
    }
}

#[test]
fn what_only_looks_like_a_reference_is_data() {
    let to = json!({"$ref": "./missing.yaml#/Schema"});
    for schema in [
        json!({"x-data": to}),
        json!({"x-data": {"properties": {"a": to}}}),
        json!({"example": to}),
        json!({"examples": [to]}),
        json!({"default": to}),
        json!({"enum": [to]}),
        json!({"const": to}),
    ] {
        let document = whole(&json!({"x-data": to}), &json!({"A": schema}));
        let read = read(&document).expect("it is read");
        assert_eq!(read.value, document);
    }
}

#[test]
fn the_mapping_of_a_discriminator_is_followed() {
    let mapping = json!({"a": "./s.yaml#/Schema", "b": "Other"});
    let schema = json!({"discriminator": {"propertyName": "kind", "mapping": mapping}});
    let read = read(&whole(&json!({}), &json!({"A": schema})))
        .expect("it is read")
        .value;
    assert_eq!(
        read["components"]["schemas"]["A"]["discriminator"]["mapping"],
        json!({"a": "#/components/schemas/Schema", "b": "Other"})
    );
}

#[test]
fn a_thousand_files_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut schemas = serde_json::Map::new();
    for number in 0..1_000 {
        let name = format!("s{number}.json");
        std::fs::write(folder.path().join(&name), r#"{"type": "string"}"#).expect("it is written");
        schemas.insert(format!("A{number}"), json!({"$ref": format!("./{name}")}));
    }
    let path = folder.path().join("a.yaml");
    let document = whole(&json!({}), &Value::Object(schemas));
    std::fs::write(&path, document.to_string()).expect("it is written");
    let read = bundle::read(&path, "a.yaml").expect("it is read").value;
    let schemas = read["components"]["schemas"].as_object().expect("schemas");
    assert_eq!(schemas.len(), 2_000);
}
