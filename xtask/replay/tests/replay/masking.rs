//! What a report shows of a recording, and what only with its values.

use serde_json::json;

use crate::bench::{BALANCES, Bench, CUSTOMER, answer, balances_url, replay, replay_shown};
use xtask_replay::{Report, Text};

fn outputs(report: &Report) -> String {
    let json = serde_json::to_string(report).expect("it is JSON");
    format!("{json}\n{}", Text(report))
}

fn recording(bench: &Bench) -> std::path::PathBuf {
    let odd = BALANCES
        .replace(
            r#""meta": null"#,
            r#""canary_field": "canary", "CANARY NAME": 1, "966500000001": 1"#,
        )
        .replace("407906.23", r#"{"canary": 71717.5}"#);
    let unknown = BALANCES.replace(
        r#""meta": null"#,
        r#""odd_field": "canary", "CANARY NAME": 1, "966500000001": 1"#,
    );
    let get = |url: &str| json!({"method": "GET", "url": url});
    bench.collection(&json!([
        {"name": "undecodable", "request": get(&balances_url()), "response": [{"body": odd}]},
        {"name": "unknown", "request": get(&balances_url()), "response": [{"body": unknown}]},
        {"name": "no json", "request": get(&balances_url()), "response": [{"body": "canary <html>"}]},
        {"name": "changed", "request": {"method": "POST", "url": "{{a}}/oauth2/token"}, "response": [
            {"body": r#"{"access_token":"canary","token_type":"Bearer","scope":"api","expires_in":"71717.5canary"}"#},
            {"body": r#"{"access_token":"canary","token_type":"Bearer","scope":"api","expires_in":717.5}"#}]},
        {"name": "error", "request": get(&balances_url()), "response": [{"code": 500, "body": "canary"}]},
        {"name": "other", "request": get(&format!("{{{{api}}}}/insights/v2/customers/{CUSTOMER}/canary/{{{{x}}}}?canary=1")),
         "response": [{"body": "canary"}]},
        {"name": "other", "request": {"method": "CANARY CANARY", "url": "{{api}}/a/71717"}, "response": [{"body": "canary"}]},
    ]))
}

#[test]
fn no_value_of_the_recording_is_shown_unasked() {
    let bench = Bench::new();
    let report = replay(&recording(&bench));
    assert_eq!(report.findings.len(), 8, "{:?}", report.findings);
    let shown = outputs(&report).replace("canary_field", "").to_lowercase();
    for value in ["canary", "71717", "717.5", "966500000001", CUSTOMER] {
        assert!(!shown.contains(value), "{value} in {shown}");
    }
}

#[test]
fn path_of_another_product_keeps_its_words_and_placeholders() {
    let bench = Bench::new();
    let report = replay(&recording(&bench));
    let paths: Vec<_> = report
        .unmatched
        .iter()
        .map(|answer| (answer.method.as_str(), answer.path.as_str()))
        .collect();
    assert_eq!(
        paths,
        [
            ("GET", "/insights/v2/customers/{id}/{id}/{{x}}"),
            ("?", "/{id}/{id}")
        ]
    );
}

#[test]
fn values_are_shown_when_asked_for() {
    let bench = Bench::new();
    let shown = outputs(&replay_shown(&recording(&bench)));
    for value in [
        "recorded \\\"canary\\\"",
        "CANARY NAME",
        "966500000001",
        CUSTOMER,
        "recorded 717.5, written 717",
    ] {
        assert!(shown.contains(value), "{value} in {shown}");
    }
}

#[test]
fn name_in_a_map_is_a_value() {
    let body = r#"{"data":{"beneficiaries":[{"regional_data":{"data":{"supplementary_data":{"canary":7}}}}]}}"#;
    let report = answer("GET", "/data/v2/accounts/x/beneficiaries", 200, body);
    let places: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.pointer.as_str())
        .collect();
    let place = "/data/beneficiaries/0/regional_data/data/supplementary_data/*";
    assert_eq!(places, [place], "{:?}", report.findings);
}
