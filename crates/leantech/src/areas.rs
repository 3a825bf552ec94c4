//! What the facade adds to the calls of single areas.
//!
//! It uses the client; a redirect uses the state of a consent.

#[cfg(feature = "verifications")]
pub(crate) mod account_verification;
#[cfg(feature = "data")]
pub(crate) mod balances;
#[cfg(feature = "consents")]
pub(crate) mod connect_link;
#[cfg(feature = "consents")]
pub(crate) mod consent_standing;
#[cfg(feature = "customers")]
pub(crate) mod customers;
#[cfg(feature = "insights")]
pub(crate) mod insight_amount;
#[cfg(feature = "data")]
pub(crate) mod transactions;
