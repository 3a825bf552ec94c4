//! Documents of any content: the rules may refuse them, but never panic.

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask_codegen::lint;
use xtask_openapi::Document;

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
    fn no_document_makes_linting_panic(
        info in any_json(), paths in any_json(), schema in any_json(), newer in any::<bool>()
    ) {
        let version = if newer { "3.1.0" } else { "3.0.3" };
        let value = json!({
            "openapi": version, "info": info, "paths": paths,
            "components": {"schemas": {"A": schema}}, "servers": schema, "security": info,
        });
        let document = Document::parse(value.to_string(), "a.json").expect("it is JSON");
        let _ = lint(&document);
    }
}
