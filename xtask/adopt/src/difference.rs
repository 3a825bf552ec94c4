//! Where our document differs from Lean's, and why.

mod rules;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;
use xtask_openapi::pointer;

use self::rules::Rules;
use crate::area::Area;
use crate::baseline::{Kept, kept_in};
use crate::descriptions;
use crate::point::{Fact, Point};
use crate::walk::{Documents, walk};

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

/// Where the document of an area differs from what Lean publishes in a region, by its baseline.
#[must_use]
pub fn differences(area: &Area<'_>, region: &str) -> Vec<Difference> {
    let ours = &area.ours.value;
    let of_region = area.baselines.iter().filter(|(known, _)| known == region);
    of_region
        .flat_map(|(_, baseline)| {
            let lean = &baseline.value;
            let documents = Documents {
                old: lean,
                new: lean,
                ours,
            };
            let points = walk(documents, &HashMap::new()).points;
            explained(&points, ours, &kept_in(lean))
        })
        .collect()
}

/// All differences, each place once.
///
/// A place that several operations share has a reason only if it has one in each of them.
pub(crate) fn explained(points: &[Point], ours: &Value, kept: &[Kept]) -> Vec<Difference> {
    let mut known: HashMap<(&str, String), usize> = HashMap::new();
    let mut found: Vec<Difference> = Vec::new();
    let rules = Rules::new(points, ours);
    for point in points {
        // What the files do not mention is not given, and no difference.
        let is_not_given =
            matches!(point.fact, Fact::Operation { .. }) && point.new == Value::Bool(false);
        let says_nothing = matches!(point.fact, Fact::LeftOut { .. }) || is_not_given;
        if point.ours == point.new || says_nothing {
            continue;
        }
        let difference = difference(point, &rules, kept);
        match known.entry((&point.place, point.fact.kind())) {
            Entry::Vacant(place) => {
                place.insert(found.len());
                found.push(difference);
            }
            Entry::Occupied(place) => {
                if let Some(first) = found.get_mut(*place.get())
                    && first.why.is_some()
                    && difference.why.is_none()
                {
                    *first = difference;
                }
            }
        }
    }
    found
}

fn difference(point: &Point, rules: &Rules<'_>, kept: &[Kept]) -> Difference {
    let on_record = kept.iter().find(|kept| kept.place == point.place);
    let why = rules
        .explain(point)
        .map(str::to_owned)
        .or_else(|| choice(rules.ours, point))
        .or_else(|| on_record.map(|kept| format!("kept as it was on {}", kept.day)));
    Difference {
        place: point.place.clone(),
        context: point.context.words(),
        subject: descriptions::subject(point),
        lean: descriptions::value(&point.new),
        ours: descriptions::value(&point.ours),
        why,
    }
}

/// Our `x-choice` for a place: its own, or one above it that speaks of it by name.
pub(crate) fn choice(ours: &Value, point: &Point) -> Option<String> {
    let name = named(point);
    let own = own_place(&point.place);
    above(&point.place).find_map(|place| {
        let text = ours.pointer(&place)?.get("x-choice")?.as_str()?;
        // An operation has a choice about many things, so that it has to name this one.
        let is_own = (place == own || place == point.place) && !is_operation(&place);
        let speaks_of_it = is_own || name.as_ref().is_some_and(|name| mentions(text, name));
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
        Fact::OfOperation { field, .. } => Some(field.clone()),
        Fact::Body { .. } => Some("body".to_owned()),
        Fact::Security { .. } => Some(descriptions::value(&point.new)),
        Fact::Media { media, .. } => Some(media.clone()),
        fact => {
            let tokens = pointer::tokens(&point.place).unwrap_or_default();
            let at = tokens.iter().rposition(|token| token == "properties");
            match (at, fact) {
                (Some(at), _) => tokens.get(at + 1).cloned(),
                (None, Fact::Keyword { keyword, .. }) => Some(keyword.clone()),
                _ => None,
            }
        }
    }
}

fn mentions(text: &str, name: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + name.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn is_operation(place: &str) -> bool {
    let tokens = pointer::tokens(place).unwrap_or_default();
    tokens.len() == 3 && tokens.first().is_some_and(|first| first == "paths")
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
