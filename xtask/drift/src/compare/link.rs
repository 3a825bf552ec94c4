//! Which place of a document leads to which.

use std::collections::HashSet;

use serde_json::Value;
use xtask_openapi::pointer;

use crate::compare::finding::Finding;

/// Findings that say nothing changes explain no difference.
pub(crate) fn explains(finding: &Finding) -> bool {
    !matches!(
        finding.rule.kind,
        "rewritten" | "schema-added" | "schema-removed" | "not-generated"
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

/// Whether a schema refers to a place without naming a field in between.
pub(crate) fn refers_to(value: &Value, place: &str) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    match key.as_str() {
                        "$ref" => {
                            let target = value.as_str().and_then(pointer::from_fragment);
                            if target.is_some_and(|target| is_within(place, &target)) {
                                return true;
                            }
                        }
                        "properties" => {}
                        _ => waiting.push(value),
                    }
                }
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

/// Whether references lead from a value to a place.
pub(crate) fn reaches(root: &Value, value: &Value, place: &str) -> bool {
    let mut seen: HashSet<String> = HashSet::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    if key != "$ref" {
                        waiting.push(value);
                        continue;
                    }
                    let Some(target) = value.as_str().and_then(pointer::from_fragment) else {
                        continue;
                    };
                    if target == place || place.starts_with(&format!("{target}/")) {
                        return true;
                    }
                    if seen.insert(target.clone()) {
                        waiting.extend(root.pointer(&target));
                    }
                }
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

/// Whether an outline shows what a finding is about: the value that a setter begins with is not
/// in it.
pub(crate) fn is_shown(finding: &Finding) -> bool {
    finding.rule.kind != "always-sent-changed"
}
