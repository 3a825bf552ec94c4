//! Rules for bodies: one media type each, one success an operation.

use serde_json::{Map, Value};
use xtask_openapi::place::{Kind, Spot};
use xtask_openapi::reference::Found;
use xtask_openapi::{pointer, reference};

use super::Lint;
use crate::shape::body::FILES;

impl Lint<'_> {
    pub(super) fn media_types(&mut self, spot: Spot<'_, '_>) {
        if spot.kind != Kind::RequestBody && spot.kind != Kind::Response {
            return;
        }
        let at = pointer::child(spot.pointer, "content");
        for media_type in content(spot.value).into_iter().flat_map(Map::keys) {
            if media_type.to_lowercase().starts_with("multipart/") {
                self.report(
                    &pointer::child(&at, media_type),
                    format!("the media type `{media_type}`"),
                    "the generator cannot write it",
                    "leave the operation out; it needs code by hand",
                );
            }
        }
    }

    pub(super) fn request_body(&mut self, operation: &Value, at: &str) {
        let Some(body) = operation.get("requestBody") else {
            return;
        };
        let at = pointer::child(at, "requestBody");
        if let Some(found) = reference::follow(self.root(), &at, body) {
            self.one_media_type(&found, |_| true, "a media type");
        }
    }

    pub(super) fn answers(&mut self, operation: &Value, at: &str) {
        let responses = operation.get("responses").and_then(Value::as_object);
        let list = pointer::child(at, "responses");
        let mut first: Option<(&str, Option<&Value>)> = None;
        for (status, response) in responses.into_iter().flatten() {
            let at = pointer::child(&list, status);
            if !is_status(status) && !status.starts_with("x-") {
                self.report(
                    &at,
                    format!("the status `{status}`"),
                    "the HTTP status does not exist",
                    "write three digits, `2XX`, or `default`",
                );
            }
            if !status.starts_with('2') {
                continue;
            }
            let Some(found) = reference::follow(self.root(), &at, response) else {
                continue;
            };
            self.success(status, &found);
            let schema = content(found.value)
                .and_then(|content| content.iter().find(|(media_type, _)| !is_file(media_type)))
                .and_then(|(_, media_type)| media_type.get("schema"));
            match first {
                Some((other, expected)) if expected != schema => self.report(
                    &at,
                    format!("the answers {other} and {status} have different bodies"),
                    "the generator gives an operation one type of success",
                    "let both have the same schema",
                ),
                _ => first = Some((status, schema)),
            }
        }
        if first.is_none() {
            self.report(
                &list,
                "no answer with a 2xx status",
                "a call must have a result",
                "describe what Lean answers on success",
            );
        }
    }

    fn success(&mut self, status: &str, answer: &Found<'_>) {
        let Some(content) = content(answer.value) else {
            if status != "204" && status != "205" {
                self.report(
                    &answer.pointer,
                    format!("the answer {status} has no content"),
                    "a forgotten body would be silently lost",
                    "describe its JSON content, or write `content: {}` if there is none",
                );
            }
            return;
        };
        let files = content.keys().filter(|media_type| is_file(media_type));
        let files = files.count();
        if files > 1 || files == 1 && content.len() > 2 {
            self.report(
                &pointer::child(&answer.pointer, "content"),
                format!("a success with {} media types", content.len()),
                "the generator gives a call one JSON body, one file, or one of each",
                "describe those that are used",
            );
        } else if content.len() > files {
            self.one_media_type(answer, is_json, "JSON, or a file next to it");
        }
    }

    fn one_media_type(&mut self, body: &Found<'_>, fits: fn(&str) -> bool, wanted: &str) {
        let at = pointer::child(&body.pointer, "content");
        let content = content(body.value);
        let listed: Vec<_> = content
            .into_iter()
            .flatten()
            .filter(|(media_type, _)| !is_file(media_type))
            .collect();
        let [(media_type, value)] = listed.as_slice() else {
            let count = listed.len();
            return self.report(
                &at,
                format!("a body with {count} media types"),
                "the generator reads and writes exactly one",
                "describe the one that is used",
            );
        };
        let at = pointer::child(&at, media_type);
        if !fits(media_type) {
            self.report(
                &at,
                format!("the media type `{media_type}`"),
                format!("the body of a success is {wanted}"),
                "write `application/json`",
            );
        }
        if value.get("schema").is_none() {
            self.report(
                &at,
                "a body without a schema",
                "its type would be unknown",
                "refer to a schema; `{}` is any JSON",
            );
        }
    }
}

/// Whether the bytes of a body are passed on as they are.
fn is_file(media_type: &str) -> bool {
    FILES.contains(&media_type)
}

fn content(body: &Value) -> Option<&Map<String, Value>> {
    body.get("content")?.as_object()
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}

fn is_status(status: &str) -> bool {
    let mut signs = status.chars();
    let class = signs.next().is_some_and(|sign| ('1'..='5').contains(&sign));
    let rest = signs.as_str();
    let digits = rest.len() == 2 && rest.bytes().all(|sign| sign.is_ascii_digit());
    status == "default" || class && (digits || rest == "XX")
}
