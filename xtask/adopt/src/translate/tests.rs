//! Schemas of Lean as our documents write them.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::*;

/// The schema named `name` of a document with these components, and what was made next to it.
fn translated(name: &str, schemas: &Value) -> (Value, Vec<(String, Value)>) {
    let lean = json!({"components": {"schemas": schemas}});
    let ours = json!({"components": {"schemas": {"Taken": {"type": "string", "enum": ["a"]}}}});
    let pairs = HashMap::new();
    let mut translator =
        Translator::new(Tree::new(&lean), Tree::new(&ours), &pairs, "KSA reference");
    let place = pointer::join(["components", "schemas", name]);
    let schema = translator.field(&[place], name);
    (schema, translator.components)
}

/// A field of this schema.
fn field(name: &str, schema: &Value) -> (Value, Vec<(String, Value)>) {
    translated(name, &json!({name: schema}))
}

#[test]
fn a_plain_field_has_its_source_and_a_place_for_its_description() {
    let (schema, components) = field(
        "sort_code",
        &json!({"type": "string", "description": "Lean's", "maxLength": 6}),
    );
    assert_eq!(
        schema.to_string(),
        json!({"type": "string", "maxLength": 6, "description": "", "x-source": "KSA reference"})
            .to_string()
    );
    assert_eq!(components, []);
}

#[test]
fn an_enum_becomes_a_component() {
    let (schema, components) = field("card_kind", &json!({"type": "string", "enum": ["A", "B"]}));
    assert_eq!(schema["$ref"], "#/components/schemas/CardKind");
    let made = json!({"type": "string", "description": "", "x-source": "KSA reference", "enum": ["A", "B"]});
    assert_eq!(components, [("CardKind".to_owned(), made)]);
}

#[test]
fn a_name_that_is_taken_gets_a_number_unless_it_says_the_same() {
    let (schema, components) = field("taken", &json!({"type": "string", "enum": ["b"]}));
    assert_eq!(schema["$ref"], "#/components/schemas/Taken2");
    assert_eq!(components.len(), 1);
    let (schema, components) = field("taken", &json!({"type": "string", "enum": ["a"]}));
    assert_eq!(schema["$ref"], "#/components/schemas/Taken");
    assert_eq!(components, []);
}

#[test]
fn a_number_says_whether_it_is_money() {
    let (amount, _) = field("amount", &json!({"type": "number"}));
    assert_eq!(amount["x-lean-money"], true);
    let (rate, _) = field("exchange_rate", &json!({"type": "number"}));
    assert_eq!(rate["x-lean-money"], false);
    let (count, _) = field("total", &json!({"type": "integer"}));
    assert!(count.get("x-lean-money").is_none());
}

#[test]
fn ids_secrets_and_personal_data_are_marked() {
    let (id, _) = field("customer_id", &json!({"type": "string", "format": "uuid"}));
    assert_eq!(id["x-lean-id"], "customer");
    let (secret, _) = field("access_token", &json!({"type": "string"}));
    assert_eq!(secret["x-lean-secret"], true);
    assert!(secret.get("x-lean-sensitive").is_none());
    let (name, _) = field("full_name", &json!({"type": "string"}));
    assert_eq!(name["x-lean-sensitive"], true);
}

#[test]
fn null_is_said_where_the_schema_is_used() {
    let (plain, _) = field("a", &json!({"type": ["string", "null"]}));
    assert_eq!(plain["type"], json!(["string", "null"]));
    let (named, components) = field(
        "a",
        &json!({"type": ["string", "null"], "enum": ["A", null]}),
    );
    assert_eq!(
        named["anyOf"],
        json!([{"$ref": "#/components/schemas/A"}, {"type": "null"}])
    );
    let made = components.first().map(|(_, made)| made["enum"].clone());
    assert_eq!(made, Some(json!(["A"])));
}

#[test]
fn objects_and_lists_of_objects_are_named() {
    let object =
        json!({"type": "object", "required": ["b"], "properties": {"b": {"type": "boolean"}}});
    let (list, components) = field("fees", &json!({"type": "array", "items": object}));
    assert_eq!(list["items"]["$ref"], "#/components/schemas/Fee");
    let names: Vec<&String> = components.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Fee"]);
    let made = components
        .first()
        .map(|(_, made)| made.clone())
        .unwrap_or_default();
    assert_eq!(made["required"], json!(["b"]));
    assert_eq!(made["properties"]["b"]["x-source"], "KSA reference");
}

#[test]
fn branches_of_different_kinds_stay_apart_and_objects_become_one() {
    let (apart, _) = field(
        "a",
        &json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
    );
    assert_eq!(
        apart["oneOf"],
        json!([{"type": "string"}, {"type": "integer"}])
    );
    let object = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let pair = json!({"required": ["a"], "oneOf": [object("a"), object("b")]});
    let (one, components) = field("pair", &pair);
    assert_eq!(one["$ref"], "#/components/schemas/Pair");
    let made = components
        .first()
        .map(|(_, made)| made.clone())
        .unwrap_or_default();
    let fields: Vec<&String> = made["properties"]
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .collect();
    assert_eq!(fields, ["a", "b"]);
    assert!(made.get("required").is_none());
}

#[test]
fn a_shape_that_nobody_tells_stays_open() {
    let (open, components) = field("a", &json!({"type": "object"}));
    assert_eq!(
        open,
        json!({"description": "", "x-source": "KSA reference"})
    );
    assert_eq!(components, []);
}

#[test]
fn a_schema_that_holds_itself_is_made_once() {
    let schemas = json!({"node": {"type": "object", "properties": {
        "next": {"$ref": "#/components/schemas/node"},
    }}});
    let (schema, components) = translated("node", &schemas);
    assert_eq!(schema["$ref"], "#/components/schemas/Node");
    assert_eq!(components.len(), 1);
}
