//! The page that replaces the bank's page when there is nothing to decide.

use http::StatusCode;
use maud::html;

use crate::pages::layout::Frame;
use crate::pages::policy::Policy;
use crate::pages::{reply, texts};
use crate::wire::answer::Answer;
use crate::wire::language::Language;

/// Why nothing can be decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Unknown,
    Used,
    Expired,
    /// The form came from another site; the bank's request with that id is still open.
    Foreign(Option<String>),
    /// It was decided, and the application's address is none that a browser can be sent to.
    Nowhere,
}

/// The page that says so.
pub(crate) fn page(language: Language, why: &Closed) -> Answer {
    let words = texts::of(language);
    let (status, title, text) = match why {
        Closed::Unknown => (StatusCode::NOT_FOUND, words.unknown_title, words.unknown),
        Closed::Used => (StatusCode::CONFLICT, words.used_title, words.used),
        Closed::Expired => (StatusCode::GONE, words.expired_title, words.expired),
        Closed::Foreign(_) => (StatusCode::FORBIDDEN, words.foreign_title, words.foreign),
        Closed::Nowhere => (StatusCode::OK, words.done_title, words.done),
    };
    let back = match why {
        Closed::Foreign(id) => id.as_deref().map(super::view::address),
        _ => None,
    };
    let content = html! {
        h1 { (title) }
        p class="lead" { (text) }
        @if let Some(back) = back {
            p { a class="button quiet" href={ (back) "lang=" (language.tag()) } { (words.go_back) } }
        }
    };
    let frame = Frame {
        language,
        title,
        bank: match language {
            Language::English => "Mock bank",
            Language::Arabic => "بنك تجريبي",
        },
        bank_number: 0,
        switch: None,
        dialog: None,
    };
    reply::page(status, &Policy::new(), frame.around(&content))
}
