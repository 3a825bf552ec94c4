//! The payload of `entity.created` and `entity.updated`.

use leantech_core::{AppUserId, CustomerId, EntityId, Open};
use serde::{Deserialize, Serialize};

use super::object::object;
use super::word::{AccountType, BankType};
use crate::permission::{Permission, PermissionSet};

/// A connection of a customer to a bank that was made or changed.
///
/// Data is not ready with `entity.created`: wait for the refresh event that
/// [is finished](super::RefreshEvent::is_finished). `entity.updated` comes when a bank was connected
/// again **and** when a consent was revoked; the event does not say which, the API does.
///
/// Source: KSA guide; KSA webhook library; recordings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EntityEvent {
    /// Lean's id of the connection; every call for data names it.
    pub id: EntityId,
    /// Lean's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Your own id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_user_id: Option<AppUserId>,
    /// What the customer allowed: a list of words here, where the API has an object of booleans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Open<Permission>>>,
    /// The bank.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub bank_details: Option<BankDetails>,
}

impl EntityEvent {
    /// The permissions that are known; words that Lean has added since are in
    /// [`permissions`](Self::permissions) only.
    pub fn permission_set(&self) -> PermissionSet {
        let words = self.permissions.iter().flatten();
        words.filter_map(Open::known).copied().collect()
    }
}

/// The bank of a connection, as it is to be shown.
///
/// Source: KSA guide; recordings (`bank_type`, `swift_code`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BankDetails {
    /// The bank, as in the list of banks: `LEA1_SAMAOB_SAU`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its logo is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Its colour: `#1beb75`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_color: Option<String>,
    /// The colour behind its logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// Whose accounts the connection is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_type: Option<Open<AccountType>>,
    /// The bank's kind of business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<Open<BankType>>,
    /// Its SWIFT code; null was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swift_code: Option<String>,
}
