//! The dialog of the stand-in for the `LinkSDK`: from a configuration to the bank's page and back.

mod configuration;
mod done;
mod steps;

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::reply;
use crate::exchange::Exchange;
use crate::memory::link::attempt::Attempt;
use crate::wire::answer::{self, Answer};
use crate::wire::language::Language;
use configuration::{Configuration, Problem};

/// Answers a request for one of these paths; `None` where it does not take the method.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    method: &Method,
    segments: &[&str],
) -> Option<Answer> {
    let is_read = *method == Method::GET;
    let is_post = *method == Method::POST;
    Some(match *segments {
        ["link", ..] if is_read => reply::public_file(
            "text/javascript; charset=utf-8",
            include_str!("assets/lean-link.js"),
        ),
        ["_sandbox", "link"] if is_read => steps::loading(exchange),
        ["_sandbox", "link", "attempts"] if is_post => begin(exchange),
        ["_sandbox", "link", "step"] if is_read => steps::show(exchange),
        ["_sandbox", "link", "step"] if is_post => steps::take(exchange),
        ["_sandbox", "link", "done"] if is_read => done::page(exchange),
        _ => return None,
    })
}

/// What the dialog's first page sends.
#[derive(Deserialize)]
struct Beginning {
    /// The origin of the page that shows the dialog, as the browser told it.
    origin: String,
    method: String,
    configuration: serde_json::Value,
}

/// What it gets back.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Begun {
    Next(String),
    Problems(Vec<Problem>),
}

fn begin(exchange: &Exchange<'_>) -> Answer {
    if !exchange.is_own() {
        return answer::control(
            StatusCode::FORBIDDEN,
            "only the dialog's own page begins an attempt",
        );
    }
    let Ok(beginning) = serde_json::from_slice::<Beginning>(exchange.body) else {
        return answer::control(
            StatusCode::BAD_REQUEST,
            "the body is not what the dialog sends",
        );
    };
    let problems = match Configuration::read(&beginning.method, beginning.configuration) {
        Ok(configuration) => match configuration.attempt(exchange, beginning.origin) {
            Ok(attempt) => {
                let language = attempt.language;
                let id = exchange
                    .shared
                    .attempts
                    .add(attempt, exchange.shared.trace());
                steps::prepare(exchange, &id);
                let next = Begun::Next(steps::address(&id, language));
                return Answer::ok(&next);
            }
            Err(problems) => problems,
        },
        Err(problem) => vec![problem],
    };
    Answer::json(StatusCode::UNPROCESSABLE_ENTITY, &Begun::Problems(problems))
}

/// The language that a request or else its attempt asks for.
fn language(exchange: &Exchange<'_>, attempt: &Attempt) -> Language {
    let wanted = exchange.query.value("lang");
    wanted
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or(attempt.language)
}
