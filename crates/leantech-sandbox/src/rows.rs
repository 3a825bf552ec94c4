//! What the sandbox remembers, one struct a kind of thing.

use chrono::{DateTime, Utc};
use leantech_core::{
    AccountId, AppUserId, ConsentId, CustomerId, EntityId, RefreshId, ResultsId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::permission_set::PermissionSet;
use crate::table::Row;

/// A customer of the application.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CustomerRow {
    pub(crate) id: CustomerId,
    pub(crate) app_user_id: AppUserId,
    /// Positions of the customer's entities, deleted ones included.
    pub(crate) entities: Vec<usize>,
    /// Positions of the customer's consents.
    pub(crate) consents: Vec<usize>,
}

/// How the application named the customer when it asked for a link.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NamedBy {
    CustomerId,
    AppUserId,
}

/// A connect link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LinkRow {
    pub(crate) bank_consent_id: String,
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) named_by: NamedBy,
    pub(crate) bank_identifier: String,
    pub(crate) success_redirect_url: String,
    pub(crate) failure_redirect_url: String,
    pub(crate) permissions: PermissionSet,
    pub(crate) expires: Timestamp,
    pub(crate) transactions_from: Timestamp,
    /// Whether the bank has decided.
    pub(crate) decided: bool,
}

/// Where a consent stands in Lean's own words; time may have gone past it, see `consent_life`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    Active,
    Revoked,
    Rejected,
    /// Ended by its expiry, and the nightly job has seen it.
    Expired,
}

/// A consent at a bank.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ConsentRow {
    pub(crate) id: ConsentId,
    pub(crate) bank_consent_id: String,
    pub(crate) bank_identifier: String,
    /// Position of the entity; a rejected consent has none.
    pub(crate) entity: Option<usize>,
    pub(crate) permissions: PermissionSet,
    pub(crate) standing: Standing,
    pub(crate) created: DateTime<Utc>,
    pub(crate) changed: DateTime<Utc>,
    pub(crate) expires: Timestamp,
    pub(crate) transactions_from: Timestamp,
}

/// The connection of a customer to a bank.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntityRow {
    pub(crate) id: EntityId,
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) bank_identifier: String,
    /// Which of the bank's mock customers stands behind the connection.
    pub(crate) persona: u64,
    pub(crate) permissions: PermissionSet,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) deleted: bool,
    /// Ids of the accounts, in the order of the mock customer's accounts.
    pub(crate) accounts: Vec<AccountId>,
    /// Positions of the consents, the newest last.
    pub(crate) consents: Vec<usize>,
    /// Positions of the refreshes, the newest last.
    pub(crate) refreshes: Vec<usize>,
}

/// A refresh of an entity's data.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RefreshRow {
    pub(crate) id: RefreshId,
    /// Position of the entity.
    pub(crate) entity: usize,
    pub(crate) started: DateTime<Utc>,
    pub(crate) due: DateTime<Utc>,
    pub(crate) finished: Option<DateTime<Utc>>,
    /// How often its state was read while it was pending.
    pub(crate) reads: u32,
}

/// A data call that is answered later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ResultRow {
    pub(crate) id: ResultsId,
    pub(crate) due: DateTime<Utc>,
    pub(crate) reads: u32,
    /// The path and the query of the call.
    pub(crate) path: String,
    pub(crate) query: String,
}

/// An access token that was given out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TokenRow {
    pub(crate) expires: DateTime<Utc>,
    /// Whether it is for the API; a customer's token is for the front end library.
    pub(crate) api: bool,
}

impl Row for CustomerRow {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Row for LinkRow {
    fn id(&self) -> &str {
        &self.bank_consent_id
    }
}

impl Row for ConsentRow {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Row for EntityRow {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Row for RefreshRow {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Row for ResultRow {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}
