//! The payloads of payment events, which Lean sends in the UAE.

use leantech_core::{CustomerId, ExactDecimal, RawJson, redacted_debug};
use serde::{Deserialize, Serialize};

use super::values::{PaymentIntentStatus, PaymentSourceStatus, PaymentStatus};

/// A payment: the payload of `payment.created` and `payment.updated`.
///
/// Source: recordings of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentEvent {
    /// Lean's id for the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The payment intent that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent_id: Option<String>,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Where the money goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_destination_id: Option<String>,
    /// How much, exactly as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<ExactDecimal>,
    /// In which currency: `AED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentStatus>,
    /// Why the status is what it is; only `payment.created` was recorded with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The bank's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_transaction_reference: Option<String>,
    /// What your application set, returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<RawJson>,
}

// Leaves out the amount, the reason, the bank's reference and the metadata.
redacted_debug!(PaymentEvent { id, intent_id, customer_id, payment_destination_id, currency, status, metadata } hides { amount, reason, bank_transaction_reference });

/// A payment intent: the payload of `payment_intent.created`.
///
/// Source: a recording of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentIntentEvent {
    /// Lean's id for the intent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent_id: Option<String>,
    /// How much, exactly as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<ExactDecimal>,
    /// In which currency: `AED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentIntentStatus>,
    /// Why the status is what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What your application set, returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<RawJson>,
}

// Leaves out the amount, the reason and the metadata.
redacted_debug!(PaymentIntentEvent { intent_id, currency, status, metadata } hides { amount, reason });

/// An account that payments are made from: the payload of `payment_source.created`.
///
/// Source: a recording of the UAE.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentSourceEvent {
    /// Lean's id for the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Your own id for a customer's user; only null was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user_id: Option<String>,
    /// The bank, as in the list of banks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_identifier: Option<String>,
    /// The bank's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// Whether it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentSourceStatus>,
}

// Leaves out the end user, who may be named by an e-mail address.
redacted_debug!(PaymentSourceEvent { id, customer_id, bank_identifier, bank_name, status } hides { end_user_id });

/// A payee of a payment source: the payload of `payment_source.beneficiary.created`.
///
/// Source: a recording of the UAE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaymentBeneficiaryEvent {
    /// Lean's id for the payee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// The payment source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_source_id: Option<String>,
    /// Where the money would go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_destination_id: Option<String>,
    /// The payment source's bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_source_bank_identifier: Option<String>,
    /// Whether it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PaymentSourceStatus>,
}
