//! What a link asks for, as the bank's page needs it.

use leantech_core::Timestamp;
use url::Url;

use super::closed::Closed;
use crate::banks::{self, MockBank};
use crate::data::persona::{AccountKind, Persona};
use crate::decision;
use crate::pages::link::{self, Attempt};
use crate::permission_set::PermissionSet;
use crate::shared::Shared;

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
            Some((_, attempt)) => link::steps::application(attempt),
            None => application(&link.success_redirect_url),
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

/// The application's name, as far as a link tells it: the host of its own address, with a port
/// that is not its scheme's usual one; of an app's own scheme the scheme.
pub(crate) fn application(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) if url.has_authority() => format!("{host}:{port}"),
        (Some(host), None) if url.scheme().starts_with("http") => host.to_owned(),
        _ => format!("{}:", url.scheme()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_known_by_its_host_or_its_scheme() {
        assert_eq!(
            application("https://app.example.com/?a=1"),
            "app.example.com"
        );
        assert_eq!(application("http://127.0.0.1:3000/x"), "127.0.0.1:3000");
        assert_eq!(application("myapp://done"), "myapp:");
        assert_eq!(application("javascript:alert(1)"), "javascript:");
    }
}
