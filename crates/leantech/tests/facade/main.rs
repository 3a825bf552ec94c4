//! The facade without a server: environments, permissions, redirects, webhooks, the Link SDK.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod environments;
mod error_chains;
mod link_callback;
mod link_configuration;
mod link_page;
mod link_policy;
mod memory_inbox;
mod permissions;
mod redirects;
mod token_source;
mod webhook_events;
mod webhook_examples;
mod webhook_odd_events;
