//! What is refused, what is read with a note, and what the report says.

use serde_json::{Value, json};
use xtask::surface::Generated;
use xtask_drift::{Bump, Level, Options, Report, compare};

use super::{document, report};

fn whole(version: &Value, schema: &Value) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    json!({
        "openapi": version,
        "info": {"title": "made up", "version": "1"},
        "paths": {
            "/a": {"post": {"requestBody": {"content": content}, "responses": {"204": {"description": ""}}}},
            "/b": {"post": {"requestBody": {"content": content}, "responses": {"204": {"description": ""}}}},
        },
        "components": {"schemas": {
            "Shared": {"type": "object", "properties": {"a": {"type": "string"}}},
            "Unused": {"type": "object", "properties": {"a": {"type": "string"}}},
            "Named": {"$anchor": "named", "type": "string"},
        }},
    })
}

fn refusal(old: &Value, new: &Value) -> String {
    compare(
        &document(old),
        &document(new),
        &Options::default(),
        &Generated,
    )
    .expect_err("one of them is refused")
    .to_string()
}

#[test]
fn a_version_is_read_as_its_series_with_a_note() {
    let schema = json!({"type": "string"});
    let old = whole(&json!("3.1.0"), &schema);
    for (version, read) in [
        (json!(3.1), "3.1.0"),
        (json!("3.1"), "3.1.0"),
        (json!("3.2.0"), "3.1.0"),
        (json!("3.2"), "3.1.0"),
        (json!("3.0"), "3.0.0"),
    ] {
        let new = whole(&version, &schema);
        let report = report(&old, &new);
        assert!(!report.breaking, "{version}");
        let [note] = report.notes.as_slice() else {
            panic!("{version}: {:?}", report.notes);
        };
        assert!(note.contains(&format!("it is read as {read}")), "{note}");
        assert!(report.text().contains(note.as_str()));
        // What changes is found all the same.
        let changed = whole(&version, &json!({"type": "integer"}));
        assert!(super::report(&new, &changed).breaking, "{version}");
    }
    for version in [
        json!("2.0"),
        json!("4.0.0"),
        json!("3.3.0"),
        json!(3),
        json!("3.1.x"),
        json!(null),
    ] {
        let said = refusal(&old, &whole(&version, &schema));
        assert!(
            said.contains("3.0, 3.1 and what 3.2 has in common"),
            "{said}"
        );
    }
}

#[test]
fn a_reference_to_nothing_is_refused_at_its_place() {
    let old = whole(&json!("3.1.0"), &json!({"type": "string"}));
    for reference in [
        "#/components/schemas/Nothing",
        "#nothing",
        "#/paths/~1a/get",
    ] {
        let new = whole(&json!("3.1.0"), &json!({"$ref": reference}));
        let said = refusal(&old, &new);
        assert!(
            said.contains(&format!("there is nothing at `{reference}`")),
            "{said}"
        );
        assert!(
            said.contains("/requestBody/content/application~1json/schema/$ref"),
            "{said}"
        );
    }
    let data = whole(
        &json!("3.1.0"),
        &json!({"type": "string", "x-data": {"$ref": "#/nothing"}, "example": {"$ref": "#/nothing"}}),
    );
    assert!(!report(&old, &data).breaking);
}

#[test]
fn a_reference_to_an_anchor_is_followed() {
    let old = whole(&json!("3.1.0"), &json!({"$ref": "#named"}));
    assert_eq!(
        report(&old, &whole(&json!("3.1.0"), &json!({"type": "string"})))
            .of(Level::Breaking)
            .count(),
        0
    );
    let mut new = old.clone();
    new["components"]["schemas"]["Named"]["type"] = json!("integer");
    assert!(report(&old, &new).breaking);
    assert!(report(&new, &old).breaking);
}

fn shared(change: impl FnOnce(&mut Value)) -> Report {
    let old = whole(
        &json!("3.1.0"),
        &json!({"$ref": "#/components/schemas/Shared"}),
    );
    let mut new = old.clone();
    change(&mut new["components"]["schemas"]);
    report(&old, &new)
}

#[test]
fn a_change_of_a_shared_schema_names_each_call() {
    let report = shared(|schemas| schemas["Shared"]["properties"]["a"]["type"] = json!("integer"));
    let [change] = report.changes.as_slice() else {
        panic!("{report:?}");
    };
    assert_eq!(change.operations, ["POST /a", "POST /b"]);
    assert!(
        change
            .message
            .contains("2 calls are concerned: `POST /a`, `POST /b`"),
        "{}",
        change.message
    );
}

#[test]
fn a_name_with_a_semicolon_does_not_cut_a_message() {
    let report = shared(|schemas| {
        schemas["Shared"]["required"] = json!(["b; c"]);
        schemas["Shared"]["properties"]["b; c"] = json!({"type": "string"});
    });
    let text = report.text();
    assert!(
        text.contains("the required member `b; c` is new in `Shared`\n"),
        "{text}"
    );
    assert!(report.markdown().contains("`b; c` is new in `Shared`"));
}

#[test]
fn nobody_is_hit_never_stands_next_to_a_breaking_version() {
    let compatible = [
        json!({"type": "object", "properties": {}}),
        json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}),
        json!({"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}),
        json!({"properties": {"a": {}}}),
        json!({}),
    ];
    for schema in compatible {
        let report = shared(|schemas| schemas["Shared"] = schema);
        assert!(!report.changes.is_empty());
        for change in &report.changes {
            let is_calm = change.message.contains("nobody");
            let asks = change.message.contains("release a breaking version");
            assert!(!(is_calm && asks), "{}", change.message);
        }
    }
}

#[test]
fn what_nobody_uses_asks_for_a_patch_at_most() {
    let changed = shared(|schemas| schemas["Unused"]["properties"]["a"]["type"] = json!("integer"));
    assert_eq!((changed.breaking, changed.bump), (false, Bump::Patch));
    let removed = shared(|schemas| {
        schemas.as_object_mut().expect("schemas").remove("Unused");
    });
    assert_eq!((removed.breaking, removed.bump), (false, Bump::Patch));
}

#[test]
fn what_no_rule_compares_is_a_risk_where_it_is_in_use() {
    let answering = |header: Value, components: Value| {
        json!({
            "openapi": "3.1.0",
            "info": {"title": "made up", "version": "1"},
            "paths": {"/a": {"get": {
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, "allowEmptyValue": components}],
                "responses": {"200": {"description": "", "headers": {"a": header}}},
            }}},
        })
    };
    let header = |explode: bool| json!({"schema": {"type": "object"}, "explode": explode});
    for (old, new) in [
        (
            answering(header(false), json!(false)),
            answering(header(true), json!(false)),
        ),
        (
            answering(header(false), json!(false)),
            answering(header(false), json!(true)),
        ),
    ] {
        for report in [report(&old, &new), report(&new, &old)] {
            let levels: Vec<Level> = report.changes.iter().map(|change| change.level).collect();
            assert_eq!(levels, [Level::Risk], "{report:?}");
            assert_eq!(report.changes[0].kind, "not-compared");
        }
    }
}

#[test]
fn what_is_called_back_is_compared_behind_references() {
    let calling = |kind: &str| {
        json!({
            "openapi": "3.1.0",
            "info": {"title": "made up", "version": "1"},
            "paths": {"/a": {"post": {
                "callbacks": {"done": {"$ref": "#/components/callbacks/Done"}},
                "responses": {"204": {"description": ""}},
            }}},
            "webhooks": {"event": {"post": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}}}}}},
            "components": {
                "callbacks": {"Done": {"{$request.body#/url}": {"post": {
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}},
                    "responses": {"204": {"description": ""}},
                }}}},
                "schemas": {"Event": {"type": kind}, "Answer": {"type": kind}},
            },
        })
    };
    let report = report(&calling("string"), &calling("integer"));
    let broken: Vec<&str> = report
        .of(Level::Breaking)
        .map(|change| change.pointer.as_str())
        .collect();
    assert_eq!(
        broken,
        ["/components/schemas/Answer", "/components/schemas/Event"]
    );
}
