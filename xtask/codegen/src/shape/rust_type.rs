//! Types of the run time in place of generated ones.

use serde_json::{Value, json};

/// A text that the generated code holds as `leantech_core::{name}`.
pub(super) fn native(name: &str) -> Value {
    with_parameters(name, &[])
}

/// A generic type of the run time around generated ones.
pub(super) fn with_parameters(name: &str, parameters: &[Value]) -> Value {
    // The generator ignores this in silence unless all four keys are there and the path begins
    // with the crate's name; that it was heeded is checked in the generated code.
    json!({
        "type": "string",
        "x-rust-type": {
            "crate": "leantech-core",
            "version": "*",
            "path": format!("leantech_core::{name}"),
            "parameters": parameters,
        },
    })
}

/// The id type of an `x-lean-id` word.
pub(super) fn id(word: &str) -> Option<&'static str> {
    Some(match word {
        "customer" => "CustomerId",
        "app-user" => "AppUserId",
        "entity" => "EntityId",
        "consent" => "ConsentId",
        "account" => "AccountId",
        "refresh" => "RefreshId",
        "results" => "ResultsId",
        _ => return None,
    })
}
