//! The one error of every call.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::{ErrorBody, ErrorCode, IdempotencyKey, Operation, ResultsId};

pub(crate) mod body;
#[cfg(feature = "testing")]
pub(crate) mod builder;
pub(crate) mod code;
mod display;
pub(crate) mod ids;
mod kind;
mod make;
mod suggested_status;
#[cfg(test)]
mod tests;

pub use kind::ErrorKind;
#[doc(hidden)]
pub use make::Transient;
pub(crate) use make::encoding_of;

type Source = Arc<dyn StdError + Send + Sync>;

/// Why a call failed.
///
/// Ask the predicates (`is_*`) what to do, [`code`](Error::code) for Lean's code, and
/// [`correlation_id`](Error::correlation_id) for what Lean's support asks for. Its `Display`, its
/// `Debug` and its sources never hold a secret, a token, a customer's id or any text of a body;
/// [`body`](Error::body), [`message`](Error::message) and [`results_id`](Error::results_id) return
/// those to a caller who asks.
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
    operation: Option<&'static Operation>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// What is wrong, in a text without customer data.
    detail: Option<Box<str>>,
    status: Option<StatusCode>,
    body: Option<Box<ErrorBody>>,
    said: Option<Box<Said>>,
    code: Option<ErrorCode>,
    granular_code: Option<ErrorCode>,
    correlation_id: Option<Box<str>>,
    trace_id: Option<Box<str>>,
    retry_after: Option<Duration>,
    idempotency_key: Option<IdempotencyKey>,
    attempts: u32,
    is_outcome_unknown: bool,
    is_transient: bool,
    source: Option<Source>,
}

/// What an envelope said about its failure. It may hold customer data.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) message: Option<Box<str>>,
    pub(crate) additional_info: Option<Box<str>>,
    pub(crate) results_id: Option<ResultsId>,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The operation that was called, where the failure belongs to one.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// The HTTP status of the answer, where there was one.
    ///
    /// It can be 200: Lean answers 200 for results that failed or are not ready.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Lean's code: the more specific one (`granular_status_code`) if there is one, else `status`,
    /// else the token endpoint's `error`.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.inner
            .granular_code
            .as_ref()
            .or(self.inner.code.as_ref())
    }

    /// Lean's general code (`status`), also if there is a more specific one.
    pub fn status_code_word(&self) -> Option<&ErrorCode> {
        self.inner.code.as_ref()
    }

    /// The `lean-correlation-id` of the answer: include it in every question to Lean's support.
    pub fn correlation_id(&self) -> Option<&str> {
        self.inner.correlation_id.as_deref()
    }

    /// The `lean-trace-id` of the answer.
    pub fn trace_id(&self) -> Option<&str> {
        self.inner.trace_id.as_deref()
    }

    /// Lean's id of the result that failed or is not ready, where the answer named one: ask for the
    /// result with it, and name it to Lean's support.
    pub fn results_id(&self) -> Option<&ResultsId> {
        match (&self.inner.said, &self.inner.body) {
            (Some(said), _) => said.results_id.as_ref(),
            (None, body) => body.as_ref()?.results_id(),
        }
    }

    /// Lean's text for people. It may name a customer: do not log it without checking.
    pub fn message(&self) -> Option<&str> {
        match (&self.inner.said, &self.inner.body) {
            (Some(said), _) => said.message.as_deref(),
            (None, body) => body.as_ref()?.message(),
        }
    }

    /// Lean's more specific text for people (`status_additional_info`). Treat it with the same care.
    pub fn additional_info(&self) -> Option<&str> {
        match (&self.inner.said, &self.inner.body) {
            (Some(said), _) => said.additional_info.as_deref(),
            (None, body) => body.as_ref()?.additional_info(),
        }
    }

    /// How long the server asked to wait (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// The idempotency key of the request, if it had one: sent again with it, the same
    /// request takes effect once.
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.inner.idempotency_key.as_ref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// What the answer said. It may hold a customer's data.
    pub fn body(&self) -> Option<&ErrorBody> {
        self.inner.body.as_deref()
    }

    /// A deadline passed: of the connection, the attempt or the whole call.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout || self.inner.status == Some(StatusCode::REQUEST_TIMEOUT)
    }

    /// No connection could be made; nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// No token could be obtained or renewed.
    pub fn is_token(&self) -> bool {
        self.kind() == ErrorKind::Token
    }

    /// Lean asks to slow down (429, but not because an identical request is running).
    pub fn is_rate_limited(&self) -> bool {
        self.inner.status == Some(StatusCode::TOO_MANY_REQUESTS) && !self.is_duplicate_request()
    }

    /// An identical request is still running: wait for its answer instead of repeating this one.
    pub fn is_duplicate_request(&self) -> bool {
        self.has_code(&ErrorCode::DuplicatedRequest)
    }

    /// The consent has expired or was revoked: the customer has to connect again.
    pub fn is_consent_expired(&self) -> bool {
        self.has_code(&ErrorCode::ConsentExpired)
    }

    /// The connection has to be made again (legacy banks).
    pub fn is_reconnect_required(&self) -> bool {
        self.has_code(&ErrorCode::ReconnectRequired)
    }

    /// The result is not ready yet (`PENDING`, `PROCESSING_STARTED`).
    pub fn is_pending(&self) -> bool {
        self.kind() == ErrorKind::Result
            && (self.has_code(&ErrorCode::Pending) || self.has_code(&ErrorCode::ProcessingStarted))
    }

    /// It is unknown whether the request took effect: check before you repeat it.
    pub fn is_outcome_unknown(&self) -> bool {
        self.inner.is_outcome_unknown
    }

    /// The same call, repeated later, may succeed and cannot take effect twice.
    pub fn is_retryable(&self) -> bool {
        self.inner.is_transient && !self.inner.is_outcome_unknown
    }

    /// It was not found (404).
    pub fn is_not_found(&self) -> bool {
        self.inner.status == Some(StatusCode::NOT_FOUND)
    }

    /// The token was refused (401), even after it was renewed.
    pub fn is_unauthorized(&self) -> bool {
        self.inner.status == Some(StatusCode::UNAUTHORIZED)
    }

    /// The application may not do this (403).
    pub fn is_forbidden(&self) -> bool {
        self.inner.status == Some(StatusCode::FORBIDDEN)
    }

    /// It exists already (409), such as a customer with this `app_user_id`; Lean may write that
    /// as a 400 with the code.
    pub fn is_conflict(&self) -> bool {
        self.inner.status == Some(StatusCode::CONFLICT)
            || self.has_code(&ErrorCode::CustomerAlreadyExists)
    }

    /// The server failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.inner
            .status
            .is_some_and(|status| status.is_server_error())
    }

    /// The answer could not be read as what the document promises.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    fn has_code(&self, code: &ErrorCode) -> bool {
        self.inner.code.as_ref() == Some(code) || self.inner.granular_code.as_ref() == Some(code)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner
            .source
            .as_ref()
            .map(|source| &**source as &(dyn StdError + 'static))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation.map(|operation| operation.id))
            .field("detail", &self.inner.detail)
            .field("status", &self.status())
            .field("code", &self.inner.code)
            .field("granular_code", &self.inner.granular_code)
            .field("correlation_id", &self.correlation_id())
            .field("trace_id", &self.trace_id())
            .field("retry_after", &self.retry_after())
            .field("attempts", &self.attempts())
            .field("is_outcome_unknown", &self.is_outcome_unknown())
            .field(
                "source",
                &self.inner.source.as_ref().map(ToString::to_string),
            )
            .finish_non_exhaustive()
    }
}
