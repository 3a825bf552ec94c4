//! Whether one recorded answer is held exactly by the generated type of its operation.

pub(crate) mod compare;
pub(crate) mod error_answer;

use std::collections::HashMap;

use leantech_core::codegen::DecodeFailure;
use serde_json::Value;
use xtask_openapi::pointer;

use crate::finding::schema::{Naming, Place};
use crate::finding::{Kind, Step, Values};
use crate::finding::{hint, mask};
use crate::json::raw::{self, Object};
use crate::recording::{Body, Exchange};
use crate::report::{Report, Unmatched};
use crate::route::catalogue::{Catalogue, Operation};
use crate::route::{self, codec};
use compare::excerpt;

/// Everything that answers are judged by.
#[derive(Debug)]
pub(crate) struct Judge<'c> {
    catalogue: &'c Catalogue,
    values: Values,
}

/// A finding before it has its place in the report.
pub(crate) struct Fault {
    kind: Kind,
    path: Vec<Step>,
    words: String,
    shown: Option<String>,
}

impl Fault {
    pub(crate) fn new(kind: Kind, path: Vec<Step>, words: impl Into<String>) -> Self {
        Self {
            kind,
            path,
            words: words.into(),
            shown: None,
        }
    }
}

impl<'c> Judge<'c> {
    pub(crate) fn new(catalogue: &'c Catalogue, values: Values) -> Self {
        Self { catalogue, values }
    }

    /// Judges an answer and writes into the report what there is to say.
    pub(crate) fn judge(&self, exchange: &Exchange<'_>, report: &mut Report) {
        report.responses += 1;
        let operation = exchange
            .paths
            .iter()
            .find_map(|path| route::find(self.catalogue, &exchange.method, path));
        let Some(operation) = operation else {
            report.unmatched.push(self.unmatched(exchange));
            return;
        };
        report.matched += 1;
        let faults = if (200..300).contains(&exchange.status) {
            self.success(operation, exchange)
        } else {
            error_answer::fault(&exchange.body).into_iter().collect()
        };
        if faults.is_empty() {
            report.exact += 1;
        }
        let mut masks = HashMap::new();
        for fault in faults {
            let fault = match self.values {
                Values::Hidden => self.masked(operation, exchange.status, fault, &mut masks),
                Values::Shown => self.with_body_of_error(fault, exchange),
            };
            self.report(operation, exchange, fault, report);
        }
    }

    fn unmatched(&self, exchange: &Exchange<'_>) -> Unmatched {
        let path = exchange.paths.first().map_or(&[][..], Vec::as_slice);
        Unmatched {
            method: mask::method(&exchange.method),
            path: match self.values {
                Values::Hidden => mask::path(self.catalogue, path),
                Values::Shown => mask::whole_path(path),
            },
            status: exchange.status,
        }
    }

    fn success(&self, operation: &Operation, exchange: &Exchange<'_>) -> Vec<Fault> {
        let (body, is_cut) = match &exchange.body {
            Body::Absent => return Vec::new(),
            Body::Bytes(body) => (body, false),
            Body::Cut(body) => (body, true),
            Body::Damaged(why) => return vec![Fault::new(Kind::Undecodable, Vec::new(), *why)],
        };
        // The bytes of a file are passed on as they came: there is nothing to lose.
        let is_json = matches!(body.trim_ascii_start().first(), None | Some(b'{' | b'['));
        if !is_json && self.brings_file(operation) {
            return Vec::new();
        }
        let place = self.place(operation, exchange.status);
        if body.trim_ascii().is_empty() {
            return match place {
                Some(_) if !matches!(exchange.status, 204 | 205) => vec![Fault::new(
                    Kind::Undecodable,
                    Vec::new(),
                    "the body is empty, and the document promises one",
                )],
                _ => Vec::new(),
            };
        }
        let Some(place) = place else {
            let words = "a body came, and the document promises none";
            return vec![self.with_body(Fault::new(Kind::UnknownField, Vec::new(), words), body)];
        };
        let written = match codec::round_trip(self.catalogue.area(operation), &operation.id, body) {
            Some(Ok(written)) => written,
            Some(Err(failure)) => return vec![self.undecodable(place, body, &failure, is_cut)],
            None => {
                let words =
                    "the generated crate does not know this operation; run `cargo xtask generate`";
                return vec![Fault::new(Kind::Undecodable, Vec::new(), words)];
            }
        };
        let text = |bytes| std::str::from_utf8(bytes).ok();
        let (Some(recorded), Some(written)) = (
            text(body).and_then(|body| raw::parse(body).ok()),
            text(&written).and_then(|body| raw::parse(body).ok()),
        ) else {
            let words = "the body is JSON, but not in UTF-8";
            return vec![Fault::new(Kind::Undecodable, Vec::new(), words)];
        };
        compare::compare(recorded, written, self.values)
            .into_iter()
            .map(|difference| Fault {
                kind: difference.kind,
                path: difference.path,
                words: difference.words,
                shown: difference
                    .values
                    .map(|(recorded, written)| format!("recorded {recorded}, written {written}")),
            })
            .collect()
    }

    /// Whether a success of the operation may be a file.
    fn brings_file(&self, operation: &Operation) -> bool {
        let document = self.catalogue.document(operation);
        let responses = document.and_then(|document| {
            let place = pointer::child(&operation.pointer, "responses");
            document.value.pointer(&place).and_then(Value::as_object)
        });
        let successes = responses.into_iter().flatten();
        successes
            .filter(|(code, _)| code.starts_with('2'))
            .filter_map(|(_, answer)| answer.get("content")?.as_object())
            .flat_map(|content| content.keys())
            .any(|media_type| {
                matches!(
                    media_type.as_str(),
                    "application/pdf" | "application/octet-stream"
                )
            })
    }

    fn place(&self, operation: &Operation, status: u16) -> Option<Place<'_>> {
        Place::answer(self.catalogue.document(operation)?, operation, status)
    }

    fn undecodable(
        &self,
        mut place: Place<'_>,
        body: &[u8],
        failure: &DecodeFailure,
        is_cut: bool,
    ) -> Fault {
        let line = format!(
            "line {}, column {} of the body",
            failure.line, failure.column
        );
        let root = std::str::from_utf8(body)
            .ok()
            .and_then(|body| raw::parse(body).ok());
        let Some(root) = root else {
            let words = match (is_cut, std::str::from_utf8(body).is_ok()) {
                (true, _) => "the recording holds only the beginning of the body".to_owned(),
                (false, true) => format!("{} ({line})", failure.category),
                (false, false) => "the body is not in UTF-8".to_owned(),
            };
            return self.with_body(Fault::new(Kind::Undecodable, Vec::new(), words), body);
        };
        let (mut path, mut value) = (Vec::new(), root);
        // The decoder's path may go on with names that are its own.
        for step in Step::read(&failure.path) {
            let Some(inner) = inside(value, &step) else {
                break;
            };
            place.step(&step);
            path.push(step);
            value = inner;
        }
        let object = Object::read(value);
        let missing = object
            .as_ref()
            .and_then(|object| place.required().find(|name| object.get(name).is_none()));
        let words = match (missing, place.types()) {
            (Some(name), _) => format!("the required field `{name}` is missing ({line})"),
            (None, types) if types.is_empty() => {
                format!(
                    "the type does not accept this ({}; {line})",
                    raw::kind(value)
                )
            }
            (None, types) => {
                format!(
                    "the type does not accept this: {} for {types} ({line})",
                    raw::kind(value)
                )
            }
        };
        self.with_body(
            Fault::new(Kind::Undecodable, path, words),
            value.get().as_bytes(),
        )
    }

    fn with_body(&self, fault: Fault, body: &[u8]) -> Fault {
        let shown = (self.values == Values::Shown)
            .then(|| format!("recorded {}", excerpt(&String::from_utf8_lossy(body))));
        Fault { shown, ..fault }
    }

    fn report(
        &self,
        operation: &Operation,
        exchange: &Exchange<'_>,
        fault: Fault,
        report: &mut Report,
    ) {
        let Fault {
            kind,
            path,
            words,
            shown,
        } = fault;
        let detail = match shown {
            Some(values) => format!("{words}; {values}"),
            None => words.clone(),
        };
        let hint = || {
            self.catalogue
                .document(operation)
                .map_or_else(String::new, |document| {
                    let area = self.catalogue.area(operation);
                    hint::hint(document, area, operation, exchange.status, kind, &path)
                })
        };
        report.take(operation, exchange, kind, &path, words, detail, hint);
    }

    fn with_body_of_error(&self, fault: Fault, exchange: &Exchange<'_>) -> Fault {
        match &exchange.body {
            Body::Bytes(body) | Body::Cut(body) if fault.kind == Kind::ErrorUnparsed => {
                self.with_body(fault, body)
            }
            _ => fault,
        }
    }

    /// The fault with such names of fields left out as may be values. `masks` remembers which
    /// steps of a path they are, since many findings of an answer are at places of one pattern.
    fn masked(
        &self,
        operation: &Operation,
        status: u16,
        fault: Fault,
        masks: &mut HashMap<String, Vec<bool>>,
    ) -> Fault {
        let mask = masks
            .entry(Step::pattern(&fault.path))
            .or_insert_with(|| self.mask(operation, status, &fault.path));
        let steps = fault.path.into_iter().zip(mask);
        let path = steps
            .map(|(step, is_masked)| if *is_masked { Step::AnyMember } else { step })
            .collect();
        Fault { path, ..fault }
    }

    fn mask(&self, operation: &Operation, status: u16, path: &[Step]) -> Vec<bool> {
        let mut place = self.place(operation, status);
        path.iter()
            .map(|step| {
                let naming = place
                    .as_mut()
                    .map_or(Naming::Unknown, |place| place.step(step));
                match (step, naming) {
                    (Step::Member(_), Naming::OfMap) => true,
                    (Step::Member(name), Naming::Unknown) => !mask::is_name(name),
                    _ => false,
                }
            })
            .collect()
    }
}

fn inside<'a>(value: &'a raw::RawValue, step: &Step) -> Option<&'a raw::RawValue> {
    match step {
        Step::Member(name) => {
            let mut members = Object::read(value)?.members();
            members.reverse();
            members
                .into_iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        }
        Step::Item(index) => raw::items(value)?.get(*index).copied(),
        Step::AnyMember => None,
    }
}
