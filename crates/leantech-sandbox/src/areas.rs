//! Lean's areas: each operation's answer, in the types of Lean's documents.
//! Uses one request and everything below it; uses neither pages, controls nor the server.

pub(crate) mod banks;
pub(crate) mod consents;
pub(crate) mod customers;
pub(crate) mod data;
pub(crate) mod entities;
#[cfg(feature = "insights")]
pub(crate) mod insights;
pub(crate) mod links;
#[cfg(feature = "open-banking")]
pub(crate) mod open_banking;
#[cfg(feature = "payouts")]
pub(crate) mod payouts;
#[cfg(feature = "reports")]
pub(crate) mod reports;
pub(crate) mod results;
pub(crate) mod token;
#[cfg(feature = "verifications")]
pub(crate) mod verifications;
