//! A verified event as an axum extractor.

use axum::body::{Body, HttpBody};
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use leantech_core::Time;

use super::error::WebhookError;
use super::verified::VerifiedEvent;
use super::verifier::WebhookVerifier;

/// Verifies and reads the request, with the [`WebhookVerifier`] in the router's state.
///
/// A request without one well-formed signature is refused before its body is read. The limits of the
/// body, in bytes and in time, are the verifier's, whatever axum's `DefaultBodyLimit` says, and they
/// apply while the body arrives. Refusals answer with [`WebhookError::status`], which is 401, 408, 413 or
/// 400, and [`WebhookError::answer`]; to log why, take a `Result<VerifiedEvent, WebhookError>`.
impl<S> FromRequest<S> for VerifiedEvent
where
    S: Send + Sync,
    WebhookVerifier: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        WebhookVerifier::from_ref(state)
            .receive_request(request)
            .await
    }
}

impl WebhookVerifier {
    /// Verifies and reads a request of axum, for a service with several applications: each has a verifier of its
    /// own, and the address says which.
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use std::sync::Arc;
    /// use axum::extract::{Path, Request, State};
    /// use axum::http::StatusCode;
    /// use axum::response::{IntoResponse, Response};
    /// # use leantech::webhook::WebhookVerifier;
    ///
    /// async fn take(
    ///     State(verifiers): State<Arc<HashMap<String, WebhookVerifier>>>,
    ///     Path(application): Path<String>,
    ///     request: Request,
    /// ) -> Response {
    ///     let Some(verifier) = verifiers.get(&application) else {
    ///         return StatusCode::NOT_FOUND.into_response();
    ///     };
    ///     match verifier.receive_request(request).await {
    ///         Ok(event) => StatusCode::OK.into_response(),       // after `inbox.accept(event.delivery())`
    ///         Err(refusal) => refusal.into_response(),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails as [`receive`](Self::receive) does, and when the body is too long, too slow or breaks off.
    pub async fn receive_request(&self, request: Request) -> Result<VerifiedEvent, WebhookError> {
        let (head, body) = request.into_parts();
        let cap = self.body_cap();
        if announced(&body) > cap {
            return Err(WebhookError::TooLarge { cap });
        }
        let signature = self.signature_in(head.headers.iter())?;
        let (limit, time) = (self.body_timeout(), Time::default());
        let body = collect(body, cap);
        let body = if time.check_runtime().is_ok() {
            let end = Time::after(time.now(), limit);
            let body = time.timeout_at(end, body).await;
            body.unwrap_or(Err(WebhookError::TooSlow { limit }))?
        } else {
            // A runtime without timers cannot limit anything.
            body.await?
        };
        self.receive_signed(signature, &body)
    }
}

/// How much room a body gets before it has arrived; most of Lean's events fit.
const FIRST: usize = 4 * 1024;

/// The length that `content-length` announces; nothing for a body in chunks.
fn announced(body: &Body) -> usize {
    usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX)
}

/// Reads a body up to a limit.
async fn collect(body: Body, cap: usize) -> Result<Vec<u8>, WebhookError> {
    // Only what has arrived takes memory, not what was announced.
    let mut collected = Vec::with_capacity(announced(&body).min(FIRST));
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| WebhookError::Interrupted)?;
        if collected.len().saturating_add(piece.len()) > cap {
            return Err(WebhookError::TooLarge { cap });
        }
        collected.extend_from_slice(&piece);
    }
    Ok(collected)
}

impl IntoResponse for WebhookError {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.answer()).into_response();
        if matches!(self, Self::TooSlow { .. }) {
            // The rest of the body is not waited for.
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        response
    }
}
