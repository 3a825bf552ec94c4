//! Rules for schemas: amounts that say what they are, words that differ.

use std::collections::HashSet;

use serde_json::Value;
use xtask_openapi::place::{Kind, Spot};
use xtask_openapi::pointer;

use super::Lint;

impl Lint<'_> {
    pub(super) fn schema(&mut self, spot: Spot<'_, '_>) {
        if spot.kind != Kind::Schema || !spot.value.is_object() {
            return;
        }
        let says_money = spot
            .value
            .get("x-lean-money")
            .is_some_and(Value::is_boolean);
        if has_type(spot.value, "number") && !says_money {
            self.report(
                spot.pointer,
                "a number without `x-lean-money`",
                "the generator must know whether it is an amount of money",
                "write `x-lean-money: true` for an amount, `false` for a rate or a score",
            );
        }
        self.words(spot);
    }

    fn words(&mut self, spot: Spot<'_, '_>) {
        let words = spot.value.get("enum").and_then(Value::as_array);
        let mut seen = HashSet::new();
        for (index, word) in words.into_iter().flatten().enumerate() {
            if !seen.insert(word.to_string()) {
                self.report(
                    &pointer::item(&pointer::child(spot.pointer, "enum"), index),
                    format!("the word {word} is here a second time"),
                    "each word becomes a variant",
                    "leave one of them",
                );
            }
        }
    }
}

/// Whether a schema names `wanted` as its type, or as one of its types.
pub(super) fn has_type(schema: &Value, wanted: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == wanted,
        Some(Value::Array(names)) => names.iter().any(|name| name == wanted),
        _ => false,
    }
}
