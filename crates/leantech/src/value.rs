//! Values for a service to work with, besides those that Lean sends: money and account numbers.
//!
//! It knows no other room.

pub(crate) mod iban;
pub(crate) mod money;
