//! The rules of `specs/README.md`, "How a document is written", that explain a difference wherever
//! it stands.

use std::collections::HashSet;

use serde_json::Value;

use super::above;
use crate::point::{Fact, Point};

/// What the rules are held against.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    pub(super) ours: &'a Value,
    /// The fields of ours that Lean has in some place.
    of_lean: HashSet<&'a str>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(points: &'a [Point], ours: &'a Value) -> Self {
        let fields = points
            .iter()
            .filter(|point| matches!(point.fact, Fact::Field(_)));
        Self {
            ours,
            of_lean: fields
                .filter(|point| point.new == Value::Bool(true))
                .map(|point| point.place.as_str())
                .collect(),
        }
    }

    /// The rule that a difference follows from.
    pub(super) fn explain(&self, point: &Point) -> Option<&'static str> {
        if point.context.failure {
            return Some("failures are documentation: no code is generated from them");
        }
        let received = point.context.received;
        let is_ours = point.ours == Value::Bool(true);
        match &point.fact {
            Fact::Required { .. } if received => Some(
                "an answer's field is required where it identifies the object and was always sent",
            ),
            Fact::Null { .. } if received && is_ours => {
                Some("null is written wherever Lean sent it or is likely to")
            }
            Fact::EnumValue { .. } if received && is_ours => {
                Some("where sources list different values, the document has all of them")
            }
            Fact::Field(_)
                if received && is_ours && self.of_lean.contains(point.place.as_str()) =>
            {
                Some("a schema that several places share has the fields of each")
            }
            Fact::Field(_) if received && is_ours && self.has_another_source(&point.place) => {
                Some("a field of an answer that any source has is in the document")
            }
            Fact::Header { .. } if !is_ours => Some("the run time reads the headers of answers"),
            Fact::Parameter { .. } if !is_ours => header_rule(&point.context.part),
            Fact::MustBeSent { .. } if is_ours && point.context.part == "request" => {
                Some("the body of a request is always sent")
            }
            Fact::Keyword { keyword, .. }
                if keyword == "format"
                    && [&point.new, &point.ours]
                        .iter()
                        .all(|format| sets_no_type(format, received)) =>
            {
                Some("this format does not set a Rust type")
            }
            _ => None,
        }
    }

    /// Whether a place of ours, or else the component that it belongs to, names a source besides
    /// Lean's reference, which the difference is from.
    fn has_another_source(&self, place: &str) -> bool {
        let sources =
            above(place).find_map(|place| self.ours.pointer(&place)?.get("x-source")?.as_str());
        let another = |source: &str| {
            let source = source.trim();
            !source.starts_with("KSA reference") && !source.starts_with("inferred")
        };
        sources.is_some_and(|sources| sources.split(';').any(another))
    }
}

/// Why a header of a request is in none of our documents.
fn header_rule(part: &str) -> Option<&'static str> {
    let name = part.strip_prefix("header parameter ")?;
    match name.to_ascii_lowercase().as_str() {
        "lean-app-token" => Some("`lean-app-token` is never sent next to a bearer token"),
        "accept" | "authorization" | "content-type" => {
            Some("OpenAPI ignores a parameter of this name: the client sets the header itself")
        }
        _ => None,
    }
}

/// Whether the generated code is the same with a format and without it.
fn sets_no_type(format: &Value, received: bool) -> bool {
    match format.as_str() {
        Some("date" | "date-time" | "binary") => false,
        Some("int64" | "uint64") => received,
        _ => true,
    }
}
