//! The pages of the sandbox in a real browser: Chromium, driven over `WebDriver`.
//!
//! It needs the programs `chromium` and `chromedriver` (on Debian the packages `chromium`,
//! `chromium-driver` and, for Arabic, `fonts-noto-core`).
#![allow(
    clippy::indexing_slicing,
    reason = "a value that is not there fails the test"
)]

mod application;
mod chrome;
mod dialog;

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
