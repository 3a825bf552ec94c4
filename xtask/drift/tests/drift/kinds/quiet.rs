//! Rewritings of schemas that must not raise an alarm, next to the changes that must.

use serde_json::{Value, json};

use super::{B, C, N, R, Row, hold, newer, row, same};

#[test]
fn branches_of_a_union_are_paired_by_what_they_have_in_common() {
    let object = |fields: Value| json!({"type": "object", "properties": fields});
    let union = |key: &str, one: Value, other: Value| json!({key: [one, other]});
    let text = json!({"type": "string"});
    let (one, grown) = (
        object(json!({"a": text, "b": text})),
        object(json!({"a": text, "b": text, "c": text})),
    );
    let other = object(json!({"x": text}));
    let words =
        |words: &[&str]| object(json!({"state": {"type": "string", "enum": words}, "b": text}));
    let rows: Vec<Row> = ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|key| {
            [
                row(
                    "a field more",
                    union(key, one.clone(), other.clone()),
                    union(key, other.clone(), grown.clone()),
                    [C, C],
                    [R, R],
                ),
                row(
                    "a value more",
                    union(key, words(&["a"]), other.clone()),
                    union(key, words(&["a", "b"]), other.clone()),
                    [C, R],
                    [B, C],
                ),
                row(
                    "another branch",
                    union(key, one.clone(), other.clone()),
                    union(key, one.clone(), object(json!({"y": text}))),
                    [B, B],
                    [B, B],
                ),
            ]
        })
        .collect();
    hold(&rows);
}

#[test]
fn the_same_values_are_the_same_however_they_are_written() {
    let values = json!({"type": "string", "enum": ["a", "b"]});
    let more = json!({"type": "string", "enum": ["a", "b", "c"]});
    let branches = |key: &str, words: &[&str]| {
        let branches: Vec<Value> = words
            .iter()
            .map(|word| json!({"type": "string", "enum": [word], "title": word, "description": word}))
            .collect();
        json!({key: branches})
    };
    let constants = |words: &[&str]| {
        let branches: Vec<Value> = words.iter().map(|word| json!({"const": word})).collect();
        json!({"oneOf": branches})
    };
    hold(&[
        same(
            "oneOf of single values",
            values.clone(),
            branches("oneOf", &["a", "b"]),
        ),
        same(
            "anyOf of single values",
            values.clone(),
            branches("anyOf", &["b", "a"]),
        ),
        row(
            "a new value in a union",
            values.clone(),
            branches("oneOf", &["a", "b", "c"]),
            [C, R],
            [B, C],
        ),
        row(
            "a new value in both unions",
            branches("oneOf", &["a", "b"]),
            branches("oneOf", &["a", "b", "c"]),
            [C, R],
            [B, C],
        ),
        row(
            "a new value in an enum",
            values.clone(),
            more,
            [C, R],
            [B, C],
        ),
        newer(
            "oneOf of constants",
            values.clone(),
            constants(&["a", "b"]),
            [N, N],
            [N, N],
        ),
        newer(
            "a new constant",
            values,
            constants(&["a", "b", "c"]),
            [C, R],
            [B, C],
        ),
        newer(
            "a list of types",
            json!({"type": ["string", "integer"]}),
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            [N, N],
            [N, N],
        ),
        newer(
            "a list of types in anyOf",
            json!({"type": ["string", "number"]}),
            json!({"anyOf": [{"type": "number"}, {"type": "string"}]}),
            [N, N],
            [N, N],
        ),
        newer(
            "null in a list and in a union",
            json!({"type": ["string", "integer", "null"]}),
            json!({"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]}),
            [N, N],
            [N, N],
        ),
        same(
            "anyOf of one",
            json!({"type": "string"}),
            json!({"anyOf": [{"type": "string"}]}),
        ),
    ]);
}

#[test]
fn a_type_that_becomes_one_branch_of_several_is_widened() {
    let object = |name: &str, kind: &str| json!({"type": "object", "required": ["kind", name], "properties": {"kind": {"type": "string", "enum": [kind]}, name: {"type": "string"}}});
    hold(&[
        row(
            "integer or text",
            json!({"type": "integer"}),
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
            [C, B],
            [B, C],
        ),
        row(
            "integer or a list",
            json!({"type": "integer"}),
            json!({"oneOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}),
            [C, B],
            [B, C],
        ),
        row(
            "text in a wider union",
            json!({"type": "string", "maxLength": 3}),
            json!({"oneOf": [{"type": "string", "maxLength": 9}, {"type": "array", "items": {"type": "string"}}]}),
            [C, B],
            [B, C],
        ),
        row(
            "a union next to a type",
            json!({"type": "object", "oneOf": [object("a", "x"), object("b", "y")]}),
            json!({"type": "object", "oneOf": [object("a", "x")]}),
            [B, C],
            [C, B],
        ),
        row(
            "the same union without a type",
            json!({"oneOf": [object("a", "x"), object("b", "y")]}),
            json!({"oneOf": [object("a", "x")]}),
            [B, C],
            [C, B],
        ),
        row(
            "an overlap",
            json!({"type": "integer"}),
            json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
            [B, B],
            [B, B],
        ),
    ]);
}

#[test]
fn what_says_nothing_is_only_spelling() {
    let text = json!({"type": "string"});
    hold(&[
        row(
            "the empty pattern and a real one",
            json!({"type": "string", "pattern": ""}),
            json!({"type": "string", "pattern": "^a"}),
            [B, C],
            [C, B],
        ),
        same(
            "the empty pattern and none",
            json!({"type": "string", "pattern": ""}),
            text.clone(),
        ),
        same(
            "an empty branch of allOf",
            text.clone(),
            json!({"allOf": [{"type": "string"}, {}]}),
        ),
        same(
            "an empty branch of an object",
            json!({"type": "object", "properties": {"a": text}}),
            json!({"allOf": [{"type": "object", "properties": {"a": text}}, {}, {"description": "words"}]}),
        ),
        same(
            "not in allOf of one",
            json!({"not": text}),
            json!({"allOf": [{"not": text}]}),
        ),
        same(
            "not in allOf of one next to a type",
            json!({"type": "integer", "not": {"enum": [3]}}),
            json!({"type": "integer", "allOf": [{"not": {"enum": [3]}}]}),
        ),
        row(
            "a type where only fields were named",
            json!({"properties": {"a": text}}),
            json!({"type": "object", "properties": {"a": text}}),
            [B, C],
            [C, B],
        ),
        row(
            "fields where nothing was named",
            json!({}),
            json!({"properties": {"a": text}}),
            [C, C],
            [R, R],
        ),
        same(
            "an unknown keyword",
            text.clone(),
            json!({"type": "string", "madeUp": 3}),
        ),
        same(
            "an unknown keyword of another value",
            json!({"type": "string", "madeUp": 2}),
            json!({"type": "string", "madeUp": 3}),
        ),
    ]);
}

#[test]
fn a_set_of_types_or_values_grows_into_a_union_with_more() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    hold(&[
        row(
            "a union of types gets a list",
            json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
            json!({"anyOf": [{"type": "integer"}, {"type": "string"}, list]}),
            [C, B],
            [B, C],
        ),
        row(
            "a union of types gets an object",
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}, object]}),
            [C, B],
            [B, C],
        ),
        row(
            "a union of types gets a limit",
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
            json!({"oneOf": [{"type": "integer"}, {"type": "string", "maxLength": 3}]}),
            [B, C],
            [C, B],
        ),
        row(
            "a union of values gets a type",
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["b"]}]}),
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["b"]}, {"type": "integer"}]}),
            [C, B],
            [B, C],
        ),
        newer(
            "a type or null gets a text",
            json!({"type": ["object", "null"], "properties": {"a": {"type": "string"}}}),
            json!({"anyOf": [object, {"type": "string"}, {"type": "null"}]}),
            [C, B],
            [B, C],
        ),
        newer(
            "constants get a text",
            json!({"oneOf": [{"const": "a"}, {"const": "b"}]}),
            json!({"anyOf": [{"const": "a"}, {"type": "string"}]}),
            [C, B],
            [B, C],
        ),
    ]);
}

#[test]
fn a_keyword_is_read_as_the_standard_has_it() {
    let closed = json!({"type": "object", "properties": {"a": {"type": "string"}}, "unevaluatedProperties": false});
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    hold(&[
        same(
            "an integer with a point",
            json!({"enum": [1, 2]}),
            json!({"enum": [1.0, 2]}),
        ),
        newer(
            "not of anything allows nothing",
            json!({}),
            json!({"not": {}}),
            [B, C],
            [C, B],
        ),
        newer(
            "what is not evaluated is refused",
            open,
            closed,
            [B, C],
            [C, R],
        ),
    ]);
}
