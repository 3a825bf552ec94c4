//! Calls of the area `payouts`.

use crate::ground::Ground;

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(_ground: &Ground) {}
