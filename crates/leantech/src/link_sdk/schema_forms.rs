//! JSON Schemas of forms that derive cannot see.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::connect::{LinkPermission, PAYMENTS};
use super::customization::ButtonRadius;
use crate::Permission;

/// A day: `2025-01-01`.
pub(super) struct Day;

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
    }
}

impl JsonSchema for LinkPermission {
    fn schema_name() -> Cow<'static, str> {
        "LinkPermission".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = Permission::ALL
            .iter()
            .map(|permission| permission.as_str())
            .chain([PAYMENTS])
            .collect();
        json_schema!({
            "description": "What the customer is asked to share. `payments` is not for Saudi Arabia.",
            "type": "string",
            "enum": words,
        })
    }
}

impl JsonSchema for ButtonRadius {
    fn schema_name() -> Cow<'static, str> {
        "ButtonRadius".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "How round the corners of buttons are: a radius in pixels, or half the height.",
            "anyOf": [
                { "type": "integer", "minimum": 0, "maximum": u16::MAX },
                { "type": "string", "const": "pill" },
            ],
        })
    }
}
