//! Entities: a customer's connections to banks.

use chrono::{DateTime, NaiveDate, Utc};
use leantech_entities::types::{
    AccountScheme, BankType, Consent, ConsentAccount, ConsentStatus, Entity, EntityStatus,
    ListedEntitiesPage, ListedEntity, Page,
};

use super::customers;
use crate::exchange::Exchange;
use crate::life::consent_status::Status;
use crate::life::events;
use crate::memory::rows::{ConsentRow, CustomerRow, EntityRow, Standing};
use crate::memory::state::State;
use crate::mock::persona::{IdentifierKind, Persona};
use crate::wire::answer::Answer;
use crate::wire::instant;
use crate::wire::paging::PageRules;

/// A consent as it stands inside an entity: four of its fields are null there.
fn consent(state: &State, entity: &EntityRow, row: &ConsentRow, now: DateTime<Utc>) -> Consent {
    let life = row.life(now);
    let status = match life.status {
        Status::Active => ConsentStatus::Active,
        Status::Revoked => ConsentStatus::Revoked,
        Status::Rejected => ConsentStatus::Rejected,
    };
    let persona = Persona::of(state.seed, &entity.bank_identifier, entity.persona);
    let accounts: Vec<ConsentAccount> = persona
        .identifiers(entity.picked().map(|account| account.kind))
        .into_iter()
        .map(|identifier| {
            let mut account = ConsentAccount::new()
                .scheme_name(match identifier.kind {
                    IdentifierKind::Iban => AccountScheme::Iban,
                    IdentifierKind::AccountNumber => AccountScheme::AccountNumber,
                    IdentifierKind::MaskedPan => AccountScheme::MaskedPan,
                })
                .identification(identifier.text);
            account.name = identifier.kind.has_name().then(|| persona.full_name());
            account
        })
        .collect();
    Consent::new(row.id.clone())
        .bank_consent_id(row.bank_consent_id.clone())
        .consent_status(status)
        .permissions(row.permissions)
        .creation_date_time(instant::micros(row.created))
        .status_update_date_time(instant::micros(life.changed))
        .expiration_date_time(row.expires.clone())
        .transaction_from_date_time(row.transactions_from.clone())
        .transaction_to_date_time(row.expires.clone())
        .accounts(accounts)
}

fn typed(state: &State, customer: &CustomerRow, row: &EntityRow, now: DateTime<Utc>) -> Entity {
    Entity::new(row.id.clone())
        .customer_id(customer.id.clone())
        .bank_identifier(row.bank_identifier.clone())
        .permissions(row.permissions)
        .bank_type(BankType::Retail)
        .created_at(instant::micros(row.created))
        .consents(
            state
                .consents_of(row)
                .map(|one| consent(state, row, one, now))
                .collect::<Vec<_>>(),
        )
}

fn customer_of<'s>(
    exchange: &Exchange<'_>,
    state: &'s State,
    id: &str,
) -> Result<(usize, &'s CustomerRow), Answer> {
    let id = exchange.path_uuid("customer_id", id)?;
    state
        .customers
        .find(&id)
        .ok_or_else(|| customers::unknown(exchange))
}

/// The answer to an entity that does not exist or was deleted.
pub(crate) fn unknown(exchange: &Exchange<'_>) -> Answer {
    exchange.not_found("UNKNOWN_ENTITY", "Entity not found")
}

/// `GET /customers/v1/{customer_id}/entities`
pub(crate) fn list(exchange: &Exchange<'_>, customer: &str) -> Result<Answer, Answer> {
    let state = exchange.shared.state();
    let (_, customer) = customer_of(exchange, &state, customer)?;
    let entities: Vec<Entity> = customer
        .entities
        .iter()
        .filter_map(|position| state.entities.at(*position))
        .filter(|row| !row.deleted)
        .map(|row| typed(&state, customer, row, exchange.now))
        .collect();
    drop(state);
    Ok(Answer::ok(&entities))
}

/// `GET /customers/v1/{customer_id}/entities/{entity_id}`
pub(crate) fn get(exchange: &Exchange<'_>, customer: &str, id: &str) -> Result<Answer, Answer> {
    let state = exchange.shared.state();
    let (position, customer) = customer_of(exchange, &state, customer)?;
    let id = exchange.path_uuid("entity_id", id)?;
    let entity = state
        .entity_of(position, &id)
        .map(|(_, row)| typed(&state, customer, row, exchange.now));
    drop(state);
    entity
        .map(|entity| Answer::ok(&entity))
        .ok_or_else(|| unknown(exchange))
}

/// `GET /customers/v1/entities`: by the day they were made, both ends included (UTC).
pub(crate) fn range(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let date = |name: &str| {
        exchange
            .query
            .required::<NaiveDate>(name)
            .map_err(|_| exchange.invalid(&format!("/query/{name}"), "the date does not exist"))
    };
    let (start, end) = (date("start_date")?, date("end_date")?);
    if start > end {
        return Err(exchange.invalid("/query/end_date", "end_date lies before start_date"));
    }
    let page = exchange.page(PageRules {
        number: "page_number",
        size: "page_size",
        default_size: 100,
        largest: exchange.shared.settings.largest_page,
    })?;
    let state = exchange.shared.state();
    let within: Vec<&EntityRow> = state
        .entities
        .rows()
        .iter()
        .filter(|row| !row.deleted && (start..=end).contains(&row.created.date_naive()))
        .collect();
    let listed: Vec<ListedEntity> = page
        .part(&within)
        .iter()
        .filter_map(|row| {
            Some(typed(
                &state,
                state.customers.at(row.customer)?,
                row,
                exchange.now,
            ))
        })
        .zip(page.part(&within).iter().map(|row| row.updated))
        .map(|(entity, updated)| {
            let mut listed_entity = ListedEntity::new(entity.id)
                // Recorded: it stays ACTIVE when the consent has ended.
                .status(EntityStatus::Active)
                .updated_at(instant::micros(updated));
            listed_entity.customer_id = entity.customer_id;
            listed_entity.bank_identifier = entity.bank_identifier;
            listed_entity.permissions = entity.permissions;
            listed_entity.bank_type = entity.bank_type;
            listed_entity.created_at = entity.created_at;
            listed_entity.consents = entity.consents;
            listed_entity
        })
        .collect();
    let place = page.place(within.len());
    drop(within);
    drop(state);
    Ok(Answer::ok(
        &ListedEntitiesPage::new().data(listed).page(
            Page::new()
                .number(place.number)
                .size(place.size)
                .total_elements(place.total_elements)
                .total_pages(place.total_pages),
        ),
    ))
}

/// `DELETE /customers/v1/{customer_id}/entities/{entity_id}`: every consent ends with it.
pub(crate) fn delete(exchange: &Exchange<'_>, customer: &str, id: &str) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let (customer, _) = customer_of(exchange, &state, customer)?;
    let id = exchange.path_uuid("entity_id", id)?;
    let (position, row) = state
        .entity_of(customer, &id)
        .ok_or_else(|| unknown(exchange))?;
    for consent in row.consents.clone() {
        state.end_consent(consent, Standing::Revoked, exchange.now);
    }
    if let Some(row) = state.entities.at_mut(position) {
        row.deleted = true;
        row.updated = exchange.now;
    }
    events::entity_updated(exchange.shared, &mut state, position, exchange.now);
    drop(state);
    Ok(Answer::ok(&serde_json::json!({})))
}
