//! Calls that are answered later, kept until somebody reads their results.

use chrono::{DateTime, TimeDelta, Utc};
use leantech_core::ResultsId;

use crate::exchange::Exchange;
use crate::memory::rows::ResultRow;
use crate::memory::state::State;

/// Keeps a call that is answered later; `body` is that of its request, as far as it counts.
pub(crate) fn keep(exchange: &Exchange<'_>, state: &mut State, id: ResultsId, body: String) {
    let time = exchange.shared.settings.refresh_time;
    let due = TimeDelta::from_std(time)
        .ok()
        .and_then(|time| exchange.now.checked_add_signed(time));
    let result = state.results.add(ResultRow {
        id,
        due: due.unwrap_or(DateTime::<Utc>::MAX_UTC),
        reads: 0,
        told: false,
        path: exchange.path.into(),
        query: exchange.query.text().into(),
        body,
    });
    state.untold.push(result);
    exchange.shared.alarm.notify_one();
}
