//! Lean's areas: each operation's answer, in the types of Lean's documents.
//! Uses one request and everything below it; uses neither pages, controls nor the server.

pub(crate) mod banks;
pub(crate) mod consents;
pub(crate) mod customers;
pub(crate) mod data;
pub(crate) mod entities;
pub(crate) mod insights;
pub(crate) mod links;
pub(crate) mod open_banking;
pub(crate) mod payouts;
pub(crate) mod reports;
pub(crate) mod results;
pub(crate) mod token;
pub(crate) mod verifications;
