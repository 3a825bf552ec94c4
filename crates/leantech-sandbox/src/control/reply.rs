//! Reading the body of a control's request, and the answers of all controls.

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::exchange::Exchange;
use crate::wire::answer::{self, Answer};

pub(super) fn refused(status: StatusCode, message: &str) -> Answer {
    answer::control(status, message)
}

pub(super) fn bad(message: &str) -> Answer {
    refused(StatusCode::BAD_REQUEST, message)
}

pub(super) fn done() -> Answer {
    Answer::ok(&json!({}))
}

/// The body of a request, as JSON whatever its media type.
pub(super) fn read<T: DeserializeOwned>(exchange: &Exchange<'_>) -> Result<T, Answer> {
    serde_json::from_slice(exchange.body).map_err(|error| bad(&error.to_string()))
}

/// The body of a request that may have none.
pub(super) fn read_or_default<T: DeserializeOwned + Default>(
    exchange: &Exchange<'_>,
) -> Result<T, Answer> {
    if exchange.body.is_empty() {
        return Ok(T::default());
    }
    read(exchange)
}
