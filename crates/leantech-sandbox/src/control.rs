//! The sandbox's own controls, below `/_sandbox/`.
//! Uses what is remembered and what happens; uses neither Lean's areas nor the pages.

pub(crate) mod fixtures;
#[expect(
    clippy::unnecessary_wraps,
    reason = "every act is of the one type that the routes have"
)]
mod handlers;
pub(crate) mod inspect;
pub(crate) mod records;
mod reply;
mod routes;

use http::{HeaderValue, Method, StatusCode, header};

use crate::exchange::Exchange;
use crate::routing::router::Segments;
use crate::wire::answer::Answer;
use crate::wire::segment::decode_segment;
use reply::refused;
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
                .ok_or_else(|| refused(StatusCode::BAD_REQUEST, "the id is not UTF-8"))?;
            return (route.act)(exchange, &id);
        }
        allowed.push(route.method);
        if route.method == "GET" {
            allowed.push("HEAD");
        }
    }
    if allowed.is_empty() {
        let message = "the sandbox has no such control; see /_sandbox/openapi.json";
        return Err(refused(StatusCode::NOT_FOUND, message));
    }
    let refusal = refused(
        StatusCode::METHOD_NOT_ALLOWED,
        "this control does not allow this method",
    );
    match HeaderValue::try_from(allowed.join(", ")) {
        Ok(allowed) => Err(refusal.header(header::ALLOW, allowed)),
        Err(_) => Err(refusal),
    }
}
