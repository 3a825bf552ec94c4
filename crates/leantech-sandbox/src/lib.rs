#![doc = include_str!("../README.md")]

mod alarm;
mod answer;
mod banks;
mod body;
mod builder;
mod checks;
mod clock;
mod consent_end;
mod consent_life;
mod consents;
mod control;
mod customers;
mod damage;
mod data;
mod decision;
mod documents;
mod entities;
mod error;
mod events;
mod exchange;
mod faults;
mod fixtures;
mod gate;
mod insights;
mod inspect;
mod journal;
mod kept;
mod links;
mod log;
mod open_banking;
mod operation;
mod pages;
mod paging;
mod payouts;
mod permission_set;
mod query;
mod random;
mod records;
mod reports;
mod router;
mod routes;
mod rows;
mod sandbox;
mod server;
mod service;
mod settings;
mod shared;
mod socket;
mod state;
mod store;
mod table;
mod token;
mod tokens;
mod verifications;
mod webhook;

pub use builder::SandboxBuilder;
pub use error::SandboxError;
pub use events::NewWebhook;
pub use faults::{Fault, WebhookFault};
pub use fixtures::NewConsent;
pub use records::{
    AttemptRecord, ClockReading, ConsentRecord, ConsentState, CustomerRecord, EntityRecord,
    RequestRecord, WebhookRecord,
};
pub use sandbox::Sandbox;
pub use settings::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_WEBHOOK_SECRET};
