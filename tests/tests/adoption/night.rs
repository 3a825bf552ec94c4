//! What is generated after a change of Lean compiles. It takes minutes, so that it runs at night.

use std::fs;
use std::path::Path;
use std::process::Command;

use leantech_tests::repository::{api, root};
use serde_json::{Value, json};
use xtask::command::Outcome;

use crate::change::{field, operation, parameter, sort_code};
use crate::copy::{Copy, copy_into};
use crate::lean::{areas, document};

/// A file, an area, and a change.
type Case = (&'static str, &'static str, fn(&mut Value));

/// One case a document: a file, the area whose crate compiles, and what Lean adds.
const CASES: [Case; 5] = [
    ("ksa-accounts-access-consents.yml", "consents", |lean| {
        sort_code(lean, "/components/schemas/EntityConsent");
        parameter(
            lean,
            "/paths/~1customers~1v1~1{customerId}~1consents/get",
            "status",
        );
    }),
    ("ksa-bank-data.yml", "data", |lean| {
        let path = "/data/v2/accounts/{account_id}/statements";
        operation(
            lean,
            path,
            "fetchStatements",
            &["account_id"],
            "BeneficiariesResponse",
        );
    }),
    ("ksa-core-resources.yml", "banks", |lean| {
        let kind = json!({"type": ["string", "null"], "enum": ["SHARED", "OWN", null]});
        field(
            lean,
            "/components/schemas/BankResponse",
            "branch_kind",
            kind,
        );
        operation(
            lean,
            "/banks/v1/{bank_id}",
            "getBank",
            &["bank_id"],
            "BankResponse",
        );
    }),
    ("ksa-customers.yml", "entities", |lean| {
        let fee = json!({"type": "object", "required": ["amount"], "properties": {
            "amount": {"type": "number"},
            "currency": {"type": "string"},
        }});
        let fees = json!({"type": "array", "items": fee});
        field(lean, "/components/schemas/Entity", "fees", fees);
    }),
    ("ksa-reports.yml", "reports", |lean| {
        let owner = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
        field(lean, "/components/schemas/Report", "owner_number", owner);
    }),
];

#[test]
fn the_crate_compiles_after_a_change_of_each_document() {
    for (file, area, change) in CASES {
        let copy = Copy::of(areas(file));
        let mut lean = document(file);
        change(&mut lean);
        let given = copy.give(file, &lean);
        let ran = copy.adopt(&[given], &[]);
        assert_eq!(ran.outcome, Outcome::Fine, "{file}: {}", ran.said());
        compile(&copy, &api(area).crate_name);
    }
}

/// Checks a crate of the copy with the run time below it, in a workspace of the two.
fn compile(copy: &Copy, name: &str) {
    let core = "crates/leantech-core";
    copy_into(&root().join(core), &copy.path(core));
    fs::copy(root().join("Cargo.lock"), copy.path("Cargo.lock")).unwrap();
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (before, rest) = workspace.split_once("members = [").unwrap();
    let (_, after) = rest.split_once("\n]").unwrap();
    let after: Vec<&str> = after
        .lines()
        .filter(|line| !line.starts_with("default-members") && !line.starts_with("exclude"))
        .collect();
    let after = after.join("\n");
    let members = format!("members = [\"{core}\", \"crates/{name}\"]");
    fs::write(copy.path("Cargo.toml"), format!("{before}{members}{after}")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("night");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--package", name])
        .current_dir(copy.path(""))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
