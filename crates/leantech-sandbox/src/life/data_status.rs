//! How far the data of an entity is, and from which day on there is any.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use leantech_core::AccountId;
use serde::Serialize;

use crate::memory::permission_set::Access;
use crate::memory::rows::{EntityRow, RefreshRow};
use crate::memory::state::State;

/// How many months of history a mock bank has when an entity is made.
const HISTORY: Months = Months::new(6);

/// How far each resource of an entity is, in the words of the API; webhooks use the same.
#[derive(Debug, Serialize)]
pub(crate) struct DataStatus {
    pub(crate) accounts: &'static str,
    pub(crate) identity: &'static str,
    pub(crate) account_data: Vec<AccountStatus>,
}

/// How far each resource of an account is.
#[derive(Debug, Serialize)]
pub(crate) struct AccountStatus {
    pub(crate) account_id: AccountId,
    pub(crate) balance: &'static str,
    pub(crate) identity: &'static str,
    pub(crate) beneficiaries: &'static str,
    pub(crate) transactions: &'static str,
    pub(crate) scheduled_payments: &'static str,
    pub(crate) direct_debits: &'static str,
    pub(crate) standing_orders: &'static str,
    /// Null until there are transactions.
    pub(crate) transaction_availability: Option<Availability>,
}

/// The days of which there are transactions.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Availability {
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
    pub(crate) complete_months: i64,
}

/// Whether a refresh of the entity is pending.
pub(crate) fn is_pending(state: &State, entity: &EntityRow) -> bool {
    entity.refreshes.iter().any(|refresh| {
        state
            .refreshes
            .at(*refresh)
            .is_some_and(|row| row.finished.is_none())
    })
}

/// How far a refresh is. What the customer did not allow reads as what a bank does not offer.
pub(crate) fn data_status(state: &State, refresh: &RefreshRow, entity: &EntityRow) -> DataStatus {
    let word = |access| match refresh.finished {
        None => "PENDING",
        Some(_) if entity.permissions.contains(access) => "OK",
        Some(_) => "UNSUPPORTED",
    };
    let availability = refresh
        .finished
        .filter(|_| entity.permissions.contains(Access::Transactions));
    let availability = availability.map(|finished| {
        let granted = state.consents_of(entity).next_back();
        let granted = granted.map(|consent| consent.transactions_from.utc().date_naive());
        let oldest = history_start(entity.created);
        let (start, end) = (granted.unwrap_or(oldest).max(oldest), finished.date_naive());
        let complete_months = end
            .years_since(start)
            .map_or(0, |_| months_between(start, end));
        Availability {
            start,
            end,
            complete_months,
        }
    });
    // Before the accounts are known there is nothing to say of them.
    let accounts = entity.picked().filter(|_| refresh.finished.is_some());
    DataStatus {
        accounts: word(Access::Accounts),
        identity: word(Access::Identity),
        account_data: accounts
            .map(|account| AccountStatus {
                account_id: account.id.clone(),
                balance: word(Access::Balance),
                identity: word(Access::Identities),
                beneficiaries: word(Access::Beneficiaries),
                transactions: word(Access::Transactions),
                scheduled_payments: word(Access::ScheduledPayments),
                direct_debits: word(Access::DirectDebits),
                standing_orders: word(Access::StandingOrders),
                transaction_availability: availability,
            })
            .collect(),
    }
}

/// The whole calendar months between two days.
fn months_between(start: NaiveDate, end: NaiveDate) -> i64 {
    (1..=1200)
        .take_while(|months| {
            start
                .checked_add_months(Months::new(*months))
                .is_some_and(|later| later <= end)
        })
        .last()
        .map_or(0, i64::from)
}

/// The first day of a mock bank's history: of the month six months before the connection.
pub(crate) fn history_start(created: DateTime<Utc>) -> NaiveDate {
    let day = created.date_naive();
    day.with_day(1)
        .and_then(|first| first.checked_sub_months(HISTORY))
        .unwrap_or(day)
}
