//! A redirect as an axum extractor.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::{Redirect, RedirectError};

/// Reads the redirect from the request's query. Anything else is answered with 400, without saying
/// why; to log the reason, take a `Result<Redirect, RedirectError>`.
///
/// This confirms nothing: see [`Redirect::confirm`].
impl<S: Send + Sync> FromRequestParts<S> for Redirect {
    type Rejection = RedirectError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RedirectError> {
        Self::parse_query(parts.uri.query().unwrap_or_default())
    }
}

impl IntoResponse for RedirectError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, "the redirect cannot be read").into_response()
    }
}
