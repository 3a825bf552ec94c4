//! Changes of `ksa-bank-data.yml`, the largest of Lean's files.

use xtask_drift::Bump;

use crate::change::{
    operation, parameter, parameter_at, path, push, remove, rename, require, set, sort_code,
};
use crate::row::{Lines, Row, Verdict, plan, take_in};

const BALANCES: &str = "/paths/~1data~1v2~1accounts~1{account_id}~1balances/get";
const TRANSACTIONS: &str = "/paths/~1data~1v2~1accounts~1{account_id}~1transactions/get";
const BALANCE: &str = "/paths/~1data~1v2~1accounts~1{account_id}~1balances/get/responses/200/content/\
                       application~1json/schema/properties/data/properties/balances/items";
const IDENTITY: &str = "/components/schemas/IdentityClaimsSau";

/// Through the command to the end, which takes the longest.
fn checked() -> Vec<Row> {
    vec![
        Row {
            what: "an optional field is added",
            area: "data",
            change: |lean| sort_code(lean, BALANCE),
            lines: Lines::Exactly(&[
                "+        sort_code:",
                "+          type: string",
                "+          description: ''",
                "+          x-source: KSA reference",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of a request",
            area: "consents",
            change: |lean| {
                let delete = "/paths/~1customers~1v1~1{customer_id}~1entities~1{entity_id}~1consent~1{consent_id}";
                let reason = parameter_at(lean, &format!("{delete}/delete/parameters"), "reason");
                push(reason, "/schema/enum", "EXPIRED".into());
            },
            lines: Lines::Exactly(&["+        - EXPIRED"]),
            verdict: Verdict::LikeLean,
        },
    ]
}

/// As far as the next document; the crate is generated from it like any other.
fn rows() -> Vec<Row> {
    vec![
        Row {
            what: "a value is added to an enum of an answer",
            area: "data",
            change: |lean| {
                push(
                    lean,
                    &format!("{BALANCE}/properties/type/enum"),
                    "PROJECTED".into(),
                );
            },
            lines: Lines::AtMost(1),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "an operation is added",
            area: "data",
            change: |lean| {
                let path = "/data/v2/accounts/{account_id}/statements";
                operation(
                    lean,
                    path,
                    "fetchStatements",
                    &["account_id"],
                    "BeneficiariesResponse",
                );
            },
            lines: Lines::AtMost(26),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter is added",
            area: "data",
            change: |lean| parameter(lean, BALANCES, "currency"),
            lines: Lines::AtMost(7),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is renamed",
            area: "data",
            change: |lean| rename(lean, IDENTITY, "picture", "portrait"),
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is removed",
            area: "data",
            change: |lean| remove(lean, IDENTITY, "website"),
            lines: Lines::AtMost(8),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a type is changed",
            area: "data",
            change: |lean| {
                set(
                    lean,
                    &format!("{IDENTITY}/properties/email_verified"),
                    "type",
                    "string".into(),
                );
            },
            lines: Lines::AtMost(3),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter becomes required",
            area: "data",
            change: |lean| {
                let list = format!("{TRANSACTIONS}/parameters");
                set(
                    parameter_at(lean, &list, "start_date"),
                    "",
                    "required",
                    true.into(),
                );
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a path is moved",
            area: "data",
            change: |lean| path(lean, "/data/v2/identity", "/data/v3/identity"),
            lines: Lines::Exactly(&["-  /data/v2/identity:", "+  /data/v3/identity:"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is added",
            area: "data",
            change: |lean| {
                set(
                    lean,
                    &format!("{IDENTITY}/properties/nickname"),
                    "maxLength",
                    40.into(),
                );
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "null is no longer allowed",
            area: "data",
            change: |lean| {
                set(
                    lean,
                    &format!("{BALANCE}/properties/credit_line"),
                    "type",
                    "array".into(),
                );
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field becomes required in an answer",
            area: "data",
            change: |lean| require(lean, BALANCE, "account_id"),
            lines: Lines::AtMost(2),
            verdict: Verdict::Ours(Bump::Patch, "ours says that it may be null as well"),
        },
    ]
}

#[test]
fn a_new_field_of_the_bank_data_is_taken_in_and_generated() {
    take_in("ksa-bank-data.yml", &checked());
}

#[test]
fn every_change_of_the_bank_data_is_planned_alike() {
    plan("ksa-bank-data.yml", &rows());
}
