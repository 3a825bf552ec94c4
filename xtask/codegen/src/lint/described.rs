//! Places that wait for a description or a summary: notes for a reader, which refuse nothing.

use serde_json::Value;
use xtask_openapi::place::{Field, Kind, Spot, walk};
use xtask_openapi::{Document, Problems, Series, reference, series};

use super::text;

/// Every place that has no description yet, in the order of the lines. What is generated from it
/// says its name and its source instead.
pub fn undescribed(document: &Document) -> Problems {
    let version = document.value.get("openapi").and_then(Value::as_str);
    let series = version.map_or(Series::Unknown, series);
    let mut notes = Problems::new();
    walk(&document.value, &mut |spot| {
        for (what, mend) in missing(document, series, spot) {
            notes.push(document.problem(
                spot.pointer,
                what,
                "a reader learns only its name and source",
                mend,
            ));
        }
    });
    notes.sort();
    notes
}

/// What is missing at one place, each with what to do about it.
fn missing(document: &Document, series: Series, spot: Spot<'_, '_>) -> Vec<(String, &'static str)> {
    let mut missing = Vec::new();
    let describe = "describe it in your own words: meaning, unit, range";
    if spot.kind == Kind::Operation && text(spot.value, "summary").is_none() {
        missing.push((
            "an operation without a summary".to_owned(),
            "say in one sentence what the operation does",
        ));
    }
    let is_reference = reference::of(spot.value).is_some();
    if spot.kind == Kind::Parameter && !is_reference {
        if text(spot.value, "description").is_none() {
            missing.push(("a parameter without a description".to_owned(), describe));
        }
    } else if spot.kind == Kind::Schema && spot.field == "properties" && spot.value.is_object() {
        // 3.0 reads nothing next to `$ref`, so there the description of the target counts.
        let is_described = if series == Series::Older && is_reference {
            reference::follow(&document.value, spot.pointer, spot.value)
                .is_none_or(|found| text(found.value, "description").is_some())
        } else {
            text(spot.value, "description").is_some()
        };
        if !is_described {
            missing.push(("a property without a description".to_owned(), describe));
        }
    } else if has_empty_description(spot) {
        let what = format!("{} with an empty description", spot.kind.words());
        missing.push((what, "describe it in your own words"));
    }
    missing
}

fn has_empty_description(spot: Spot<'_, '_>) -> bool {
    let is_there = spot.value.get("description").is_some();
    let is_text = spot.kind.field("description") == Some(Field::Data);
    is_there && is_text && text(spot.value, "description").is_none()
}
