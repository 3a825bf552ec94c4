//! No input makes the comparison panic, and no change of a document goes unseen.

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::surface::Generated;
use xtask_drift::{Level, Options, compare};
use xtask_openapi::place::{Kind, references};
use xtask_openapi::{Document, pointer};

const BASE: &str = include_str!("../documents/base.yaml");

fn document(value: &Value) -> Document {
    Document::parse(value.to_string(), "made-up.json").expect("a document")
}

fn base() -> Value {
    Document::parse(BASE, "base.yaml").expect("the base").value
}

/// Every place of a value, the whole left out.
fn places(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), value)];
    while let Some((place, value)) = waiting.pop() {
        let below: Vec<(String, &Value)> = match value {
            Value::Object(object) => object
                .iter()
                .map(|(key, value)| (pointer::child(&place, key), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| (pointer::item(&place, index), value))
                .collect(),
            _ => Vec::new(),
        };
        found.extend(below.iter().map(|(place, _)| place.clone()));
        waiting.extend(below);
    }
    found
}

/// Whether a reference of the document has no target.
fn leads_to_nothing(value: &Value) -> bool {
    let all = references(Kind::Document, "", value).into_iter();
    let mut targets = all.filter_map(|(_, reference)| pointer::from_fragment(reference));
    targets.any(|target| value.pointer(&target).is_none())
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1.5e300)),
        Just(json!("")),
        Just(json!("#/components/schemas/Card")),
        Just(json!([])),
        Just(json!([null, [], {}])),
        Just(json!({})),
        Just(json!({"$ref": "#/components/schemas/Card"})),
        Just(json!({"$ref": "#"})),
        Just(json!({"$ref": "#/paths"})),
        Just(json!({"$ref": 3})),
        Just(json!({"allOf": [{"$ref": "#/components/schemas/CardPage"}]})),
        Just(json!({"oneOf": [{"type": "null"}, {"type": "null"}]})),
        Just(json!({"type": ["string", 4, null], "enum": [null, {}, []]})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_odd_value_at_any_place_makes_it_panic(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), odd_value()), 1..4),
        is_of_lean in any::<bool>(),
    ) {
        let mut old = base();
        if !is_of_lean {
            old = serde_json::from_str(&old.to_string().replace("leantech", "example").replace("Lean", "Other").replace("x-lean-", "x-")).expect("still JSON");
        }
        let mut new = old.clone();
        for (pick, value) in &picks {
            let places = places(&new);
            let place = pick.get(&places);
            *new.pointer_mut(place).expect("it is there") = value.clone();
        }
        let (old, new) = (document(&old), document(&new));
        let _ = compare(&old, &new, &Options::default(), &Generated);
        let _ = compare(&new, &old, &Options::default(), &Generated);
    }

    #[test]
    fn no_cut_off_text_makes_it_panic(end in any::<prop::sample::Index>()) {
        let ends: Vec<usize> = BASE.char_indices().map(|(at, _)| at).collect();
        let cut = &BASE[..*end.get(&ends)];
        if let Ok(new) = Document::parse(cut, "cut.yaml") {
            let _ = compare(&document(&base()), &new, &Options::default(), &Generated);
        }
    }

    #[test]
    fn every_removed_place_is_seen(pick in any::<prop::sample::Index>()) {
        let old = base();
        let mut new = old.clone();
        let places = places(&new);
        let place = pick.get(&places);
        let (holder, last) = place.rsplit_once('/').expect("not the whole");
        match new.pointer_mut(holder).expect("it is there") {
            Value::Object(object) => {
                let key = pointer::tokens(place).and_then(|tokens| tokens.last().cloned());
                object.shift_remove(&key.expect("a key"));
            }
            Value::Array(items) => {
                items.remove(last.parse().expect("an index"));
            }
            other => panic!("{other} holds nothing"),
        }
        let report = compare(&document(&old), &document(&new), &Options::default(), &Generated);
        let is_refused = place == "/openapi" || leads_to_nothing(&new);
        prop_assert_eq!(report.is_err(), is_refused);
        let is_seen = report.is_ok_and(|report| !report.changes.is_empty());
        prop_assert!(is_seen || is_refused, "{place}");
    }
}

#[test]
fn circles_of_every_kind_end() {
    let schemas = json!({
        "Itself": {"$ref": "#/components/schemas/Itself"},
        "All": {"allOf": [{"$ref": "#/components/schemas/All"}, {"type": "object"}]},
        "One": {"oneOf": [{"$ref": "#/components/schemas/Two"}, {"type": "string"}]},
        "Two": {"oneOf": [{"$ref": "#/components/schemas/One"}, {"type": "integer"}]},
        "Node": {"type": "object", "properties": {
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
            "next": {"$ref": "#/components/schemas/Node"},
        }},
        "Map": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Map"}},
    });
    let made = |node: &str, title: &str| {
        let mut schemas = schemas.clone();
        schemas["Node"]["properties"]["value"] = json!({"type": node});
        let answer = |name: &str| {
            json!({"200": {"description": "", "content": {"application/json":
                {"schema": {"$ref": format!("#/components/schemas/{name}")}}}}})
        };
        let paths: serde_json::Map<String, Value> = schemas
            .as_object()
            .expect("a mapping")
            .keys()
            .map(|name| {
                let call = json!({"get": {"operationId": format!("get{name}"), "responses": answer(name)}});
                (format!("/{name}"), call)
            })
            .collect();
        document(&json!({
            "openapi": "3.1.0",
            "info": {"title": title, "version": "1"},
            "paths": paths,
            "components": {"schemas": schemas},
        }))
    };
    for title in ["Lean", "Somebody"] {
        let report = compare(
            &made("string", title),
            &made("integer", title),
            &Options::default(),
            &Generated,
        )
        .expect("both can be read");
        let breaking: Vec<&str> = report
            .of(Level::Breaking)
            .map(|change| change.pointer.as_str())
            .collect();
        assert_eq!(
            breaking,
            ["/components/schemas/Node/properties/value"],
            "{title}"
        );
    }
}

#[test]
fn chain_of_two_thousand_schemas_is_no_trouble() {
    let made = |last: &str| {
        let mut schemas: serde_json::Map<String, Value> = (0..2000)
            .map(|at| {
                let next = format!("#/components/schemas/C{}", at + 1);
                (
                    format!("C{at}"),
                    json!({"type": "object", "properties": {"next": {"$ref": next}}}),
                )
            })
            .collect();
        schemas.insert(
            "C2000".to_owned(),
            json!({"type": "object", "properties": {"x": {"type": last}}}),
        );
        document(&json!({
            "openapi": "3.0.3",
            "info": {"title": "Lean", "version": "1"},
            "paths": {"/c": {"get": {"operationId": "c", "responses": {"200": {"description": "",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/C0"}}}}}}}},
            "components": {"schemas": schemas},
        }))
    };
    let report = compare(
        &made("string"),
        &made("integer"),
        &Options::default(),
        &Generated,
    )
    .expect("both can be read");
    assert_eq!(report.changes.len(), 1);
    assert_eq!(report.changes[0].rust, ["leantech_c::types::C2000::x"]);
}

/// A document of `count` structs that one call answers with, each with a member of this type.
fn of_many(count: usize, kind: &str) -> Document {
    let mut value = base();
    let mut members = serde_json::Map::new();
    for number in 0..count {
        let name = format!("Part{number}");
        let part = json!({"type": "object", "properties": {"sum": {"type": kind}}});
        value["components"]["schemas"][name.as_str()] = part;
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        members.insert(format!("part_{number}"), reference);
    }
    value["components"]["schemas"]["Owner"] = json!({"type": "object", "properties": members});
    document(&value)
}

#[test]
fn report_says_when_more_differs_than_is_generated() {
    let beyond = |count: usize| {
        let (old, new) = (of_many(count, "string"), of_many(count, "boolean"));
        let report =
            compare(&old, &new, &Options::default(), &Generated).expect("both can be read");
        assert!(report.breaking);
        let said = |message: &str| message.contains("only the documents decide there");
        let found = report.changes.iter().find(|change| said(&change.message));
        found.map(|change| (change.kind, change.level, change.message.clone()))
    };
    assert_eq!(beyond(150), None);
    let (kind, level, message) = beyond(170).expect("it is said");
    assert_eq!((kind, level), ("not-generated", Level::Risk));
    assert!(
        message.starts_with("10 calls and types differ beyond the 160"),
        "{message}"
    );
}
