//! What can be looked at in a sandbox: customers, connections, consents, requests, webhooks, time.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use leantech_core::{AccountId, AppUserId, ConsentId, CustomerId, EntityId};
use serde::{Deserialize, Serialize};

/// A customer of the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CustomerRecord {
    /// Lean's id.
    pub customer_id: CustomerId,
    /// The application's own id.
    pub app_user_id: AppUserId,
    /// The customer's connections, the oldest first, deleted ones left out.
    pub entities: Vec<EntityId>,
    /// How many consents the customer has decided on.
    pub consents: usize,
}

/// A customer's connection to a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EntityRecord {
    /// Lean's id.
    pub entity_id: EntityId,
    /// The customer it belongs to.
    pub customer_id: CustomerId,
    /// The bank.
    pub bank_identifier: String,
    /// The permissions that the customer gave, as Lean names them.
    pub permissions: Vec<&'static str>,
    /// The accounts that the customer picked.
    pub accounts: Vec<AccountId>,
    /// The made-up national id of the mock customer, which no answer of Lean's shows.
    pub national_id: String,
    /// When the bank was first connected.
    pub created_at: DateTime<Utc>,
    /// When the connection last changed.
    pub updated_at: DateTime<Utc>,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// The state of a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ConsentState {
    /// The customer has not decided.
    AwaitingAuthorisation,
    /// The customer allowed it, and it has not expired.
    Authorised,
    /// The customer refused.
    Rejected,
    /// The bank could not complete it.
    Failed,
    /// It was revoked, or replaced by another.
    Revoked,
    /// It has expired.
    Expired,
    /// Its link expired before the customer decided.
    Lapsed,
}

/// A consent, or a connect link that may become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConsentRecord {
    /// The bank's id.
    pub bank_consent_id: String,
    /// Lean's id; a link without a decision, or one where the bank failed, has none.
    pub consent_id: Option<ConsentId>,
    /// The customer it belongs to.
    pub customer_id: CustomerId,
    /// Its connection.
    pub entity_id: Option<EntityId>,
    /// The bank.
    pub bank_identifier: String,
    /// The permissions that are requested, as Lean names them.
    pub permissions: Vec<&'static str>,
    /// The codes of the Saudi standard that the bank withholds although they are requested.
    pub withheld_scopes: Vec<String>,
    /// Its state.
    pub state: ConsentState,
    /// When the link was made.
    pub created_at: DateTime<Utc>,
    /// When the consent ends.
    pub expires_at: DateTime<Utc>,
    /// Where the customer decides; it holds raw spaces, as Lean's does.
    pub redirect_url: String,
}

/// The sandbox's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClockReading {
    /// The time.
    pub now: DateTime<Utc>,
    /// Whether the clock is stopped.
    pub frozen: bool,
}

/// A received request, without its secrets; those to the sandbox's own controls and pages
/// are not recorded.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequestRecord {
    /// Counts the requests from zero.
    pub number: u64,
    /// When it was answered, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// The method.
    pub method: String,
    /// The path, as received.
    pub path: String,
    /// The query, as received.
    pub query: Option<String>,
    /// Lean's id of the operation; a path that Lean does not have has none.
    pub operation: Option<&'static str>,
    /// The headers, with lower-case names; `authorization` and similar ones are redacted.
    pub headers: BTreeMap<String, String>,
    /// The first 16 KB of the body; the secret of a token request is redacted.
    pub body: String,
    /// The answer's status; nothing when the connection was dropped.
    pub status: Option<u16>,
    /// How long the answer took, in microseconds of the computer's time.
    pub took_micros: u64,
    /// Whether a fault was applied.
    pub struck: bool,
}

impl fmt::Debug for RequestRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Path, query, headers and body may tell of a customer.
        f.debug_struct("RequestRecord")
            .field("number", &self.number)
            .field("at", &self.at)
            .field("method", &self.method)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("took_micros", &self.took_micros)
            .field("struck", &self.struck)
            .finish_non_exhaustive()
    }
}

/// A webhook, sent or to be sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WebhookRecord {
    /// Counts the webhooks from zero.
    pub number: u64,
    /// The type of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// Lean's id for the event.
    pub event_id: Option<String>,
    /// The customer that it is about.
    pub customer_id: Option<CustomerId>,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// When it is sent next; `None` when it was accepted, given up, or has no receiver.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the receiver answered 200.
    pub delivered: bool,
    /// The attempts so far, oldest first.
    pub attempts: Vec<AttemptRecord>,
    /// The body, byte for byte.
    pub body: String,
}

impl fmt::Debug for WebhookRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body tells of a customer.
        f.debug_struct("WebhookRecord")
            .field("number", &self.number)
            .field("kind", &self.kind)
            .field("due_at", &self.due_at)
            .field("delivered", &self.delivered)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// One attempt to deliver a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AttemptRecord {
    /// When, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// How long it took, in microseconds of the computer's time.
    pub took_micros: u64,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub failure: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_does_not_show_what_may_tell_of_a_customer() {
        let canary = || "canary".to_owned();
        let request = RequestRecord {
            number: 0,
            at: DateTime::UNIX_EPOCH,
            method: "GET".into(),
            path: canary(),
            query: Some(canary()),
            operation: None,
            headers: BTreeMap::from([(canary(), canary())]),
            body: canary(),
            status: None,
            took_micros: 0,
            struck: false,
        };
        let webhook = WebhookRecord {
            number: 0,
            kind: "entity.created".into(),
            event_id: Some(canary()),
            customer_id: None,
            created_at: DateTime::UNIX_EPOCH,
            due_at: None,
            delivered: false,
            attempts: Vec::new(),
            body: canary(),
        };
        let shown = format!("{request:?} {webhook:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
