//! The course of a refresh: pending, then finished after a while or a few looks.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use leantech_core::AccountId;
use serde::Serialize;

use super::view::history_start;
use crate::events;
use crate::permission_set::Access;
use crate::rows::{EntityRow, RefreshRow};
use crate::shared::Shared;
use crate::state::{IdKind, State};

/// The reading that finishes a refresh or an asynchronous call, if time has not.
pub(crate) const LAST_READING: u32 = 3;

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

/// Starts a refresh of an entity and gives its position.
pub(crate) fn start(
    shared: &Shared,
    state: &mut State,
    entity: usize,
    now: DateTime<Utc>,
) -> usize {
    let time = shared.settings.refresh_time;
    let due = TimeDelta::from_std(time)
        .ok()
        .and_then(|time| now.checked_add_signed(time));
    let id = state.new_id(IdKind::Refresh);
    let refresh = state.refreshes.add(RefreshRow {
        id,
        entity,
        started: now,
        due: due.unwrap_or(DateTime::<Utc>::MAX_UTC),
        finished: None,
        reads: 0,
    });
    state.pending.push(refresh);
    if let Some(entity) = state.entities.at_mut(entity) {
        entity.refreshes.push(refresh);
    }
    events::refresh_updated(shared, state, refresh, now);
    shared.alarm.notify_one();
    refresh
}

/// Finishes the refreshes whose time has come, and tells of the asynchronous calls that are
/// ready.
pub(crate) fn settle(shared: &Shared, state: &mut State, now: DateTime<Utc>) {
    let due: Vec<usize> = state
        .pending
        .iter()
        .copied()
        .filter(|refresh| {
            state
                .refreshes
                .at(*refresh)
                .is_some_and(|row| row.due <= now)
        })
        .collect();
    for refresh in due {
        finish(shared, state, refresh, now);
    }
    let untold = std::mem::take(&mut state.untold);
    for result in untold {
        if state.results.at(result).is_some_and(|row| row.due > now) {
            state.untold.push(result);
            continue;
        }
        if let Some(row) = state.results.at_mut(result) {
            row.told = true;
        }
        events::results_ready(shared, state, result, now);
    }
}

/// Looks at a refresh, which brings it nearer to its end.
pub(crate) fn look(shared: &Shared, state: &mut State, refresh: usize, now: DateTime<Utc>) {
    settle(shared, state, now);
    let Some(row) = state.refreshes.at_mut(refresh) else {
        return;
    };
    if row.finished.is_some() {
        return;
    }
    row.reads = row.reads.saturating_add(1);
    if row.reads >= LAST_READING {
        finish(shared, state, refresh, now);
    }
}

fn finish(shared: &Shared, state: &mut State, refresh: usize, now: DateTime<Utc>) {
    state.pending.retain(|pending| *pending != refresh);
    if let Some(row) = state.refreshes.at_mut(refresh) {
        row.finished = Some(now);
    }
    events::refresh_updated(shared, state, refresh, now);
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
                .checked_add_months(chrono::Months::new(*months))
                .is_some_and(|later| later <= end)
        })
        .last()
        .map_or(0, i64::from)
}
