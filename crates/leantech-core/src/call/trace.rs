//! Spans and events: an allow-list of fields, none of which holds customer data.
//!
//! Names are those of OpenTelemetry's stable conventions for HTTP clients where they have one, and `lean.…`
//! otherwise. `url.full` is left out: a path holds ids of persons.

use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::call::Answer;
use crate::call::ended::Told;
use crate::error::ids::{self, CORRELATION_ID};
use crate::session::base_url::Base;
use crate::{Error, ErrorCode, ErrorKind, Operation};

/// The target of every span and event.
const TARGET: &str = "leantech";

/// The span around a whole call, with its attempts and waits.
pub(crate) fn call_span(operation: &'static Operation) -> Span {
    tracing::info_span!(
        target: TARGET,
        "lean_call",
        "otel.kind" = "internal",
        "lean.operation" = operation.id,
        "http.request.method" = operation.method,
        "url.template" = operation.path,
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
        "lean.code" = Empty,
        "lean.correlation_id" = Empty,
        "lean.trace_id" = Empty,
    )
}

/// Notes on the span how the call ended.
pub(crate) fn end(span: &Span, told: &Told<'_>, attempts: u32) {
    span.record("http.response.status_code", told.status);
    if let Some(resends) = attempts.checked_sub(1).filter(|resends| *resends > 0) {
        span.record("http.request.resend_count", resends);
    }
    if let Some(kind) = told.failure {
        record_error(span, told.status, kind);
    }
    span.record("lean.code", told.code.map(ErrorCode::as_str));
    span.record("lean.correlation_id", told.correlation_id);
    span.record("lean.trace_id", told.trace_id);
}

/// The span of one attempt, which is one HTTP request.
pub(crate) fn attempt_span(operation: &'static Operation, number: u32, base: &Base) -> Span {
    let span = tracing::info_span!(
        target: TARGET,
        "lean_attempt",
        "otel.name" = format!("{} {}", operation.method, operation.path),
        "otel.kind" = "client",
        "http.request.method" = operation.method,
        "url.template" = operation.path,
        "server.address" = base.host(),
        "server.port" = base.port(),
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
    );
    if number > 1 {
        span.record("http.request.resend_count", number - 1);
    }
    span
}

/// Notes on its span how an attempt ended, and tells it as an event.
pub(crate) fn attempted(span: &Span, number: u32, result: &Result<Answer, Error>, took: Duration) {
    let answer = result.as_ref().ok();
    let status = answer.map(|answer| answer.status.as_u16());
    let failure = result.as_ref().err().map(Error::kind);
    let correlation_id = answer.and_then(|answer| ids::shown(CORRELATION_ID, &answer.headers));
    span.record("http.response.status_code", status);
    match failure {
        Some(kind) => record_error(span, None, kind),
        None if status >= Some(400) => record_error(span, status, ErrorKind::Api),
        None => {}
    }
    let _entered = span.enter();
    tracing::debug!(
        target: TARGET,
        attempt = number,
        "http.response.status_code" = status,
        "error.type" = failure.map(ErrorKind::as_str),
        "lean.correlation_id" = correlation_id,
        duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "attempt",
    );
}

/// The status for what Lean refused, and the kind of any other failure.
fn record_error(span: &Span, status: Option<u16>, kind: ErrorKind) {
    match status {
        Some(status) if kind == ErrorKind::Api => {
            span.record("error.type", tracing::field::display(status));
        }
        _ => {
            span.record("error.type", kind.as_str());
        }
    }
}

/// Adds the headers by which the server's spans belong to this one, as the process's propagator writes them.
#[cfg(feature = "opentelemetry")]
pub(crate) fn propagate(span: &Span, headers: &mut http::HeaderMap) {
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    struct Headers<'a>(&'a mut http::HeaderMap);

    impl opentelemetry::propagation::Injector for Headers<'_> {
        fn set(&mut self, name: &str, value: String) {
            let name = http::HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, value.parse()) {
                self.0.insert(name, value);
            }
        }
    }

    let context = span.context();
    opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Headers(headers));
    });
}
