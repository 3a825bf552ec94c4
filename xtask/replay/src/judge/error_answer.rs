//! Whether the run time's parser of errors finds out something from the body of an error.

use leantech_core::{ErrorBody, ErrorShape};

use crate::finding::Kind;
use crate::json::raw::{self, Object};
use crate::judge::Fault;
use crate::recording::Body;

/// What is wrong with the body of an error, if anything.
pub(crate) fn fault(body: &Body<'_>) -> Option<Fault> {
    let (body, is_cut) = match body {
        Body::Absent => return None,
        Body::Bytes(body) => (body, false),
        Body::Cut(body) => (body, true),
        Body::Damaged(why) => return Some(Fault::new(Kind::ErrorUnparsed, Vec::new(), *why)),
    };
    // A gateway was recorded to answer 401 with nothing at all.
    if body.trim_ascii().is_empty() || is_understood(body) {
        return None;
    }
    let text = std::str::from_utf8(body).ok();
    let what = match text.and_then(|body| raw::parse(body).ok()) {
        Some(value) => raw::kind(value).to_string(),
        None if is_cut => "only its beginning was recorded".to_owned(),
        None if text.is_some() => "a text that is not JSON".to_owned(),
        None => "bytes that are not text".to_owned(),
    };
    let words = format!("the body of the error has no code and none of the known shapes ({what})");
    Some(Fault::new(Kind::ErrorUnparsed, Vec::new(), words))
}

/// Whether the parser of errors found a code, or a shape of which a code is no part.
fn is_understood(body: &[u8]) -> bool {
    let read = ErrorBody::read(body);
    if read.code().is_some() || read.granular_code().is_some() {
        return true;
    }
    match read.shape() {
        ErrorShape::Other => false,
        ErrorShape::StatusCode => true,
        // The field that makes the shape is there, but holds no code.
        _ => read.message().is_some() || has_number(body),
    }
}

/// Whether `status` is the HTTP status, as a gateway writes it.
fn has_number(body: &[u8]) -> bool {
    let text = std::str::from_utf8(body).ok();
    let object = text
        .and_then(|body| raw::parse(body).ok())
        .and_then(Object::read);
    let status = object.and_then(|object| object.get("status"));
    status.is_some_and(|status| raw::kind(status) == raw::Kind::Number)
}
