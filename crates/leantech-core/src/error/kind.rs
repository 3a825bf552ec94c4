//! The kinds of failure a call can have.

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up with something it cannot work with.
    Configuration,
    /// The request lacks something or holds what cannot be sent; nothing was sent.
    InvalidRequest,
    /// No token could be had; the request was not sent.
    Token,
    /// No connection could be made; nothing was sent.
    Connect,
    /// Time ran out.
    Timeout,
    /// The connection broke on the way.
    Transport,
    /// Lean answered with a 4xx or 5xx.
    Api,
    /// Lean answered 2xx, and the answer says that there is no result (`FAILED`, `PENDING`,
    /// `CONSENT_EXPIRED`, `RECONNECT_REQUIRED`, or a word we do not know).
    Result,
    /// The answer is not what the document promises.
    Decode,
    /// The answer is larger than the cap.
    TooLarge,
    /// The answer sends the caller elsewhere; redirects are not followed.
    Redirect,
    /// The server's pages do not come to an end.
    Paging,
}
