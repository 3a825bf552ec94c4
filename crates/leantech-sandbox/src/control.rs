//! The sandbox's own controls, below `/_sandbox/`: which there are, and who may ask what of them.

#[expect(
    clippy::unnecessary_wraps,
    reason = "every act is of the one type that the routes have"
)]
mod acts;
mod routes;

use http::{HeaderValue, Method, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::answer::{self, Answer};
use crate::exchange::{Exchange, decode_segment};
use crate::router::Segments;
use routes::ROUTES;

/// What the controls are, as an `OpenAPI` document.
const DOCUMENT: &str = include_str!("control/openapi.json");

/// Answers a request below `/_sandbox/`.
pub(crate) fn answer(exchange: &Exchange<'_>, method: &Method) -> Result<Answer, Answer> {
    let segments = Segments::of(exchange.path);
    let found = ROUTES.iter().filter_map(|route| {
        let id = route.matches(segments.as_slice())?;
        Some((route, id))
    });
    let mut allowed = Vec::new();
    for (route, id) in found {
        if route.method == method.as_str() {
            let id = decode_segment(id)
                .ok_or_else(|| refused(StatusCode::BAD_REQUEST, "the id is no UTF-8"))?;
            return (route.act)(exchange, &id);
        }
        allowed.push(route.method);
    }
    if allowed.is_empty() {
        let message = "the sandbox has no such control; see /_sandbox/openapi.json";
        return Err(refused(StatusCode::NOT_FOUND, message));
    }
    let refusal = refused(
        StatusCode::METHOD_NOT_ALLOWED,
        "this control does not take this method",
    );
    match HeaderValue::try_from(allowed.join(", ")) {
        Ok(allowed) => Err(refusal.header(header::ALLOW, allowed)),
        Err(_) => Err(refusal),
    }
}

fn refused(status: StatusCode, message: &str) -> Answer {
    answer::control(status, message)
}

fn bad(message: &str) -> Answer {
    refused(StatusCode::BAD_REQUEST, message)
}

fn done() -> Answer {
    Answer::ok(&json!({}))
}

/// The body of a request, as JSON whatever its media type.
fn read<T: DeserializeOwned>(exchange: &Exchange<'_>) -> Result<T, Answer> {
    serde_json::from_slice(exchange.body).map_err(|error| bad(&error.to_string()))
}

/// The body of a request that may have none.
fn read_or_default<T: DeserializeOwned + Default>(exchange: &Exchange<'_>) -> Result<T, Answer> {
    if exchange.body.is_empty() {
        return Ok(T::default());
    }
    read(exchange)
}
