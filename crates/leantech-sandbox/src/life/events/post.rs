//! An event on its way to be sent: written, remembered, and put into its order.

use chrono::{DateTime, TimeDelta, Utc};
use leantech_core::{CustomerId, Timestamp};
use serde::Serialize;

use crate::memory::rows::WebhookRow;
use crate::memory::shared::Shared;
use crate::memory::state::State;

#[derive(Serialize)]
pub(super) struct Envelope<'k, P> {
    #[serde(rename = "type")]
    pub(super) kind: &'k str,
    pub(super) payload: P,
    pub(super) message: &'k str,
    pub(super) timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event_id: Option<String>,
}

/// An event as it is sent and remembered.
pub(super) fn written<P: Serialize>(
    event: &Envelope<'_, P>,
    customer: Option<CustomerId>,
    now: DateTime<Utc>,
) -> WebhookRow {
    WebhookRow {
        kind: event.kind.to_owned(),
        event_id: event.event_id.clone(),
        customer,
        created: now,
        due: None,
        attempts: Vec::new(),
        // None of our types can fail to be written.
        body: serde_json::to_string(event).unwrap_or_default(),
    }
}

/// Remembers an event, and has it sent if there is somewhere to send it.
pub(super) fn post(shared: &Shared, state: &mut State, row: WebhookRow, now: DateTime<Utc>) {
    let due = shared.settings.webhook_url.is_some().then_some(now);
    // What was held back comes a little after this one.
    if let Some(later) = due.and_then(|due| due.checked_add_signed(TimeDelta::milliseconds(1))) {
        for number in shared.faults.take_held() {
            if let Some(held) = state.webhooks.at_mut(number) {
                held.due = Some(later);
            }
        }
    }
    let fault = shared.faults.strike_webhook(&row.kind);
    let is_held = fault.as_ref().is_some_and(|fault| fault.reorder) && due.is_some();
    for _ in 0..fault.map_or(0, |fault| fault.duplicates) {
        let copy = WebhookRow { due, ..row.clone() };
        state.webhooks.add(copy);
    }
    let due = due.filter(|_| !is_held);
    let number = state.webhooks.add(WebhookRow { due, ..row });
    if is_held {
        shared.faults.hold(number);
    }
    shared.posted.notify_one();
}
