//! Changes of `ksa-reports.yml`.

use serde_json::json;

use crate::change::{
    operation, parameter, parameter_at, path, push, remove, rename, require, set, sort_code,
};
use crate::row::{Lines, Row, Verdict, take_in};

const LIST: &str = "/paths/~1reports~1v2~1customers~1{customer_id}~1reports~1/get";
const STATEMENTS: &str =
    "/paths/~1insights~1v2~1customers~1{customer_id}~1reports~1bank-statements~1{report_id}/get";

fn rows() -> Vec<Row> {
    vec![
        Row {
            what: "an optional field is added",
            area: "reports",
            change: |lean| sort_code(lean, "/components/schemas/Report"),
            lines: Lines::AtMost(4),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of an answer",
            area: "reports",
            change: |lean| {
                push(
                    lean,
                    "/components/schemas/ReportStatus/enum",
                    "EXPIRED".into(),
                );
            },
            lines: Lines::Exactly(&["+        - EXPIRED"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of a request",
            area: "reports",
            change: |lean| {
                let place = "/components/schemas/ReportsCustomerIdentifier/properties/type/enum";
                push(lean, place, "PASSPORT".into());
            },
            lines: Lines::Exactly(&["+        - PASSPORT"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "an operation is added",
            area: "reports",
            change: |lean| {
                let path = "/reports/v2/customers/{customer_id}/reports/{report_id}/status";
                operation(
                    lean,
                    path,
                    "getReportStatus",
                    &["customer_id", "report_id"],
                    "Report",
                );
            },
            lines: Lines::AtMost(31),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter is added",
            area: "reports",
            change: |lean| parameter(lean, STATEMENTS, "language"),
            lines: Lines::AtMost(7),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is renamed",
            area: "reports",
            change: |lean| {
                rename(
                    lean,
                    "/components/schemas/ReportsCustomersResponse",
                    "hyperlink",
                    "link",
                );
            },
            lines: Lines::Exactly(&["-        hyperlink:", "+        link:"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is removed",
            area: "reports",
            change: |lean| remove(lean, "/components/schemas/Report", "timestamp"),
            lines: Lines::AtMost(8),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a type is changed",
            area: "reports",
            change: |lean| {
                set(
                    lean,
                    "/components/schemas/Reports/properties/total_pages",
                    "type",
                    "string".into(),
                );
            },
            // Pages that nobody can count are no longer read as such.
            lines: Lines::AtMost(8),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field becomes required in a request",
            area: "reports",
            change: |lean| {
                require(
                    lean,
                    "/components/schemas/ReportsCustomersRequest",
                    "identifiers",
                );
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a path is moved",
            area: "reports",
            change: |lean| path(lean, "/reports/v2/customers", "/reports/v3/customers"),
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is changed",
            area: "reports",
            change: |lean| {
                let size = parameter_at(lean, &format!("{LIST}/parameters"), "size");
                set(size, "/schema", "maximum", 200.into());
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "null is allowed",
            area: "reports",
            change: |lean| {
                let place = "/components/schemas/CreateBankStatementsReportRequestBody/properties/start_date";
                set(lean, place, "type", json!(["string", "null"]));
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
    ]
}

#[test]
fn every_change_of_the_reports_is_taken_in() {
    take_in("ksa-reports.yml", &rows());
}
