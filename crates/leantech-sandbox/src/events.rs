//! The webhooks that Lean sends, as JSON.

mod on_demand;

pub use on_demand::NewWebhook;
pub(crate) use on_demand::on_demand;

use chrono::{DateTime, TimeDelta, Utc};
use leantech_core::{CustomerId, EntityId, ResultsId, Timestamp};
use serde::Serialize;

use crate::banks;
use crate::data::refresh_life::{self, DataStatus};
use crate::permission_set::PermissionSet;
use crate::rows::WebhookRow;
use crate::shared::Shared;
use crate::state::{IdKind, State};

#[derive(Serialize)]
struct Envelope<'k, P> {
    #[serde(rename = "type")]
    kind: &'k str,
    payload: P,
    message: &'k str,
    timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<String>,
}

#[derive(Serialize)]
struct BankDetails {
    identifier: &'static str,
    name: &'static str,
    logo: &'static str,
    main_color: &'static str,
    background_color: &'static str,
    account_type: &'static str,
    bank_type: &'static str,
    swift_code: &'static str,
}

#[derive(Serialize)]
struct EntityEvent<'s> {
    id: &'s EntityId,
    customer_id: &'s CustomerId,
    app_user_id: &'s str,
    /// A list of words here, where the API has an object of booleans.
    permissions: PermissionSet,
    bank_details: Option<BankDetails>,
}

#[derive(Serialize)]
struct RefreshEvent<'s> {
    refresh_id: &'s leantech_core::RefreshId,
    entity_id: &'s EntityId,
    customer_id: &'s CustomerId,
    app_user_id: &'s str,
    status: &'static str,
    data_status: DataStatus,
}

#[derive(Serialize)]
struct ResultsEvent<'s> {
    id: &'s ResultsId,
}

/// `entity.created`: a customer connected a bank for the first time.
pub(crate) fn entity_created(
    shared: &Shared,
    state: &mut State,
    entity: usize,
    now: DateTime<Utc>,
) {
    entity_event(
        shared,
        state,
        entity,
        "entity.created",
        "An entity has been created.",
        now,
    );
}

/// `entity.updated`: a bank was connected again, or a consent was revoked.
pub(crate) fn entity_updated(
    shared: &Shared,
    state: &mut State,
    entity: usize,
    now: DateTime<Utc>,
) {
    entity_event(
        shared,
        state,
        entity,
        "entity.updated",
        "An entity has been updated.",
        now,
    );
}

fn entity_event(
    shared: &Shared,
    state: &mut State,
    entity: usize,
    kind: &str,
    message: &str,
    now: DateTime<Utc>,
) {
    let event_id: String = state.new_id(IdKind::Event);
    let Some(entity) = state.entities.at(entity) else {
        return;
    };
    let Some(customer) = state.customers.at(entity.customer) else {
        return;
    };
    let about = customer.id.clone();
    let bank_details = banks::find(&entity.bank_identifier).map(|bank| BankDetails {
        identifier: bank.identifier,
        name: bank.name,
        logo: bank.logo,
        main_color: bank.main_color,
        background_color: bank.background_color,
        account_type: "PERSONAL",
        bank_type: "RETAIL",
        swift_code: bank.swift_code,
    });
    let event = Envelope {
        kind,
        payload: EntityEvent {
            id: &entity.id,
            customer_id: &customer.id,
            app_user_id: customer.app_user_id.as_str(),
            permissions: entity.permissions,
            bank_details,
        },
        message,
        timestamp: now.into(),
        event_id: Some(event_id),
    };
    let row = written(&event, Some(about), now);
    post(shared, state, row, now);
}

/// `entity.data.refresh.updated`: a refresh began, or finished.
pub(crate) fn refresh_updated(
    shared: &Shared,
    state: &mut State,
    refresh: usize,
    now: DateTime<Utc>,
) {
    let event_id: String = state.new_id(IdKind::Event);
    let Some(row) = state.refreshes.at(refresh) else {
        return;
    };
    let Some(entity) = state.entities.at(row.entity) else {
        return;
    };
    let Some(customer) = state.customers.at(entity.customer) else {
        return;
    };
    let about = customer.id.clone();
    let event = Envelope {
        kind: "entity.data.refresh.updated",
        payload: RefreshEvent {
            refresh_id: &row.id,
            entity_id: &entity.id,
            customer_id: &customer.id,
            app_user_id: customer.app_user_id.as_str(),
            status: if row.finished.is_some() {
                "FINISHED"
            } else {
                "PENDING"
            },
            data_status: refresh_life::data_status(state, row, entity),
        },
        message: "Data for entity has been refreshed.",
        timestamp: now.into(),
        event_id: Some(event_id),
    };
    let row = written(&event, Some(about), now);
    post(shared, state, row, now);
}

/// `results.ready`: an asynchronous call can be read. The recorded one has no `event_id`.
pub(crate) fn results_ready(shared: &Shared, state: &mut State, result: usize, now: DateTime<Utc>) {
    let Some(result) = state.results.at(result) else {
        return;
    };
    let event = Envelope {
        kind: "results.ready",
        payload: ResultsEvent { id: &result.id },
        message: "Results are ready.",
        timestamp: now.into(),
        event_id: None,
    };
    let row = written(&event, None, now);
    post(shared, state, row, now);
}

/// An event as it is sent and remembered.
fn written<P: Serialize>(
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
fn post(shared: &Shared, state: &mut State, row: WebhookRow, now: DateTime<Utc>) {
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
