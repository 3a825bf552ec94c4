//! Values that a service works with, besides those that Lean sends: sums of money, account numbers.
//!
//! It knows no other room.

pub(crate) mod iban;
pub(crate) mod money;
