//! The command itself: its exit codes and its two streams.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::bench::{BALANCES, Bench, balances_url};

fn replay(arguments: &[&str], inputs: &[&Path]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_xtask-replay"))
        .args(arguments)
        .args(inputs)
        .output()
        .expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
    (status.code(), text(stdout), text(stderr))
}

fn collection(bench: &Bench, body: &str) -> std::path::PathBuf {
    let request = json!({"method": "GET", "url": balances_url()});
    bench.collection(&json!([{"name": "Balances", "request": request, "response": [{"code": 200, "body": body}]}]))
}

#[test]
fn exact_recording_exits_0() {
    let bench = Bench::new();
    let path = collection(&bench, BALANCES);
    let (code, out, errors) = replay(&["--format", "json"], &[&path]);
    let report: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert_eq!(
        report,
        json!({"responses": 1, "matched": 1, "exact": 1, "unmatched": [], "findings": []})
    );
    let (code, out, _) = replay(&[], &[&path]);
    assert_eq!(
        (code, out.as_str()),
        (
            Some(0),
            "1 answer: 1 of our operations, 1 of them exact; 0 of others; 0 findings in 0 groups\n"
        )
    );
}

#[test]
fn finding_exits_1() {
    let bench = Bench::new();
    let path = collection(&bench, &BALANCES.replace("meta", "odd"));
    let (code, out, _) = replay(&[], &[&path]);
    assert_eq!(code, Some(1));
    assert!(out.contains("unknown_field /odd"), "{out}");
    assert_eq!(replay(&["--format=json"], &[&path]).0, Some(1));
}

#[test]
fn unreadable_input_exits_2_and_says_file_what_and_how_to_mend_it() {
    let bench = Bench::new();
    let good = collection(&bench, BALANCES);
    for (name, content, what) in [
        ("empty.json", "", "not JSON"),
        ("cut.json", r#"{"item": ["#, "not JSON (line 1, column 10)"),
        (
            "other.json",
            r#"{"openapi": "3.1.0"}"#,
            "not a known kind of recording",
        ),
        ("list.json", "[1]", "not a known kind of recording"),
        (
            "v1.json",
            r#"{"requests": []}"#,
            "not a known kind of recording",
        ),
    ] {
        let path = bench.write(name, content);
        let (code, out, errors) = replay(&[], &[&good, &path]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{name}");
        assert!(
            errors.contains(name) && errors.contains(what) && errors.contains("; "),
            "{errors}"
        );
    }
    let (code, _, errors) = replay(&[], &[&bench.folder().join("gone.json")]);
    assert!(code == Some(2) && errors.contains("gone.json"), "{errors}");
    let latin = bench.write("latin.json", [b'"', 0xe9, b'"']);
    let (code, _, errors) = replay(&[], &[&latin]);
    assert!(code == Some(2) && errors.contains("UTF-8"), "{errors}");
}

#[test]
fn misunderstood_command_exits_2_with_its_usage() {
    for arguments in [&[][..], &["--wat", "a"], &["--format", "xml", "a"]] {
        let (code, out, errors) = replay(arguments, &[]);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(errors.contains("usage: cargo xtask replay"), "{errors}");
    }
    assert_eq!(replay(&["--help"], &[]).0, Some(0));
}

#[test]
fn several_recordings_make_one_report() {
    let bench = Bench::new();
    let path = collection(&bench, BALANCES);
    let (_, out, _) = replay(&["--format", "json"], &[&path, &path]);
    assert!(out.contains(r#""responses":2"#), "{out}");
}
