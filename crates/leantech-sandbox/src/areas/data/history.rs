//! The transactions and balances behind an entity, as data v2 shows them, for areas that compute
//! with them.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use leantech_core::AccountId;
use leantech_data::types::{TransactionCategory, TransactionType};

use super::{balances, transactions};
use crate::life::data_status;
use crate::memory::rows::EntityRow;
use crate::mock::income::IncomeKind;
use crate::mock::ledger::{self, Movement};
use crate::mock::parties;
use crate::mock::persona::{AccountFacts, Persona};
use crate::mock::templates::{self, When};

/// A transaction of an account.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) account_id: AccountId,
    pub(crate) id: String,
    pub(crate) text: &'static str,
    pub(crate) day: NaiveDate,
    /// In halalas, never negative.
    pub(crate) amount: i64,
    pub(crate) is_credit: bool,
    /// What was on the account afterwards, in halalas; what is owed is negative.
    pub(crate) balance: i64,
    pub(crate) category: TransactionCategory,
    pub(crate) kind: TransactionType,
    /// What kind of income it is, if it is any.
    pub(crate) income: Option<IncomeKind>,
    pub(crate) merchant: Option<&'static str>,
    /// Who is on the other side, where the bank knows it.
    pub(crate) party: Option<&'static str>,
    /// Whether it comes on a day of every month.
    pub(crate) is_recurring: bool,
}

impl Entry {
    /// Whether the money moves between accounts of the customer.
    pub(crate) fn is_own_transfer(&self) -> bool {
        self.kind == TransactionType::SameBankTransfer
    }

    /// Whether a card was used.
    pub(crate) fn is_by_card(&self) -> bool {
        transactions::has_card(&self.kind)
    }

    /// The description without the bank's own word before it.
    pub(crate) fn plain_text(&self) -> &'static str {
        self.text
            .split_once(' ')
            .map_or(self.text, |(_, rest)| rest)
    }
}

/// An account with its transactions in a window.
#[derive(Debug, Clone)]
pub(crate) struct AccountHistory {
    pub(crate) facts: AccountFacts,
    /// What was on it before the window, in halalas; what is owed is negative.
    pub(crate) opening: i64,
    /// The oldest first.
    pub(crate) entries: Vec<Entry>,
}

impl AccountHistory {
    /// What is on the account at the end of the window.
    pub(crate) fn booked(&self) -> i64 {
        self.entries
            .last()
            .map_or(self.opening, |entry| entry.balance)
    }

    /// What may be spent at the end of the window.
    pub(crate) fn available(&self) -> i64 {
        balances::available(&self.facts, self.booked())
    }
}

/// The first day that an entity's bank knows of.
pub(crate) fn first_day(created: DateTime<Utc>) -> NaiveDate {
    data_status::history_start(created)
}

/// The accounts that the customer picked, with what happened on them in these days.
pub(crate) fn accounts(
    persona: &Persona,
    entity: &EntityRow,
    entity_number: u64,
    days: &RangeInclusive<NaiveDate>,
) -> Vec<AccountHistory> {
    let start = first_day(entity.created);
    let one = |facts: AccountFacts, account_id: &AccountId| {
        let movements = ledger::movements(persona, &facts, start, *days.end());
        let first = movements.partition_point(|movement| movement.day < *days.start());
        let (before, within) = movements.split_at_checked(first).unwrap_or_default();
        let opening = before.last().map_or_else(
            || templates::opening_balance(facts.kind),
            |movement| movement.balance,
        );
        let entries = within.iter().map(|it| entry(it, account_id, entity_number));
        AccountHistory {
            facts,
            opening,
            entries: entries.collect(),
        }
    };
    entity
        .picked()
        .map(|row| one(persona.account(row.kind), &row.id))
        .collect()
}

fn entry(movement: &Movement, account_id: &AccountId, entity_number: u64) -> Entry {
    let template = movement.template;
    Entry {
        account_id: account_id.clone(),
        id: transactions::id_of(movement, entity_number),
        text: template.text,
        day: movement.day,
        amount: movement.amount,
        is_credit: template.is_credit,
        balance: movement.balance,
        category: template.category.clone(),
        kind: template.kind.clone(),
        income: IncomeKind::of(template),
        merchant: template.merchant.map(|(_, name)| name),
        party: template.party.map(|place| parties::at(place).name),
        is_recurring: matches!(template.when, When::MonthDay(_)),
    }
}
