//! The accounts of a report, and what moved on them.

use leantech_reports::types::{AccountNumber, AccountSchemeName, Money, ReportAccount};

use crate::areas::data::accounts;
use crate::life::data_status::history_start;
use crate::memory::rows::EntityRow;
use crate::memory::rows::reports::Source;
use crate::mock::banks;
use crate::mock::ledger::{self, Movement};
use crate::mock::money::{CURRENCY, exact};
use crate::mock::persona::{AccountFacts, AccountKind, Persona};

/// A connection that is reported on.
pub(super) struct Connection<'s> {
    pub(super) entity: &'s EntityRow,
    pub(super) persona: Persona,
    pub(super) source: &'s Source,
}

impl<'s> Connection<'s> {
    pub(super) fn of(seed: u64, entity: &'s EntityRow, source: &'s Source) -> Self {
        Self {
            persona: Persona::of(seed, &entity.bank_identifier, entity.persona),
            entity,
            source,
        }
    }

    pub(super) fn bank_name(&self) -> String {
        let bank = banks::find(&self.entity.bank_identifier);
        bank.map(|bank| bank.name).unwrap_or_default().into()
    }

    /// The accounts that the customer picked.
    pub(super) fn accounts(&self) -> impl Iterator<Item = AccountFacts> {
        self.entity
            .picked()
            .map(|row| self.persona.account(row.kind))
    }

    /// Everything that moved on an account up to the last day, the oldest first.
    pub(super) fn movements(&self, account: &AccountFacts) -> Vec<Movement> {
        let start = history_start(self.entity.created);
        ledger::movements(&self.persona, account, start, self.source.to)
    }

    pub(super) fn account(&self, facts: &AccountFacts) -> ReportAccount {
        let (nickname, description) = accounts::names(facts.kind);
        let holder = self.persona.full_name();
        let (scheme, number) = if facts.kind.is_card() {
            (AccountSchemeName::Pan, facts.masked_pan())
        } else {
            (AccountSchemeName::Iban, facts.iban())
        };
        let one = |scheme: AccountSchemeName, identification, name| {
            let mut made = AccountNumber::new()
                .scheme_name(scheme)
                .identification(identification);
            made.name = name;
            made
        };
        ReportAccount::new()
            .nickname(nickname)
            .description(description)
            .account_type(account_type(facts.kind))
            .account_sub_type(sub_type(facts.kind))
            .account_holder_name(holder.clone())
            .account(vec![
                one(scheme, number, Some(holder)),
                one(AccountSchemeName::Bban, facts.account_number(), None),
            ])
            .bank_identifier(self.entity.bank_identifier.clone())
            .bank_name(self.bank_name())
    }
}

/// `CHECKING` is from an example of Lean's; the others are guesses.
fn account_type(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Current => "CHECKING",
        AccountKind::Savings => "SAVINGS",
        AccountKind::Credit | AccountKind::ChargeCard | AccountKind::Prepaid => "CARD",
        AccountKind::Emoney => "WALLET",
        AccountKind::Unsupported => "UNSUPPORTED",
    }
}

/// The word of data v2, as in `CHARGE_CARD`.
pub(super) fn sub_type(kind: AccountKind) -> String {
    let word = serde_json::to_value(kind).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// An amount of halalas in riyals.
pub(super) fn money(halalas: i64) -> Money {
    Money::new().currency(CURRENCY).amount(exact(halalas))
}
