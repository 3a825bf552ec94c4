#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test that meets something else should fail, and reads best with plain literals"
)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

const PLACE: &str = "/components/schemas/A";

fn document(value: &Value) -> Document {
    Document::parse(value.to_string(), "a.json").unwrap_or_else(|problems| panic!("{problems}"))
}

fn with_schema(schema: &Value) -> Value {
    json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1.0.0"}, "paths": {},
        "components": {"schemas": {"A": schema, "B": {"type": "string"}}},
    })
}

fn lowered(value: &Value) -> Lowered {
    let lowered = lower(&document(value)).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(lowered.value["openapi"], LOWERED_VERSION);
    if let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(lowered.value.clone()) {
        panic!("openapiv3 refuses {}: {error}", lowered.value);
    }
    lowered
}

/// Lowers a schema, and gives it with the notes about it.
fn schema(schema: Value) -> (Value, Vec<String>) {
    let lowered = lowered(&with_schema(&schema));
    let notes = lowered
        .notes
        .iter()
        .filter(|note| note.pointer != "/openapi")
        .map(|note| {
            let below = note.pointer.strip_prefix(PLACE).unwrap_or(&note.pointer);
            format!("{below}: {}", note.text)
        })
        .collect();
    (lowered.value["components"]["schemas"]["A"].clone(), notes)
}

#[track_caller]
fn becomes(from: Value, to: Value) {
    let (lowered, notes) = schema(from.clone());
    assert_eq!(lowered, to);
    assert_ne!(
        notes,
        Vec::<String>::new(),
        "the rewrite of {from} leaves a note"
    );
}

#[track_caller]
fn stays(from: Value) {
    assert_eq!(schema(from.clone()), (from, vec![]));
}

/// Where a schema is refused, below its own place.
#[track_caller]
fn refused(schema: Value) -> Vec<String> {
    refused_at(&with_schema(&schema))
        .into_iter()
        .map(|pointer| {
            pointer
                .strip_prefix(PLACE)
                .map_or(pointer.clone(), str::to_owned)
        })
        .collect()
}

#[track_caller]
fn refused_at(value: &Value) -> Vec<String> {
    match lower(&document(value)) {
        Ok(lowered) => panic!("lowered to {}", lowered.value),
        Err(problems) => problems
            .iter()
            .map(|problem| problem.pointer.clone())
            .collect(),
    }
}

#[test]
fn one_type_with_null_becomes_nullable() {
    becomes(
        json!({"type": ["string", "null"]}),
        json!({"type": "string", "nullable": true}),
    );
    becomes(
        json!({"type": ["null", "integer"]}),
        json!({"type": "integer", "nullable": true}),
    );
}

#[test]
fn list_of_one_type_becomes_that_type() {
    becomes(json!({"type": ["string"]}), json!({"type": "string"}));
}

#[test]
fn several_types_at_once_are_refused() {
    assert_eq!(
        refused(json!({"type": ["string", "integer", "null"]})),
        ["/type"]
    );
}

#[test]
fn type_that_is_unknown_or_no_word_is_refused() {
    for wrong in [
        json!("text"),
        json!([]),
        json!(3),
        json!(["string", 3]),
        json!({}),
    ] {
        assert_eq!(refused(json!({"type": wrong})), ["/type"], "{wrong}");
    }
}

#[test]
fn null_alone_becomes_an_enum_of_null() {
    for null in [
        json!({"type": "null"}),
        json!({"type": ["null"]}),
        json!({"const": null}),
        json!({"enum": [null]}),
        json!({"enum": [null], "type": ["string", "null"]}),
        json!({"anyOf": [{"type": "null"}]}),
    ] {
        becomes(null, json!({"enum": [null], "nullable": true}));
    }
}

#[test]
fn reference_or_null_becomes_a_nullable_all_of() {
    let reference = json!({"$ref": "#/components/schemas/B"});
    for union in ["anyOf", "oneOf"] {
        for nothing in [
            json!({"type": "null"}),
            json!({"const": null}),
            json!({"enum": [null]}),
        ] {
            becomes(
                json!({"description": "d", union: [reference, nothing]}),
                json!({"description": "d", "allOf": [reference], "nullable": true}),
            );
        }
    }
}

#[test]
fn inline_schema_or_null_becomes_that_schema_nullable() {
    becomes(
        json!({"description": "outer", "anyOf": [
            {"type": "null"},
            {"type": "string", "format": "date", "description": "inner"},
        ]}),
        json!({"description": "outer", "type": "string", "format": "date", "nullable": true}),
    );
}

#[test]
fn inline_schema_or_null_beside_other_rules_moves_into_all_of() {
    becomes(
        json!({"minLength": 2, "anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]}),
        json!({"minLength": 2, "allOf": [{"type": "string", "minLength": 1}], "nullable": true}),
    );
}

#[test]
fn rule_around_a_schema_or_null_is_not_mixed_with_those_of_the_branch() {
    becomes(
        json!({"pattern": "^a", "anyOf": [{"type": "string"}, {"type": "null"}]}),
        json!({"pattern": "^a", "allOf": [{"type": "string"}], "nullable": true}),
    );
}

#[test]
fn extension_said_twice_is_kept_on_both_sides() {
    becomes(
        json!({"x-a": 1, "anyOf": [{"type": "string", "x-a": 2}, {"type": "null"}]}),
        json!({"x-a": 1, "allOf": [{"type": "string", "x-a": 2}], "nullable": true}),
    );
}

#[test]
fn outer_example_wins_over_that_of_the_branch() {
    for order in [["examples", "anyOf"], ["anyOf", "examples"]] {
        let from: Map<String, Value> = order
            .map(|name| {
                let value = match name {
                    "examples" => json!(["outer"]),
                    _ => json!([{"type": "string", "example": "inner"}, {"type": "null"}]),
                };
                (name.to_owned(), value)
            })
            .into_iter()
            .collect();
        becomes(
            from.into(),
            json!({"type": "string", "example": "outer", "nullable": true}),
        );
    }
}

#[test]
fn several_branches_or_null_stay_and_become_nullable() {
    let two = [
        json!({"$ref": "#/components/schemas/B"}),
        json!({"type": "integer"}),
    ];
    becomes(
        json!({"oneOf": [two[0], {"type": "null"}, two[1]]}),
        json!({"oneOf": two, "nullable": true}),
    );
}

#[test]
fn branches_without_null_stay() {
    stays(json!({"oneOf": [{"type": "integer"}, {"$ref": "#/components/schemas/B"}]}));
    stays(json!({"anyOf": [{"type": "integer"}]}));
}

#[test]
fn null_branch_that_the_type_rules_out_is_dropped() {
    becomes(
        json!({"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"type": "null"}]}),
        json!({"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
    );
}

#[test]
fn union_without_branches_is_refused() {
    assert_eq!(refused(json!({"anyOf": []})), ["/anyOf"]);
    assert_eq!(refused(json!({"oneOf": {}})), ["/oneOf"]);
}

#[test]
fn branches_are_lowered_at_their_own_place() {
    let schema = json!({"anyOf": [{"type": "null"}, {"type": "array", "items": {"if": {}}}]});
    assert_eq!(refused(schema), ["/anyOf/1/items/if"]);
}

#[test]
fn constant_becomes_an_enum_of_one_word_with_its_type() {
    for (word, name) in [
        (json!("a"), "string"),
        (json!(3), "integer"),
        (json!(1.5), "number"),
        (json!(true), "boolean"),
    ] {
        becomes(
            json!({"const": word}),
            json!({"type": name, "enum": [word]}),
        );
    }
    becomes(
        json!({"type": "number", "const": 3}),
        json!({"type": "number", "enum": [3]}),
    );
}

#[test]
fn constant_that_no_value_can_meet_is_refused() {
    for (schema, what) in [
        (json!({"const": {"a": 1}}), "a mapping"),
        (json!({"const": [1]}), "a list"),
        (json!({"const": "a", "type": "integer"}), "another type"),
        (
            json!({"const": null, "type": "string"}),
            "null beside a type",
        ),
        (json!({"const": "a", "enum": ["b"]}), "no such word"),
    ] {
        assert_eq!(refused(schema), ["/const"], "{what}");
    }
}

#[test]
fn constant_among_the_words_is_the_only_word() {
    becomes(
        json!({"type": "string", "enum": ["a", "b"], "const": "b"}),
        json!({"type": "string", "enum": ["b"]}),
    );
}

#[test]
fn word_null_becomes_nullable() {
    becomes(
        json!({"type": ["string", "null"], "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a"], "nullable": true}),
    );
    becomes(
        json!({"enum": [null, "a"]}),
        json!({"type": "string", "enum": ["a"], "nullable": true}),
    );
}

#[test]
fn words_of_one_kind_give_the_type_where_there_is_none() {
    becomes(
        json!({"enum": ["a", "b"]}),
        json!({"type": "string", "enum": ["a", "b"]}),
    );
    stays(json!({"enum": ["a", 1]}));
    stays(json!({"type": "string", "enum": ["PRE-AGREED", "PRE_AGREED"]}));
}

#[test]
fn enum_of_mappings_or_of_nothing_is_refused() {
    assert_eq!(refused(json!({"enum": [{"a": 1}]})), ["/enum"]);
    assert_eq!(refused(json!({"enum": []})), ["/enum"]);
    assert_eq!(refused(json!({"enum": "a"})), ["/enum"]);
}

#[test]
fn first_example_of_a_schema_becomes_the_example() {
    becomes(json!({"examples": ["a", "b"]}), json!({"example": "a"}));
    becomes(json!({"examples": []}), json!({}));
    becomes(
        json!({"examples": ["a"], "example": "b"}),
        json!({"example": "b"}),
    );
    assert_eq!(refused(json!({"examples": {"a": 1}})), ["/examples"]);
}

#[test]
fn number_of_dropped_examples_is_noted() {
    let (_, notes) = schema(json!({"examples": [1, 2, 3]}));
    assert_eq!(
        notes,
        ["/examples: `examples` became `example`, the first of 3"]
    );
}

#[test]
fn exclusive_bound_becomes_a_bound_with_a_flag() {
    becomes(
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 9.5}),
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 9.5, "exclusiveMaximum": true}),
    );
}

#[test]
fn stricter_of_two_bounds_is_kept() {
    let number = |name: &str, value: i64, other: &str, bound: i64| json!({"type": "integer", name: value, other: bound});
    let kept = |name: &str, value: i64| json!({"type": "integer", name: value});
    let flagged =
        |name: &str, value: i64, flag: &str| json!({"type": "integer", name: value, flag: true});
    becomes(
        number("minimum", 5, "exclusiveMinimum", 3),
        kept("minimum", 5),
    );
    becomes(
        number("exclusiveMinimum", 5, "minimum", 5),
        flagged("minimum", 5, "exclusiveMinimum"),
    );
    becomes(
        number("exclusiveMaximum", 5, "maximum", 3),
        kept("maximum", 3),
    );
    becomes(
        number("maximum", 5, "exclusiveMaximum", 5),
        flagged("maximum", 5, "exclusiveMaximum"),
    );
}

#[test]
fn bound_that_is_no_number_is_refused() {
    assert_eq!(
        refused(json!({"exclusiveMinimum": true})),
        ["/exclusiveMinimum"]
    );
    assert_eq!(refused(json!({"maximum": "3"})), ["/maximum"]);
}

#[test]
fn reference_with_siblings_moves_into_all_of() {
    let reference = json!({"$ref": "#/components/schemas/B"});
    becomes(
        json!({"$ref": "#/components/schemas/B", "description": "d", "x-source": "s"}),
        json!({"allOf": [reference], "description": "d", "x-source": "s"}),
    );
    becomes(
        json!({"allOf": [{"minLength": 1}], "$ref": "#/components/schemas/B"}),
        json!({"allOf": [{"minLength": 1}, reference]}),
    );
    becomes(
        json!({"$ref": "#/components/schemas/B", "$comment": "c"}),
        reference.clone(),
    );
    stays(reference);
}

#[test]
fn reference_that_is_no_text_is_refused() {
    assert_eq!(refused(json!({"$ref": 3})), ["/$ref"]);
}

#[test]
fn base64_content_becomes_format_byte() {
    becomes(
        json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
        json!({"type": "string", "format": "byte"}),
    );
    assert_eq!(
        refused(json!({"contentEncoding": "base64", "format": "uri"})),
        ["/contentEncoding"]
    );
    assert_eq!(
        refused(json!({"contentEncoding": "base64url"})),
        ["/contentEncoding"]
    );
}

#[test]
fn binary_content_becomes_format_binary_and_other_media_types_are_dropped() {
    becomes(
        json!({"type": "string", "contentMediaType": "application/octet-stream"}),
        json!({"type": "string", "format": "binary"}),
    );
    becomes(
        json!({"type": "string", "contentMediaType": "application/json"}),
        json!({"type": "string"}),
    );
}

#[test]
fn boolean_schema_becomes_an_object() {
    becomes(json!(true), json!({}));
    becomes(
        json!({"type": "array", "items": false}),
        json!({"type": "array", "items": {"not": {}}}),
    );
    stays(json!({"type": "object", "additionalProperties": false}));
}

#[test]
fn list_without_items_gets_items_of_any_value() {
    becomes(
        json!({"type": "array"}),
        json!({"type": "array", "items": {}}),
    );
}

#[test]
fn remarks_for_other_tools_are_dropped() {
    becomes(
        json!({"$comment": "c", "$schema": "s", "type": "string"}),
        json!({"type": "string"}),
    );
}

#[test]
fn schemas_below_a_schema_are_lowered_too() {
    let from = json!({"type": ["string", "null"]});
    let to = json!({"type": "string", "nullable": true});
    becomes(
        json!({"type": "object", "properties": {"a": from}, "additionalProperties": from}),
        json!({"type": "object", "properties": {"a": to}, "additionalProperties": to}),
    );
    becomes(
        json!({"type": "array", "items": from}),
        json!({"type": "array", "items": to}),
    );
    for keyword in ["allOf", "anyOf", "oneOf"] {
        becomes(json!({keyword: [from, {}]}), json!({keyword: [to, {}]}));
    }
    becomes(json!({"not": from}), json!({"not": to}));
}

#[test]
fn each_keyword_that_3_0_cannot_say_is_refused_at_its_place() {
    for keyword in [
        "prefixItems",
        "if",
        "then",
        "else",
        "patternProperties",
        "propertyNames",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "contains",
        "minContains",
        "maxContains",
        "unevaluatedProperties",
        "unevaluatedItems",
        "$defs",
        "definitions",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
        "$anchor",
        "$id",
        "$vocabulary",
        "additionalItems",
        "contentSchema",
        "nullable",
    ] {
        assert_eq!(refused(json!({keyword: {}})), [format!("/{keyword}")]);
    }
}

#[test]
fn unknown_keyword_is_refused() {
    assert_eq!(refused(json!({"requird": ["a"]})), ["/requird"]);
    stays(json!({"x-requird": ["a"], "type": "string"}));
}

#[test]
fn schema_that_is_no_mapping_is_refused() {
    assert_eq!(refused(json!("string")), [""]);
    assert_eq!(refused(json!({"properties": ["a"]})), ["/properties"]);
    assert_eq!(refused(json!({"allOf": {}})), ["/allOf"]);
}

#[test]
fn every_problem_of_a_document_is_reported_in_its_line() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
components:
  schemas:
    A:
      if: {}
      properties:
        b:
          prefixItems: []
    C: {const: {}}
";
    let document = Document::parse(text, "a.yaml").expect("readable");
    let problems = lower(&document).expect_err("refused");
    let places: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (Some(6), "/components/schemas/A/if"),
            (Some(9), "/components/schemas/A/properties/b/prefixItems"),
            (Some(10), "/components/schemas/C/const"),
        ]
    );
}

fn look_alike() -> Value {
    json!({
        "$ref": "#/nothing", "type": ["string", "null"], "const": 1, "examples": [1, 2],
        "anyOf": [{"type": "null"}], "if": true, "requird": 1,
    })
}

#[test]
fn data_that_looks_like_a_schema_is_left_alone() {
    let (lowered, _) = schema(json!({
        "type": "object", "default": look_alike(), "examples": [look_alike()],
        "x-source": look_alike(),
    }));
    assert_eq!(
        lowered,
        json!({
            "type": "object", "default": look_alike(), "example": look_alike(),
            "x-source": look_alike(),
        })
    );
    stays(json!({"type": "object", "example": look_alike()}));
}

#[test]
fn examples_of_bodies_that_look_like_schemas_are_left_alone() {
    let operation = json!({"operationId": "o", "responses": {"200": {"description": "d", "content": {
        "application/json": {"example": look_alike(), "x-a": look_alike()},
    }}}});
    let value = with_path(&json!({"get": operation}));
    assert_eq!(lowered(&value).value["paths"]["/a"]["get"], operation);
}

#[test]
fn property_called_like_a_keyword_is_a_property() {
    let (lowered, _) = schema(json!({"type": "object", "properties": {
        "$ref": {"type": ["string", "null"]}, "if": {"type": "string"}, "x-a": {"const": "b"},
        "examples": {"type": "string"},
    }}));
    assert_eq!(
        lowered["properties"],
        json!({
            "$ref": {"type": "string", "nullable": true}, "if": {"type": "string"},
            "x-a": {"type": "string", "enum": ["b"]}, "examples": {"type": "string"},
        })
    );
}

fn with_path(item: &Value) -> Value {
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": item}})
}

#[test]
fn parts_of_the_document_that_3_0_lacks_are_dropped_with_a_note() {
    let lowered = lowered(&json!({
        "openapi": "3.1.1", "jsonSchemaDialect": "d",
        "info": {"title": "t", "version": "1", "summary": "s",
            "license": {"name": "MIT", "identifier": "MIT"}},
        "webhooks": {"w": {"post": {"requestBody": {"content": {"a/b": {"schema": {"if": {}}}}}}}},
        "components": {"pathItems": {"p": {}}},
    }));
    assert_eq!(
        lowered.value,
        json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1", "license": {"name": "MIT"}},
            "components": {},
            "paths": {},
        })
    );
    let notes: Vec<_> = lowered.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "lower /openapi: version \"3.1.1\" became 3.0.3",
            "lower /jsonSchemaDialect: dropped",
            "lower /info/summary: dropped",
            "lower /info/license/identifier: dropped",
            "lower /webhooks: dropped, with 1 webhooks in it",
            "lower /components/pathItems: dropped, nothing refers to it",
            "lower /paths: supplied, without a path",
        ]
    );
}

#[test]
fn path_item_by_reference_is_refused() {
    let mut value = with_path(&json!({"$ref": "#/components/pathItems/p"}));
    value["components"] = json!({"pathItems": {"p": {}}});
    assert_eq!(
        refused_at(&value),
        ["/paths/~1a/$ref", "/components/pathItems"]
    );
}

#[test]
fn answers_and_descriptions_that_3_0_demands_are_supplied() {
    let lowered = lowered(&with_path(&json!({
        "get": {"operationId": "a"},
        "put": {"operationId": "b", "responses": {"200": {}, "x-a": {}}},
    })));
    let described = json!({"description": "Not described."});
    let item = &lowered.value["paths"]["/a"];
    assert_eq!(item["get"]["responses"], json!({"default": described}));
    assert_eq!(
        item["put"]["responses"],
        json!({"200": described, "x-a": {}})
    );
    assert_eq!(lowered.notes.len(), 3);
}

#[test]
fn first_named_example_of_a_body_or_parameter_becomes_the_example() {
    let named = json!({"one": {"value": {"a": 1}}, "two": {"value": 2}});
    let mut value = with_path(&json!({"get": {
        "parameters": [{"name": "p", "in": "query", "schema": {}, "examples": ["x", "y"]}],
        "responses": {"200": {"description": "d", "content": {
            "application/json": {"schema": {}, "examples": named},
            "application/xml": {"examples": {"r": {"$ref": "#/components/examples/e"}}},
            "text/plain": {"examples": {"far": {"externalValue": "https://example.com"}}},
        }}},
    }}));
    value["components"] = json!({"examples": {"e": {"value": "by reference"}}});
    let lowered = lowered(&value);
    let get = &lowered.value["paths"]["/a"]["get"];
    assert_eq!(get["parameters"][0]["example"], "x");
    let content = &get["responses"]["200"]["content"];
    assert_eq!(
        content["application/json"],
        json!({"schema": {}, "example": {"a": 1}})
    );
    assert_eq!(
        content["application/xml"],
        json!({"example": "by reference"})
    );
    assert_eq!(
        content["text/plain"],
        json!({"examples": {"far": {"externalValue": "https://example.com"}}})
    );
    assert_eq!(lowered.notes.len(), 4);
}

#[test]
fn words_beside_a_reference_to_an_object_are_dropped_with_a_note() {
    let mut value = with_path(&json!({"get": {"responses": {
        "200": {"$ref": "#/components/responses/R", "description": "d", "x-a": 1},
    }}}));
    value["components"] = json!({"responses": {"R": {"description": "r"}}});
    let lowered = lowered(&value);
    assert_eq!(
        lowered.value["paths"]["/a"]["get"]["responses"]["200"],
        json!({"$ref": "#/components/responses/R"})
    );
    assert_eq!(lowered.notes.len(), 3);
    value["paths"]["/a"]["get"]["responses"]["200"]["content"] = json!({});
    assert_eq!(refused_at(&value), ["/paths/~1a/get/responses/200/content"]);
}

#[test]
fn mutual_tls_is_refused() {
    let mut value = with_schema(&json!({}));
    value["components"]["securitySchemes"] = json!({"tls": {"type": "mutualTLS"}});
    assert_eq!(refused_at(&value), ["/components/securitySchemes/tls/type"]);
}

#[test]
fn part_that_has_another_shape_is_refused() {
    for (value, place) in [
        (json!({"openapi": "3.1.0", "paths": []}), "/paths"),
        (json!({"openapi": "3.1.0", "servers": {}}), "/servers"),
        (json!({"openapi": "3.1.0", "info": "text"}), "/info"),
        (with_path(&json!({"get": null})), "/paths/~1a/get"),
    ] {
        assert_eq!(refused_at(&value), [place]);
    }
}

#[test]
fn document_of_3_0_only_gets_the_version() {
    let value = json!({
        "openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {},
        "components": {"schemas": {"A": {"type": "string", "nullable": true, "examples": [1]}}},
    });
    let lowered = lowered(&value);
    assert_eq!(lowered.value["components"], value["components"]);
    assert_eq!(lowered.notes.len(), 1);
}

#[test]
fn document_of_another_version_is_refused() {
    for version in [
        json!("2.0"),
        json!("3.2.0"),
        json!("3.1"),
        json!("3.1."),
        json!("3.1.x"),
        json!(3.1),
        json!(null),
    ] {
        assert_eq!(
            refused_at(&json!({"openapi": version})),
            ["/openapi"],
            "{version}"
        );
    }
}

#[test]
fn lowering_twice_gives_the_same() {
    let value = with_schema(&json!({"anyOf": [{"const": 1}, {"type": "null"}], "examples": [1]}));
    let (one, two) = (lowered(&value), lowered(&value));
    assert_eq!(one.value.to_string(), two.value.to_string());
    assert_eq!(one.notes, two.notes);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        prop_oneof![
            Just("string"),
            Just("null"),
            Just("array"),
            Just("#/components/schemas/A"),
            Just("base64")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let keyword = prop_oneof![
            Just("type"),
            Just("anyOf"),
            Just("oneOf"),
            Just("allOf"),
            Just("enum"),
            Just("const"),
            Just("properties"),
            Just("items"),
            Just("$ref"),
            Just("examples"),
            Just("minimum"),
            Just("exclusiveMinimum"),
            Just("contentEncoding"),
            Just("format"),
            Just("get"),
            Just("responses"),
            Just("parameters"),
            Just("200"),
            Just("/a/{b}"),
            Just("content"),
            Just("schema"),
            Just("application/json"),
            Just("x-lean-paging"),
            Just("name"),
            Just("in"),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((keyword, inner), 0..5).prop_map(|members| {
                let members = members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_document_makes_lowering_panic(
        info in any_json(), paths in any_json(), schema in any_json(), newer in any::<bool>()
    ) {
        let version = if newer { "3.1.0" } else { "3.0.3" };
        let value = json!({
            "openapi": version, "info": info, "paths": paths,
            "components": {"schemas": {"A": schema}}, "servers": schema, "security": info,
        });
        let document = document(&value);
        let _ = lower(&document);
    }

    #[test]
    fn lowered_schema_holds_no_word_that_3_0_lacks(schema in any_json()) {
        let value = with_schema(&schema);
        if let Ok(lowered) = lower(&document(&value)) {
            crate::place::walk(&lowered.value, &mut |spot| {
                for name in spot.value.as_object().into_iter().flat_map(Map::keys) {
                    if spot.kind == Kind::Schema {
                        assert!(spot.kind.field(name).is_some(), "{name} in {}", lowered.value);
                    }
                }
                assert!(!spot.value.get("type").is_some_and(Value::is_array) || spot.kind != Kind::Schema);
            });
        }
    }
}
