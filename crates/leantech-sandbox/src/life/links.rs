//! Connect links: remembered until the bank decides.

use chrono::{DateTime, TimeDelta, Utc};
use leantech_core::Timestamp;

use crate::memory::permission_set::PermissionSet;
use crate::memory::rows::{LinkRow, NamedBy};
use crate::memory::state::State;

/// How long a consent lasts when the request does not say.
const DEFAULT_LIFE: TimeDelta = TimeDelta::hours(24);

/// How far back the history goes when the request does not say.
const DEFAULT_HISTORY: TimeDelta = TimeDelta::days(365);

/// A connect link to be made, everything in it checked.
#[derive(Debug)]
pub(crate) struct NewLink {
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) named_by: NamedBy,
    pub(crate) bank_identifier: String,
    pub(crate) success_redirect_url: String,
    pub(crate) failure_redirect_url: String,
    pub(crate) permissions: PermissionSet,
    /// Codes of the Saudi standard that the bank is to keep back.
    pub(crate) withheld: Vec<String>,
    /// When the consent ends; Lean's 24 hours from now if it is not said.
    pub(crate) expires: Option<Timestamp>,
    /// Where the history begins; Lean's year before now if it is not said.
    pub(crate) transactions_from: Option<Timestamp>,
}

/// Adds a link and gives the bank's id of its consent.
pub(crate) fn add(state: &mut State, link: NewLink, now: DateTime<Utc>) -> String {
    let bank_consent_id = state.new_bank_consent_id();
    state.links.add(LinkRow {
        bank_consent_id: bank_consent_id.clone(),
        customer: link.customer,
        named_by: link.named_by,
        bank_identifier: link.bank_identifier,
        success_redirect_url: link.success_redirect_url,
        failure_redirect_url: link.failure_redirect_url,
        permissions: link.permissions,
        withheld: link.withheld,
        created: now,
        expires: link.expires.unwrap_or_else(|| shifted(now, DEFAULT_LIFE)),
        transactions_from: link
            .transactions_from
            .unwrap_or_else(|| shifted(now, -DEFAULT_HISTORY)),
        decision: None,
    });
    bank_consent_id
}

/// Where a link leads the customer's browser. Lean's own addresses hold raw spaces, so this one
/// does.
pub(crate) fn redirect_url(base_url: &str, bank_consent_id: &str, bank: &str) -> String {
    format!(
        "{base_url}/_sandbox/authorize?consent={bank_consent_id}&response_type=code id_token\
         &scope=openid accounts:{bank_consent_id}&bank={bank}"
    )
}

fn shifted(now: DateTime<Utc>, by: TimeDelta) -> Timestamp {
    now.checked_add_signed(by).unwrap_or(now).into()
}
