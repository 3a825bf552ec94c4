//! The logos of the mock banks.

use http::StatusCode;
use maud::html;

use super::reply;
use crate::mock::banks;
use crate::wire::answer::{self, Answer};

/// The picture of that file, if it is a bank's.
pub(super) fn picture(file: &str) -> Answer {
    let is_of = |bank: &&banks::MockBank| {
        bank.logos()
            .iter()
            .any(|logo| logo.rsplit('/').next() == Some(file))
    };
    let Some(bank) = banks::MOCK_BANKS.iter().find(is_of) else {
        return answer::control(StatusCode::NOT_FOUND, "no bank has this logo");
    };
    let (front, ground) = if file.ends_with("-alt.svg") {
        (bank.background_color, bank.main_color)
    } else {
        (bank.main_color, bank.background_color)
    };
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" {
            title { (bank.name) }
            rect width="64" height="64" rx="14" fill=(ground) {}
            path d="M32 12 L54 26 H10 Z M14 30 h6 v16 h-6 Z M29 30 h6 v16 h-6 Z M44 30 h6 v16 h-6 Z M10 49 h44 v5 h-44 Z"
                fill=(front) {}
        }
    };
    reply::public_picture(picture.into_string())
}
