//! Which place of a document leads to which.

use std::collections::HashSet;

use serde_json::Value;
use xtask_openapi::place::{Kind, kind_at, references, walk_part};
use xtask_openapi::pointer;

use crate::compare::finding::Finding;

/// Findings that say nothing changes explain no difference.
pub(crate) fn explains(finding: &Finding) -> bool {
    !matches!(
        finding.rule.kind,
        "rewritten" | "not-compared" | "schema-added" | "schema-removed" | "not-generated"
    )
}

/// Whether a finding is about everything below its place.
pub(crate) fn is_whole(finding: &Finding) -> bool {
    matches!(
        finding.rule.kind,
        "operation-removed"
            | "operation-added"
            | "operation-moved"
            | "operation-renamed"
            | "schema-renamed"
            | "type-changed"
            | "type-widened"
            | "type-narrowed"
            | "union-replaced"
            | "union-introduced"
            | "union-dissolved"
            | "one-of-introduced"
            | "branch-added"
            | "branch-removed"
            | "body-removed"
            | "required-body-added"
            | "optional-body-added"
            | "media-type-removed"
            | "answer-body-added"
            | "answer-body-removed"
            | "success-removed"
            | "success-of-another-shape-added"
            | "paging-changed"
            | "mark-changed"
    )
}

/// Whether `place` is `known`, or in it without being in a field of its own.
pub(crate) fn is_within(place: &str, known: &str) -> bool {
    if known.is_empty() {
        return false;
    }
    match place.strip_prefix(known) {
        Some("") => true,
        Some(rest) if rest.starts_with('/') => !rest.contains("/properties/"),
        _ => false,
    }
}

/// Whether what stands at `pointer` refers to a place without naming a field in between.
pub(crate) fn refers_to(pointer: &str, value: &Value, place: &str) -> bool {
    if let Value::Array(items) = value {
        let mut items = items.iter().enumerate();
        return items.any(|(index, item)| refers_to(&pointer::item(pointer, index), item, place));
    }
    let mut found = false;
    walk_part(kind_of(pointer), pointer, value, &mut |spot| {
        found |= target(spot.value).is_some_and(|target| is_within(place, &target));
        spot.field != "properties" && !found
    });
    found
}

/// Whether references lead from what stands at `pointer` to a place.
pub(crate) fn reaches(root: &Value, pointer: &str, value: &Value, place: &str) -> bool {
    let mut seen: HashSet<String> = HashSet::new();
    let mut waiting = vec![(pointer.to_owned(), value)];
    while let Some((pointer, value)) = waiting.pop() {
        if let Value::Array(items) = value {
            let items = items.iter().enumerate();
            waiting.extend(items.map(|(index, item)| (pointer::item(&pointer, index), item)));
            continue;
        }
        for (_, reference) in references(kind_of(&pointer), &pointer, value) {
            let Some(target) = pointer::from_fragment(reference) else {
                continue;
            };
            if target == place || place.starts_with(&format!("{target}/")) {
                return true;
            }
            if seen.insert(target.clone())
                && let Some(value) = root.pointer(&target)
            {
                waiting.push((target, value));
            }
        }
    }
    false
}

/// What the grammar has at a pointer; a schema where it does not say.
fn kind_of(pointer: &str) -> Kind {
    kind_at(pointer).unwrap_or(Kind::Schema)
}

fn target(value: &Value) -> Option<String> {
    pointer::from_fragment(value.get("$ref")?.as_str()?)
}

/// Whether an outline shows what a finding is about: the value that a setter begins with is not
/// in it.
pub(crate) fn is_shown(finding: &Finding) -> bool {
    finding.rule.kind != "always-sent-changed"
}
