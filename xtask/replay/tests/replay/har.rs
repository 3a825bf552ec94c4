//! HAR files.

use serde_json::{Value, json};

use crate::bench::{BALANCES, Bench, TOKEN, balances_url, counts, found, replay};
use xtask_replay::{Kind, Report};

fn entry(method: &str, url: &str, status: u16, content: &Value) -> Value {
    json!({
        "startedDateTime": "2026-05-10T12:00:00.000Z",
        "request": {"method": method, "url": url, "headers": []},
        "response": {"status": status, "headers": [], "content": content},
    })
}

fn replay_entries(entries: &Value) -> Report {
    let bench = Bench::new();
    let log =
        json!({"log": {"version": "1.2", "creator": {"name": "made up"}, "entries": entries}});
    replay(&bench.write("made.har", format!("\u{feff}{log}")))
}

#[test]
fn entries_in_text_and_in_base64_are_exact() {
    let token = "https://auth.sandbox.sa.leantech.me/oauth2/token";
    // `TOKEN`, with and without padding, and broken into lines.
    let base64 = "eyJhY2Nlc3NfdG9rZW4iOiJtYWRlLnVwLnRva2VuIiwic2NvcGUiOiJhcGkiLCJleHBpcmVzX2luIjozNTk5LCJ0b2tlbl90eXBlIjoiQmVhcmVyIn0";
    let report = replay_entries(&json!([
        entry(
            "GET",
            &balances_url(),
            200,
            &json!({"size": BALANCES.len(), "mimeType": "application/json", "text": BALANCES})
        ),
        entry(
            "POST",
            token,
            200,
            &json!({"text": base64, "encoding": "base64"})
        ),
        entry(
            "POST",
            token,
            200,
            &json!({"text": format!("{base64}="), "encoding": "BASE64"})
        ),
        entry(
            "POST",
            token,
            200,
            &json!({"text": base64.replace("Im", "Im\r\n"), "encoding": "base64"})
        ),
        entry("POST", token, 200, &json!({"text": TOKEN, "encoding": ""})),
        entry("GET", &balances_url(), 401, &json!({"size": 0, "text": ""})),
    ]));
    assert_eq!(counts(&report), (6, 6, 6, 0), "{:?}", report.findings);
}

#[test]
fn body_that_the_recorder_left_out_is_no_finding() {
    let report = replay_entries(&json!([
        entry("GET", &balances_url(), 200, &json!({"size": 4096})),
        entry("GET", &balances_url(), 200, &json!(null)),
    ]));
    assert_eq!(counts(&report), (2, 2, 2, 0));
}

#[test]
fn request_without_an_answer_is_not_counted() {
    let report = replay_entries(&json!([
        entry("GET", &balances_url(), 0, &json!({})),
        {"request": {"method": "GET", "url": balances_url()}},
        null,
    ]));
    assert_eq!(counts(&report), (0, 0, 0, 0));
}

#[test]
fn body_that_was_cut_says_so() {
    let beginning = &BALANCES[..200];
    let report = replay_entries(&json!([
        entry(
            "GET",
            &balances_url(),
            200,
            &json!({"size": BALANCES.len(), "text": beginning})
        ),
        entry("GET", &balances_url(), 200, &json!({"text": beginning})),
        entry(
            "GET",
            &balances_url(),
            200,
            &json!({"text": "%%%", "encoding": "base64"})
        ),
    ]));
    assert_eq!(found(&report), [(Kind::Undecodable, ""); 3]);
    let details: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.detail.as_str())
        .collect();
    assert!(details[0].contains("only the beginning"), "{details:?}");
    assert!(details[1].contains("truncated JSON"), "{details:?}");
    assert!(details[2].contains("base64"), "{details:?}");
    assert_eq!(report.findings[1].request, "log.entries[1]");
}
