//! The course of a refresh: pending, then finished after a while or a few looks.

use chrono::{DateTime, TimeDelta, Utc};

use super::events;
use crate::memory::rows::RefreshRow;
use crate::memory::shared::Shared;
use crate::memory::state::{IdKind, State};

/// The reading that finishes a refresh or an asynchronous call, if time has not.
pub(crate) const LAST_READING: u32 = 3;

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
