//! The answers that the documents promise, and made-up ones of every kind.

mod instance;
mod literals;
mod schema;

use std::sync::LazyLock;

use leantech_core::codegen::DecodeFailure;
use serde_json::Value;

use crate::exact_json::{Exact, differences};
use crate::repository;

pub use instance::{Answer, Kind, Nulls, Place, make};
pub use literals::{DECIMALS, INSTANTS, VARIANTS};
pub use schema::{Member, Schema, Type};

/// One operation with the JSON that it answers.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The area of its document.
    pub area: String,
    /// Lean's name of it.
    pub id: String,
    /// What its success looks like.
    pub answer: Schema,
    /// What it takes.
    pub body: Option<Schema>,
}

/// Every operation that answers with JSON, of every area, in the order of the documents. An
/// operation with several successes is in the list once for each of them.
pub fn operations() -> &'static [Operation] {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
        let manifest = repository::manifest();
        manifest.areas().flat_map(of_area).collect()
    });
    &OPERATIONS
}

fn of_area(area: &str) -> Vec<Operation> {
    let root = repository::document(area).value;
    let mut found = Vec::new();
    let members = |value: &'_ Value| value.as_object().cloned().unwrap_or_default();
    let items = members(root.get("paths").expect("a document has paths"));
    for operation in items
        .values()
        .flat_map(|item| members(item).into_values().collect::<Vec<_>>())
    {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        let body = operation.pointer("/requestBody/content").map(|content| {
            let media_types = members(content);
            let only = media_types
                .values()
                .next()
                .expect("a body has a media type");
            Schema::read(&root, only.get("schema").expect("a body has a schema"))
        });
        for (code, response) in members(operation.get("responses").expect("a call has answers")) {
            let response = schema::followed(&root, &response);
            let schema = response.pointer("/content/application~1json/schema");
            if let (true, Some(schema)) = (code.starts_with('2'), schema) {
                let answer = Schema::read(&root, schema);
                let (area, id, body) = (area.to_owned(), id.to_owned(), body.clone());
                found.push(Operation {
                    area,
                    id,
                    answer,
                    body,
                });
            }
        }
    }
    found
}

impl Operation {
    /// Reads a body as the operation's answer and writes it again.
    ///
    /// # Errors
    ///
    /// Fails when the body is not such an answer.
    pub fn round_trip(&self, body: &Exact) -> Result<Exact, DecodeFailure> {
        let body = body.to_string();
        let read = match self.area.as_str() {
            "auth" => leantech_auth::round_trip,
            "customers" => leantech_customers::round_trip,
            "banks" => leantech_banks::round_trip,
            "consents" => leantech_consents::round_trip,
            "entities" => leantech_entities::round_trip,
            "data" => leantech_data::round_trip,
            "insights" => leantech_insights::round_trip,
            "open-banking" => leantech_open_banking::round_trip,
            "reports" => leantech_reports::round_trip,
            "payouts" => leantech_payouts::round_trip,
            "verifications" => leantech_verifications::round_trip,
            area => panic!("no crate is known for {area}: add it here"),
        };
        let back = read(&self.id, body.as_bytes()).expect("the crate knows the operation")?;
        Ok(Exact::parse(&back).expect("what is written is JSON"))
    }

    /// Fails with every value of `expected` that is not as it was sent.
    pub fn brings_back(&self, sent: &Exact, expected: &Exact) {
        let name = format!("{} of {}", self.id, self.area);
        let back = self
            .round_trip(sent)
            .unwrap_or_else(|failure| panic!("{name} cannot be read: {failure:?}\n{sent}"));
        let found = differences(expected, &back);
        assert!(found.is_empty(), "{name}:\n{}\n{sent}", found.join("\n"));
    }

    /// A made-up answer in which every member is set.
    pub fn full(&self, turn: usize) -> Answer {
        make(&self.answer, Nulls::Nowhere, turn)
    }
}
