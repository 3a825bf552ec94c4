//! What the tests have in common: writing recordings, and bodies as Lean sends them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask_replay::{Kind, Options, Report, Values, run, specs};

/// An id in a path; no output may hold it.
pub(crate) const CUSTOMER: &str = "2b1f3a52-91c4-4a0e-8f0e-0d2c6f3f1a10";

/// A page of balances whose amounts tell a decimal from a float.
pub(crate) const BALANCES: &str = r#"{
  "status": "OK",
  "results_id": "55555555-5555-4555-8555-555555555502",
  "message": "Data successfully retrieved",
  "meta": null,
  "timestamp": "2026-05-10T12:34:57.640Z",
  "status_detail": null,
  "refreshed_at": "2026-05-10T15:32:54.510038424+03:00",
  "type": "balances",
  "data": {
    "type": "balances",
    "balances": [
      {"account_id": "22222222-2222-4222-8222-222222222201", "amount": {"amount": 10.000, "currency": "SAR"}, "type": "CLOSING_AVAILABLE", "credit_debit_indicator": "CREDIT"},
      {"amount": {"amount": 407906.23, "currency": "SAR"}, "type": "A_WORD_OF_TOMORROW", "credit_debit_indicator": "DEBIT"},
      {"amount": {"amount": 1e2, "currency": "SAR"}, "type": null}
    ],
    "page": {"number": 0, "size": 50, "total_elements": 3, "total_pages": 1, "sort": null}
  }
}"#;

/// An answer to the token call.
pub(crate) const TOKEN: &str =
    r#"{"access_token":"made.up.token","scope":"api","expires_in":3599,"token_type":"Bearer"}"#;

/// A customer.
pub(crate) fn customer() -> String {
    format!(r#"{{"customer_id":"{CUSTOMER}","app_user_id":"user-canary-1"}}"#)
}

/// The address of a page of balances.
pub(crate) fn balances_url() -> String {
    format!(
        "https://sandbox.sa.leantech.me/data/v2/accounts/{CUSTOMER}/balances?entity_id={CUSTOMER}"
    )
}

/// A folder that goes away with the test.
pub(crate) struct Bench(TempDir);

impl Bench {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        let folder = path.parent().expect("it has a folder");
        fs::create_dir_all(folder).expect("the folder");
        fs::write(&path, content).expect("the file");
        path
    }

    /// Writes a collection with these items.
    pub(crate) fn collection(&self, items: &Value) -> PathBuf {
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let collection = json!({
            "info": {"name": "Made up", "schema": schema},
            "item": items,
            "variable": [{"key": "data_base", "value": "https://h.example/data/v2"}],
        });
        self.write("made.postman_collection.json", collection.to_string())
    }
}

fn options() -> Options {
    Options::load(&specs()).expect("the documents are readable")
}

/// The documents, read once.
pub(crate) static OPTIONS: LazyLock<Options> = LazyLock::new(options);

/// The report of one recording.
pub(crate) fn replay(path: &Path) -> Report {
    run(&[path], &OPTIONS).expect("it is readable")
}

/// The report of one recording with its values.
pub(crate) fn replay_shown(path: &Path) -> Report {
    run(&[path], &options().values(Values::Shown)).expect("it is readable")
}

/// What a recording that cannot be read is told.
pub(crate) fn refusal(path: &Path) -> String {
    run(&[path], &OPTIONS)
        .expect_err("it is not readable")
        .to_string()
}

/// The report of one capture.
pub(crate) fn answer(method: &str, url: &str, status: u16, body: &str) -> Report {
    let bench = Bench::new();
    let capture = json!({
        "request": {"method": method, "url": url},
        "response": {"status": status, "body_text": body},
    });
    replay(&bench.write("answer.json", capture.to_string()))
}

/// The kinds and pointers of the findings.
pub(crate) fn found(report: &Report) -> Vec<(Kind, &str)> {
    report
        .findings
        .iter()
        .map(|finding| (finding.kind, finding.pointer.as_str()))
        .collect()
}

/// Answers, matched, exact, findings.
pub(crate) fn counts(report: &Report) -> (usize, usize, usize, usize) {
    (
        report.responses,
        report.matched,
        report.exact,
        report.findings.len(),
    )
}
