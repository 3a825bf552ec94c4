//! The JSON Schema of a redirect's parameters, for those who pass them on as JSON.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{GranularStatusCode, Redirect};

impl JsonSchema for Redirect {
    fn schema_name() -> Cow<'static, str> {
        "Redirect".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let code = generator.subschema_for::<GranularStatusCode>();
        json_schema!({
            "description": "The parameters that Lean appends to a redirect, decoded, next to your own. None of them is signed: they are hints until the API or a webhook confirms them.",
            "type": "object",
            "properties": {
                "customer_id": { "type": "string" },
                "app_user_id": { "type": "string" },
                "bank_identifier": { "type": "string" },
                "entity_id": { "type": "string", "minLength": 1 },
                "consent_attempt_id": { "type": "string" },
                "consent_id": { "type": "string" },
                "granular_status_code": code,
                "status_additional_info": { "type": "string" }
            },
            "additionalProperties": { "type": "string" },
            "oneOf": [
                { "title": "connected", "required": ["entity_id"] },
                { "title": "failed", "required": ["granular_status_code"] }
            ]
        })
    }
}
