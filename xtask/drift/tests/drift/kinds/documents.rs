//! Changes of parameters, answers, headers, media types and security, in whole documents.

use serde_json::{Value, json};

use xtask::surface::Generated;
use xtask_drift::{Options, compare};

use super::{B, C, N, Pair, document, hold_pairs, pair, text};

fn whole(call: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "made up", "version": "1"},
        "paths": {"/a": {"post": call}},
        "components": {"schemas": {
            "Id": {"type": "string"},
            "Text": {"type": "string"},
            "Holder": {"type": "object", "properties": {"id": {"$ref": "#/components/schemas/Id"}}},
        }},
    })
}

fn with(mut document: Value, place: &str, value: Value) -> Value {
    let (holder, key) = place.rsplit_once('/').expect("a pointer");
    let holder = document.pointer_mut(holder).expect("it is there");
    holder[key] = value;
    document
}

fn content(schema: &Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn answering(answers: &Value) -> Value {
    whole(&json!({"responses": answers}))
}

#[test]
fn a_schema_is_compared_again_where_it_is_read_in_another_way() {
    let id = json!({"$ref": "#/components/schemas/Id"});
    let query = json!([{"name": "id", "in": "query", "schema": id}]);
    let form = json!({"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Holder"}}, "application/json": {"schema": {"$ref": "#/components/schemas/Holder"}}});
    let calls = [
        json!({"parameters": query, "requestBody": {"content": content(&id)}, "responses": {"204": {"description": ""}}}),
        json!({"requestBody": {"content": form}, "responses": {"204": {"description": ""}}}),
        json!({"parameters": query, "responses": {"200": {"description": "", "content": content(&id)}}}),
    ];
    let pairs: Vec<Pair> = calls
        .iter()
        .map(|call| {
            let old = with(
                whole(call),
                "/components/schemas/Id",
                json!({"type": "integer"}),
            );
            pair("an integer becomes a text", old, whole(call), B, B)
        })
        .collect();
    hold_pairs(&pairs);
    // As a parameter alone it is a text in any case.
    let call = json!({"parameters": query, "responses": {"204": {"description": ""}}});
    let old = with(
        whole(&call),
        "/components/schemas/Id",
        json!({"type": "integer"}),
    );
    hold_pairs(&[pair("only in a query", old, whole(&call), C, B)]);
}

#[test]
fn a_failure_keeps_its_shape_when_its_code_is_written_wider() {
    let failure = |kind: &str| json!({"description": "", "content": content(&json!({"type": "object", "required": ["a"], "properties": {"a": {"type": kind}}}))});
    let answers = |code: &str, kind: &str| {
        answering(&json!({"204": {"description": ""}, code: failure(kind)}))
    };
    let both = |wide: &str, kind: &str| {
        answering(
            &json!({"204": {"description": ""}, "400": failure(kind), wide: failure("string")}),
        )
    };
    let mut pairs = Vec::new();
    for wide in ["4XX", "default"] {
        let only = answers(wide, "string");
        pairs.push(pair(
            "a code of its own, of another shape",
            only.clone(),
            both(wide, "integer"),
            B,
            B,
        ));
        pairs.push(pair(
            "a code of its own, of the same shape",
            only,
            both(wide, "string"),
            N,
            N,
        ));
        pairs.push(pair(
            "another shape",
            answers("400", "string"),
            answers(wide, "integer"),
            B,
            B,
        ));
        pairs.push(pair(
            "the same shape",
            answers("400", "string"),
            answers(wide, "string"),
            N,
            N,
        ));
    }
    hold_pairs(&pairs);
}

#[test]
fn the_same_success_may_be_written_as_a_range() {
    let success = |code: &str, kind: &str| {
        answering(&json!({code: {"description": "", "content": content(&json!({"type": kind}))}}))
    };
    hold_pairs(&[
        pair(
            "the same body",
            success("200", "string"),
            success("2XX", "string"),
            N,
            N,
        ),
        pair(
            "the same code in small letters",
            success("2xx", "string"),
            success("2XX", "string"),
            N,
            N,
        ),
        pair(
            "another body",
            success("200", "string"),
            success("2XX", "integer"),
            B,
            B,
        ),
    ]);
}

#[test]
fn a_header_is_compared_however_it_is_described() {
    let header =
        |header: Value| answering(&json!({"200": {"description": "", "headers": {"a": header}}}));
    let by_content = |kind: &str| header(json!({"content": content(&json!({"type": kind}))}));
    hold_pairs(&[
        pair(
            "by a media type",
            by_content("string"),
            by_content("integer"),
            B,
            B,
        ),
        pair(
            "by a media type, the same",
            by_content("string"),
            by_content("string"),
            N,
            N,
        ),
        pair(
            "by a schema and by a media type",
            header(json!({"schema": {"type": "string"}})),
            by_content("string"),
            B,
            B,
        ),
        pair(
            "a moment becomes a number",
            header(json!({"schema": {"type": "string", "format": "date-time"}})),
            header(json!({"schema": {"type": "integer"}})),
            B,
            B,
        ),
        pair(
            "any text becomes a number",
            header(json!({"schema": {"type": "string"}})),
            header(json!({"schema": {"type": "integer"}})),
            C,
            B,
        ),
    ]);
}

#[test]
fn a_media_type_is_the_same_but_for_its_spelling() {
    let body = |media_type: &str, kind: &str| {
        let content = json!({media_type: {"schema": {"type": kind}}});
        whole(
            &json!({"requestBody": {"content": content}, "responses": {"200": {"description": "", "content": content}}}),
        )
    };
    let plain = "application/json";
    let mut pairs = Vec::new();
    for other in [
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "Application/JSON",
        "application/json ; Charset=utf-8",
    ] {
        pairs.push(pair(
            "the same",
            body(plain, "string"),
            body(other, "string"),
            N,
            N,
        ));
        pairs.push(pair(
            "another schema",
            body(plain, "string"),
            body(other, "integer"),
            B,
            B,
        ));
    }
    pairs.push(pair(
        "quotation marks and order",
        body("a/b; c=d; e=\"f\"", "string"),
        body("a/b; e=f;c=\"d\"", "string"),
        N,
        N,
    ));
    pairs.push(pair(
        "another parameter",
        body("a/b; version=1", "string"),
        body("a/b; version=2", "string"),
        B,
        B,
    ));
    pairs.push(pair(
        "another media type",
        body(plain, "string"),
        body("application/xml", "string"),
        B,
        B,
    ));
    hold_pairs(&pairs);
}

#[test]
fn a_scheme_in_use_that_changes_in_place_breaks() {
    let secured = |scheme: Value, is_used: bool| {
        let mut document = answering(&json!({"204": {"description": ""}}));
        document["components"]["securitySchemes"] = json!({"key": scheme});
        if is_used {
            document["security"] = json!([{"key": []}]);
        }
        document
    };
    let header = json!({"type": "apiKey", "in": "header", "name": "key"});
    let query = json!({"type": "apiKey", "in": "query", "name": "key"});
    let (basic, bearer) = (
        json!({"type": "http", "scheme": "basic"}),
        json!({"type": "http", "scheme": "bearer"}),
    );
    hold_pairs(&[
        pair(
            "header to query",
            secured(header.clone(), true),
            secured(query.clone(), true),
            B,
            B,
        ),
        pair(
            "basic to bearer",
            secured(basic.clone(), true),
            secured(bearer, true),
            B,
            B,
        ),
        pair(
            "not in use",
            secured(header, false),
            secured(query, false),
            C,
            C,
        ),
        pair(
            "a word of HTTP in another case",
            secured(basic, true),
            secured(json!({"type": "http", "scheme": "Basic"}), true),
            N,
            N,
        ),
    ]);
}

#[test]
fn a_scheme_that_is_only_renamed_is_the_same() {
    let secured = |name: &str, scheme: Value| {
        let mut document = answering(&json!({"204": {"description": ""}}));
        document["components"]["securitySchemes"] = json!({name: scheme});
        document["security"] = json!([{name: []}]);
        document
    };
    let key = json!({"type": "apiKey", "in": "header", "name": "key"});
    let other = json!({"type": "apiKey", "in": "header", "name": "other"});
    hold_pairs(&[
        pair(
            "renamed",
            secured("a", key.clone()),
            secured("b", key.clone()),
            N,
            N,
        ),
        pair(
            "renamed and described",
            secured("a", key.clone()),
            secured("b", with(key.clone(), "/description", json!("words"))),
            N,
            N,
        ),
        pair(
            "renamed and changed",
            secured("a", key),
            secured("b", other),
            B,
            B,
        ),
    ]);
}

#[test]
fn a_discriminator_that_tells_apart_otherwise_breaks() {
    let shapes = |discriminator: Value, received: bool| {
        let union = json!({
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": discriminator,
        });
        let call = if received {
            json!({"responses": {"200": {"description": "", "content": content(&union)}}})
        } else {
            json!({"requestBody": {"content": content(&union)}, "responses": {"204": {"description": ""}}})
        };
        let mut document = whole(&call);
        for name in ["Cat", "Dog"] {
            document["components"]["schemas"][name] = json!({"type": "object", "required": ["kind", "sort", name], "properties": {"kind": {"type": "string"}, "sort": {"type": "string"}, name: {"type": "string"}}});
        }
        document
    };
    let by = |property: &str, mapping: Value| json!({"propertyName": property, "mapping": mapping});
    let (cat, dog) = ("#/components/schemas/Cat", "#/components/schemas/Dog");
    let plain = by("kind", json!({"cat": cat, "dog": dog}));
    let mut pairs = Vec::new();
    for received in [false, true] {
        let old = shapes(plain.clone(), received);
        let to = |discriminator| shapes(discriminator, received);
        pairs.push(pair(
            "another property",
            old.clone(),
            to(by("sort", json!({"cat": cat, "dog": dog}))),
            B,
            B,
        ));
        pairs.push(pair(
            "a value renamed",
            old.clone(),
            to(by("kind", json!({"kitten": cat, "dog": dog}))),
            B,
            B,
        ));
        pairs.push(pair(
            "values exchanged",
            old.clone(),
            to(by("kind", json!({"cat": dog, "dog": cat}))),
            B,
            B,
        ));
        pairs.push(pair(
            "by name and by reference",
            old.clone(),
            to(by("kind", json!({"dog": "Dog", "cat": "Cat"}))),
            N,
            N,
        ));
        pairs.push(pair(
            "the names that hold anyway",
            to(json!({"propertyName": "kind"})),
            to(by("kind", json!({"Cat": cat, "Dog": dog}))),
            N,
            N,
        ));
        pairs.push(pair(
            "a mapping where the names held",
            to(json!({"propertyName": "kind"})),
            old,
            B,
            B,
        ));
    }
    hold_pairs(&pairs);
}

#[test]
fn a_parameter_is_the_same_but_for_what_says_nothing() {
    let taking = |path: &str, parameters: Value| {
        json!({
            "openapi": "3.1.0",
            "info": {"title": "made up", "version": "1"},
            "paths": {path: {"post": {"parameters": parameters, "responses": {"204": {"description": ""}}}}},
            "components": {"schemas": {"Text": {"type": "string"}}},
        })
    };
    let one = |parameter: Value| taking("/a/{id}", json!([parameter]));
    let path = |schema: Value| {
        one(json!({"name": "id", "in": "path", "required": true, "schema": schema}))
    };
    let text = json!({"type": "string"});
    let list = json!({"type": "array", "items": {"type": "string"}});
    let query = |schema: &Value, more: Value| {
        let mut parameter = json!({"name": "q", "in": "query", "schema": schema});
        for (key, value) in more.as_object().expect("fields") {
            parameter[key] = value.clone();
        }
        taking("/a", json!([parameter]))
    };
    let header = |name: &str| json!({"name": name, "in": "header", "schema": text});
    hold_pairs(&[
        pair(
            "a header in another case",
            taking("/a", json!([header("X-A")])),
            taking("/a", json!([header("x-a")])),
            N,
            N,
        ),
        pair(
            "a header twice in one list",
            taking("/a", json!([header("X-A")])),
            taking("/a", json!([header("x-a"), header("X-A")])),
            N,
            N,
        ),
        pair(
            "explode of a text",
            query(&text, json!({})),
            query(&text, json!({"explode": false})),
            N,
            N,
        ),
        pair(
            "explode of a text behind a reference",
            query(&json!({"$ref": "#/components/schemas/Text"}), json!({})),
            query(
                &json!({"$ref": "#/components/schemas/Text"}),
                json!({"explode": false}),
            ),
            N,
            N,
        ),
        pair(
            "a style of a text",
            query(&text, json!({})),
            query(&text, json!({"style": "pipeDelimited"})),
            N,
            N,
        ),
        pair(
            "explode of a list",
            query(&list, json!({})),
            query(&list, json!({"explode": false})),
            B,
            B,
        ),
        pair(
            "a path parameter in allOf",
            path(text.clone()),
            path(json!({"allOf": [{"type": "string"}]})),
            N,
            N,
        ),
        pair(
            "a path parameter widened",
            path(json!({"type": "integer"})),
            path(text.clone()),
            C,
            B,
        ),
        pair(
            "a path parameter widened to a union",
            path(json!({"type": "integer"})),
            path(json!({"oneOf": [{"type": "integer"}, {"type": "boolean"}]})),
            C,
            B,
        ),
        pair(
            "a name that the path does not have",
            path(text.clone()),
            one(json!({"name": "other", "in": "path", "required": true, "schema": text})),
            C,
            C,
        ),
        pair(
            "a name that the path does not have, of another type",
            path(json!({"type": "boolean"})),
            one(
                json!({"name": "other", "in": "path", "required": true, "schema": {"type": "integer"}}),
            ),
            B,
            B,
        ),
    ]);
}

#[test]
fn what_breaks_the_wire_breaks_the_crate_as_well() {
    let secured = |scheme: Value| {
        let mut document = answering(&json!({"204": {"description": ""}}));
        document["components"]["securitySchemes"] = json!({"key": scheme});
        document["security"] = json!([{"key": []}]);
        document
    };
    let shapes = |property: &str, cat: &str| {
        let mut document = answering(
            &json!({"200": {"description": "", "content": content(&json!({
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": property, "mapping": {cat: "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}},
            }))}}),
        );
        for name in ["Cat", "Dog"] {
            document["components"]["schemas"][name] = json!({"type": "object", "required": ["kind", "sort", name], "properties": {"kind": {"type": "string"}, "sort": {"type": "string"}, name: {"type": "string"}}});
        }
        document
    };
    let key = |place: &str| json!({"type": "apiKey", "in": place, "name": "key"});
    let http = |scheme: &str| json!({"type": "http", "scheme": scheme});
    let options = Options {
        crate_name: Some("leantech-made".to_owned()),
    };
    for (name, old, new) in [
        (
            "header to query",
            secured(key("header")),
            secured(key("query")),
        ),
        (
            "basic to bearer",
            secured(http("basic")),
            secured(http("bearer")),
        ),
        (
            "a property renamed",
            shapes("kind", "cat"),
            shapes("sort", "cat"),
        ),
        (
            "a value renamed",
            shapes("kind", "cat"),
            shapes("kind", "kitten"),
        ),
    ] {
        for (one, other) in [(&old, &new), (&new, &old)] {
            let report = compare(&document(one), &document(other), &options, &Generated)
                .expect("both can be read");
            assert!(report.breaking, "{name}: {}", text(&report));
        }
    }
}
