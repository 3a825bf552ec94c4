//! What a person sees of the sandbox in a browser: the bank, the dialog that leads to it, the
//! dashboard.

mod bank;
mod language;
mod layout;
mod moment;
mod origin;
mod policy;
mod reply;
mod scopes;
mod words;

use http::{Method, StatusCode};

use crate::answer::{self, Answer};
use crate::exchange::Exchange;
use crate::router::Segments;

const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Whether a path leads to a page or to a file of one.
pub(crate) fn owns(segments: &[&str]) -> bool {
    matches!(
        *segments,
        ["_sandbox", "authorize"] | ["_sandbox", "assets", _]
    )
}

/// Answers a request for a page.
pub(crate) fn answer(exchange: &Exchange<'_>, method: &Method) -> Answer {
    let segments = Segments::of(exchange.path);
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    match *segments.as_slice() {
        ["_sandbox", "authorize"] if is_read => bank::show(exchange),
        ["_sandbox", "authorize"] if *method == Method::POST => bank::decide(exchange),
        ["_sandbox", "assets", name] if is_read => asset(name),
        _ => answer::control(
            StatusCode::METHOD_NOT_ALLOWED,
            "this page does not take this method",
        ),
    }
}

fn asset(name: &str) -> Answer {
    match name {
        "bank.css" => reply::file(CSS, include_str!("pages/assets/bank.css")),
        "mark.svg" => reply::file(SVG, include_str!("pages/assets/mark.svg")),
        _ => answer::control(StatusCode::NOT_FOUND, "the sandbox has no such file"),
    }
}
