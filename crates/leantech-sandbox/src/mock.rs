//! The made-up world: banks, customers, accounts and their movements, all drawn from one seed.
//! Uses none of the rooms above, neither a request nor what the sandbox remembers.

pub(crate) mod banks;
pub(crate) mod income;
pub(crate) mod ledger;
pub(crate) mod money;
pub(crate) mod parties;
pub(crate) mod persona;
pub(crate) mod random;
pub(crate) mod templates;
