//! The payload of `entity.created` and `entity.updated`.

use leantech_core::{AppUserId, CustomerId, EntityId};
use serde::{Deserialize, Serialize};

use super::object::object;
use super::values::{AccountType, BankType, EntityPermission};
use crate::permission::PermissionSet;

/// A connection of a customer to a bank that was made or changed.
///
/// Data is not ready with `entity.created`: wait for the refresh event that
/// [is finished](super::RefreshEvent::is_finished). `entity.updated` comes when a bank was connected
/// again **and** when a consent was revoked; the event does not say which, so ask the API.
///
/// Source: KSA guide; KSA webhook library; recordings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EntityEvent {
    /// Lean's id for the connection; every call for data needs it.
    pub id: EntityId,
    /// Lean's id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Your own id for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_user_id: Option<AppUserId>,
    /// What the customer allowed: a list here, where the API has an object of booleans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<EntityPermission>>,
    /// The bank.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub bank_details: Option<BankDetails>,
}

impl EntityEvent {
    /// The permissions that are known; those that Lean has added since are in
    /// [`permissions`](Self::permissions) only.
    pub fn permission_set(&self) -> PermissionSet {
        let permissions = self.permissions.iter().flatten();
        permissions
            .filter_map(|permission| permission.as_str().parse().ok())
            .collect()
    }
}

/// The bank of a connection, with what you need to show it.
///
/// Source: KSA guide; recordings (`bank_type`, `swift_code`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BankDetails {
    /// The bank, as in the list of banks: `LEA1_SAMAOB_SAU`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its logo is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Its colour: `#1beb75`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_color: Option<String>,
    /// The colour behind its logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// Whose accounts the connection is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_type: Option<AccountType>,
    /// The bank's kind of business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<BankType>,
    /// Its SWIFT code; null was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swift_code: Option<String>,
}
