//! The page that ends a visit: it tells the dialog around it how.

use http::StatusCode;
use maud::html;
use serde_json::json;

use super::steps;
use crate::exchange::Exchange;
use crate::pages::bank::closed::{self, Closed};
use crate::pages::{texts, visit};
use crate::wire::answer::Answer;
use crate::wire::language::Language;

pub(super) fn page(exchange: &Exchange<'_>) -> Answer {
    let id = exchange.query.value("attempt").unwrap_or_default();
    let attempt = exchange.shared.attempts.get(&id);
    let ended = attempt.and_then(|attempt| Some((attempt.outcome.clone()?, attempt)));
    let Some((outcome, attempt)) = ended else {
        let language = Language::of(exchange.query.value("lang").as_deref(), exchange.headers);
        return closed::page(language, &Closed::Unknown);
    };
    let language = super::language(exchange, &attempt);
    let words = texts::of(language);
    let done = json!({
        "callback": outcome.callback(&id, attempt.bank.as_deref()),
        "redirect_url": outcome.redirect_url,
    })
    .to_string();
    let content = html! {
        h1 { (words.done_title) }
        p class="lead" role="status" { (words.done) }
    };
    let mut dialog = visit::dialog(&id, &attempt, "BANK_AUTHORISATION");
    dialog.done = Some(&done);
    steps::framed(
        StatusCode::OK,
        language,
        words.done_title,
        &dialog,
        None,
        &content,
    )
}
