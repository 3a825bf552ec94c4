//! Access tokens: fetched once for all waiting callers, cached, and renewed a little early.
//!
//! It uses only the run time, and nothing from the client.

pub(crate) mod cache;
pub(crate) mod credentials;
mod customers;
pub(crate) mod endpoint;
mod entry;
pub(crate) mod fetch;
mod fetch_task;
mod held;
mod pulse;
pub(crate) mod settings;
