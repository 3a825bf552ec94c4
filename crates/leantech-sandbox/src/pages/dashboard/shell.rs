//! The frame of the dashboard's pages, and the small pieces they share.

use chrono::{DateTime, SecondsFormat, Utc};
use maud::{DOCTYPE, Markup, html};

/// The whole page around its content.
pub(super) fn around(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Lean sandbox" }
                link rel="icon" href="/_sandbox/assets/mark.svg" type="image/svg+xml";
                link rel="stylesheet" href="/_sandbox/assets/dashboard.css";
                script src="/_sandbox/assets/dashboard.js" defer {}
            }
            body {
                a class="skip" href="#content" { "Skip to the content" }
                header class="banner" {
                    p class="name" { a href="/_sandbox/" { "Lean sandbox" } }
                    p class="live" {
                        span id="live" role="status" {}
                        a href="" class="refresh" { "Refresh" }
                    }
                }
                main id="content" tabindex="-1" { (content) }
            }
        }
    }
}

/// A time of the day, the whole instant behind it.
pub(super) fn time(at: DateTime<Utc>) -> Markup {
    let whole = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    html! { time datetime=(whole) title=(whole) { (at.format("%H:%M:%S")) } }
}

/// A day and a time.
pub(super) fn instant(at: DateTime<Utc>) -> Markup {
    let whole = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    html! { time datetime=(whole) { (at.format("%Y-%m-%d %H:%M:%S")) } }
}

/// The colour of a state; it is always said in words as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Waiting,
    Bad,
    Plain,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }

    /// The tone of an HTTP status.
    pub(super) fn of_status(status: Option<u16>) -> Self {
        match status {
            Some(200..=399) => Self::Good,
            Some(400..=499) => Self::Waiting,
            _ => Self::Bad,
        }
    }
}

/// A state in a few words.
pub(super) fn badge(tone: Tone, text: &str) -> Markup {
    html! { span class={ "badge " (tone.class()) } { (text) } }
}
