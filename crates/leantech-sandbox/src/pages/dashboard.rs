//! The dashboard: what the sandbox knows, has sent and was asked, at a glance and live.

mod act;
mod journey;
mod journey_view;
mod live;
mod overview;
mod root;
mod shell;
mod view;

use http::{Method, StatusCode};

use super::policy::Policy;
use super::reply;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;
use crate::wire::segment::decode_segment;

/// Answers a request for one of these paths; `None` where it does not take the method.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    method: &Method,
    segments: &[&str],
) -> Option<Answer> {
    let is_read = *method == Method::GET;
    Some(match *segments {
        ["_sandbox"] if is_read => {
            let overview = overview::Overview::of(exchange.shared);
            page(StatusCode::OK, view::page(&overview))
        }
        [""] if is_read => page(StatusCode::OK, root::page()),
        ["_sandbox", "live"] if is_read => live::stream(exchange.shared),
        ["_sandbox", "act"] if *method == Method::POST => act::take(exchange),
        ["_sandbox", "customers", id] if is_read => {
            let id = decode_segment(id).unwrap_or_default();
            match journey::Journey::of(exchange.shared, &id) {
                Some(journey) => page(StatusCode::OK, journey_view::page(&journey)),
                None => page(StatusCode::NOT_FOUND, journey_view::unknown()),
            }
        }
        _ => return None,
    })
}

fn page(status: StatusCode, markup: maud::Markup) -> Answer {
    reply::page(status, &Policy::new().with_script(), markup)
}
