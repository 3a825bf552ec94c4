//! The payload of `entity.data.refresh.updated`.

use leantech_core::{AccountId, AppUserId, CustomerId, DateOrTime, EntityId, RefreshId};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::object::{either, object, objects};
use super::values::{RefreshState, ResourceState};

/// A refresh of a connection's data that began, made progress or ended.
///
/// Several of them come for one refresh, and their order is not guaranteed: fetch data when one
/// [is finished](Self::is_finished), and then look at the status of each resource.
///
/// The connection comes as `entity_id`, or as `id`; if both are there, `entity_id` is used.
///
/// Source: KSA guide; recordings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = either_name)
)]
#[non_exhaustive]
pub struct RefreshEvent {
    /// The id of the refresh.
    pub refresh_id: RefreshId,
    /// The connection that is refreshed.
    pub entity_id: EntityId,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Your own id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_user_id: Option<AppUserId>,
    /// The status of the refresh as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<RefreshState>,
    /// The status of each resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_status: Option<RefreshDataStatus>,
}

impl RefreshEvent {
    /// Whether the refresh is over, `FINISHED` in KSA and `OK` in the UAE. It does not mean that
    /// every resource was fetched: see [`data_status`](Self::data_status).
    pub fn is_finished(&self) -> bool {
        self.status.as_ref().is_some_and(RefreshState::is_finished)
    }
}

/// The event with either name of the connection.
#[derive(Deserialize)]
struct Sent {
    refresh_id: RefreshId,
    entity_id: Option<EntityId>,
    id: Option<EntityId>,
    customer_id: Option<CustomerId>,
    app_user_id: Option<AppUserId>,
    status: Option<RefreshState>,
    #[serde(default, deserialize_with = "object")]
    data_status: Option<RefreshDataStatus>,
}

impl<'de> Deserialize<'de> for RefreshEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sent = Sent::deserialize(deserializer)?;
        let entity_id = either(sent.entity_id, sent.id);
        Ok(Self {
            refresh_id: sent.refresh_id,
            entity_id: entity_id.ok_or_else(|| D::Error::missing_field("entity_id"))?,
            customer_id: sent.customer_id,
            app_user_id: sent.app_user_id,
            status: sent.status,
            data_status: sent.data_status,
        })
    }
}

#[cfg(feature = "schemars")]
fn either_name(schema: &mut schemars::Schema) {
    super::schema_forms::other_name(schema, "entity_id", "id");
}

/// The status of each resource of a connection.
///
/// Source: KSA guide; recordings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefreshDataStatus {
    /// The list of accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<ResourceState>,
    /// Who the customer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<ResourceState>,
    /// Each account's resources; absent or empty before the accounts are known.
    #[serde(
        default,
        deserialize_with = "objects",
        skip_serializing_if = "Option::is_none"
    )]
    pub account_data: Option<Vec<AccountDataStatus>>,
}

/// The status of each resource of an account.
///
/// Source: KSA guide; recordings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AccountDataStatus {
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Its balances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<ResourceState>,
    /// Who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<ResourceState>,
    /// Its saved payees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beneficiaries: Option<ResourceState>,
    /// Its transactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactions: Option<ResourceState>,
    /// Its scheduled payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_payments: Option<ResourceState>,
    /// What others may collect from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct_debits: Option<ResourceState>,
    /// Its repeating payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing_orders: Option<ResourceState>,
    /// The period that the transactions cover.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub transaction_availability: Option<TransactionAvailability>,
}

/// The period that the transactions cover.
///
/// The guide says instants, recordings have dates; both are kept as received.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TransactionAvailability {
    /// The first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateOrTime>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DateOrTime>,
    /// How many full months are between the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_months: Option<u32>,
}
