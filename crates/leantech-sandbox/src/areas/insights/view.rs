//! What of an entity an insight may be computed from.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use leantech_data::types::TransactionCategory;
use leantech_insights::types::{ExpenseType, IncomeType};

use super::call::Call;
use crate::areas::data::history::{self, AccountHistory, Entry};
use crate::exchange::Exchange;
use crate::memory::permission_set::Access;
use crate::memory::state::State;
use crate::mock::persona::Persona;

/// Why there is nothing to compute from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Closed {
    /// The entity was not found.
    Unknown,
    ConsentEnded,
    NotGranted(Access),
    /// The window begins before the first day of the consent.
    TooEarly,
}

/// What an insight is computed from.
#[derive(Debug)]
pub(super) struct View {
    pub(super) persona: Persona,
    pub(super) accounts: Vec<AccountHistory>,
    /// The days in the period, which may be none.
    pub(super) window: RangeInclusive<NaiveDate>,
    pub(super) income: IncomeType,
    pub(super) expenses: ExpenseType,
    /// The second mock bank writes what Lean's reference has and its server was not seen to send.
    pub(super) is_by_reference: bool,
}

impl View {
    /// Finds what an insight asks for; `is_exact` refuses days that the consent does not reach,
    /// which are left out otherwise.
    pub(super) fn open(
        exchange: &Exchange<'_>,
        state: &State,
        call: &Call,
        is_exact: bool,
    ) -> Result<Self, Closed> {
        let (position, entity) = state.live_entity(&call.entity_id).ok_or(Closed::Unknown)?;
        let consent = state
            .usable_consent(entity, exchange.now)
            .ok_or(Closed::ConsentEnded)?;
        for access in [Access::Accounts, Access::Transactions] {
            if !consent.permissions.contains(access) {
                return Err(Closed::NotGranted(access));
            }
        }
        let granted_from = consent.transactions_from.utc().date_naive();
        if is_exact && call.start.is_some_and(|start| start < granted_from) {
            return Err(Closed::TooEarly);
        }
        let first = granted_from.max(history::first_day(entity.created));
        let today = exchange.now.date_naive();
        let window = call.start.unwrap_or(first).max(first)..=call.end.unwrap_or(today).min(today);
        let persona = Persona::of(state.seed, &entity.bank_identifier, entity.persona);
        let number = u64::try_from(position).unwrap_or(u64::MAX);
        Ok(Self {
            accounts: history::accounts(&persona, entity, number, &window),
            is_by_reference: persona.bank == 2,
            persona,
            window,
            income: call.income,
            expenses: call.expenses,
        })
    }

    /// How many days are in the period.
    pub(super) fn days(&self) -> i64 {
        (*self.window.end() - *self.window.start()).num_days() + 1
    }

    /// The transactions that pass, of all accounts, the oldest first.
    pub(super) fn entries(&self, passes: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        sorted(self.accounts.iter(), passes)
    }

    /// The accounts that hold the customer's own money; those of cards hold debts.
    pub(super) fn cash(&self) -> impl Iterator<Item = &AccountHistory> {
        self.accounts.iter().filter(|it| !it.facts.kind.is_owed())
    }

    /// The accounts of cards whose spending is owed.
    pub(super) fn cards(&self) -> impl Iterator<Item = &AccountHistory> {
        self.accounts.iter().filter(|it| it.facts.kind.is_owed())
    }

    /// The transactions that pass, of the accounts with the customer's own money.
    pub(super) fn cash_entries(&self, passes: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        sorted(self.cash(), passes)
    }

    /// The transactions that pass, of the cards.
    pub(super) fn card_entries(&self, passes: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        sorted(self.cards(), passes)
    }
}

fn sorted<'a>(
    accounts: impl Iterator<Item = &'a AccountHistory>,
    passes: impl Fn(&Entry) -> bool,
) -> Vec<Entry> {
    let entries = accounts.flat_map(|account| &account.entries);
    let mut entries: Vec<Entry> = entries.filter(|entry| passes(entry)).cloned().collect();
    // Stable: within a day the order of the accounts stays.
    entries.sort_by_key(|entry| entry.day);
    entries
}

/// Whether a transaction is spending: money that goes out, and not to another account of the
/// customer's.
pub(super) fn is_spending(entry: &Entry) -> bool {
    !entry.is_credit && !entry.is_own_transfer()
}

/// Whether a transaction pays a loan back.
pub(super) fn is_repayment(entry: &Entry) -> bool {
    !entry.is_credit && entry.category == TransactionCategory::LoansAndInvestment
}
