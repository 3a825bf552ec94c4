//! Errors as the run time makes them, for tests.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::ids::{CORRELATION_ID, TRACE_ID};
use super::{Error, ErrorKind, Transient};
use crate::{ErrorCode, Operation};

/// The limit that a made-up error about a large body names.
const MADE_UP_CAP: usize = 16 * 1024 * 1024;

/// Builds any [`Error`] for a test: the predicates and the text are those that the same failure has when it
/// comes from Lean.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ErrorBuilder {
    kind: ErrorKind,
    status: Option<StatusCode>,
    code: Option<ErrorCode>,
    body: Option<String>,
    headers: HeaderMap,
    retry_after: Option<Duration>,
    attempts: u32,
    is_outcome_unknown: bool,
    operation: Option<&'static Operation>,
}

impl ErrorBuilder {
    /// Begins an error of a kind.
    ///
    /// An [`Api`](ErrorKind::Api) error has the status 500 unless another is set, and a
    /// [`Result`](ErrorKind::Result) and a [`Decode`](ErrorKind::Decode) error have 200.
    pub fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            status: None,
            code: None,
            body: None,
            headers: HeaderMap::new(),
            retry_after: None,
            attempts: 1,
            is_outcome_unknown: false,
            operation: None,
        }
    }

    /// The HTTP status of the answer.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Lean's code.
    pub fn code(mut self, code: ErrorCode) -> Self {
        self.code = Some(code);
        self
    }

    /// The body of an [`Api`](ErrorKind::Api) error, from which the code and the message are read. Without
    /// one, the body holds the code alone.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The `lean-correlation-id` of the answer; it is left out if it is not visible ASCII.
    pub fn correlation_id(self, id: &str) -> Self {
        self.header(CORRELATION_ID, id)
    }

    /// The `lean-trace-id` of the answer; it is left out if it is not visible ASCII.
    pub fn trace_id(self, id: &str) -> Self {
        self.header(TRACE_ID, id)
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// How long the server asks to wait.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// How many attempts there were; 1 unless it is set.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Nobody knows whether the request took effect.
    pub fn outcome_unknown(mut self) -> Self {
        self.is_outcome_unknown = true;
        self
    }

    /// The operation that was called, such as `leantech::banks::operations::LIST_BANKS`.
    pub fn operation(mut self, operation: &'static Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Builds the error.
    pub fn build(self) -> Error {
        let error = self.of_kind();
        let error = error.after_attempts(self.attempts);
        let error = match (self.status, self.kind) {
            (Some(status), _) => error.with_head(status, &self.headers),
            (None, ErrorKind::Result | ErrorKind::Decode) => {
                error.with_head(StatusCode::OK, &self.headers)
            }
            (None, _) => error,
        };
        let error = match self.operation {
            Some(operation) => error.during(operation),
            None => error,
        };
        if self.is_outcome_unknown {
            error.with_outcome_unknown()
        } else {
            error
        }
    }

    fn of_kind(&self) -> Error {
        let made_up = "made up for a test";
        match self.kind {
            ErrorKind::Configuration => Error::configuration(made_up),
            ErrorKind::InvalidRequest => Error::invalid_request(made_up),
            ErrorKind::Token if self.status.is_some() || self.code.is_some() => {
                Error::token_because(self.api(), "scope \"api\"")
            }
            ErrorKind::Token => Error::token_detail(made_up, Transient::Yes),
            ErrorKind::Timeout => Error::timeout(Duration::from_secs(30)),
            ErrorKind::Api => self.api(),
            ErrorKind::Result => Error::result(self.code.clone(), None, None),
            ErrorKind::Paging => Error::paging(made_up),
            ErrorKind::Redirect => Error::redirect(
                self.status.unwrap_or(StatusCode::TEMPORARY_REDIRECT),
                &self.headers,
            ),
            ErrorKind::TooLarge => Error::too_large(
                MADE_UP_CAP,
                self.status.unwrap_or(StatusCode::OK),
                &self.headers,
            ),
            kind @ (ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Decode) => {
                Error::made_up(kind, made_up)
            }
        }
    }

    fn api(&self) -> Error {
        let status = self.status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = match (&self.body, &self.code) {
            (Some(body), _) => body.clone(),
            (None, Some(code)) => serde_json::json!({ "status": code.as_str() }).to_string(),
            (None, None) => String::new(),
        };
        Error::api(status, &self.headers, body.as_bytes(), self.retry_after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_errors_answer_the_predicates_of_their_kind() {
        let error = ErrorBuilder::new(ErrorKind::Api)
            .status(StatusCode::TOO_MANY_REQUESTS)
            .code(ErrorCode::Timeout)
            .retry_after(Duration::from_secs(2))
            .correlation_id("c-1")
            .attempts(3)
            .build();
        assert!(error.is_rate_limited() && error.is_retryable());
        assert_eq!(error.code(), Some(&ErrorCode::Timeout));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(2)));
        assert_eq!(error.correlation_id(), Some("c-1"));
        assert_eq!(error.attempts(), 3);
        for kind in [
            ErrorKind::Configuration,
            ErrorKind::InvalidRequest,
            ErrorKind::Token,
            ErrorKind::Connect,
            ErrorKind::Timeout,
            ErrorKind::Transport,
            ErrorKind::Api,
            ErrorKind::Result,
            ErrorKind::Decode,
            ErrorKind::TooLarge,
            ErrorKind::Redirect,
            ErrorKind::Paging,
        ] {
            let error = ErrorBuilder::new(kind).outcome_unknown().build();
            assert_eq!(error.kind(), kind);
            assert!(error.is_outcome_unknown(), "{kind:?}");
        }
        let connect = ErrorBuilder::new(ErrorKind::Connect).build();
        assert!(connect.is_connect() && connect.is_retryable());
    }
}
