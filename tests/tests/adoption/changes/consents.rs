//! Changes of `ksa-accounts-access-consents.yml`.

use serde_json::json;
use xtask_drift::Bump;

use crate::change::{
    operation, parameter, parameter_at, path, push, remove, rename, require, set, sort_code,
};
use crate::row::{Lines, Row, Verdict, take_in};

const CONSENT: &str = "/components/schemas/EntityConsent";
const LIST: &str = "/paths/~1customers~1v1~1{customerId}~1consents/get";

fn rows() -> Vec<Row> {
    vec![
        Row {
            what: "an optional field is added",
            area: "consents",
            change: |lean| sort_code(lean, CONSENT),
            lines: Lines::AtMost(4),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of an answer",
            area: "consents",
            change: |lean| {
                push(
                    lean,
                    "/components/schemas/ConsentStatus/enum",
                    "PAUSED".into(),
                );
            },
            lines: Lines::Exactly(&["+        - PAUSED"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of a request",
            area: "consents",
            change: |lean| {
                // The same enum is used by an operation of another area.
                let own = lean["components"]["schemas"]["Permissions"].clone();
                set(lean, "/components/schemas", "ConnectPermissions", own);
                push(
                    lean,
                    "/components/schemas/ConnectPermissions/enum",
                    "cards".into(),
                );
                let items = "/components/schemas/RedirectRequest/properties/permissions/items";
                set(
                    lean,
                    items,
                    "$ref",
                    "#/components/schemas/ConnectPermissions".into(),
                );
            },
            lines: Lines::Exactly(&["+        - cards"]),
            verdict: Verdict::Ours(Bump::Minor, "ours keeps the name of the enum"),
        },
        Row {
            what: "an operation is added",
            area: "consents",
            change: |lean| {
                let path = "/customers/v1/{customerId}/consents/{consentId}/history";
                operation(
                    lean,
                    path,
                    "getConsentHistory",
                    &["customerId", "consentId"],
                    "EntityConsent",
                );
            },
            lines: Lines::AtMost(32),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter is added",
            area: "consents",
            change: |lean| parameter(lean, LIST, "status"),
            lines: Lines::AtMost(7),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is renamed",
            area: "consents",
            change: |lean| {
                rename(
                    lean,
                    "/components/schemas/RedirectResponse",
                    "redirect_url",
                    "link_url",
                );
            },
            lines: Lines::Exactly(&[
                "-      required: [redirect_url]",
                "+      required: [link_url]",
                "-        redirect_url:",
                "+        link_url:",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is removed",
            area: "consents",
            change: |lean| remove(lean, CONSENT, "bank_identifier"),
            lines: Lines::AtMost(8),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a type is changed",
            area: "consents",
            change: |lean| {
                set(
                    lean,
                    "/components/schemas/PageMetadata/properties/number",
                    "type",
                    "string".into(),
                );
            },
            // Pages that nobody can count are no longer read as such.
            lines: Lines::Exactly(&[
                "-      x-lean-paging:",
                "-        number: pageNumber",
                "-        size: pageSize",
                "-        items: data",
                "-        page: page",
                "-          type: integer",
                "-          format: int32",
                "+          type: string",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field becomes required in a request",
            area: "consents",
            change: |lean| {
                require(
                    lean,
                    "/components/schemas/RedirectRequest",
                    "expiration_date_time",
                );
            },
            // The list is too long for one line now.
            lines: Lines::AtMost(7),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a path is moved",
            area: "consents",
            change: |lean| {
                path(
                    lean,
                    "/v2/accounts-access-consents",
                    "/v3/accounts-access-consents",
                );
            },
            lines: Lines::Exactly(&[
                "-  /v2/accounts-access-consents:",
                "+  /v3/accounts-access-consents:",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is added",
            area: "consents",
            change: |lean| {
                let size = parameter_at(lean, &format!("{LIST}/parameters"), "pageSize");
                set(size, "/schema", "maximum", 100.into());
            },
            lines: Lines::AtMost(1),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "null is allowed",
            area: "consents",
            change: |lean| {
                let place = "/components/schemas/RedirectRequest/properties/app_user_id";
                set(lean, place, "type", json!(["string", "null"]));
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
    ]
}

#[test]
fn every_change_of_the_consents_is_taken_in() {
    take_in("ksa-accounts-access-consents.yml", &rows());
}
