//! Spans and events: an allow-list of fields, none of which holds customer data.

use std::time::Duration;

use tracing::Span;

use crate::call::Answer;
use crate::call::ended::Told;
use crate::error::ids::{self, CORRELATION_ID};
use crate::{Error, ErrorCode, Operation};

/// The target of every span and event.
const TARGET: &str = "leantech";

/// The span around a whole call, with its attempts and waits.
pub(crate) fn call_span(operation: &'static Operation) -> Span {
    tracing::info_span!(
        target: TARGET,
        "lean_call",
        operation = operation.id,
        method = operation.method,
        path = operation.path,
        status = tracing::field::Empty,
        code = tracing::field::Empty,
        correlation_id = tracing::field::Empty,
        trace_id = tracing::field::Empty,
        failure = tracing::field::Empty,
    )
}

/// Notes on the span how the call ended.
pub(crate) fn end(span: &Span, told: &Told<'_>) {
    span.record("status", told.status);
    span.record("code", told.code.map(ErrorCode::as_str));
    span.record("correlation_id", told.correlation_id);
    span.record("trace_id", told.trace_id);
    if let Some(kind) = told.failure {
        span.record("failure", tracing::field::debug(kind));
    }
}

/// The event at the end of an attempt.
pub(crate) fn attempt(number: u32, result: &Result<Answer, Error>, took: Duration) {
    let answer = result.as_ref().ok();
    let correlation_id = answer.and_then(|answer| ids::shown(CORRELATION_ID, &answer.headers));
    tracing::debug!(
        target: TARGET,
        attempt = number,
        status = answer.map(|answer| answer.status.as_u16()),
        failure = result.as_ref().err().map(|error| tracing::field::debug(error.kind())),
        correlation_id = correlation_id,
        duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "attempt",
    );
}
