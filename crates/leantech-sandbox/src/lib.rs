#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(all(feature = "ksa", feature = "jsonschema")),
    allow(
        dead_code,
        unused_imports,
        reason = "what only an area that is left out needs stays where it is"
    )
)]

mod areas;
mod control;
#[cfg(feature = "jsonschema")]
mod documents;
mod error;
mod exchange;
mod faults;
mod life;
mod memory;
mod mock;
mod pages;
mod routing;
mod sandbox;
mod server;
mod wire;

pub use control::fixtures::NewConsent;
pub use control::records::{
    AttemptRecord, ClockReading, ConsentRecord, ConsentState, CustomerRecord, EntityRecord,
    RequestRecord, WebhookRecord,
};
pub use error::SandboxError;
pub use faults::{Fault, WebhookFault};
pub use life::events::NewWebhook;
pub use memory::settings::{
    DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_WEBHOOK_SECRET, PAYOUT_ACCOUNT_ID,
};
pub use sandbox::Sandbox;
pub use sandbox::builder::SandboxBuilder;
