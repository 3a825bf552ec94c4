//! What is remembered of payouts where their area is left out: what a state file holds, unread.

use serde_json::value::RawValue;

pub(crate) type DestinationRow = Box<RawValue>;
pub(crate) type KeyRow = Box<RawValue>;
pub(crate) type PayoutRow = Box<RawValue>;
