//! Constructors for each kind of error.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::ids::{CORRELATION_ID, TRACE_ID, kept};
use super::{Error, ErrorKind, Inner, Said};
use crate::json::DecodeFailure;
use crate::{ErrorBody, ErrorCode, IdempotencyKey, Operation, WrongLength};

impl Inner {
    fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            detail: None,
            status: None,
            body: None,
            said: None,
            code: None,
            granular_code: None,
            correlation_id: None,
            trace_id: None,
            retry_after: None,
            idempotency_key: None,
            attempts: 0,
            is_outcome_unknown: false,
            is_transient: false,
            source: None,
        }
    }
}

impl From<Inner> for Error {
    fn from(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
            operation: None,
        }
    }
}

/// How a body is compressed, if it is.
pub(crate) fn encoding_of(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(http::header::CONTENT_ENCODING).iter();
    let mut texts = values.map(|value| value.to_str().unwrap_or(ODD));
    texts.find(|text| !matches!(text.trim(), "") && !text.trim().eq_ignore_ascii_case("identity"))
}

/// Replaces the value of a header that is not shown.
const ODD: &str = "not shown";

/// The value of a header, as far as it can be shown.
fn plain(text: &str) -> &str {
    let is_plain = text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { text } else { ODD }
}

impl Error {
    /// A client that cannot work as it is configured; the text must hold no secret.
    pub fn configuration(detail: impl fmt::Display) -> Self {
        Self::detailed(ErrorKind::Configuration, detail)
    }

    /// An HTTP client that cannot be built.
    #[doc(hidden)]
    pub fn setup(error: reqwest::Error) -> Self {
        let source = StdError::source(&error);
        let mut sources = std::iter::successors(source, |error: &&dyn StdError| (*error).source());
        let detail = if sources.any(|source| source.to_string().contains("CA certificates")) {
            "the HTTP client cannot be built: there are no CA certificates by which https servers \
             are trusted; install the package ca-certificates"
        } else {
            "the HTTP client cannot be built"
        };
        Inner {
            detail: Some(detail.into()),
            source: Some(Arc::new(error.without_url())),
            ..Inner::new(ErrorKind::Configuration)
        }
        .into()
    }

    /// A panic in the HTTP client, which only happens when a runtime has no sockets.
    pub(crate) fn http_panicked() -> Self {
        Self::configuration(
            "the HTTP client panicked; build the tokio runtime with `enable_all`, and see what \
             code of yours the client calls",
        )
    }

    /// A call outside a tokio runtime.
    pub(crate) fn no_runtime() -> Self {
        Self::configuration("no tokio runtime is running here; make calls and waits inside one")
    }

    /// A request that cannot be sent; the text must hold no customer data.
    pub fn invalid_request(detail: impl fmt::Display) -> Self {
        Self::detailed(ErrorKind::InvalidRequest, detail)
    }

    /// A token that could not be obtained, for your own [`TokenSource`](crate::TokenSource), for a
    /// reason that somebody has to fix.
    ///
    /// The source is kept: it must hold neither the secret nor a token.
    pub fn token(source: impl StdError + Send + Sync + 'static) -> Self {
        Inner {
            source: Some(Arc::new(source)),
            ..Inner::new(ErrorKind::Token)
        }
        .into()
    }

    /// A token that cannot be obtained for now, for your own [`TokenSource`](crate::TokenSource):
    /// it is worth asking again.
    ///
    /// The source is kept: it must hold neither the secret nor a token.
    pub fn token_for_now(source: impl StdError + Send + Sync + 'static) -> Self {
        Inner {
            source: Some(Arc::new(source)),
            is_transient: true,
            ..Inner::new(ErrorKind::Token)
        }
        .into()
    }

    /// A token that could not be obtained, because of another failed call.
    #[doc(hidden)]
    pub fn token_because(error: Self, detail: impl fmt::Display) -> Self {
        Inner {
            detail: Some(detail.to_string().into()),
            code: error.inner.code.clone(),
            granular_code: error.inner.granular_code.clone(),
            status: error.inner.status,
            correlation_id: error.inner.correlation_id.clone(),
            trace_id: error.inner.trace_id.clone(),
            retry_after: error.inner.retry_after,
            // The API call itself was not sent. An answer that is not a token comes from a gateway
            // with a temporary problem.
            is_transient: if error.is_decode() {
                // Unless it has a code that says why it is not a token.
                error.code().is_none()
            } else {
                error.inner.is_transient || error.inner.is_outcome_unknown
            },
            // Lean's answer is already in this text; the source has the rest.
            source: if error.kind() == ErrorKind::Api {
                error.inner.source.clone()
            } else {
                Some(Arc::new(error))
            },
            ..Inner::new(ErrorKind::Token)
        }
        .into()
    }

    /// A token that could not be obtained, with a text.
    #[doc(hidden)]
    pub fn token_detail(detail: impl fmt::Display, is_transient: Transient) -> Self {
        Inner {
            detail: Some(detail.to_string().into()),
            is_transient: is_transient == Transient::Yes,
            ..Inner::new(ErrorKind::Token)
        }
        .into()
    }

    /// A token that expires before it could be used.
    #[doc(hidden)]
    pub fn token_too_short(least: Duration) -> Self {
        let detail = format!("it lives for less than {} s", least.as_secs());
        Self::token_detail(detail, Transient::No)
    }

    pub(crate) fn paging(detail: impl fmt::Display) -> Self {
        Self::detailed(ErrorKind::Paging, detail)
    }

    fn detailed(kind: ErrorKind, detail: impl fmt::Display) -> Self {
        Inner {
            detail: Some(detail.to_string().into()),
            ..Inner::new(kind)
        }
        .into()
    }

    /// Whatever reqwest reports; the URL is removed, because it has ids and queries.
    pub(crate) fn from_reqwest(error: reqwest::Error) -> Self {
        let kind = if error.is_connect() {
            ErrorKind::Connect
        } else if error.is_timeout() {
            ErrorKind::Timeout
        } else if error.is_builder() {
            ErrorKind::InvalidRequest
        } else if error.is_redirect() {
            ErrorKind::Redirect
        } else {
            ErrorKind::Transport
        };
        Self::of_connection(kind, Arc::new(error.without_url()))
    }

    /// A made-up failure without an answer.
    #[cfg(feature = "testing")]
    pub(super) fn made_up(kind: ErrorKind, detail: &str) -> Self {
        Self::of_connection(kind, Arc::new(std::io::Error::other(detail.to_owned())))
    }

    /// A failure of the connection.
    pub(crate) fn of_connection(kind: ErrorKind, source: Arc<dyn StdError + Send + Sync>) -> Self {
        let detail = (kind == ErrorKind::Transport).then(|| "the connection broke".into());
        Inner {
            detail,
            source: Some(source),
            is_transient: matches!(
                kind,
                ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport
            ),
            ..Inner::new(kind)
        }
        .into()
    }

    #[doc(hidden)]
    pub fn timeout(limit: Duration) -> Self {
        Inner {
            detail: Some(format!("no answer within {} s", limit.as_secs_f64()).into()),
            is_transient: true,
            ..Inner::new(ErrorKind::Timeout)
        }
        .into()
    }

    /// A file whose end looks the same as a broken connection.
    pub(crate) fn may_be_cut(status: StatusCode, headers: &HeaderMap) -> Self {
        let detail = "the file may be cut: it came without a length and without chunks, so that its \
                      end looks the same as a broken connection; to accept it, call \
                      `accept_unmarked_end`";
        Inner {
            detail: Some(detail.into()),
            status: Some(status),
            correlation_id: kept(CORRELATION_ID, headers),
            trace_id: kept(TRACE_ID, headers),
            is_transient: true,
            ..Inner::new(ErrorKind::Transport)
        }
        .into()
    }

    pub(crate) fn too_large(cap: usize, status: StatusCode, headers: &HeaderMap) -> Self {
        Inner {
            detail: Some(format!("more than {cap} bytes").into()),
            status: Some(status),
            correlation_id: kept(CORRELATION_ID, headers),
            trace_id: kept(TRACE_ID, headers),
            ..Inner::new(ErrorKind::TooLarge)
        }
        .into()
    }

    pub(crate) fn api(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        retry_after: Option<Duration>,
    ) -> Self {
        let body = ErrorBody::read(body);
        let encoding = encoding_of(headers).map(|encoding| plain(encoding.trim()));
        let detail = encoding.map(|encoding| {
            format!("the body is compressed, which was not asked for, content encoding {encoding}")
        });
        Inner {
            detail: detail.map(Into::into),
            status: Some(status),
            code: body.code().cloned(),
            granular_code: body.granular_code().cloned(),
            body: Some(Box::new(body)),
            correlation_id: kept(CORRELATION_ID, headers),
            trace_id: kept(TRACE_ID, headers),
            retry_after,
            is_transient: matches!(status.as_u16(), 408 | 429 | 500 | 502..=504),
            ..Inner::new(ErrorKind::Api)
        }
        .into()
    }

    /// A redirect, which is never followed. Only the origin of its target is shown.
    pub(crate) fn redirect(status: StatusCode, headers: &HeaderMap) -> Self {
        let target = headers
            .get(http::header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| url::Url::parse(text).ok())
            .map_or_else(
                || "another path".to_owned(),
                |url| url.origin().ascii_serialization(),
            );
        Inner {
            detail: Some(format!("redirected to {target}, which is not followed").into()),
            status: Some(status),
            correlation_id: kept(CORRELATION_ID, headers),
            trace_id: kept(TRACE_ID, headers),
            ..Inner::new(ErrorKind::Redirect)
        }
        .into()
    }

    pub(crate) fn decode(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        failure: &DecodeFailure,
    ) -> Self {
        let content_type = headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map_or("none", |text| {
                text.split(';').next().unwrap_or("none").trim()
            });
        let content_type = plain(content_type);
        let encoding = encoding_of(headers).map(|encoding| plain(encoding.trim()));
        let encoding = encoding.map_or_else(String::new, |encoding| {
            format!(", content encoding {encoding}")
        });
        let DecodeFailure {
            path,
            line,
            column,
            category,
        } = failure;
        let length = body.len();
        let said = ErrorBody::read(body);
        Inner {
            detail: Some(
                format!(
                    "{category} at {path} (line {line}, column {column}) of {length} bytes, \
                     content type {content_type}{encoding}"
                )
                .into(),
            ),
            status: Some(status),
            // An answer that says why it is not a result.
            code: said.code().filter(|_| said.is_failure()).cloned(),
            granular_code: said.granular_code().cloned(),
            correlation_id: kept(CORRELATION_ID, headers),
            trace_id: kept(TRACE_ID, headers),
            ..Inner::new(ErrorKind::Decode)
        }
        .into()
    }

    /// A 2xx answer whose envelope says that there is no result.
    #[doc(hidden)]
    pub fn result(
        code: Option<ErrorCode>,
        granular_code: Option<ErrorCode>,
        detail: Option<&'static str>,
    ) -> Self {
        let is_transient = matches!(
            granular_code.as_ref().or(code.as_ref()),
            Some(
                ErrorCode::Pending
                    | ErrorCode::ProcessingStarted
                    | ErrorCode::UnseenBankError
                    | ErrorCode::BankMaintenance
                    | ErrorCode::BankIssue
                    | ErrorCode::LeanError
            )
        );
        Inner {
            detail: detail.map(Into::into),
            code,
            granular_code,
            is_transient,
            ..Inner::new(ErrorKind::Result)
        }
        .into()
    }

    /// Adds what the answer's head says, for a failure that its body reports.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: &HeaderMap) -> Self {
        let inner = Arc::make_mut(&mut self.inner);
        inner.status.get_or_insert(status);
        if inner.correlation_id.is_none() {
            inner.correlation_id = kept(CORRELATION_ID, headers);
        }
        if inner.trace_id.is_none() {
            inner.trace_id = kept(TRACE_ID, headers);
        }
        self
    }

    /// Adds what an envelope said about its failure.
    pub(crate) fn with_said(mut self, said: Said) -> Self {
        Arc::make_mut(&mut self.inner).said = Some(Box::new(said));
        self
    }

    /// Adds what the answer said.
    pub(crate) fn with_body(mut self, body: ErrorBody) -> Self {
        Arc::make_mut(&mut self.inner).body = Some(Box::new(body));
        self
    }

    /// Names the operation, unless an inner call already has.
    #[must_use]
    #[doc(hidden)]
    pub fn during(mut self, operation: &'static Operation) -> Self {
        self.operation.get_or_insert(operation);
        self
    }

    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        Arc::make_mut(&mut self.inner).attempts = attempts;
        self
    }

    pub(crate) fn with_idempotency_key(mut self, key: Option<IdempotencyKey>) -> Self {
        if key.is_some() {
            Arc::make_mut(&mut self.inner).idempotency_key = key;
        }
        self
    }

    pub(crate) fn with_outcome_unknown(mut self) -> Self {
        Arc::make_mut(&mut self.inner).is_outcome_unknown = true;
        self
    }
}

/// Whether a failure is temporary.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transient {
    /// It may be.
    Yes,
    /// It is not.
    No,
}

impl From<WrongLength> for Error {
    fn from(error: WrongLength) -> Self {
        Self::invalid_request(error)
    }
}
