//! A document as it is compared: its series is known, and every reference in it leads somewhere.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;
use xtask_openapi::place::{Kind, references, walk_part};
use xtask_openapi::{Document, Problem, Problems, pointer};

/// A document that can be compared.
#[derive(Debug)]
pub(super) struct Readable<'d> {
    pub(super) document: Cow<'d, Document>,
    /// What was read otherwise than it is written.
    pub(super) notes: Vec<String>,
}

/// Reads a document for a comparison.
///
/// # Errors
///
/// Fails when it is not an `OpenAPI` document of a series that is understood, and when one of its
/// references leads to nothing.
pub(super) fn readable(document: &Document) -> Result<Readable<'_>, Problems> {
    let mut readable = Readable {
        document: Cow::Borrowed(document),
        notes: Vec::new(),
    };
    let version = document.value.get("openapi").and_then(text);
    let Some(known) = version.as_deref().and_then(known_version) else {
        return Err(unknown(document, version.as_deref()).into());
    };
    if document.value.get("openapi").and_then(Value::as_str) != Some(known.as_ref()) {
        let written = version.as_deref().unwrap_or_default();
        let note = if written.starts_with("3.2") {
            format!(
                "{} says OpenAPI {written}; it is read as {known}, and what only 3.2 has is not \
                 compared",
                document.name
            )
        } else {
            format!(
                "{} says OpenAPI {written}; it is read as {known}",
                document.name
            )
        };
        readable.notes.push(note);
        let mut value = document.value.clone();
        if let Some(version) = value.get_mut("openapi") {
            *version = Value::String(known.into_owned());
        }
        readable.document = Cow::Owned(document.with_value(value));
    }
    let anchors = anchors(&document.value);
    let mut problems = Problems::new();
    let mut named: Vec<(String, String)> = Vec::new();
    for (place, reference) in references(Kind::Document, "", &document.value) {
        let Some(fragment) = reference.strip_prefix('#') else {
            // Another file or host, compared as a text.
            continue;
        };
        if let Some(target) = anchors.get(fragment) {
            named.push((place, format!("#{target}")));
            continue;
        }
        let target = pointer::from_fragment(reference);
        if target.is_none_or(|target| document.value.pointer(&target).is_none()) {
            problems.push(document.problem(
                &pointer::child(&place, "$ref"),
                format!("there is nothing at `{reference}`"),
                "a reference that leads to nothing would be read as any value",
                "correct the reference, or add what it leads to",
            ));
        }
    }
    if !named.is_empty() {
        let mut value = readable.document.value.clone();
        for (place, reference) in named {
            if let Some(Value::Object(object)) = value.pointer_mut(&place) {
                object.insert("$ref".to_owned(), Value::String(reference));
            }
        }
        readable.document = Cow::Owned(document.with_value(value));
    }
    problems.or(readable)
}

/// A version, which may be written as a number.
fn text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The version that a document is read as.
fn known_version(version: &str) -> Option<Cow<'_, str>> {
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = version.trim().split('.');
    if parts.next() != Some("3") {
        return None;
    }
    let minor = parts.next()?;
    let patch = parts.next();
    if parts.next().is_some() || !patch.is_none_or(|patch| is_number(&patch)) {
        return None;
    }
    match (minor, patch) {
        ("0" | "1", Some(_)) if version.trim() == version => Some(Cow::Borrowed(version)),
        ("0", _) => Some(Cow::Borrowed("3.0.0")),
        ("1" | "2", _) => Some(Cow::Borrowed("3.1.0")),
        _ => None,
    }
}

fn unknown(document: &Document, version: Option<&str>) -> Problem {
    document.problem(
        "/openapi",
        version.map_or("no `openapi` version".to_owned(), |version| {
            format!("OpenAPI version {version}")
        }),
        "only 3.0, 3.1 and what 3.2 has in common with 3.1 are understood",
        "compare documents that say `openapi: 3.0.3` or `openapi: 3.1.0`",
    )
}

/// The place of each named anchor.
fn anchors(document: &Value) -> HashMap<String, String> {
    let mut anchors = HashMap::new();
    walk_part(Kind::Document, "", document, &mut |spot| {
        if spot.kind == Kind::Schema
            && let Some(name) = spot.value.get("$anchor").and_then(Value::as_str)
        {
            anchors
                .entry(name.to_owned())
                .or_insert_with(|| spot.pointer.to_owned());
        }
        true
    });
    anchors
}
