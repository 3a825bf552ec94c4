//! The kinds of failure a call can have.

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot work as it is configured.
    Configuration,
    /// The request lacks something or holds something that cannot be sent; nothing was sent.
    InvalidRequest,
    /// No token could be obtained; the request was not sent.
    Token,
    /// No connection could be made; nothing was sent.
    Connect,
    /// A deadline passed.
    Timeout,
    /// The connection broke.
    Transport,
    /// Lean answered with a 4xx or 5xx.
    Api,
    /// Lean answered 2xx, and the answer says that there is no result (`FAILED`, `PENDING`,
    /// `CONSENT_EXPIRED`, `RECONNECT_REQUIRED`, or an unknown status).
    Result,
    /// The answer does not match the document.
    Decode,
    /// The answer is larger than the cap.
    TooLarge,
    /// The answer is a redirect; redirects are not followed.
    Redirect,
    /// The server's pages do not end, or contradict themselves.
    Paging,
}

impl ErrorKind {
    /// The kind in lower case, such as `invalid_request`: for a label of a metric or a span.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::Token => "token",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Api => "api",
            Self::Result => "result",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Redirect => "redirect",
            Self::Paging => "paging",
        }
    }
}
