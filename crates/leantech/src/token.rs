//! Access tokens: fetched once for all who wait, kept, and renewed a little early.
//!
//! It knows the run time alone, and nothing of the client.

pub(crate) mod cache;
pub(crate) mod credentials;
pub(crate) mod endpoint;
mod entry;
pub(crate) mod fetch;
mod fetch_task;
mod held;
pub(crate) mod settings;
