//! Reading the body of a request, within limits of size and time.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};

use super::PATIENCE;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// The largest body that is read: 1 MB.
const BODY_CAP: usize = 1 << 20;

/// Why a body could not be read.
pub(super) enum Unreadable {
    TooLarge,
    TooSlow,
    Broken,
}

impl Unreadable {
    pub(super) fn answer(&self, exchange: &Exchange<'_>) -> Answer {
        let (status, message) = match self {
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "the body is larger than 1 MB",
            ),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the body did not come in time"),
            Self::Broken => (StatusCode::BAD_REQUEST, "the body was cut off"),
        };
        let answer = exchange.error(status, "INVALID_PARAMETERS", message);
        // What is left of the body must not be taken for the next request.
        answer.header(header::CONNECTION, HeaderValue::from_static("close"))
    }
}

/// Reads a body, no longer and no more of it than is allowed.
pub(super) async fn read(headers: &HeaderMap, body: Incoming) -> Result<Bytes, Unreadable> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|it| it.to_str().ok());
    if announced
        .and_then(|it| it.parse().ok())
        .is_some_and(|length: u64| length > BODY_CAP as u64)
    {
        return Err(Unreadable::TooLarge);
    }
    let collected = Limited::new(body, BODY_CAP).collect();
    match tokio::time::timeout(PATIENCE, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unreadable::TooLarge),
        Ok(Err(_)) => Err(Unreadable::Broken),
        Err(_) => Err(Unreadable::TooSlow),
    }
}
