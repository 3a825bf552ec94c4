//! One canned answer.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use leantech_core::TransportError;
use serde_json::Value;

/// What a request is answered with: a status, headers and a body, or no answer at all.
#[derive(Debug, Clone)]
pub struct Answer(pub(super) Result<Parts, TransportError>);

#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    /// A JSON body. An unknown status (not 100 to 999) becomes 500.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::body(status, "application/json", body.to_string())
    }

    /// One of Lean's errors: a JSON body with the code and nothing else.
    pub fn error(status: u16, code: &str) -> Self {
        Self::json(status, &serde_json::json!({ "status": code }))
    }

    /// Any body. A content type that is not valid in a header is left out.
    pub fn body(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(content_type) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        Self(Ok(Parts {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers,
            body: body.into(),
        }))
    }

    /// No connection can be made.
    pub const fn not_connected() -> Self {
        Self(Err(TransportError::NotConnected))
    }

    /// The connection breaks after the request was sent.
    pub const fn broken() -> Self {
        Self(Err(TransportError::Broken))
    }

    /// The HTTP client gives up waiting.
    pub const fn timed_out() -> Self {
        Self(Err(TransportError::TimedOut))
    }

    /// The same answer with one more header, such as `retry-after`. A name or value that is not valid in a
    /// header is left out; so is any header of an answer that does not come.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(parts), Ok(name), Ok(value)) = (
            &mut self.0,
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            parts.headers.append(name, value);
        }
        self
    }

    pub(super) fn into_response(self) -> Result<http::Response<Bytes>, TransportError> {
        let parts = self.0?;
        let mut response = http::Response::new(parts.body);
        *response.status_mut() = parts.status;
        *response.headers_mut() = parts.headers;
        Ok(response)
    }
}
