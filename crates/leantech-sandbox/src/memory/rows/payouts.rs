//! What is remembered of payouts, one struct a kind of thing.

use chrono::{DateTime, Utc};
use leantech_core::ExactDecimal;
use leantech_payouts::types::{CreateDestinationRequest, PayoutStatus};
use serde::{Deserialize, Serialize};

/// A destination that was stored, or that could not be.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DestinationRow {
    pub(crate) id: String,
    pub(crate) task_id: String,
    /// Whether it can be paid.
    pub(crate) is_fit: bool,
    pub(crate) details: CreateDestinationRequest,
}

/// Who gets a payment, as they were known when it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recipient {
    pub(crate) destination_id: String,
    pub(crate) name: String,
    pub(crate) bank_name: String,
    pub(crate) iban: String,
    pub(crate) account_number: String,
    pub(crate) address: String,
    pub(crate) city: String,
    pub(crate) country: String,
}

/// One payment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PayoutRow {
    pub(crate) payment_id: String,
    pub(crate) intent_id: String,
    pub(crate) task_id: String,
    pub(crate) sender: Sender,
    pub(crate) recipient: Recipient,
    pub(crate) amount: ExactDecimal,
    pub(crate) description: String,
    /// Whether it went out without anybody authorising it.
    pub(crate) is_authorized: bool,
    /// Its states, those to come included, the earliest first.
    pub(crate) steps: Vec<Step>,
}

impl PayoutRow {
    pub(crate) fn created(&self) -> DateTime<Utc> {
        self.steps.first().map_or(DateTime::UNIX_EPOCH, |it| it.at)
    }
}

/// A request that came with a key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeyRow {
    /// A digest of the key.
    pub(crate) key: String,
    /// A digest of the body.
    pub(crate) body: String,
    /// The numbers of the payments that it made.
    pub(crate) first: u64,
    pub(crate) count: u64,
}

/// A state and when it is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) at: DateTime<Utc>,
    pub(crate) status: PayoutStatus,
}

/// An account that pays, as it was known when it paid.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sender {
    pub(crate) customer_id: String,
    pub(crate) end_user_id: String,
    pub(crate) bank_identifier: String,
    pub(crate) account_number: String,
    pub(crate) iban: String,
}
