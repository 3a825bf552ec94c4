#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test that meets something else should fail, and reads best with plain literals"
)]

use super::*;
use serde_json::{Map, json};

const GET: &str = "/paths/~1banks~1v1~1{id}/get";
const BANK: &str = "/components/schemas/Bank";

/// A document without a problem.
fn good() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Banks", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com", "x-environment": "sandbox"}],
        "security": [{"bearerAuth": []}],
        "paths": {
            "/banks/v1/{id}": {"get": {
                "operationId": "getBanks", "summary": "Lists banks.", "x-source": "guide",
                "tags": ["banks"],
                "x-lean-paging": {"number": "page_number", "size": "page_size", "items": "data.banks", "page": "page"},
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "description": "An id.", "schema": {"type": "string", "x-lean-id": "entity"}},
                    {"$ref": "#/components/parameters/Number"},
                    {"name": "page_size", "in": "query", "description": "Size.", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BanksPage"}}}},
                    "400": {"$ref": "#/components/responses/Failed"},
                },
            }},
            "/banks/v1/": {"post": {
                "operationId": "createBank", "summary": "Adds one.", "x-source": "guide",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bank"}}}},
                "responses": {"204": {"description": "d"}},
            }},
        },
        "components": {
            "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}},
            "parameters": {"Number": {"name": "page_number", "in": "query", "description": "Number.", "schema": {"type": "integer"}}},
            "responses": {"Failed": {"description": "d", "content": {"text/plain": {}, "application/json": {}}}},
            "schemas": {
                "BanksPage": {"type": "object", "properties": {
                    "data": {"description": "d", "allOf": [{"$ref": "#/components/schemas/BanksData"}]},
                    "page": {"description": "d", "anyOf": [{"$ref": "#/components/schemas/Page"}, {"type": "null"}]},
                }},
                "BanksData": {"type": "object", "properties": {
                    "banks": {"description": "d", "type": ["array", "null"], "items": {"$ref": "#/components/schemas/Bank"}},
                }},
                "Page": {"type": "object", "properties": {"number": {"description": "d", "type": "integer"}}},
                "Bank": {"type": "object", "x-lean-envelope": true, "properties": {
                    "name": {"description": "d", "type": "string", "x-lean-sensitive": true},
                    "fee": {"description": "d", "type": ["number", "null"], "x-lean-money": true},
                    "kind": {"description": "d", "$ref": "#/components/schemas/BankKind"},
                    "key": {"description": "d", "type": "string", "x-lean-secret": true, "x-choice": "because"},
                    "since": {"description": "d", "type": "string", "x-lean-time": "date-or-date-time"},
                    "for": {"description": "d", "type": "integer", "x-lean-lenient": "seconds"},
                    "on": {"description": "d", "type": "boolean", "x-lean-always-sent": true},
                }},
                "BankKind": {"type": "string", "enum": ["PRE-AGREED", "PRE_AGREED"], "x-lean-enum": "closed"},
            },
        },
    })
}

fn check(value: &Value) -> Problems {
    let document = Document::parse(value.to_string(), "a.json")
        .unwrap_or_else(|problems| panic!("{problems}"));
    lint(&document)
}

/// The good document with `value` at the place `pointer`; without the place when it is `None`.
fn with(pointer: &str, value: impl Into<Option<Value>>) -> Value {
    let mut document = good();
    set(&mut document, pointer, value.into());
    document
}

fn set(document: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, name) = pointer
        .rsplit_once('/')
        .expect("a place below the document");
    let name = xtask_openapi::pointer::tokens(&format!("/{name}"))
        .unwrap()
        .remove(0);
    match document.pointer_mut(parent).expect("the parent exists") {
        Value::Object(members) => match value {
            Some(value) => drop(members.insert(name, value)),
            None => drop(members.shift_remove(&name)),
        },
        Value::Array(items) => {
            let index: usize = name.parse().unwrap();
            match value {
                Some(value) if index < items.len() => items[index] = value,
                Some(value) => items.push(value),
                None => drop(items.remove(index)),
            }
        }
        other => panic!("{pointer} is below {other}"),
    }
}

/// Where the document is refused.
fn places(document: &Value) -> Vec<String> {
    check(document)
        .iter()
        .map(|problem| problem.pointer.clone())
        .collect()
}

#[track_caller]
fn refused(pointer: &str, value: impl Into<Option<Value>>, expected: &[&str]) {
    let document = with(pointer, value);
    let mut places = places(&document);
    let mut expected = expected.to_vec();
    places.sort_unstable();
    expected.sort_unstable();
    assert_eq!(places, expected, "{}", check(&document));
}

#[track_caller]
fn allowed(pointer: &str, value: impl Into<Option<Value>>) {
    let problems = check(&with(pointer, value));
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn document_that_keeps_every_rule_has_no_problem() {
    let problems = check(&good());
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn words_that_differ_only_in_their_signs_are_left_to_the_generator() {
    allowed(
        "/components/schemas/BankKind/enum",
        json!(["PRE-AGREED", "PRE_AGREED", "pre agreed"]),
    );
}

#[test]
fn version_of_openapi_is_3_0_or_3_1() {
    for wrong in [json!("2.0"), json!("3.2.0"), json!(3.1)] {
        let places = places(&with("/openapi", wrong));
        assert!(places.contains(&"/openapi".to_owned()));
    }
    allowed("/openapi", json!("3.1.1"));
}

#[test]
fn title_and_version_are_texts() {
    refused("/info/title", None, &["/info/title"]);
    refused("/info/title", json!(" "), &["/info/title"]);
    refused("/info/version", None, &["/info/version"]);
    refused("/info/version", json!(1.1), &["/info/version"]);
    refused("/info", None, &["/info/title", "/info/version"]);
}

#[test]
fn servers_are_reached_by_https() {
    for url in ["http://api.example.com", "https://", "/v1", ""] {
        refused("/servers/0/url", json!(url), &["/servers/0/url"]);
    }
    refused("/servers/0/url", None, &["/servers/0/url"]);
    let operation = with(&format!("{GET}/servers"), json!([{"url": "http://x"}]));
    assert_eq!(places(&operation), [format!("{GET}/servers/0/url")]);
}

#[test]
fn security_names_schemes_that_are_defined() {
    refused("/security", json!([{"basic": []}]), &["/security/0/basic"]);
    refused(
        &format!("{GET}/security"),
        json!([{"basic": []}]),
        &[&format!("{GET}/security/0/basic")],
    );
    refused("/security", json!({"bearerAuth": []}), &["/security"]);
    refused("/security", json!(["bearerAuth"]), &["/security"]);
    allowed(&format!("{GET}/security"), json!([]));
    refused(
        "/components/securitySchemes",
        None,
        &["/security/0/bearerAuth"],
    );
}

#[test]
fn operation_has_an_id_and_a_source() {
    for field in ["operationId", "x-source"] {
        refused(&format!("{GET}/{field}"), None, &[GET]);
    }
    refused(
        &format!("{GET}/x-source"),
        json!(3),
        &[&format!("{GET}/x-source")],
    );
    refused(
        &format!("{GET}/operationId"),
        json!("3banks"),
        &[&format!("{GET}/operationId")],
    );
}

#[test]
fn operation_ids_stay_different_as_rust_names() {
    let other = "/paths/~1banks~1v1~1/post/operationId";
    for id in ["getBanks", "get_banks", "GetBanks", "get-banks", "getBANKS"] {
        refused(other, json!(id), &[other]);
    }
    allowed(other, json!("getBanks2"));
}

#[test]
fn schema_names_stay_different_as_rust_names() {
    let schema = json!({"type": "object"});
    refused(
        "/components/schemas/bank_kind",
        schema.clone(),
        &["/components/schemas/bank_kind"],
    );
    refused(
        "/components/schemas/3D",
        schema,
        &["/components/schemas/3D"],
    );
}

#[test]
fn operation_has_an_answer_with_a_json_schema() {
    let responses = format!("{GET}/responses");
    let ok = format!("{responses}/200");
    refused(&responses, None, &[&responses]);
    refused(
        &responses,
        json!({"default": {"description": "d"}}),
        &[&responses],
    );
    refused(&ok, json!({"description": "d"}), &[&ok]);
    let content = format!("{ok}/content");
    let json = format!("{content}/application~1json");
    refused(&json, json!({}), &[&json]);
    let schema = json!({"schema": {"$ref": "#/components/schemas/BanksPage"}});
    refused(
        &content,
        json!({"text/html": schema}),
        &[&format!("{content}/text~1html")],
    );
    refused(
        &content,
        json!({"application/json": schema, "text/html": schema}),
        &[&content],
    );
    for media_type in [
        "application/json; charset=utf-8",
        "application/problem+json",
    ] {
        allowed(&content, json!({media_type: schema}));
    }
}

#[test]
fn answer_without_a_body_says_so() {
    let responses = "/paths/~1banks~1v1~1/post/responses";
    allowed(
        responses,
        json!({"200": {"description": "d", "content": {}}}),
    );
    allowed(responses, json!({"205": {"description": "d"}}));
    refused(
        responses,
        json!({"202": {"description": "d"}}),
        &[&format!("{responses}/202")],
    );
}

#[test]
fn answers_of_success_have_one_body() {
    let responses = "/paths/~1banks~1v1~1/post/responses";
    let answer = |schema: &str| json!({"description": "d", "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}}});
    allowed(
        responses,
        json!({"200": answer("Bank"), "201": answer("Bank")}),
    );
    refused(
        responses,
        json!({"200": answer("Bank"), "201": answer("Page")}),
        &[&format!("{responses}/201")],
    );
    refused(
        responses,
        json!({"200": answer("Bank"), "204": {"description": "d"}}),
        &[&format!("{responses}/204")],
    );
}

#[test]
fn status_is_one_of_http() {
    let responses = format!("{GET}/responses");
    for status in ["20", "2000", "600", "4xx", "x00", "4é"] {
        let at = format!("{responses}/{status}");
        let places = places(&with(&at, json!({"description": "d"})));
        assert!(places.contains(&at), "{status}");
    }
    allowed(&format!("{responses}/4XX"), json!({"description": "d"}));
    allowed(&format!("{responses}/default"), json!({"description": "d"}));
}

#[test]
fn problem_of_a_shared_component_is_reported_once_at_its_place() {
    let mut document = good();
    let at = "/components/responses/Done";
    set(
        &mut document,
        at,
        Some(json!({"description": "d", "content": {"application/json": {}}})),
    );
    for operation in [GET, "/paths/~1banks~1v1~1/post"] {
        let reference = json!({"200": {"$ref": "#/components/responses/Done"}});
        set(
            &mut document,
            &format!("{operation}/responses"),
            Some(reference),
        );
    }
    set(&mut document, &format!("{GET}/x-lean-paging"), None);
    assert_eq!(
        places(&document),
        [format!("{at}/content/application~1json")]
    );
}

#[test]
fn path_item_is_no_reference() {
    refused(
        "/paths/~1other",
        json!({"$ref": "#/components/pathItems/a"}),
        &["/paths/~1other/$ref"],
    );
}

#[test]
fn reference_is_to_a_named_component_of_its_kind() {
    let place = format!("{BANK}/properties/kind/$ref");
    for wrong in [
        "#/components/schemas/Nothing",
        "#/components/schemas/Bank/properties/name",
        "#/components/parameters/Number",
        "#/paths",
        "#/components/schemas/",
        "other.yaml#/components/schemas/Bank",
        "https://example.com/a.yaml",
        "Bank",
    ] {
        refused(&place, json!(wrong), &[&place]);
    }
    refused(&place, json!(3), &[&place]);
    allowed(&place, json!("#/components/schemas/Bank%4Bind"));
}

#[test]
fn reference_to_nothing_and_in_a_circle_are_told_apart() {
    let message = |target: &str| {
        let reference = json!({"$ref": target});
        check(&with("/components/schemas/Round", reference)).to_string()
    };
    assert!(message("#/components/schemas/Nothing").contains("points to nothing"));
    assert!(message("#/components/schemas/Round").contains("goes in a circle"));
}

#[test]
fn reference_in_a_circle_is_refused_but_a_recursive_schema_is_not() {
    refused(
        "/components/schemas/Round",
        json!({"$ref": "#/components/schemas/Round"}),
        &["/components/schemas/Round/$ref"],
    );
    allowed(
        "/components/schemas/Tree",
        json!({"type": "object", "properties": {"child": {"description": "d", "$ref": "#/components/schemas/Tree"}}}),
    );
}

#[test]
fn reference_inside_an_example_is_data() {
    let look_alike = json!({"$ref": "#/nothing", "x-lean-mony": 1});
    for keyword in ["example", "default", "x-other"] {
        allowed(&format!("{BANK}/{keyword}"), look_alike.clone());
    }
    allowed(&format!("{BANK}/examples"), json!([look_alike]));
    allowed(
        &format!("{GET}/responses/200/content/application~1json/example"),
        look_alike,
    );
}

#[test]
fn names_in_a_path_are_declared_and_declared_names_are_used() {
    refused(&format!("{GET}/parameters/0"), None, &[GET]);
    let parameters = "/paths/~1banks~1v1~1/post/parameters";
    let id = good()
        .pointer(&format!("{GET}/parameters/0"))
        .unwrap()
        .clone();
    refused(parameters, json!([id]), &[&format!("{parameters}/0")]);
    let mut shared = with(&format!("{GET}/parameters/0"), None);
    set(
        &mut shared,
        "/paths/~1banks~1v1~1{id}/parameters",
        Some(json!([id])),
    );
    assert_eq!(places(&shared), Vec::<String>::new());
}

#[test]
fn path_parameter_is_required() {
    let required = format!("{GET}/parameters/0/required");
    refused(&required, None, &[&required]);
    refused(&required, json!(false), &[&required]);
    refused(&required, json!("yes"), &[&required]);
}

#[test]
fn path_starts_with_a_slash_and_closes_its_braces() {
    for path in [
        "banks",
        "~1a{b",
        "~1a}b",
        "~1{}",
        "~1{a~1b}",
        "~1{a}}",
        "~1{{a}",
        "~1{a}~1{a}",
    ] {
        let at = format!("/paths/{path}");
        refused(&at, json!({}), &[&at]);
    }
}

#[test]
fn paths_differ_in_more_than_the_names_in_braces() {
    refused(
        "/paths/~1banks~1v1~1{other}",
        json!({}),
        &["/paths/~1banks~1v1~1{other}"],
    );
}

#[test]
fn parameter_is_declared_once() {
    let parameters = format!("{GET}/parameters");
    let size = good().pointer(&format!("{parameters}/2")).unwrap().clone();
    refused(
        &format!("{parameters}/3"),
        size.clone(),
        &[&format!("{parameters}/3")],
    );
    let mut other = size;
    other["name"] = "page-size".into();
    refused(
        &format!("{parameters}/3"),
        other,
        &[&format!("{parameters}/3")],
    );
}

#[test]
fn parameter_of_the_path_may_be_replaced_by_the_operation() {
    let size = good()
        .pointer(&format!("{GET}/parameters/2"))
        .unwrap()
        .clone();
    allowed("/paths/~1banks~1v1~1{id}/parameters", json!([size]));
}

#[test]
fn parameter_is_plain() {
    let at = format!("{GET}/parameters/2");
    refused(&format!("{at}/schema"), None, &[&at]);
    refused(
        &format!("{at}/style"),
        json!("deepObject"),
        &[&format!("{at}/style")],
    );
    let cookie = json!({"name": "c", "in": "cookie", "description": "d", "schema": {}});
    refused(
        &format!("{GET}/parameters/3"),
        cookie,
        &[&format!("{GET}/parameters/3/in")],
    );
    let nameless = json!({"in": "query", "description": "d", "schema": {}});
    refused(
        &format!("{GET}/parameters/3"),
        nameless,
        &[&format!("{GET}/parameters/3/name")],
    );
}

/// The good document with `value` at `pointer` has no problem, and a note about `place` alone.
#[track_caller]
fn noted(pointer: &str, value: impl Into<Option<Value>>, place: &str) {
    let document = with(pointer, value);
    let problems = check(&document);
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(places_of(&notes(&document)), [place]);
}

fn notes(value: &Value) -> Problems {
    undescribed(&Document::parse(value.to_string(), "a.json").unwrap())
}

fn places_of(problems: &Problems) -> Vec<String> {
    problems
        .iter()
        .map(|problem| problem.pointer.clone())
        .collect()
}

#[test]
fn a_missing_description_is_a_note_and_no_problem() {
    assert!(notes(&good()).is_empty());
    let size = format!("{GET}/parameters/2");
    let properties = ["name", "kind"].map(|name| format!("{BANK}/properties/{name}"));
    for place in properties.iter().chain([&size]) {
        let description = format!("{place}/description");
        for blank in [None, Some(json!("")), Some(json!(" \n")), Some(Value::Null)] {
            noted(&description, blank, place);
        }
    }
    for blank in [None, Some(json!("")), Some(Value::Null)] {
        noted(&format!("{GET}/summary"), blank, GET);
    }
}

#[test]
fn an_empty_description_anywhere_is_a_note() {
    let body = "/paths/~1banks~1v1~1/post/requestBody";
    let places = [
        BANK,
        GET,
        body,
        &format!("{GET}/responses/200"),
        "/components/responses/Failed",
        "/components/parameters/Number",
        "/servers/0",
        "/info",
    ];
    for place in places {
        noted(&format!("{place}/description"), json!(""), place);
    }
    // A field of this name is described as any other.
    let field = format!("{BANK}/properties/description");
    noted(&field, json!({"type": "string"}), &field);
}

#[test]
fn a_description_that_is_no_text_is_refused() {
    for place in [BANK, GET, "/servers/0"] {
        let at = format!("{place}/description");
        for wrong in [json!(5), json!(false), json!([]), json!({"en": "d"})] {
            refused(&at, wrong, &[&at]);
        }
    }
    let summary = format!("{GET}/summary");
    refused(&summary, json!(true), &[&summary]);
}

#[test]
fn notes_stand_in_the_order_of_the_lines_and_name_file_line_and_place() {
    let text = "openapi: 3.1.0\ninfo:\n  title: t\n  version: '1'\ncomponents:\n  schemas:\n    B:\n      \
                properties:\n        two: {}\n        one: {description: ''}\n    A:\n      \
                description: ''\n";
    let document = Document::parse(text, "a.yaml").unwrap();
    let notes = undescribed(&document).to_string();
    let why = "a reader learns only its name and source";
    let how = "describe it in your own words: meaning, unit, range";
    let expected = [
        format!(
            "a.yaml:9: /components/schemas/B/properties/two: a property without a description, {why}; {how}"
        ),
        format!(
            "a.yaml:10: /components/schemas/B/properties/one: a property without a description, {why}; {how}"
        ),
        format!(
            "a.yaml:11: /components/schemas/A: a schema with an empty description, {why}; \
             describe it in your own words"
        ),
    ];
    assert_eq!(notes.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn in_3_0_the_description_of_the_target_counts_for_a_reference() {
    let document = |kind: Value| {
        json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1.0.0"}, "paths": {},
            "components": {"schemas": {
                "A": {"type": "object", "properties": {"k": {"$ref": "#/components/schemas/K"}}},
                "K": kind,
            }},
        })
    };
    assert!(notes(&document(json!({"description": "d"}))).is_empty());
    assert_eq!(
        places_of(&notes(&document(json!({})))),
        ["/components/schemas/A/properties/k"]
    );
}

#[test]
fn in_3_0_nothing_stands_beside_a_reference_and_no_keyword_is_unknown() {
    let mut document = with("/openapi", json!("3.0.3"));
    let kind = format!("{BANK}/properties/kind");
    assert!(places(&document).contains(&kind));
    set(&mut document, &format!("{BANK}/if"), Some(json!({})));
    assert!(places(&document).contains(&format!("{BANK}/if")));
}

#[test]
fn in_3_0_a_schema_is_a_boolean_only_as_additional_properties() {
    let document = |schema: Value| {
        json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1.0.0"}, "paths": {},
            "components": {"schemas": {"A": schema}},
        })
    };
    let map = json!({"type": "object", "additionalProperties": true});
    assert_eq!(places(&document(map)), Vec::<String>::new());
    assert_eq!(places(&document(json!(true))), ["/components/schemas/A"]);
}

#[test]
fn number_says_whether_it_is_money() {
    let fee = format!("{BANK}/properties/fee");
    refused(&format!("{fee}/x-lean-money"), None, &[&fee]);
    allowed(&format!("{fee}/x-lean-money"), json!(false));
    refused(
        &format!("{fee}/x-lean-money"),
        json!("true"),
        &[&fee, &format!("{fee}/x-lean-money")],
    );
}

#[test]
fn word_of_an_enum_stands_there_once() {
    let words = "/components/schemas/BankKind/enum";
    refused(words, json!(["A", "B", "A"]), &[&format!("{words}/2")]);
    allowed(words, json!(["A", "a", 1, "1"]));
}

#[test]
fn extension_is_known() {
    for name in ["x-lean-mony", "x-lean-", "x-lean", "x-leanid", "x-lean-Id"] {
        refused(
            &format!("{BANK}/{name}"),
            json!(true),
            &[&format!("{BANK}/{name}")],
        );
        refused(
            &format!("{GET}/{name}"),
            json!(true),
            &[&format!("{GET}/{name}")],
        );
    }
    allowed(&format!("{BANK}/x-other"), json!(true));
}

#[test]
fn regions_are_some_of_the_two_on_what_there_can_be_in_one_alone() {
    let places = [
        GET,
        BANK,
        &format!("{BANK}/properties/name"),
        "/components/schemas/BankKind",
        &format!("{GET}/parameters/2"),
        "/components/parameters/Number",
        &format!("{GET}/responses/200"),
        "/components/responses/Failed",
        "/servers/0",
    ];
    for place in places {
        let at = format!("{place}/x-regions");
        for known in [
            json!(["sa"]),
            json!(["ae"]),
            json!(["sa", "ae"]),
            json!(["ae", "sa"]),
        ] {
            allowed(&at, known);
        }
        let wrong = [
            json!([]),
            json!("sa"),
            json!(null),
            json!({"sa": true}),
            json!(["SA"]),
            json!(["sa", "uk"]),
            json!(["sa", 1]),
            json!(["sa", "sa"]),
        ];
        for wrong in wrong {
            refused(&at, wrong, &[&at]);
        }
    }
    let body = "/paths/~1banks~1v1~1/post/requestBody";
    for place in ["/info", body, "/components/securitySchemes/bearerAuth"] {
        let at = format!("{place}/x-regions");
        refused(&at, json!(["sa"]), &[&at]);
    }
}

#[test]
fn extension_has_a_known_value() {
    for (place, wrong) in [
        ("properties/name/x-lean-id", json!("bank")),
        ("properties/name/x-lean-id", json!(true)),
        ("properties/key/x-lean-secret", json!(false)),
        ("properties/name/x-lean-sensitive", json!("true")),
        ("properties/since/x-lean-time", json!("date")),
        ("properties/for/x-lean-lenient", json!("minutes")),
        ("properties/on/x-lean-always-sent", json!(false)),
        ("x-lean-envelope", json!(false)),
        ("x-source", json!("")),
        ("x-choice", json!(true)),
    ] {
        let place = format!("{BANK}/{place}");
        refused(&place, wrong, &[&place]);
    }
    let closed = "/components/schemas/BankKind/x-lean-enum";
    allowed(closed, json!("open"));
    refused(closed, json!("ajar"), &[closed]);
    let envelope = format!("{BANK}/x-lean-envelope");
    allowed(&envelope, json!("name"));
    refused(&envelope, json!("nothing"), &[&envelope]);
    let scopes = format!("{GET}/x-ksa-scopes");
    allowed(
        &scopes,
        json!([["ReadAccountsBasic", "ReadAccountsDetail"], "ReadBalances"]),
    );
    for wrong in [
        json!([]),
        json!([[]]),
        json!(["ReadPAN"]),
        json!("ReadBalances"),
    ] {
        refused(&scopes, wrong, &[&scopes]);
    }
    refused(
        &format!("{BANK}/x-ksa-scopes"),
        json!(["ReadBalances"]),
        &[&format!("{BANK}/x-ksa-scopes")],
    );
    refused(
        "/servers/0/x-environment",
        json!("test"),
        &["/servers/0/x-environment"],
    );
}

#[test]
fn every_kind_of_id_is_known() {
    for word in extension::IDS {
        allowed(&format!("{BANK}/properties/name/x-lean-id"), json!(word));
    }
}

#[test]
fn extension_stands_where_the_generator_reads_it() {
    for (name, value) in [
        ("x-lean-id", json!("customer")),
        ("x-lean-money", json!(true)),
        ("x-lean-secret", json!(true)),
        ("x-lean-enum", json!("closed")),
        ("x-lean-time", json!("date-or-date-time")),
    ] {
        let on = format!("{BANK}/properties/on/{name}");
        refused(&on, value.clone(), &[&on]);
        let operation = format!("{GET}/{name}");
        refused(&operation, value, &[&operation]);
    }
    let paging = format!("{BANK}/x-lean-paging");
    refused(&paging, json!({}), &[&paging]);
    let parameter = format!("{GET}/parameters/0/x-lean-sensitive");
    refused(&parameter, json!(true), &[&parameter]);
    allowed(
        &format!("{GET}/parameters/0/x-lean-always-sent"),
        json!(true),
    );
    let environment = format!("{GET}/x-environment");
    refused(&environment, json!("sandbox"), &[&environment]);
}

#[test]
fn paging_names_query_parameters_of_the_operation() {
    let paging = format!("{GET}/x-lean-paging");
    for field in ["number", "size"] {
        let at = format!("{paging}/{field}");
        refused(&at, json!("pages"), &[&at]);
        // The path parameter is no place for a page's number.
        refused(&at, json!("id"), &[&at]);
        refused(&at, None, &[&paging]);
        refused(&at, json!(3), &[&paging]);
    }
    refused(
        &format!("{paging}/total"),
        json!("t"),
        &[&format!("{paging}/total")],
    );
}

#[test]
fn paging_leads_to_a_list_and_a_page_in_the_answer() {
    let paging = format!("{GET}/x-lean-paging");
    let items = format!("{paging}/items");
    for wrong in [
        "banks",
        "data",
        "data.banks.name",
        "page.number",
        ".",
        "data..banks",
    ] {
        refused(&items, json!(wrong), &[&items]);
    }
    let page = format!("{paging}/page");
    refused(&page, json!("data.page"), &[&page]);
    allowed(&page, json!("data"));
}

#[test]
fn paging_of_an_answer_that_goes_round_in_a_circle_is_refused() {
    let mut document = good();
    let round = json!({"allOf": [{"$ref": "#/components/schemas/BanksData"}, {"$ref": "#/components/schemas/BanksData"}]});
    set(&mut document, "/components/schemas/BanksData", Some(round));
    assert_eq!(places(&document), [format!("{GET}/x-lean-paging/items")]);
}

#[test]
fn body_is_not_multipart_and_has_one_media_type() {
    let content = "/paths/~1banks~1v1~1/post/requestBody/content";
    let schema = json!({"schema": {"type": "object"}});
    let multipart = format!("{content}/multipart~1form-data");
    refused(
        content,
        json!({"multipart/form-data": schema}),
        &[&multipart],
    );
    refused(
        content,
        json!({"application/json": schema, "text/plain": schema}),
        &[content],
    );
    refused(content, json!({}), &[content]);
    refused(
        content,
        json!({"application/json": {}}),
        &[&format!("{content}/application~1json")],
    );
    allowed(
        content,
        json!({"application/x-www-form-urlencoded": schema}),
    );
    let answer = "/components/responses/Failed/content";
    refused(
        answer,
        json!({"multipart/mixed": schema}),
        &[&format!("{answer}/multipart~1mixed")],
    );
}

#[test]
fn misspelt_field_is_refused() {
    for place in [
        "/serverss",
        "/info/titel",
        "/servers/0/uri",
        "/components/schema",
        "/paths/~1banks~1v1~1{id}/gett",
        "/paths/~1banks~1v1~1{id}/get/requestbody",
        "/paths/~1banks~1v1~1{id}/get/parameters/0/requird",
        "/paths/~1banks~1v1~1{id}/get/responses/200/contents",
        "/components/securitySchemes/bearerAuth/shceme",
    ] {
        refused(place, json!({}), &[place]);
    }
}

#[test]
fn part_of_another_shape_is_refused() {
    for (place, value) in [
        ("/components/schemas/New", json!("string")),
        ("/components/parameters", json!([])),
        ("/paths/~1other", json!(null)),
        ("/paths/~1other", json!([])),
        ("/tags", json!({})),
        ("/components/schemas/Bank/allOf", json!({})),
    ] {
        let places = places(&with(place, value));
        assert!(places.contains(&place.to_owned()), "{place}: {places:?}");
    }
    allowed("/components/schemas/Any", json!(true));
}

#[test]
fn problems_come_in_the_order_of_the_lines() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    get:
      responses: {}
components:
  schemas:
    A: {x-lean-mony: true}
servers:
  - url: http://x
";
    let document = Document::parse(text, "a.yaml").unwrap();
    let lines: Vec<_> = lint(&document).iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(5), Some(5), Some(6), Some(9), Some(11)]);
}

#[test]
fn document_of_nothing_is_refused_without_panic() {
    let empty = Value::Object(Map::new());
    assert!(places(&empty).contains(&"/openapi".to_owned()));
}
