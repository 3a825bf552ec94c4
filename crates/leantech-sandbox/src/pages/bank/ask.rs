//! What a link asks for, as the bank's page needs it.

use leantech_core::Timestamp;

use super::closed::Closed;
use crate::life::decision;
use crate::memory::link::attempt::Attempt;
use crate::memory::permission_set::PermissionSet;
use crate::memory::shared::Shared;
use crate::mock::banks::{self, MockBank};
use crate::mock::persona::{AccountKind, Persona};
use crate::pages::visit;

/// A request that the customer can decide on.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) consent: String,
    /// Who asks: the host that the browser goes back to.
    pub(crate) application: String,
    pub(crate) bank: &'static MockBank,
    pub(crate) permissions: PermissionSet,
    pub(crate) expires: Timestamp,
    pub(crate) transactions_from: Timestamp,
    pub(crate) accounts: Vec<AskedAccount>,
    pub(crate) success_url: String,
    pub(crate) failure_url: String,
    /// The visit to the dialog that led here, with its id.
    pub(crate) visit: Option<(String, Attempt)>,
}

/// An account that the customer may share.
#[derive(Debug)]
pub(crate) struct AskedAccount {
    pub(crate) kind: AccountKind,
    /// Enough of its number to know it by.
    pub(crate) number: String,
}

impl Ask {
    /// The request behind a link that can still be decided on. `visit` is the visit to the dialog
    /// that led here, if one did.
    pub(crate) fn of(
        shared: &Shared,
        id: &str,
        visit: Option<(String, Attempt)>,
    ) -> Result<Self, Closed> {
        let state = shared.state();
        let (_, link) = state.links.find(id).ok_or(Closed::Unknown)?;
        let (link, seed) = (link.clone(), state.seed);
        drop(state);
        if link.decision.is_some() {
            return Err(Closed::Used);
        }
        if link.expires.utc() <= shared.clock.now() {
            return Err(Closed::Expired);
        }
        let bank = banks::find(&link.bank_identifier).ok_or(Closed::Unknown)?;
        let which = decision::persona_of(link.customer);
        let persona = Persona::of(seed, &link.bank_identifier, which);
        let accounts = AccountKind::ALL.into_iter().map(|kind| {
            let account = persona.account(kind);
            let number = if kind.is_card() {
                account.masked_pan()
            } else {
                account.iban()
            };
            AskedAccount {
                kind,
                number: last_digits(&number),
            }
        });
        let application = match &visit {
            Some((_, attempt)) => visit::application(&shared.settings, attempt),
            None => visit::application_of(&shared.settings, &link.success_redirect_url),
        };
        Ok(Self {
            accounts: accounts.collect(),
            consent: link.bank_consent_id,
            application,
            bank,
            permissions: link.permissions,
            expires: link.expires,
            transactions_from: link.transactions_from,
            success_url: link.success_redirect_url,
            failure_url: link.failure_redirect_url,
            visit,
        })
    }
}

fn last_digits(number: &str) -> String {
    let from = number.len().saturating_sub(4);
    format!("•••• {}", number.get(from..).unwrap_or(number))
}

/// The word that a form has for an account.
pub(crate) fn word_of(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Current => "current",
        AccountKind::Savings => "savings",
        AccountKind::Credit => "credit",
        AccountKind::ChargeCard => "charge_card",
        AccountKind::Emoney => "emoney",
        AccountKind::Prepaid => "prepaid",
        AccountKind::Unsupported => "unsupported",
    }
}

/// The account that a form's word names.
pub(crate) fn account_of(word: &str) -> Option<AccountKind> {
    AccountKind::ALL
        .into_iter()
        .find(|kind| word_of(*kind) == word)
}
