//! A document is the same after any of the rewritings that change nothing, and after many of them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xtask_drift::{Level, Report};
use xtask_openapi::Document;

use crate::kinds::{report, text};

type Rewriting = (&'static str, fn(&mut Value));

const THING: &str = "/components/schemas/Thing/properties";
const GET: &str = "/paths/~1things~1{id}/get";
const POST: &str = "/paths/~1things~1{id}/post";

const BASE: &str = include_str!("../documents/things.yaml");

fn base() -> Value {
    Document::parse(BASE, "things.yaml")
        .expect("the base can be read")
        .value
}

/// Changes what stands at a place, if something does.
fn at(value: &mut Value, place: &str, change: impl FnOnce(Value) -> Value) {
    if let Some(found) = value.pointer_mut(place) {
        *found = change(found.take());
    }
}

fn field(value: &mut Value, name: &str, change: impl FnOnce(Value) -> Value) {
    at(value, &format!("{THING}/{name}"), change);
}

fn set(value: &mut Value, place: &str, key: &str, to: Value) {
    if let Some(Value::Object(object)) = value.pointer_mut(place) {
        object.insert(key.to_owned(), to);
    }
}

/// The place of a parameter of the first call, wherever it stands in the list.
fn parameter(value: &Value, name: &str, below: &str) -> String {
    let parameters = value.pointer(&format!("{GET}/parameters"));
    let position = parameters.and_then(Value::as_array).and_then(|all| {
        all.iter().position(|one| {
            one["name"]
                .as_str()
                .is_some_and(|known| known.eq_ignore_ascii_case(name))
        })
    });
    position.map_or("/nothing".to_owned(), |at| {
        format!("{GET}/parameters/{at}{below}")
    })
}

/// Gives a field another name, where it is there.
fn renamed(value: &mut Value, holder: &str, from: &str, to: &str) {
    if let Some(Value::Object(object)) = value.pointer_mut(holder)
        && let Some(found) = object.remove(from)
    {
        object.insert(to.to_owned(), found);
    }
}

/// Moves what stands at a place to the components.
fn moved(value: &mut Value, place: &str, section: &str, name: &str) {
    let Some(found) = value.pointer_mut(place) else {
        return;
    };
    let part = std::mem::replace(
        found,
        json!({"$ref": format!("#/components/{section}/{name}")}),
    );
    let components = &mut value["components"];
    if components.get(section).is_none() {
        components[section] = json!({});
    }
    components[section][name] = part;
}

fn reversed(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.reverse();
            Value::Array(items)
        }
        other => other,
    }
}

/// The keys of every object in another order.
fn turned(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let fields: Vec<_> = object.into_iter().collect();
            let turned = fields
                .into_iter()
                .rev()
                .map(|(key, value)| (key, turned(value)));
            Value::Object(turned.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(turned).collect()),
        other => other,
    }
}

/// Branches of a union for the values of a list.
fn constants(value: &Value, branch: fn(Value) -> Value) -> Value {
    let words = value["enum"].as_array().cloned().unwrap_or_default();
    json!({"oneOf": words.into_iter().map(branch).collect::<Vec<_>>()})
}

/// Branches of a union for the types of a list.
fn branches(value: &Value, key: &str) -> Value {
    let types = value["type"].as_array().cloned().unwrap_or_default();
    let branches: Vec<Value> = types.iter().map(|kind| json!({"type": kind})).collect();
    json!({key: branches})
}

fn rewritings() -> Vec<Rewriting> {
    let mut all = rewritings_of_schemas();
    all.extend(rewritings_of_calls());
    all
}

fn rewritings_of_schemas() -> Vec<Rewriting> {
    vec![
        ("required in another order", |v| {
            at(v, "/components/schemas/Thing/required", reversed);
        }),
        ("values in another order", |v| {
            field(v, "mode", |mut s| {
                s["enum"] = json!(["c", "a", "b"]);
                s
            });
        }),
        ("a reference written out", |v| {
            field(v, "kind", |_| json!({"type": "string", "enum": ["k", "l"]}));
        }),
        ("a reference to an object written out", |v| {
            let owner = v["components"]["schemas"]["Owner"].clone();
            field(v, "keeper", |_| owner);
        }),
        ("a schema moved to the components", |v| {
            moved(v, &format!("{THING}/name"), "schemas", "Name");
        }),
        ("a schema that is referred to twice over", |v| {
            v["components"]["schemas"]["Again"] = json!({"$ref": "#/components/schemas/Owner"});
            field(
                v,
                "owner",
                |_| json!({"$ref": "#/components/schemas/Again"}),
            );
        }),
        ("allOf of one reference", |v| {
            field(v, "owner", |s| json!({"allOf": [s]}));
        }),
        ("allOf of one schema", |v| {
            field(v, "ratio", |s| json!({"allOf": [s]}));
        }),
        ("anyOf of one schema", |v| {
            field(v, "flag", |s| json!({"anyOf": [s]}));
        }),
        ("oneOf of one schema", |v| {
            field(v, "when", |s| json!({"oneOf": [s]}));
        }),
        ("an empty branch of allOf", |v| {
            field(v, "count", |s| json!({"allOf": [s, {}]}));
        }),
        ("a branch of allOf that is true", |v| {
            field(v, "id", |s| json!({"allOf": [true, s]}));
        }),
        ("an object in two branches of allOf", |v| {
            at(v, "/components/schemas/Owner", |_| {
                json!({"allOf": [
                    {"type": "object", "properties": {"age": {"type": "integer"}}},
                    {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
                ]})
            });
        }),
        ("a limit in a branch of allOf", |v| {
            field(
                v,
                "text",
                |_| json!({"allOf": [{"type": "string"}, {"maxLength": 9}, {"maxLength": 12}]}),
            );
        }),
        ("a type in a list of one", |v| {
            set(v, &format!("{THING}/words"), "type", json!(["array"]));
        }),
        ("types in another order", |v| {
            field(v, "value", |mut s| {
                s["type"] = json!(["integer", "string"]);
                s
            });
        }),
        ("types as oneOf", |v| {
            field(v, "other", |s| branches(&s, "oneOf"));
        }),
        ("types as anyOf", |v| {
            field(v, "third", |s| branches(&s, "anyOf"));
        }),
        ("null as a branch of anyOf", |v| {
            field(
                v,
                "note",
                |_| json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            );
        }),
        ("null as a branch of oneOf", |v| {
            field(
                v,
                "mark",
                |_| json!({"oneOf": [{"type": "null"}, {"type": "string"}]}),
            );
        }),
        ("values as oneOf of constants", |v| {
            field(v, "state", |s| constants(&s, |word| json!({"const": word})));
        }),
        ("values as oneOf of single values", |v| {
            field(v, "level", |s| {
                constants(
                    &s,
                    |word| json!({"type": "string", "enum": [word], "title": "A value."}),
                )
            });
        }),
        ("a constant as a list of one value", |v| {
            field(v, "fixed", |_| json!({"type": "string", "enum": ["x"]}));
        }),
        ("a list of one value as a constant", |v| {
            at(
                v,
                "/components/schemas/Circle/properties/form",
                |_| json!({"const": "circle"}),
            );
        }),
        ("branches in another order", |v| {
            at(v, &format!("{THING}/part/anyOf"), reversed);
        }),
        ("a mapping by names", |v| {
            at(
                v,
                &format!("{THING}/shape/discriminator/mapping"),
                |_| json!({"square": "Square", "circle": "Circle"}),
            );
        }),
        ("not in allOf of one", |v| {
            field(
                v,
                "refused",
                |_| json!({"type": "integer", "allOf": [{"not": {"enum": [3]}}]}),
            );
        }),
        ("additionalProperties as it is anyway", |v| {
            set(
                v,
                "/components/schemas/Square",
                "additionalProperties",
                json!(true),
            );
        }),
        ("minLength as it is anyway", |v| {
            set(
                v,
                "/components/schemas/Failure/properties/message",
                "minLength",
                json!(0),
            );
        }),
        ("a pattern of every text", |v| {
            set(
                v,
                "/components/schemas/Failure/properties/message",
                "pattern",
                json!(""),
            );
        }),
        ("switches as they are anyway", |v| {
            for switch in ["deprecated", "readOnly", "writeOnly", "uniqueItems"] {
                set(v, "/components/schemas/Kind", switch, json!(false));
            }
        }),
        ("a limit with a point", |v| {
            at(v, &format!("{THING}/count/minimum"), |_| json!(0.0));
        }),
        ("a reference below patternProperties", |v| {
            moved(
                v,
                &format!("{THING}/named/patternProperties/^a"),
                "schemas",
                "Pattern",
            );
        }),
        ("a reference below prefixItems", |v| {
            moved(
                v,
                &format!("{THING}/first/prefixItems/0"),
                "schemas",
                "First",
            );
        }),
        ("a reference to an anchor", |v| {
            set(v, "/components/schemas/Kind", "$anchor", json!("kind"));
            at(v, &format!("{THING}/kind/$ref"), |_| json!("#kind"));
        }),
        ("words for people", |v| {
            for key in ["title", "description", "$comment"] {
                set(v, "/components/schemas/Owner", key, json!("Other words."));
            }
        }),
        ("an example", |v| {
            set(
                v,
                "/components/schemas/Owner",
                "examples",
                json!([{"name": "Made Up"}]),
            );
        }),
        ("an extension", |v| {
            set(
                v,
                "/components/schemas/Owner",
                "x-data",
                json!({"$ref": "#/nothing"}),
            );
        }),
        ("an unknown keyword", |v| {
            set(v, "/components/schemas/Owner", "madeUp", json!(1));
        }),
    ]
}

fn rewritings_of_calls() -> Vec<Rewriting> {
    vec![
        ("parameters in another order", |v| {
            at(v, &format!("{GET}/parameters"), reversed);
        }),
        ("answers in another order", |v| {
            at(v, &format!("{GET}/responses"), turned);
        }),
        ("a media type with its character set", |v| {
            renamed(
                v,
                &format!("{POST}/requestBody/content"),
                "application/json",
                "application/json; charset=utf-8",
            );
        }),
        ("a media type in capitals", |v| {
            renamed(
                v,
                &format!("{GET}/responses/200/content"),
                "application/json",
                "Application/JSON",
            );
        }),
        ("a character set in quotation marks", |v| {
            renamed(
                v,
                &format!("{GET}/responses/404/content"),
                "application/json",
                "application/json;charset=\"UTF-8\"",
            );
        }),
        ("a header parameter in another case", |v| {
            at(v, &parameter(&v.clone(), "X-Trace", "/name"), |_| {
                json!("x-trace")
            });
        }),
        ("a header of an answer in another case", |v| {
            renamed(v, &format!("{GET}/responses/200/headers"), "Rate", "rate");
        }),
        ("a success as a range", |v| {
            renamed(v, &format!("{GET}/responses"), "200", "2XX");
        }),
        ("a failure as a range", |v| {
            renamed(v, &format!("{GET}/responses"), "404", "4XX");
        }),
        ("a failure as the default", |v| {
            renamed(v, &format!("{GET}/responses"), "404", "default");
        }),
        ("required as it is anyway", |v| {
            set(v, &parameter(&v.clone(), "q", ""), "required", json!(false));
        }),
        ("a style as it is anyway", |v| {
            set(
                v,
                &parameter(&v.clone(), "list", ""),
                "style",
                json!("form"),
            );
            set(
                v,
                &parameter(&v.clone(), "list", ""),
                "explode",
                json!(true),
            );
        }),
        ("explode of a text", |v| {
            set(v, &parameter(&v.clone(), "q", ""), "explode", json!(false));
        }),
        ("allowReserved as it is anyway", |v| {
            set(
                v,
                &parameter(&v.clone(), "q", ""),
                "allowReserved",
                json!(false),
            );
        }),
        ("a path parameter in allOf", |v| {
            at(
                v,
                &format!("{POST}/parameters/0/schema"),
                |s| json!({"allOf": [s]}),
            );
        }),
        ("a parameter of the whole path", |v| {
            let parameter = v
                .pointer_mut(&format!("{POST}/parameters"))
                .map(Value::take);
            set(
                v,
                "/paths/~1things~1{id}",
                "parameters",
                parameter.unwrap_or_default(),
            );
            set(v, POST, "parameters", json!([]));
        }),
        ("a parameter moved to the components", |v| {
            moved(
                v,
                &parameter(&v.clone(), "X-Other", ""),
                "parameters",
                "Other",
            );
        }),
        ("an answer moved to the components", |v| {
            moved(v, &format!("{POST}/responses/204"), "responses", "Done");
        }),
        ("a body moved to the components", |v| {
            moved(v, &format!("{POST}/requestBody"), "requestBodies", "Thing");
        }),
        ("a header moved to the components", |v| {
            moved(
                v,
                &format!("{GET}/responses/200/headers/Next"),
                "headers",
                "Next",
            );
        }),
        ("security said by the call", |v| {
            let security = v["security"].clone();
            set(v, GET, "security", security);
        }),
        ("a scheme renamed", |v| {
            renamed(v, "/components/securitySchemes", "key", "token");
            let text = v.to_string().replace("{\"key\":[]}", "{\"token\":[]}");
            *v = serde_json::from_str(&text).expect("still JSON");
        }),
        ("a server with a slash", |v| {
            at(v, "/servers/0/url", |_| json!("https://example.com/"));
        }),
        ("every key in another order", |v| *v = turned(v.take())),
    ]
}

/// What is said beyond words, and beyond schemas that came to the components or left them.
fn alarms(report: &Report) -> usize {
    let alarms = report.changes.iter().filter(|change| {
        change.level != Level::Docs && !matches!(change.kind, "schema-added" | "schema-removed")
    });
    alarms.count()
}

#[test]
fn each_rewriting_alone_changes_nothing() {
    let all = rewritings();
    assert!(all.len() >= 40, "{} rewritings", all.len());
    let mut wrong = Vec::new();
    for (name, rewrite) in all {
        let old = base();
        let mut new = base();
        rewrite(&mut new);
        assert_ne!(old.to_string(), new.to_string(), "{name} does something");
        for (one, other, way) in [(&old, &new, "there"), (&new, &old, "back")] {
            let report = report(one, other);
            if alarms(&report) > 0 {
                wrong.push(format!("{name}, {way}:\n{}", text(&report)));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_rewritings_together_change_nothing(
        old in prop::sample::subsequence(rewritings(), 0..12),
        new in prop::sample::subsequence(rewritings(), 0..20).prop_shuffle(),
    ) {
        let (mut one, mut other) = (base(), base());
        for (_, rewrite) in &old {
            rewrite(&mut one);
        }
        for (_, rewrite) in &new {
            rewrite(&mut other);
        }
        let report = report(&one, &other);
        let names = |list: &[Rewriting]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        prop_assert_eq!(alarms(&report), 0, "{:?} and {:?}\n{}", names(&old), names(&new), text(&report));
    }
}

#[test]
fn a_text_of_aliases_merge_keys_and_quotation_marks_is_the_same_document() {
    let plain = "\
openapi: 3.1.0
info: {title: made up, version: '1'}
paths: {}
components:
  schemas:
    A: {type: object, required: [a], properties: {a: {type: string}}}
    B: {type: object, required: [a], properties: {a: {type: string}}}
    C: {type: object, required: [a], properties: {a: {type: string}}, title: C}
";
    let written = "\
\"openapi\": '3.1.0'
info: {\"title\": \"made up\", version: \"1\"}
paths: {}
components:
  schemas:
    A: &a
      type: 'object'
      required:
        - a
      properties: {a: {type: string}}
    B: *a
    C:
      <<: *a
      title: C
";
    let read = |text: &str| {
        Document::parse(text, "made-up.yaml")
            .expect("it is read")
            .value
    };
    assert!(report(&read(plain), &read(written)).changes.is_empty());
}
