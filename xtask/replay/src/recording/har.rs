//! HAR 1.2: the entries of a log.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::value::RawValue;

use crate::json::raw::{self, Object};
use crate::recording::{self, Body, Exchange, Taker};

/// Recorders write base64 with and without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The entries of the log in `root`.
pub(crate) fn find<'a>(root: &Object<'a>) -> Option<Vec<&'a RawValue>> {
    root.object("log")?.items("entries")
}

/// Hands out every answer.
pub(crate) fn read(entries: &[&RawValue], take: &mut Taker<'_>) {
    for (nth, entry) in entries.iter().enumerate() {
        let entry = Object::read(entry);
        let Some(exchange) = entry.and_then(|entry| exchange(nth, &entry)) else {
            continue;
        };
        take(exchange);
    }
}

/// `None` for an entry without an answer: a request that was cancelled or blocked has status 0.
fn exchange<'a>(nth: usize, entry: &Object<'a>) -> Option<Exchange<'a>> {
    let response = entry.object("response")?;
    let status = response
        .get("status")
        .and_then(raw::number)
        .filter(|status| *status != 0)?;
    let request = entry.object("request");
    let part = |name: &str| request.as_ref().and_then(|request| request.text(name));
    Some(Exchange {
        request: Cow::Owned(format!("log.entries[{nth}]")),
        method: part("method").unwrap_or_default(),
        paths: recording::paths(&part("url").unwrap_or_default()),
        status,
        body: response
            .object("content")
            .map_or(Body::Absent, |content| body(&content))
            .unless_empty(),
    })
}

fn body<'a>(content: &Object<'a>) -> Body<'a> {
    let Some(text) = content.get("text") else {
        return Body::Absent;
    };
    let is_base64 = content
        .text("encoding")
        .is_some_and(|encoding| encoding.trim().eq_ignore_ascii_case("base64"));
    let body = if is_base64 {
        let text = raw::text(text).unwrap_or_default();
        let text: String = text.split_ascii_whitespace().collect();
        match BASE64.decode(text) {
            Ok(bytes) => Body::Bytes(Cow::Owned(bytes)),
            Err(_) => Body::Damaged("its text in the recording is not base64"),
        }
    } else {
        Body::of(text)
    };
    let size = content
        .get("size")
        .and_then(|size| size.get().parse::<usize>().ok());
    match body {
        Body::Bytes(bytes) if size.is_some_and(|size| bytes.len() < size) => Body::Cut(bytes),
        body => body,
    }
}
