//! The rules of the sandbox, each through real HTTP.

#![allow(
    clippy::indexing_slicing,
    reason = "a value that is not there fails the test"
)]

mod bank_page;
mod banks;
mod client;
mod consents;
mod context;
mod controls;
mod customers;
mod dashboard;
mod data;
mod entities;
mod faults;
mod instances;
mod limits;
mod link_dialog;
mod reach;
mod recorded;
mod refreshes;
mod requests;
mod tokens;
mod webhooks;
