//! What to change, and in which document, so that a finding goes away.

use xtask_openapi::{Document, pointer};

use crate::finding::schema::Place;
use crate::finding::{Kind, Step};
use crate::route::catalogue::Operation;

/// The parser of the bodies of errors.
const ERROR_PARSER: &str = "crates/leantech-core/src/error_body.rs";

/// One sentence: file, line, and the change.
pub(crate) fn hint(
    document: &Document,
    area: &str,
    operation: &Operation,
    status: u16,
    kind: Kind,
    path: &[Step],
) -> String {
    if kind == Kind::ErrorUnparsed {
        return format!(
            "{ERROR_PARSER}: read this shape; {}: describe it at the answers of `{}`",
            at(document, &operation.pointer),
            operation.id
        );
    }
    let then = format!("in a new version of the document, then `cargo xtask generate {area}`");
    let Some(mut place) = Place::answer(document, operation, status) else {
        return format!(
            "{}: give `{}` an answer with a body, {then}",
            at(document, &operation.pointer),
            operation.id
        );
    };
    let (to_owner, unknown) = match path.split_last() {
        Some((Step::Member(name), rest)) if kind == Kind::UnknownField => (rest, Some(name)),
        _ => (path, None),
    };
    for step in to_owner {
        place.step(step);
    }
    let Some((component, member)) = place.owner() else {
        return format!(
            "{}: correct the answer of `{}`, {then}",
            at(document, &operation.pointer),
            operation.id
        );
    };
    let properties = pointer::child(&component.pointer, "properties");
    let schema = &component.name;
    match (unknown, member) {
        (Some(name), None) => format!(
            "{}: add property `{name}` to schema `{schema}`, {then}",
            at(document, &component.pointer)
        ),
        (Some(name), Some(member)) => format!(
            "{}: name `{name}` below property `{member}` of schema `{schema}`, {then}",
            at(document, &pointer::child(&properties, member))
        ),
        (None, Some(member)) => {
            let change = match kind {
                Kind::Undecodable => "let it accept what is sent",
                _ => "give it a type that keeps what is sent",
            };
            format!(
                "{}: property `{member}` of schema `{schema}`: {change}, {then}",
                at(document, &pointer::child(&properties, member))
            )
        }
        (None, None) => format!(
            "{}: let schema `{schema}` accept what is sent, {then}",
            at(document, &component.pointer)
        ),
    }
}

fn at(document: &Document, place: &str) -> String {
    match document.line_of(place) {
        Some(line) => format!("{}:{line}", document.name),
        None => document.name.clone(),
    }
}
