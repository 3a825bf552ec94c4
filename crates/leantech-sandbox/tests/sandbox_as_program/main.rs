//! The same suite as `sandbox`, against the program and its controls over HTTP.

#![cfg(unix)]
#![allow(
    clippy::indexing_slicing,
    reason = "a value that is not there fails the test"
)]

#[path = "../sandbox/banks.rs"]
mod banks;
#[path = "../sandbox/client.rs"]
mod client;
#[path = "../sandbox/consents.rs"]
mod consents;
mod context;
#[path = "../sandbox/controls.rs"]
mod controls;
mod crash;
#[path = "../sandbox/customers.rs"]
mod customers;
mod damage;
#[path = "../sandbox/data.rs"]
mod data;
#[path = "../sandbox/entities.rs"]
mod entities;
#[path = "../sandbox/faults.rs"]
mod faults;
#[path = "../sandbox/instances.rs"]
mod instances;
mod program;
#[path = "../sandbox/refreshes.rs"]
mod refreshes;
#[path = "../sandbox/requests.rs"]
mod requests;
#[path = "../sandbox/tokens.rs"]
mod tokens;
#[path = "../sandbox/webhooks.rs"]
mod webhooks;
