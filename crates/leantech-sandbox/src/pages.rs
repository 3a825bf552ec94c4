//! What a person sees of the sandbox in a browser: the bank, the dialog that leads to it, the
//! dashboard. Uses Lean's areas and everything below; uses neither controls nor the server.

mod bank;
mod dashboard;
mod layout;
mod link;
mod logo;
mod moment;
mod policy;
mod reply;
mod texts;
mod visit;

use http::{Method, StatusCode};

#[cfg(feature = "reports")]
use crate::areas::reports;
use crate::exchange::Exchange;
use crate::routing::router::Segments;
use crate::wire::answer::{self, Answer};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Answers a request for a page.
pub(crate) fn answer(exchange: &Exchange<'_>, method: &Method) -> Answer {
    let segments = Segments::of(exchange.path);
    let segments = segments.as_slice();
    let is_read = *method == Method::GET;
    match *segments {
        ["_sandbox", "authorize"] if is_read => bank::show(exchange),
        ["_sandbox", "authorize"] if *method == Method::POST => bank::decide(exchange),
        ["_sandbox", "assets", name] if is_read => asset(name),
        ["img", "banks", file] if is_read => logo::picture(file),
        #[cfg(feature = "reports")]
        ["hyperlink", id] if is_read => hyperlink(exchange, id),
        #[cfg(not(feature = "reports"))]
        ["hyperlink", _] if is_read => no_link(),
        _ => link::answer(exchange, method, segments)
            .or_else(|| dashboard::answer(exchange, method, segments))
            .unwrap_or_else(|| {
                answer::control(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "this page does not allow this method",
                )
            }),
    }
}

/// The link of a customer who was made for reports leads to the bank.
#[cfg(feature = "reports")]
fn hyperlink(exchange: &Exchange<'_>, id: &str) -> Answer {
    reports::hyperlink(exchange, id)
        .and_then(|url| reply::redirect(&url))
        .unwrap_or_else(no_link)
}

fn no_link() -> Answer {
    answer::control(StatusCode::NOT_FOUND, "the link was not found")
}

fn asset(name: &str) -> Answer {
    match name {
        "bank.css" => reply::file(CSS, include_str!("pages/assets/bank.css")),
        "dashboard.css" => reply::file(CSS, include_str!("pages/assets/dashboard.css")),
        "dashboard.js" => reply::file(SCRIPT, include_str!("pages/assets/dashboard.js")),
        "in-dialog.js" => reply::file(SCRIPT, include_str!("pages/assets/in-dialog.js")),
        "mark.svg" => reply::file(SVG, include_str!("pages/assets/mark.svg")),
        _ => answer::control(StatusCode::NOT_FOUND, "the sandbox has no such file"),
    }
}
