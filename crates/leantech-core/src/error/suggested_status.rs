//! The HTTP status that a service may return to its own client when a call to Lean failed.

use http::StatusCode;

use super::{Error, ErrorKind};

impl Error {
    /// A status to return to your own client. The predicates overlap (an expired consent is also a 403),
    /// so they are checked in this order:
    ///
    /// | what | status |
    /// |---|---|
    /// | [`is_consent_expired`](Self::is_consent_expired), [`is_reconnect_required`](Self::is_reconnect_required) | 409: the customer has to connect again |
    /// | [`is_pending`](Self::is_pending) | 202: ask again later |
    /// | [`is_duplicate_request`](Self::is_duplicate_request) | 409 |
    /// | [`is_rate_limited`](Self::is_rate_limited) | 503, with [`retry_after`](Self::retry_after) |
    /// | [`is_timeout`](Self::is_timeout) | 504 |
    /// | [`is_not_found`](Self::is_not_found) | 404 |
    /// | [`is_conflict`](Self::is_conflict) | 409 |
    /// | a configuration error, an invalid request, or another 4xx from Lean | 500: fix the service |
    /// | any other failure: token, connection, 5xx from Lean, unreadable answer, failed result | 502 |
    pub fn suggested_status(&self) -> StatusCode {
        if self.is_consent_expired() || self.is_reconnect_required() {
            return StatusCode::CONFLICT;
        }
        if self.is_pending() {
            return StatusCode::ACCEPTED;
        }
        if self.is_duplicate_request() {
            return StatusCode::CONFLICT;
        }
        if self.is_rate_limited() {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        if self.is_timeout() {
            return StatusCode::GATEWAY_TIMEOUT;
        }
        match self.kind() {
            ErrorKind::Api if self.is_not_found() => StatusCode::NOT_FOUND,
            ErrorKind::Api if self.is_conflict() => StatusCode::CONFLICT,
            ErrorKind::Api if !self.is_server_error() => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorKind::Configuration | ErrorKind::InvalidRequest => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}
