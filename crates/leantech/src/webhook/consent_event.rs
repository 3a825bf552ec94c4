//! The payload of `consent.status.updated` and `payment_consent.status.updated`.

use leantech_core::{AccountId, ConsentId, CustomerId};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::object::either;
use super::values::ConsentStatus;

/// A consent whose status has changed.
///
/// It is about consents to payments, and in the UAE about consents to data as well. The id comes as
/// `id`, or as `consent_id`; where both are there, `id` is taken.
///
/// Source: Lean's pages on consent management and the life of a consent, which name the event and
/// the statuses; its fields are known only from two clients of Lean's.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = either_name)
)]
#[non_exhaustive]
pub struct ConsentStatusEvent {
    /// Lean's id for the consent.
    pub id: ConsentId,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// The status of the consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConsentStatus>,
    /// What the consent is for: `PAYMENT` marks a consent to payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_type: Option<String>,
    /// The account, for a consent to data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
}

impl ConsentStatusEvent {
    /// Whether the consent has ended for good: see [`ConsentStatus::is_final`].
    pub fn is_final(&self) -> bool {
        self.status.as_ref().is_some_and(ConsentStatus::is_final)
    }
}

/// The event with either name of its id.
#[derive(Deserialize)]
struct Sent {
    id: Option<ConsentId>,
    consent_id: Option<ConsentId>,
    customer_id: Option<CustomerId>,
    status: Option<ConsentStatus>,
    consent_type: Option<String>,
    account_id: Option<AccountId>,
}

impl<'de> Deserialize<'de> for ConsentStatusEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sent = Sent::deserialize(deserializer)?;
        let id = either(sent.id, sent.consent_id);
        Ok(Self {
            id: id.ok_or_else(|| D::Error::missing_field("id"))?,
            customer_id: sent.customer_id,
            status: sent.status,
            consent_type: sent.consent_type,
            account_id: sent.account_id,
        })
    }
}

#[cfg(feature = "schemars")]
fn either_name(schema: &mut schemars::Schema) {
    super::schema_forms::other_name(schema, "id", "consent_id");
}
