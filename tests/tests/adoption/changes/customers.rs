//! Changes of `ksa-customers.yml`, which holds the entities.

use serde_json::json;

use crate::change::{at, operation, parameter, path, push, remove, rename, set, sort_code};
use crate::row::{Lines, Row, Verdict, take_in};

const ENTITY: &str = "/components/schemas/Entity";
const LIST: &str = "/paths/~1customers~1v1~1entities/get";
const DELETE: &str = "/paths/~1customers~1v1~1{customer_id}~1entities~1{entity_id}/delete";

fn rows() -> Vec<Row> {
    vec![
        Row {
            what: "an optional field is added",
            area: "entities",
            change: |lean| sort_code(lean, ENTITY),
            // Ours has a schema for a listed entity besides that for one.
            lines: Lines::Exactly(&[
                "+        sort_code:",
                "+          type: string",
                "+          description: ''",
                "+          x-source: KSA reference",
                "+        sort_code:",
                "+          type: string",
                "+          description: ''",
                "+          x-source: KSA reference",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a value is added to an enum of an answer",
            area: "entities",
            change: |lean| {
                push(
                    lean,
                    "/components/schemas/ConsentStatusEnum/enum",
                    "PAUSED".into(),
                );
            },
            lines: Lines::Exactly(&["+        - PAUSED"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "an answer is added",
            area: "entities",
            change: |lean| {
                let none = json!({"description": "Made-up words."});
                set(lean, &format!("{DELETE}/responses"), "409", none);
            },
            lines: Lines::AtMost(4),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "an operation is added",
            area: "entities",
            change: |lean| {
                let path = "/customers/v1/{customer_id}/entities/{entity_id}/history";
                operation(
                    lean,
                    path,
                    "getEntityHistory",
                    &["customer_id", "entity_id"],
                    "Entity",
                );
            },
            lines: Lines::AtMost(32),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter is added",
            area: "entities",
            change: |lean| parameter(lean, LIST, "status"),
            lines: Lines::AtMost(7),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is renamed",
            area: "entities",
            change: |lean| rename(lean, ENTITY, "created_at", "creation_date_time"),
            lines: Lines::Exactly(&[
                "-        created_at:",
                "+        creation_date_time:",
                "-        created_at:",
                "+        creation_date_time:",
            ]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a field is removed",
            area: "entities",
            change: |lean| remove(lean, "/components/schemas/EntityConsent", "consent_type"),
            lines: Lines::AtMost(20),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a type is changed",
            area: "entities",
            change: |lean| {
                let place = "/components/schemas/DataAccountIdentifier/properties/identification";
                set(lean, place, "type", "integer".into());
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a parameter becomes required",
            area: "entities",
            change: |lean| {
                set(
                    lean,
                    "/components/parameters/PageNumberParameter",
                    "required",
                    true.into(),
                );
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a path is moved",
            area: "entities",
            change: |lean| path(lean, "/customers/v1/entities", "/customers/v2/entities"),
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "a limit is added",
            area: "entities",
            change: |lean| {
                let place = "/components/schemas/DataAccountIdentifier/properties/name";
                set(lean, place, "maxLength", 100.into());
            },
            lines: Lines::Exactly(&["+          maxLength: 100"]),
            verdict: Verdict::LikeLean,
        },
        Row {
            what: "null is no longer allowed",
            area: "entities",
            change: |lean| {
                let place = "/components/schemas/EntityConsent/properties/status_update_date_time";
                at(lean, place)["nullable"] = false.into();
            },
            lines: Lines::AtMost(2),
            verdict: Verdict::LikeLean,
        },
    ]
}

#[test]
fn every_change_of_the_entities_is_taken_in() {
    take_in("ksa-customers.yml", &rows());
}
