//! Calls of Lean's paths by scripts of other sites, which browsers allow only where it was switched on.

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::memory::settings::Settings;
use crate::wire::answer::Answer;
use crate::wire::body::AnswerBody;

/// The origin whose script sends a request, where it is one that may.
fn allowed<'r>(settings: &Settings, headers: &'r HeaderMap) -> Option<&'r HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let is_allowed = |known: &String| known == "*" || known.as_bytes() == origin.as_bytes();
    settings.cors.iter().any(is_allowed).then_some(origin)
}

/// The answer to a browser that asks before the real call, where the origin may call.
pub(super) fn preflight(
    settings: &Settings,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Answer> {
    if *method != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    allowed(settings, headers)?;
    let answer = Answer {
        status: StatusCode::NO_CONTENT,
        body: AnswerBody::Whole(bytes::Bytes::new()),
        headers: Vec::new(),
    }
    .header(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE"),
    )
    .header(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
    Some(match headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        Some(wanted) => answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone()),
        None => answer,
    })
}

/// Lets the script that called read the answer, where its origin may.
pub(super) fn open(settings: &Settings, asked: &HeaderMap, headers: &mut HeaderMap) {
    if let Some(origin) = allowed(settings, asked) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("lean-correlation-id, lean-trace-id"),
        );
    }
}
