//! A customer's consents: listed, read, revoked.

use chrono::{DateTime, Utc};
use leantech_consents::types::{
    AccountScheme, Consent, ConsentAccount, ConsentStatus, ConsentType, ConsentsPage, Page,
    StandardConsentStatus,
};

use super::customers;
use crate::exchange::Exchange;
use crate::life::consent_status::{StandardStatus, Status};
use crate::life::events;
use crate::memory::rows::{ConsentRow, Standing};
use crate::memory::state::State;
use crate::mock::persona::{IdentifierKind, Persona};
use crate::wire::answer::Answer;
use crate::wire::instant;
use crate::wire::paging::PageRules;
use crate::wire::segment::decode_segment;

/// Every identifier of every account is an item of its own, as recorded.
fn accounts(state: &State, row: &ConsentRow) -> Vec<ConsentAccount> {
    let Some(entity) = row.entity.and_then(|entity| state.entities.at(entity)) else {
        return Vec::new();
    };
    let persona = Persona::of(state.seed, &entity.bank_identifier, entity.persona);
    persona
        .identifiers(entity.picked().map(|account| account.kind))
        .into_iter()
        .map(|identifier| {
            let mut consent_account = ConsentAccount::new()
                .scheme_name(match identifier.kind {
                    IdentifierKind::Iban => AccountScheme::Iban,
                    IdentifierKind::AccountNumber => AccountScheme::AccountNumber,
                    IdentifierKind::MaskedPan => AccountScheme::MaskedPan,
                })
                .identification(identifier.text);
            consent_account.secondary_identification =
                (identifier.kind == IdentifierKind::Iban).then(|| "001".to_owned());
            consent_account.name = identifier.kind.has_name().then(|| persona.full_name());
            consent_account
        })
        .collect()
}

fn typed(state: &State, row: &ConsentRow, now: DateTime<Utc>) -> Consent {
    let life = row.life(now);
    let (status, standard) = (
        match life.status {
            Status::Active => ConsentStatus::Active,
            Status::Revoked => ConsentStatus::Revoked,
            Status::Rejected => ConsentStatus::Rejected,
        },
        match life.standard {
            StandardStatus::Authorised => StandardConsentStatus::Authorised,
            StandardStatus::Revoked => StandardConsentStatus::Revoked,
            StandardStatus::Rejected => StandardConsentStatus::Rejected,
            StandardStatus::Expired => StandardConsentStatus::Expired,
        },
    );
    Consent::new(row.id.clone())
        .bank_consent_id(row.bank_consent_id.clone())
        .bank_identifier(row.bank_identifier.clone())
        .consent_type(ConsentType::AccountAccess)
        .consent_status(status)
        .standard_consent_status(standard)
        .permissions(row.permissions)
        .creation_date_time(instant::micros(row.created))
        .status_update_date_time(instant::micros(life.changed))
        .expiration_date_time(row.expires.clone())
        .transaction_from_date_time(row.transactions_from.clone())
        .transaction_to_date_time(row.expires.clone())
        .accounts(accounts(state, row))
}

/// The position of the customer that a path names. Around consents Lean documents no 400.
fn customer_of(exchange: &Exchange<'_>, state: &State, id: &str) -> Result<usize, Answer> {
    decode_segment(id)
        .and_then(|id| state.customers.position(&id))
        .ok_or_else(|| customers::unknown(exchange))
}

fn unknown(exchange: &Exchange<'_>) -> Answer {
    exchange.not_found("UNKNOWN_CONSENT", "No such consent")
}

/// `GET /customers/v1/{customer_id}/consents`
pub(crate) fn list(exchange: &Exchange<'_>, customer: &str) -> Result<Answer, Answer> {
    let page = exchange.page(PageRules {
        number: "pageNumber",
        size: "pageSize",
        default_size: 20,
        largest: exchange.shared.settings.largest_page,
    })?;
    let (consents, place) = {
        let state = exchange.shared.state();
        let customer = customer_of(exchange, &state, customer)?;
        let positions = state
            .customers
            .at(customer)
            .map(|row| &*row.consents)
            .unwrap_or_default();
        let consents: Vec<Consent> = page
            .part(positions)
            .iter()
            .filter_map(|position| state.consents.at(*position))
            .map(|row| typed(&state, row, exchange.now))
            .collect();
        (consents, page.place(positions.len()))
    };
    Ok(Answer::ok(
        &ConsentsPage::new().data(consents).page(
            Page::new()
                .number(place.number)
                .size(place.size)
                .total_elements(place.total_elements)
                .total_pages(place.total_pages),
        ),
    ))
}

/// `GET /customers/v1/{customer_id}/consents/{consent_id}`
pub(crate) fn get(exchange: &Exchange<'_>, customer: &str, id: &str) -> Result<Answer, Answer> {
    let state = exchange.shared.state();
    let customer = customer_of(exchange, &state, customer)?;
    let consent = find(&state, customer, id)
        .and_then(|position| state.consents.at(position))
        .map(|row| typed(&state, row, exchange.now));
    drop(state);
    consent
        .map(|consent| Answer::ok(&consent))
        .ok_or_else(|| unknown(exchange))
}

fn find(state: &State, customer: usize, id: &str) -> Option<usize> {
    let position = state.consents.position(&decode_segment(id)?)?;
    state
        .customers
        .at(customer)?
        .consents
        .contains(&position)
        .then_some(position)
}

/// `DELETE /customers/v1/{customer_id}/entities/{entity_id}/consent/{consent_id}`
pub(crate) fn delete(
    exchange: &Exchange<'_>,
    customer: &str,
    entity: &str,
    consent: &str,
) -> Result<Answer, Answer> {
    let customer_id = exchange.path_uuid("customer_id", customer)?;
    let entity_id = exchange.path_uuid("entity_id", entity)?;
    let consent_id = exchange.path_uuid("consent_id", consent)?;
    let mut state = exchange.shared.state();
    let customer = customer_of(exchange, &state, &customer_id)?;
    let (entity, row) = state
        .entity_of(customer, &entity_id)
        .ok_or_else(|| exchange.not_found("UNKNOWN_ENTITY", "Entity not found"))?;
    let consent = state
        .consents
        .position(&consent_id)
        .filter(|position| row.consents.contains(position))
        .ok_or_else(|| unknown(exchange))?;
    if state.end_consent(consent, Standing::Revoked, exchange.now) {
        events::entity_updated(exchange.shared, &mut state, entity, exchange.now);
    }
    drop(state);
    Ok(Answer::ok(&serde_json::json!({})))
}
