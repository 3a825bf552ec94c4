//! What sends requests instead of HTTP, in tests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::{Error, ErrorKind};

/// The future of an answer.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends requests instead of the HTTP client, so that a test needs neither a server nor a network.
///
/// Everything above it, such as tokens, retries, deadlines and the reading of answers, works as it does over
/// HTTP.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and returns its answer. It is called once for each attempt.
    ///
    /// The request holds a token, and customer data: do not log it.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection could be made; nothing was sent. The call fails with
    /// [`is_connect`](crate::Error::is_connect).
    NotConnected,
    /// The connection broke after the request was sent.
    Broken,
    /// The HTTP client gave up waiting.
    TimedOut,
    /// The transport does not answer such a request; the text says why and holds no customer data. The
    /// call fails with [`ErrorKind::Configuration`](crate::ErrorKind::Configuration).
    Unexpected(String),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotConnected => "no connection could be made",
            Self::Broken => "the connection broke",
            Self::TimedOut => "the HTTP client gave up waiting",
            Self::Unexpected(reason) => reason,
        })
    }
}

impl std::error::Error for TransportError {}

/// Sends a request of the run time through a transport.
pub(crate) async fn execute(
    transport: &dyn Transport,
    request: reqwest::Request,
) -> Result<reqwest::Response, Error> {
    let body = request.body().and_then(reqwest::Body::as_bytes);
    let body = body.map_or_else(Bytes::new, Bytes::copy_from_slice);
    let mut sent = http::Request::new(body);
    *sent.method_mut() = request.method().clone();
    *sent.uri_mut() = (request.url().as_str().parse())
        .map_err(|_| Error::invalid_request("the URL cannot be sent"))?;
    sent.headers_mut().clone_from(request.headers());
    let answer = transport.send(sent).await;
    answer.map(reqwest::Response::from).map_err(failure)
}

fn failure(error: TransportError) -> Error {
    let kind = match error {
        TransportError::NotConnected => ErrorKind::Connect,
        TransportError::Broken => ErrorKind::Transport,
        TransportError::TimedOut => ErrorKind::Timeout,
        TransportError::Unexpected(reason) => return Error::configuration(reason),
    };
    Error::of_connection(kind, Arc::new(error))
}
