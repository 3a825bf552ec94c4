//! Changes of `ksa-core-resources.yml`: customers and banks.

use serde_json::json;
use xtask_drift::Bump;

use crate::change::{
    field, operation, parameter, parameter_at, path, push, remove, rename, require, set, sort_code,
};
use crate::row::{Lines, Row, Verdict, take_in};

const BANK: &str = "/components/schemas/BankResponse";
const LIST_BANKS: &str = "/paths/~1banks~1v1~1/get";
const CREATE_CUSTOMER: &str = "/paths/~1customers~1v1/post";

fn rows() -> Vec<Row> {
    vec![
        Row {
            what: "an optional field is added",
            area: "banks",
            change: |lean| sort_code(lean, BANK),
            lines: Lines::Exactly(&[
                "+        sort_code:",
                "+          type: string",
                "+          description: ''",
                "+          x-source: KSA reference",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of an answer",
            area: "banks",
            change: |lean| {
                push(
                    lean,
                    &format!("{BANK}/properties/bank_type/enum"),
                    "PRIVATE".into(),
                );
            },
            lines: Lines::Exactly(&["+        - PRIVATE"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of a request",
            area: "banks",
            change: |lean| {
                let list = format!("{LIST_BANKS}/parameters");
                push(
                    parameter_at(lean, &list, "account_types"),
                    "/schema/enum",
                    "JOINT".into(),
                );
            },
            lines: Lines::Exactly(&["+        - JOINT"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "an operation is added",
            area: "banks",
            change: |lean| {
                operation(
                    lean,
                    "/banks/v1/{bank_id}",
                    "getBank",
                    &["bank_id"],
                    "BankResponse",
                );
            },
            lines: Lines::AtMost(26),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter is added",
            area: "banks",
            change: |lean| parameter(lean, LIST_BANKS, "country"),
            lines: Lines::Exactly(&[
                "+        - name: country",
                "+          in: query",
                "+          required: false",
                "+          description: ''",
                "+          x-source: KSA reference",
                "+          schema:",
                "+            type: string",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is renamed",
            area: "banks",
            change: |lean| rename(lean, BANK, "background_color", "back_color"),
            lines: Lines::Exactly(&["-        background_color:", "+        back_color:"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is removed",
            area: "banks",
            change: |lean| remove(lean, BANK, "country_code"),
            lines: Lines::AtMost(6),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a type is changed",
            area: "banks",
            change: |lean| {
                set(
                    lean,
                    &format!("{BANK}/properties/active"),
                    "type",
                    "string".into(),
                );
            },
            lines: Lines::Exactly(&["-          type: boolean", "+          type: string"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter becomes required",
            area: "banks",
            change: |lean| {
                let list = format!("{LIST_BANKS}/parameters");
                set(
                    parameter_at(lean, &list, "account_types"),
                    "",
                    "required",
                    true.into(),
                );
            },
            lines: Lines::Exactly(&["-          required: false", "+          required: true"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a path is moved",
            area: "banks",
            change: |lean| path(lean, "/banks/v1/", "/banks/v2/"),
            lines: Lines::Exactly(&["-  /banks/v1/:", "+  /banks/v2/:"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is changed",
            area: "customers",
            change: |lean| {
                let schema = "requestBody/content/application~1json/schema/properties/app_user_id";
                set(
                    lean,
                    &format!("{CREATE_CUSTOMER}/{schema}"),
                    "maxLength",
                    300.into(),
                );
            },
            lines: Lines::Exactly(&["-          maxLength: 255", "+          maxLength: 300"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is added",
            area: "banks",
            change: |lean| {
                set(
                    lean,
                    &format!("{BANK}/properties/name"),
                    "maxLength",
                    100.into(),
                );
            },
            lines: Lines::Exactly(&["+          maxLength: 100"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "null is allowed",
            area: "banks",
            change: |lean| {
                let place = format!("{BANK}/properties/identifier");
                set(lean, &place, "type", json!(["string", "null"]));
            },
            lines: Lines::Exactly(&[
                "-          type: string",
                "+          type: [string, 'null']",
            ]),
            verdict: Verdict::Ours(
                Bump::Major,
                "ours says that a bank always has an identifier",
            ),
        },
        Row {
            what: "a field becomes required in a request",
            area: "customers",
            change: |lean| {
                let schema =
                    format!("{CREATE_CUSTOMER}/requestBody/content/application~1json/schema");
                field(lean, &schema, "locale", json!({"type": "string"}));
                require(lean, &schema, "locale");
            },
            lines: Lines::AtMost(8),
            verdict: Verdict::LikeLean,
        },
    ]
}

#[test]
fn every_change_of_the_core_resources_is_taken_in() {
    take_in("ksa-core-resources.yml", &rows());
}
