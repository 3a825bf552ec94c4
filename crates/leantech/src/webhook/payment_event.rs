//! The payloads of payment events, which Lean sends in the UAE.

use std::fmt;

use leantech_core::{CustomerId, ExactDecimal, Open, RawJson};
use serde::{Deserialize, Serialize};

use super::word::{PaymentIntentStatus, PaymentSourceStatus, PaymentStatus};
use leantech_core::generated::Redacted;

/// A payment: the payload of `payment.created` and `payment.updated`.
///
/// Source: recordings of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentEvent {
    /// Lean's id of the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The payment intent that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_id: Option<String>,
    /// Lean's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Where the money goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_destination_id: Option<String>,
    /// How much, exactly as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<ExactDecimal>,
    /// In which currency: `AED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PaymentStatus>>,
    /// Why the status is what it is; only `payment.created` was recorded with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The bank's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_transaction_reference: Option<String>,
    /// What your application set, sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<RawJson>,
}

impl fmt::Debug for PaymentEvent {
    /// Leaves out the amount, the reason, the bank's reference and the metadata.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentEvent")
            .field("id", &self.id)
            .field("intent_id", &self.intent_id)
            .field("customer_id", &self.customer_id)
            .field("payment_destination_id", &self.payment_destination_id)
            .field("amount", &self.amount.as_ref().map(|_| Redacted))
            .field("currency", &self.currency)
            .field("status", &self.status)
            .field("reason", &self.reason.as_ref().map(|_| Redacted))
            .field(
                "bank_transaction_reference",
                &self.bank_transaction_reference.as_ref().map(|_| Redacted),
            )
            .field("metadata", &self.metadata)
            .finish()
    }
}

/// A payment intent: the payload of `payment_intent.created`.
///
/// Source: a recording of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentIntentEvent {
    /// Lean's id of the intent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_id: Option<String>,
    /// How much, exactly as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<ExactDecimal>,
    /// In which currency: `AED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PaymentIntentStatus>>,
    /// Why the status is what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What your application set, sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<RawJson>,
}

impl fmt::Debug for PaymentIntentEvent {
    /// Leaves out the amount, the reason and the metadata.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentIntentEvent")
            .field("intent_id", &self.intent_id)
            .field("amount", &self.amount.as_ref().map(|_| Redacted))
            .field("currency", &self.currency)
            .field("status", &self.status)
            .field("reason", &self.reason.as_ref().map(|_| Redacted))
            .field("metadata", &self.metadata)
            .finish()
    }
}

/// An account that payments are made from: the payload of `payment_source.created`.
///
/// Source: a recording of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentSourceEvent {
    /// Lean's id of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Lean's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Your own id of a customer's user; only null was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_user_id: Option<String>,
    /// The bank, as in the list of banks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_identifier: Option<String>,
    /// The bank's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// Whether it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PaymentSourceStatus>>,
}

impl fmt::Debug for PaymentSourceEvent {
    /// Leaves out the end user, who may be named by an e-mail address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentSourceEvent")
            .field("id", &self.id)
            .field("customer_id", &self.customer_id)
            .field("end_user_id", &self.end_user_id.as_ref().map(|_| Redacted))
            .field("bank_identifier", &self.bank_identifier)
            .field("bank_name", &self.bank_name)
            .field("status", &self.status)
            .finish()
    }
}

/// A payee of a payment source: the payload of `payment_source.beneficiary.created`.
///
/// Source: a recording of the UAE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentBeneficiaryEvent {
    /// Lean's id of the payee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Lean's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// The payment source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source_id: Option<String>,
    /// Where the money would go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_destination_id: Option<String>,
    /// The payment source's bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source_bank_identifier: Option<String>,
    /// Whether it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PaymentSourceStatus>>,
}
