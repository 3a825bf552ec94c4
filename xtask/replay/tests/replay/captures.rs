//! Folders of captures.

use serde_json::json;

use crate::bench::{BALANCES, Bench, balances_url, counts, customer, found, refusal, replay};
use xtask_replay::Kind;

fn capture(response: &str) -> String {
    format!(
        r#"{{"request":{{"method":"GET","url":"{}"}},"response":{response}}}"#,
        balances_url()
    )
}

#[test]
fn body_in_each_of_its_three_forms_keeps_its_literals() {
    let bench = Bench::new();
    let text = json!(BALANCES).to_string();
    bench.write(
        "as-json.json",
        capture(&format!(r#"{{"status":200,"body":{BALANCES}}}"#)),
    );
    bench.write(
        "deeper/as-text.json",
        capture(&format!(r#"{{"status":200,"body_text":{text}}}"#)),
    );
    bench.write(
        "as-file.json",
        capture(r#"{"status":200,"body_file":"bodies/one.json"}"#),
    );
    bench.write("bodies/one.json", BALANCES);
    bench.write("notes.txt", "not a recording");
    bench.write(".hidden.json", "no JSON");
    let report = replay(bench.folder());
    assert_eq!(counts(&report), (3, 3, 3, 0), "{:?}", report.findings);
}

#[test]
fn capture_is_named_by_itself_or_by_its_file() {
    let bench = Bench::new();
    let odd = BALANCES.replace(r#""meta": null"#, r#""odd": null"#);
    let response = format!(r#"{{"status":200,"body":{odd}}}"#);
    bench.write("a/first.json", capture(&response));
    bench.write("b.json", format!("[{}]", capture(&response)));
    bench.write(
        "c.json",
        capture(&response).replacen('{', r#"{"name":"third","#, 1),
    );
    let report = replay(bench.folder());
    let names: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.request.as_str())
        .collect();
    assert_eq!(names, ["a/first", "b[0]", "third"]);
}

#[test]
fn folder_may_hold_other_kinds_of_recordings() {
    let bench = Bench::new();
    bench.collection(&json!([{"name": "c", "request": "https://h.example/customers/v1/x", "response": [{"body": customer()}]}]));
    bench.write("one.json", capture(r#"{"status":401}"#));
    assert_eq!(counts(&replay(bench.folder())), (2, 2, 2, 0));
}

#[test]
fn empty_body_of_a_success_is_a_finding_when_the_capture_says_that_it_was_empty() {
    let bench = Bench::new();
    let path = bench.write("one.json", capture(r#"{"status":200,"body_text":""}"#));
    assert_eq!(found(&replay(&path)), [(Kind::Undecodable, "")]);
}

#[test]
fn capture_that_lacks_something_is_refused_with_the_way_to_mend_it() {
    for (text, what) in [
        (
            r#"{"request":{},"response":{"status":200}}"#.to_owned(),
            "has no url",
        ),
        (capture(r#"{"body":{}}"#), "has no status"),
        (
            capture(r#"{"status":200,"body_file":"../x"}"#),
            "outside the capture's folder",
        ),
        (
            capture(r#"{"status":200,"body_file":"/etc/hostname"}"#),
            "outside the capture's folder",
        ),
        (
            capture(r#"{"status":200,"body_file":"gone.bin"}"#),
            "cannot be read",
        ),
    ] {
        let bench = Bench::new();
        bench.write("odd.json", &text);
        for told in [
            refusal(&bench.folder().join("odd.json")),
            refusal(bench.folder()),
        ] {
            assert!(told.contains("odd.json: ") && told.contains(what), "{told}");
            assert!(told.contains("; "), "{told}");
        }
    }
}

#[test]
fn other_json_in_the_folder_is_named_and_skipped() {
    let bench = Bench::new();
    bench.write("one.json", capture(r#"{"status":401}"#));
    let other = bench.write("package.json", r#"{"name":"collection"}"#);
    let report = replay(bench.folder());
    assert_eq!(report.responses, 1);
    assert_eq!(report.skipped, [other.display().to_string()]);
}

#[test]
fn folder_without_recordings_is_refused() {
    let bench = Bench::new();
    assert!(refusal(bench.folder()).contains("no recording is in this folder"));
}
