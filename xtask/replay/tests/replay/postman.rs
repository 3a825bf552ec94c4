//! Postman collections.

use serde_json::{Value, json};

use crate::bench::{
    BALANCES, Bench, CUSTOMER, TOKEN, balances_url, counts, customer, found, refusal, replay,
};
use xtask_replay::Kind;

fn request(method: &str, url: impl Into<Value>) -> Value {
    json!({"method": method, "url": url.into()})
}

fn item(name: &str, request: &Value, answers: &Value) -> Value {
    json!({"name": name, "request": request, "response": answers})
}

#[test]
fn saved_answers_in_nested_folders_are_exact() {
    let bench = Bench::new();
    let balances = json!({
        "raw": "{{base}}/data/v2/accounts/:account_id/balances?entity_id={{entity_id}}",
        "host": ["{{base}}"],
        "path": ["data", "v2", "accounts", ":account_id", "balances"],
        "query": [{"key": "entity_id", "value": "{{entity_id}}"}],
        "variable": [{"key": "account_id", "value": CUSTOMER}],
    });
    let token = request("POST", "{{auth}}/oauth2/token");
    let customers = request(
        "GET",
        json!({"raw": "{{base}}/customers/v1/{{customer_id}}"}),
    );
    let items = json!([
        {"name": "Auth", "item": [
            item("Token", &token, &json!([{"name": "OK", "originalRequest": token, "code": 200, "body": TOKEN}])),
        ]},
        {"name": "Data", "item": [{"name": "Balances", "item": [
            item("Get balances", &request("GET", balances.clone()), &json!([
                {"name": "OK", "originalRequest": request("GET", balances), "status": "OK", "code": 200,
                 "_postman_previewlanguage": "json", "header": [{"key": "Content-Type", "value": "application/json"}],
                 "cookie": [], "body": BALANCES},
                {"name": "Unknown", "originalRequest": request("GET", balances_url()), "status": "Not Found",
                 "body": r#"{"status":"UNKNOWN_ENTITY","message":"m","metadata":null}"#},
            ])),
        ]}]},
        item("Get customer", &customers, &json!([{"name": "OK", "originalRequest": null, "code": "200", "body": customer()}])),
        item("Never sent", &customers, &json!([])),
    ]);
    let report = replay(&bench.collection(&items));
    assert_eq!(counts(&report), (4, 4, 4, 0), "{:?}", report.findings);
}

#[test]
fn answer_saved_without_its_body_is_counted_and_exact() {
    let bench = Bench::new();
    let answers = json!([
        {"name": "a", "originalRequest": request("GET", balances_url()), "code": 200, "body": null},
        {"name": "b", "originalRequest": request("GET", balances_url()), "code": 200, "body": ""},
        {"name": "c", "originalRequest": request("GET", balances_url()), "code": 401},
    ]);
    let report = replay(&bench.collection(&json!([item("Balances", &json!(null), &answers)])));
    assert_eq!(counts(&report), (3, 3, 3, 0));
}

#[test]
fn finding_names_the_request_as_the_collection_does() {
    let bench = Bench::new();
    let body = BALANCES.replace(r#""meta": null"#, r#""canary_field": 1"#);
    let answers = json!([{"name": "saved", "originalRequest": request("GET", balances_url()), "code": 200, "body": body}]);
    let report = replay(&bench.collection(&json!([item("Get balances", &json!(null), &answers)])));
    assert_eq!(found(&report), [(Kind::UnknownField, "/canary_field")]);
    assert_eq!(report.findings[0].request, "Get balances");
    assert_eq!(report.findings[0].operation_id, "fetchBalances");
    assert_eq!(report.findings[0].status, 200);
}

#[test]
fn variables_of_the_collection_are_filled_in_where_the_path_needs_them() {
    let bench = Bench::new();
    let url = "{{data_base}}/accounts/{{account_id}}/balances";
    let answers = json!([{"name": "saved", "code": 200, "body": BALANCES}]);
    let report =
        replay(&bench.collection(&json!([item("Balances", &request("GET", url), &answers)])));
    assert_eq!(counts(&report), (1, 1, 1, 0));
}

#[test]
fn collection_in_the_wrapper_of_the_api_is_read() {
    let bench = Bench::new();
    let answers = json!([{"code": 200, "body": BALANCES}]);
    let items = json!([item("Balances", &request("GET", balances_url()), &answers)]);
    let text = json!({"collection": {"info": {}, "item": items}}).to_string();
    assert_eq!(counts(&replay(&bench.write("c.json", text))), (1, 1, 1, 0));
}

#[test]
fn strange_members_are_passed_over() {
    let bench = Bench::new();
    let items = json!([
        null, 7, "x", {"name": 1, "response": 5}, {"item": "x"}, {"response": [null, 1, []]},
        {"name": null, "request": 3, "response": [{"code": 200, "body": {"a": 1}}]},
        {"name": "n", "request": {"url": {"path": [1, {"value": "customers"}, null]}},
         "response": [{"originalRequest": {"url": 5}, "code": "x", "status": 9, "body": 7}]},
    ]);
    let report = replay(&bench.collection(&items));
    assert_eq!((report.responses, report.unmatched.len()), (2, 2));
}

#[test]
fn folders_without_end_are_refused() {
    let bench = Bench::new();
    let deep = format!("{}{}", r#"{"item":["#.repeat(10_000), "]}".repeat(10_000));
    let told = refusal(&bench.write("deep.json", deep));
    assert!(
        told.contains("deep.json: ") && told.contains("64 deep"),
        "{told}"
    );
}

#[test]
fn half_a_surrogate_pair_costs_one_answer() {
    let bench = Bench::new();
    let url = balances_url();
    let text = format!(
        r#"{{"item":[{{"name":"a","request":"{url}","response":[{{"code":200,"body":"\ud800"}}]}},
                     {{"name":"b","request":"{url}","response":[{{"code":401,"body":"{{}}"}}]}}]}}"#
    );
    let report = replay(&bench.write("c.json", text));
    assert_eq!(
        found(&report),
        [(Kind::Undecodable, ""), (Kind::ErrorUnparsed, "")]
    );
}
