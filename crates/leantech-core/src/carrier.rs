//! Errors on their way through a generated client, inside a response that stands for them.

use bytes::Bytes;
use http::StatusCode;

use crate::Error;

/// Any status outside 2xx: generated code hands such a response on untouched.
const STATUS: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

/// A response that carries an error.
pub(crate) fn pack(error: Error) -> reqwest::Response {
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = STATUS;
    response.extensions_mut().insert(error);
    response.into()
}

/// The error that a response carries.
pub(crate) fn unpack(response: &reqwest::Response) -> Error {
    response
        .extensions()
        .get::<Error>()
        .cloned()
        .unwrap_or_else(|| {
            // A response that did not come through the session: its body is out of reach here.
            Error::api(response.status(), response.headers(), &[], None)
        })
}
