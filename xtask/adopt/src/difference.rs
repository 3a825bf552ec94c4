//! Where our document differs from Lean's, and why.

use std::collections::HashSet;

use serde_json::Value;
use xtask_openapi::pointer;

use crate::baseline::Kept;
use crate::point::{Fact, Point};
use crate::words;

/// One place where our document says something else than Lean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// JSON pointer into our document.
    pub place: String,
    /// Where Lean says it.
    pub context: String,
    /// What it is about.
    pub subject: String,
    /// What Lean says.
    pub lean: String,
    /// What we say.
    pub ours: String,
    /// Why: our `x-choice`, a decision on record, or a rule for all documents; none when nobody
    /// justified it yet.
    pub why: Option<String>,
}

/// All differences, each place once.
pub(crate) fn differences(points: &[Point], ours: &Value, kept: &[Kept]) -> Vec<Difference> {
    let mut said: HashSet<(&str, String)> = HashSet::new();
    let mut found = Vec::new();
    for point in points {
        // What the files do not mention is not given, and no difference.
        let is_not_given =
            matches!(point.fact, Fact::Operation { .. }) && point.new == Value::Bool(false);
        let says_nothing = matches!(point.fact, Fact::LeftOut { .. }) || is_not_given;
        if point.ours == point.new || says_nothing {
            continue;
        }
        if !said.insert((&point.place, point.fact.kind())) {
            continue;
        }
        let on_record = kept.iter().find(|kept| kept.place == point.place);
        let why = rule(point, ours)
            .map(str::to_owned)
            .or_else(|| choice(ours, point))
            .or_else(|| on_record.map(|kept| format!("kept as it was on {}", kept.day)));
        found.push(Difference {
            place: point.place.clone(),
            context: point.context.words(),
            subject: words::subject(point),
            lean: words::value(&point.new),
            ours: words::value(&point.ours),
            why,
        });
    }
    found
}

/// The rules of `specs/README.md` that explain a difference wherever it stands.
fn rule(point: &Point, ours: &Value) -> Option<&'static str> {
    let received = point.context.received;
    let only_ours = point.new == Value::Bool(false) || point.new.is_null();
    match &point.fact {
        Fact::Required { .. } | Fact::Field(_) if point.context.failure => {
            Some("failures have one shape in all our documents")
        }
        _ if point.context.failure => Some("failures have one shape in all our documents"),
        Fact::Required { .. } if received => {
            Some("an answer's field is required where it identifies the object and was always sent")
        }
        Fact::Null { .. } if received && point.ours == Value::Bool(true) => {
            Some("null is written wherever Lean sent it or is likely to")
        }
        Fact::EnumValue { .. } if received && point.ours == Value::Bool(true) => {
            Some("where sources list different values, the document has all of them")
        }
        Fact::Field(_) | Fact::Header { .. } if received && only_ours && has_source(ours, &point.place) => {
            Some("recordings and the guide show it, and they beat schemas")
        }
        Fact::Header { .. } if received && point.new == Value::Bool(true) => {
            Some("headers of answers are read by the run time")
        }
        Fact::Parameter { .. } if is_app_token(point) => {
            Some("`lean-app-token` is never sent next to a bearer token")
        }
        Fact::Keyword { keyword, .. } if keyword == "format" && is_number_format(point) => {
            Some("formats of numbers set no Rust type of ours")
        }
        _ => None,
    }
}

fn is_app_token(point: &Point) -> bool {
    point.context.part.to_ascii_lowercase().ends_with("lean-app-token")
}

fn is_number_format(point: &Point) -> bool {
    let format = point.new.as_str().or(point.ours.as_str()).unwrap_or_default();
    matches!(format, "int32" | "int64" | "float" | "double")
}

/// Whether a place of ours, or the component that it belongs to, names its source.
fn has_source(ours: &Value, place: &str) -> bool {
    above(place).any(|place| {
        let value = ours.pointer(&place);
        value.is_some_and(|value| value.get("x-source").is_some())
    })
}

/// Our `x-choice` for a place: its own, or one above it that speaks of it by name.
pub(crate) fn choice(ours: &Value, point: &Point) -> Option<String> {
    let name = named(point);
    let own = own_place(&point.place);
    above(&point.place).find_map(|place| {
        let text = ours.pointer(&place)?.get("x-choice")?.as_str()?;
        let speaks_of_it = place == own
            || place == point.place
            || name.as_ref().is_some_and(|name| mentions(text, name));
        speaks_of_it.then(|| text.trim().to_owned())
    })
}

/// What a choice above the place would have to mention.
fn named(point: &Point) -> Option<String> {
    match &point.fact {
        Fact::Field(field) => Some(field.name.clone()),
        Fact::Required { name, .. } => Some(name.clone()),
        Fact::EnumValue { value, .. } => value.as_str().map(str::to_owned),
        Fact::Answer { status, .. } => Some(status.clone()),
        Fact::Header { header, .. } => Some(header.clone()),
        Fact::Server { url, .. } => {
            let host = url.split("://").nth(1).unwrap_or(url);
            Some(host.trim_end_matches('/').to_owned())
        }
        Fact::Operation { ours: None, .. } => {
            let path = point.context.operation.split(' ').nth(1);
            path.map(str::to_owned)
        }
        Fact::Parameter { .. } => point.context.part.rsplit(' ').next().map(str::to_owned),
        Fact::OfOperation { field, .. } if field == "operationId" => {
            point.new.as_str().map(str::to_owned)
        }
        _ => {
            let tokens = pointer::tokens(&point.place).unwrap_or_default();
            let at = tokens.iter().rposition(|token| token == "properties")?;
            tokens.get(at + 1).cloned()
        }
    }
}

fn mentions(text: &str, name: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The object that a fact is said in: a keyword's place is that of its schema.
fn own_place(place: &str) -> String {
    let tokens = pointer::tokens(place).unwrap_or_default();
    let is_name = tokens.len() >= 2
        && tokens
            .get(tokens.len() - 2)
            .is_some_and(|parent| matches!(parent.as_str(), "properties" | "schemas"));
    if is_name {
        return place.to_owned();
    }
    let up = tokens.len().saturating_sub(1);
    pointer::join(tokens.iter().take(up))
}

/// A place and all places above it, up to the component or the operation that it belongs to.
fn above(place: &str) -> impl Iterator<Item = String> {
    let tokens = pointer::tokens(place).unwrap_or_default();
    let least = match tokens.first().map(String::as_str) {
        Some("components" | "paths") => 3.min(tokens.len()),
        _ => 1.min(tokens.len()),
    };
    let whole = tokens.len();
    let mut places: Vec<String> = (least..=whole)
        .rev()
        .map(|length| pointer::join(tokens.iter().take(length)))
        .collect();
    if tokens.len() < 3 || tokens.first().is_some_and(|first| first == "servers") {
        places.push("/info".to_owned());
    }
    places.into_iter()
}
