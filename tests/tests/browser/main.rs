//! The pages of the sandbox in a real browser: Chromium, driven over `WebDriver`.
//!
//! It needs the programs `chromium` and `chromedriver` (on Debian the packages `chromium`,
//! `chromium-driver` and, for Arabic, `fonts-noto-core`).

mod application;
mod bank;
mod chrome;
mod dashboard;
mod dialog;
mod example;
#[cfg(feature = "screenshots")]
mod screenshots;
#[path = "../../../crates/leantech/examples/link_page/site.rs"]
mod site;
mod soundness;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;
pub(crate) type Fallible<T> = Result<T, Error>;
pub(crate) type Outcome = Fallible<()>;
