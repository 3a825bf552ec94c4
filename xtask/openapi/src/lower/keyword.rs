//! What becomes of each keyword of a 3.1 schema.

use crate::place::Kind;

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// 3.0 says it in the same way.
    Kept,
    /// 3.0 says it in another way, or it holds schemas.
    Rewritten,
    /// It only helps tools that read 3.1.
    Dropped,
    /// 3.0 cannot say it.
    Refused {
        why: &'static str,
        mend: &'static str,
    },
    /// Nobody knows it.
    Unknown,
}

pub(super) fn fate(name: &str) -> Fate {
    match name {
        "$comment" | "$schema" => Fate::Dropped,
        "$ref"
        | "type"
        | "enum"
        | "const"
        | "anyOf"
        | "oneOf"
        | "allOf"
        | "properties"
        | "items"
        | "not"
        | "additionalProperties"
        | "examples"
        | "minimum"
        | "maximum"
        | "exclusiveMinimum"
        | "exclusiveMaximum"
        | "contentEncoding"
        | "contentMediaType" => Fate::Rewritten,
        "nullable" => Fate::Refused {
            why: "3.1 does not have it, so null is not allowed here",
            mend: "write `type: [string, 'null']`, or `anyOf` with `{type: 'null'}`",
        },
        other => refused(other).unwrap_or(match Kind::Schema.field(other) {
            Some(_) => Fate::Kept,
            None => Fate::Unknown,
        }),
    }
}

fn refused(name: &str) -> Option<Fate> {
    let mend = match name {
        "prefixItems" => "write an object with named properties, or `items: {}`",
        "if" | "then" | "else" => {
            "write `oneOf` with one schema a case, or describe the rule in words"
        }
        "patternProperties" => "write `additionalProperties`, and describe the names in words",
        "propertyNames" => "leave it out, and describe the names in words",
        "dependentSchemas" | "dependentRequired" | "dependencies" => {
            "leave it out, and describe in words which properties go together"
        }
        "contains" | "minContains" | "maxContains" => {
            "leave it out, and describe in words what the list must hold"
        }
        "unevaluatedProperties" => "write `additionalProperties`",
        "unevaluatedItems" | "additionalItems" => "write `items`",
        "$defs" | "definitions" => {
            "move the schemas to `components/schemas`, and refer to them there"
        }
        "$dynamicRef" | "$recursiveRef" => "refer to a named schema with `$ref`",
        "$dynamicAnchor" | "$recursiveAnchor" | "$anchor" | "$id" => {
            "refer to the schema by its path, as `#/components/schemas/…`"
        }
        "$vocabulary" => "leave it out",
        "contentSchema" => "leave it out, and describe the content in words",
        _ => return None,
    };
    let why = "OpenAPI 3.0 cannot express it";
    Some(Fate::Refused { why, mend })
}
