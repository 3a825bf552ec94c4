//! Changes of schemas that must not be lost.

use serde_json::json;

use super::{B, C, N, R, hold, newer, row};

#[test]
fn a_change_below_a_field_that_is_called_like_a_keyword_is_seen() {
    let names = [
        "default", "enum", "const", "example", "examples", "not", "x-id", "title", "$ref",
    ];
    let rows: Vec<_> = names
        .into_iter()
        .flat_map(|name| {
            let field = |kind: &str| json!({"type": "object", "properties": {name: {"type": kind}}});
            let below = |kind: &str| json!({"not": {"type": "object", "required": ["a"], "properties": {name: {"type": kind}}}});
            [
                row(name, field("string"), field("boolean"), [B, B], [B, B]),
                row(name, below("string"), below("boolean"), [B, B], [B, B]),
            ]
        })
        .collect();
    hold(&rows);
}

#[test]
fn a_keyword_that_holds_schemas_sees_through_references() {
    let text = json!({"$ref": "#/components/schemas/Text"});
    let whole = json!({"$ref": "#/components/schemas/Whole"});
    hold(&[
        row(
            "not",
            json!({"not": text}),
            json!({"not": whole}),
            [B, B],
            [B, B],
        ),
        row(
            "the same not",
            json!({"not": text}),
            json!({"not": {"type": "string"}}),
            [N, N],
            [N, N],
        ),
        row(
            "not of more",
            json!({"not": {"type": "integer"}}),
            json!({"not": {"type": "number"}}),
            [B, C],
            [C, B],
        ),
        newer(
            "patternProperties",
            json!({"type": "object", "patternProperties": {"^a": text}}),
            json!({"type": "object", "patternProperties": {"^a": whole}}),
            [B, B],
            [B, B],
        ),
        newer(
            "patternProperties widened",
            json!({"type": "object", "patternProperties": {"^a": whole}}),
            json!({"type": "object", "patternProperties": {"^a": {"type": "number"}}}),
            [C, B],
            [B, C],
        ),
        newer(
            "the same patternProperties",
            json!({"type": "object", "patternProperties": {"^a": text}}),
            json!({"type": "object", "patternProperties": {"^a": {"type": "string"}}}),
            [N, N],
            [N, N],
        ),
        newer(
            "a pattern more",
            json!({"type": "object", "patternProperties": {"^a": text}}),
            json!({"type": "object", "patternProperties": {"^a": text, "^b": whole}}),
            [B, C],
            [C, B],
        ),
        newer(
            "prefixItems",
            json!({"type": "array", "prefixItems": [text]}),
            json!({"type": "array", "prefixItems": [whole]}),
            [B, B],
            [B, B],
        ),
        newer(
            "the same prefixItems",
            json!({"type": "array", "prefixItems": [text]}),
            json!({"type": "array", "prefixItems": [{"type": "string"}]}),
            [N, N],
            [N, N],
        ),
        newer(
            "contains",
            json!({"type": "array", "contains": text}),
            json!({"type": "array", "contains": whole}),
            [B, B],
            [B, B],
        ),
        newer(
            "if",
            json!({"if": text, "then": {"minLength": 1}}),
            json!({"if": whole, "then": {"minLength": 1}}),
            [B, B],
            [B, B],
        ),
        newer(
            "then",
            json!({"if": text, "then": {"maxLength": 9}}),
            json!({"if": text, "then": {"maxLength": 3}}),
            [B, C],
            [C, B],
        ),
        newer(
            "else",
            json!({"if": text, "else": whole}),
            json!({"if": text, "else": {"type": "number"}}),
            [C, B],
            [B, C],
        ),
        newer(
            "dependentSchemas",
            json!({"type": "object", "dependentSchemas": {"a": {"properties": {"b": text}}}}),
            json!({"type": "object", "dependentSchemas": {"a": {"properties": {"b": whole}}}}),
            [B, B],
            [B, B],
        ),
        newer(
            "unevaluatedProperties",
            json!({"type": "object", "unevaluatedProperties": text}),
            json!({"type": "object", "unevaluatedProperties": whole}),
            [B, B],
            [B, B],
        ),
        newer(
            "propertyNames",
            json!({"type": "object", "propertyNames": {"maxLength": 9}}),
            json!({"type": "object", "propertyNames": {"maxLength": 3}}),
            [B, C],
            [C, B],
        ),
    ]);
}

#[test]
fn every_branch_of_all_of_counts_whichever_changes() {
    let all = |one, other| json!({"allOf": [one, other]});
    let rows: Vec<_> = [
        (
            "multipleOf",
            json!({"multipleOf": 2}),
            json!({"multipleOf": 3}),
            json!({"multipleOf": 4}),
            [B, C],
            [C, B],
        ),
        (
            "format",
            json!({"type": "string", "format": "uuid"}),
            json!({"format": "email"}),
            json!({"type": "string", "format": "date-time"}),
            [B, B],
            [B, B],
        ),
        (
            "not",
            json!({"not": {"type": "string"}}),
            json!({"not": {"type": "boolean"}}),
            json!({"not": {"type": "array"}}),
            [B, B],
            [B, B],
        ),
        (
            "pattern",
            json!({"type": "string", "pattern": "a"}),
            json!({"pattern": "b"}),
            json!({"type": "string", "pattern": "c"}),
            [R, R],
            [R, R],
        ),
        (
            "default",
            json!({"type": "string", "default": "a"}),
            json!({"default": "b"}),
            json!({"type": "string", "default": "c"}),
            [C, C],
            [C, C],
        ),
    ]
    .into_iter()
    .flat_map(|(name, old, other, new, there, back)| {
        [
            row(
                name,
                all(old.clone(), other.clone()),
                all(new.clone(), other.clone()),
                there,
                back,
            ),
            row(name, all(other.clone(), old), all(other, new), there, back),
        ]
    })
    .collect();
    hold(&rows);
    let contains = |one: &str| json!({"type": "array", "allOf": [{"contains": {"type": one}}, {"contains": {"type": "null"}}]});
    let other = |one: &str| json!({"type": "array", "allOf": [{"contains": {"type": "null"}}, {"contains": {"type": one}}]});
    hold(&[
        newer(
            "contains",
            contains("string"),
            contains("boolean"),
            [B, B],
            [B, B],
        ),
        newer(
            "contains",
            other("string"),
            other("boolean"),
            [B, B],
            [B, B],
        ),
        newer(
            "contains in another order",
            contains("string"),
            other("string"),
            [N, N],
            [N, N],
        ),
    ]);
}

#[test]
fn one_of_instead_of_any_of_breaks_requests_where_branches_overlap() {
    let union = |key: &str, branches: serde_json::Value| json!({key: branches});
    let rows: Vec<_> = [
        ("number and integer", json!([{"type": "number"}, {"type": "integer"}])),
        ("two texts", json!([{"type": "string", "maxLength": 9}, {"type": "string", "minLength": 3}])),
        ("two objects", json!([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}])),
        ("two inline objects", json!([{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "properties": {"b": {"type": "string"}}}])),
    ]
    .into_iter()
    .map(|(name, branches)| {
        row(name, union("anyOf", branches.clone()), union("oneOf", branches), [B, C], [C, B])
    })
    .collect();
    hold(&rows);
    let apart = json!([
        {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["a"]}}},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["b"]}}},
    ]);
    let texts = json!([{"type": "string", "maxLength": 2}, {"type": "string", "minLength": 3}]);
    let types = json!([{"type": "string"}, {"type": "array", "items": {"type": "string"}}]);
    hold(&[
        row(
            "told apart by a value",
            union("anyOf", apart.clone()),
            union("oneOf", apart),
            [N, N],
            [N, N],
        ),
        row(
            "texts apart",
            union("anyOf", texts.clone()),
            union("oneOf", texts),
            [N, N],
            [N, N],
        ),
        row(
            "types apart",
            union("anyOf", types.clone()),
            union("oneOf", types),
            [N, N],
            [N, N],
        ),
    ]);
}

#[test]
fn a_format_or_limit_is_compared_when_the_set_of_types_changes() {
    hold(&[
        newer(
            "narrower format of a wider type",
            json!({"type": "integer", "format": "int64"}),
            json!({"type": ["integer", "string"], "format": "int32"}),
            [B, B],
            [B, B],
        ),
        newer(
            "wider format of a wider type",
            json!({"type": "integer", "format": "int32"}),
            json!({"type": ["integer", "string"], "format": "int64"}),
            [C, B],
            [B, C],
        ),
        newer(
            "the format that stays",
            json!({"type": "integer", "format": "int32"}),
            json!({"type": ["integer", "string"], "format": "int32"}),
            [C, B],
            [B, C],
        ),
        newer(
            "a limit of the type that stays",
            json!({"type": "string", "maxLength": 9}),
            json!({"type": ["string", "integer"], "maxLength": 3}),
            [B, B],
            [B, B],
        ),
        newer(
            "a limit of the type that comes",
            json!({"type": "string"}),
            json!({"type": ["string", "integer"], "maximum": 3}),
            [C, B],
            [B, C],
        ),
        newer(
            "a pattern of the type that stays",
            json!({"type": "string"}),
            json!({"type": ["string", "integer"], "pattern": "a"}),
            [B, B],
            [B, B],
        ),
    ]);
}

#[test]
fn null_leaves_with_the_value_that_lists_it() {
    hold(&[
        newer(
            "null leaves an enum",
            json!({"type": ["string", "null"], "enum": ["a", null]}),
            json!({"type": ["string", "null"], "enum": ["a"]}),
            [B, C],
            [C, B],
        ),
        newer(
            "null leaves a type that an enum excluded",
            json!({"type": ["string", "null"], "enum": ["a"]}),
            json!({"type": "string", "enum": ["a"]}),
            [N, N],
            [N, N],
        ),
        newer(
            "a constant excludes null",
            json!({"type": ["string", "null"], "const": "a"}),
            json!({"type": "string", "const": "a"}),
            [N, N],
            [N, N],
        ),
    ]);
}

#[test]
fn a_field_that_changes_its_direction_is_gone_from_the_other_one() {
    let object = |field: serde_json::Value, required: bool| {
        let mut object = json!({"type": "object", "properties": {"a": field}});
        if required {
            object["required"] = json!(["a"]);
        }
        object
    };
    let plain = json!({"type": "string"});
    let sent = json!({"type": "string", "writeOnly": true});
    let answered = json!({"type": "string", "readOnly": true});
    hold(&[
        row(
            "required and only sent",
            object(plain.clone(), true),
            object(sent.clone(), true),
            [C, B],
            [C, R],
        ),
        row(
            "optional and only sent",
            object(plain.clone(), false),
            object(sent, false),
            [C, R],
            [C, R],
        ),
        row(
            "required and only answered",
            object(plain.clone(), true),
            object(answered.clone(), true),
            [C, C],
            [B, C],
        ),
        row(
            "optional and only answered",
            object(plain, false),
            object(answered, false),
            [C, C],
            [C, C],
        ),
    ]);
}

#[test]
fn a_tuple_grows_or_says_more_of_a_list() {
    let tuple = |items: serde_json::Value, rest: Option<bool>| {
        let mut list = json!({"type": "array", "prefixItems": items});
        if let Some(rest) = rest {
            list["items"] = json!(rest);
        }
        list
    };
    let (one, two) = (
        json!([{"type": "string"}]),
        json!([{"type": "string"}, {"type": "integer"}]),
    );
    hold(&[
        newer(
            "an open tuple",
            tuple(one.clone(), None),
            tuple(two.clone(), None),
            [B, C],
            [C, B],
        ),
        newer(
            "a closed tuple",
            tuple(one, Some(false)),
            tuple(two, Some(false)),
            [C, B],
            [B, C],
        ),
    ]);
}

#[test]
fn null_leaves_the_values_even_next_to_nullable() {
    let row = row(
        "null leaves an enum next to nullable",
        json!({"type": "string", "nullable": true, "enum": ["a", null]}),
        json!({"type": "string", "nullable": true, "enum": ["a"]}),
        [B, C],
        [C, B],
    );
    super::hold_older(&[row]);
}
