//! What is remembered of payouts, one struct a kind of thing.

use chrono::{DateTime, Utc};
use leantech_core::ExactDecimal;
use leantech_payouts::types::CreateDestinationRequest;
use serde::{Deserialize, Serialize};

use super::life::Step;
use super::sender::Sender;

/// A destination that was stored, or that could not be.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DestinationRow {
    pub(super) id: String,
    pub(super) task_id: String,
    /// Whether it can be paid.
    pub(super) is_fit: bool,
    pub(super) details: CreateDestinationRequest,
}

/// Who gets a payment, as they were known when it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recipient {
    pub(super) destination_id: String,
    pub(super) name: String,
    pub(super) bank_name: String,
    pub(super) iban: String,
    pub(super) account_number: String,
    pub(super) address: String,
    pub(super) city: String,
    pub(super) country: String,
}

/// One payment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PayoutRow {
    pub(super) payment_id: String,
    pub(super) intent_id: String,
    pub(super) task_id: String,
    pub(super) sender: Sender,
    pub(super) recipient: Recipient,
    pub(super) amount: ExactDecimal,
    pub(super) description: String,
    /// Whether it went out without anybody authorising it.
    pub(super) is_authorized: bool,
    /// Its states, those to come included, the earliest first.
    pub(super) steps: Vec<Step>,
}

impl PayoutRow {
    pub(super) fn created(&self) -> DateTime<Utc> {
        self.steps.first().map_or(DateTime::UNIX_EPOCH, |it| it.at)
    }
}

/// A request that came with a key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeyRow {
    /// A digest of the key.
    pub(super) key: String,
    /// A digest of the body.
    pub(super) body: String,
    /// The numbers of the payments that it made.
    pub(super) first: u64,
    pub(super) count: u64,
}
