//! What the sandbox remembers, one struct a kind of thing.

#[cfg(feature = "payouts")]
pub(crate) mod payouts;
#[cfg(not(feature = "payouts"))]
#[path = "rows/unread_payouts.rs"]
pub(crate) mod payouts;
pub(crate) mod reports;

use chrono::{DateTime, Utc};
use leantech_core::{
    AccountId, AppUserId, ConsentId, CustomerId, EntityId, RefreshId, ResultsId, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::permission_set::PermissionSet;
use super::table::Row;
use crate::mock::persona::AccountKind;

/// A customer of the application.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CustomerRow {
    pub(crate) id: CustomerId,
    pub(crate) app_user_id: AppUserId,
    pub(crate) created: DateTime<Utc>,
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

/// What came of a connect link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    Approved,
    /// The customer refused, or the bank failed, with Lean's word for it.
    Failed(String),
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
    pub(crate) created: DateTime<Utc>,
    pub(crate) expires: Timestamp,
    pub(crate) transactions_from: Timestamp,
    /// The codes of the Saudi standard that the bank is to keep back.
    #[serde(default)]
    pub(crate) withheld: Vec<String>,
    /// What the bank decided, once it has.
    pub(crate) decision: Option<Decision>,
}

/// The state of a consent in Lean's own terms; time may have gone past it, see `consent_life`.
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
    /// The codes of the Saudi standard that the bank withheld although Lean asked for them.
    #[serde(default)]
    pub(crate) withheld: Vec<String>,
    pub(crate) standing: Standing,
    pub(crate) created: DateTime<Utc>,
    pub(crate) changed: DateTime<Utc>,
    pub(crate) expires: Timestamp,
    pub(crate) transactions_from: Timestamp,
}

/// An account behind a connection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountRow {
    pub(crate) id: AccountId,
    pub(crate) kind: AccountKind,
    /// Whether the customer picked it at the bank; the others are not to be seen.
    pub(crate) is_picked: bool,
}

/// The connection of a customer to a bank.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntityRow {
    pub(crate) id: EntityId,
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) bank_identifier: String,
    /// Which of the bank's mock customers the connection belongs to.
    pub(crate) persona: u64,
    pub(crate) permissions: PermissionSet,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) deleted: bool,
    /// The mock customer's accounts, in their order.
    pub(crate) accounts: Vec<AccountRow>,
    /// Positions of the consents, the newest last.
    pub(crate) consents: Vec<usize>,
    /// Positions of the refreshes, the newest last.
    pub(crate) refreshes: Vec<usize>,
}

impl EntityRow {
    /// The accounts that the customer picked at the bank.
    pub(crate) fn picked(&self) -> impl Iterator<Item = &AccountRow> {
        self.accounts.iter().filter(|account| account.is_picked)
    }
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
    /// Whether the application was told that it is ready.
    pub(crate) told: bool,
    /// The path and the query of the call.
    pub(crate) path: String,
    pub(crate) query: String,
    /// The body of the call, if it has one.
    #[serde(default)]
    pub(crate) body: String,
}

/// A webhook, sent or to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WebhookRow {
    pub(crate) kind: String,
    pub(crate) event_id: Option<String>,
    /// The customer that it is about, if it is about one.
    pub(crate) customer: Option<CustomerId>,
    pub(crate) created: DateTime<Utc>,
    /// When it is to be sent next; nothing when it was taken, given up, or has nowhere to go.
    pub(crate) due: Option<DateTime<Utc>>,
    pub(crate) attempts: Vec<AttemptRow>,
    /// The body to the byte.
    pub(crate) body: String,
}

/// One attempt to deliver a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttemptRow {
    pub(crate) at: DateTime<Utc>,
    pub(crate) took_micros: u64,
    /// The status of the answer, if there was one.
    pub(crate) status: Option<u16>,
    /// Why there was none.
    pub(crate) failure: Option<String>,
}

/// An issued access token.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TokenRow {
    pub(crate) expires: DateTime<Utc>,
    /// Whether it is for the API; a customer's token is for the front end library.
    pub(crate) api: bool,
}

/// The application's switch of a bank that IBAN checks can ask.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BankSwitchRow {
    pub(crate) bank_code: String,
    pub(crate) is_on: bool,
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

impl Row for BankSwitchRow {
    fn id(&self) -> &str {
        &self.bank_code
    }
}
