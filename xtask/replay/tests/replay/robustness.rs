//! Inputs that nobody would make on purpose, and large ones.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;
use xtask_replay::run;

use crate::bench::{BALANCES, Bench, OPTIONS, answer, balances_url, counts, found, replay};

#[test]
fn nesting_without_end_is_no_crash() {
    let deep = "[".repeat(500_000);
    let closed = format!("{deep}{}", "]".repeat(500_000));
    for body in [
        deep.clone(),
        closed.clone(),
        BALANCES.replace(
            "null,\n  \"timestamp\"",
            &format!("{closed},\n  \"timestamp\""),
        ),
        BALANCES.replace("10.000", &closed),
        BALANCES.replace(r#""meta""#, &format!(r#""odd": {closed}, "meta""#)),
        r#"{"data":"#.repeat(100_000),
    ] {
        let report = answer("GET", &balances_url(), 200, &body);
        assert_eq!(report.matched, 1);
        assert_eq!(answer("GET", &balances_url(), 500, &body).matched, 1);
    }
    let bench = Bench::new();
    for text in [
        &deep,
        &closed,
        &format!(r#"{{"log":{{"entries":{closed}}}}}"#),
    ] {
        let _ = run(&[bench.write("deep.json", text)], &OPTIONS);
    }
}

#[test]
fn recording_of_many_megabytes_is_read() {
    let mut transactions = String::new();
    for nth in 0..8_000 {
        let comma = if nth == 0 { "" } else { "," };
        write!(
            transactions,
            r#"{comma}{{"transaction_id":"t{nth}","amount":{{"amount":{nth}.10,"currency":"SAR"}},"odd":1,"transaction_information":"{}"}}"#,
            "x".repeat(2000),
        )
        .expect("it is a text");
    }
    let body = format!(r#"{{"status":"OK","data":{{"transactions":[{transactions}]}}}}"#);
    let bench = Bench::new();
    let url = balances_url().replace("balances", "transactions");
    let item = json!({"name": "many", "request": url, "response": [{"code": 200, "body": body}, {"code": 200, "body": body}]});
    let path = bench.collection(&json!([item]));
    assert!(std::fs::metadata(&path).is_ok_and(|file| file.len() > 32_000_000));
    let report = replay(&path);
    assert_eq!(counts(&report), (2, 2, 0, 16_000));
    assert!(
        xtask_replay::Text(&report)
            .to_string()
            .contains("16000 times")
    );
}

/// The recordings that are damaged below.
fn recordings() -> [String; 3] {
    let url = balances_url();
    [
        json!({"item": [{"name": "a", "item": [{"name": "b", "request": {"method": "GET", "url": {"raw": url}},
               "response": [{"code": 200, "body": BALANCES}, {"status": "Not Found", "body": null}]}]}],
               "variable": [{"key": "a", "value": "{{a}}{{a}}"}]}).to_string(),
        json!({"log": {"entries": [{"request": {"method": "GET", "url": url},
               "response": {"status": 200, "content": {"size": 9, "text": BALANCES, "encoding": "base64"}}}]}}).to_string(),
        format!(r#"[{{"name":"a","request":{{"method":"GET","url":"{url}"}},"response":{{"status":200,"body":{BALANCES}}}}}]"#),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bench = Bench::new();
        let _ = run(&[bench.write("a.json", bytes)], &OPTIONS);
    }

    #[test]
    fn no_damage_to_a_recording_makes_it_panic(
        nth in 0_usize..3,
        at in any::<prop::sample::Index>(),
        length in 0_usize..12,
        patch in "[\\[\\]{}\":,0-9a-z\\\\ené]{0,8}",
    ) {
        let mut text = recordings()[nth].clone().into_bytes();
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        text.splice(start..end, patch.into_bytes());
        let bench = Bench::new();
        let path = bench.write("damaged.json", text);
        if let Ok(report) = run(&[path], &OPTIONS) {
            prop_assert!(report.matched <= report.responses && report.exact <= report.matched);
            prop_assert_eq!(report.unmatched.len(), report.responses - report.matched);
        }
    }

    #[test]
    fn no_body_makes_it_panic(status in 100_u16..600, body in "[\\[\\]{}\":,0-9a-z\\\\ é]{0,60}") {
        let report = answer("GET", &balances_url(), status, &body);
        prop_assert!(found(&report).len() + report.exact >= 1);
    }
}
