//! The webhooks that Lean sends, as JSON.

mod on_demand;
mod post;

pub use on_demand::NewWebhook;
pub(crate) use on_demand::on_demand;

use chrono::{DateTime, Utc};
use leantech_core::{CustomerId, EntityId, ResultsId};
use serde::Serialize;

use super::data_status::{self, DataStatus};
use crate::memory::permission_set::PermissionSet;
use crate::memory::shared::Shared;
use crate::memory::state::{IdKind, State};
use crate::mock::banks;
use crate::wire::instant;
use post::{Envelope, post, written};

#[derive(Serialize)]
struct BankDetails {
    identifier: &'static str,
    name: &'static str,
    logo: String,
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
        "An entity object has been created.",
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
        "An entity object has been updated.",
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
        logo: format!("{}{}", shared.hosts.base_url(), bank.logos()[0]),
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
        timestamp: instant::nanos(now),
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
            data_status: data_status::data_status(state, row, entity),
        },
        message: "An entity data refresh state has been updated.",
        timestamp: instant::nanos(now),
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
        timestamp: instant::nanos(now),
        event_id: None,
    };
    let row = written(&event, None, now);
    post(shared, state, row, now);
}
