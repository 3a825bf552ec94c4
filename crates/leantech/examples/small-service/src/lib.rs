//! A service in small: two of Lean's applications, webhooks and transactions in `SQLite`.

pub mod affordability;
pub mod applications;
pub mod failure;
pub mod inbox;
pub mod routes;
pub mod store;
pub mod worker;

use std::sync::Arc;

use crate::applications::Applications;
use crate::store::Store;

/// What every handler and every worker has.
#[derive(Debug, Clone)]
pub struct Service {
    /// The applications by name.
    pub applications: Arc<Applications>,
    /// The tables.
    pub store: Store,
    /// Where customers reach the service, without a slash at the end.
    pub public_url: Arc<str>,
}
