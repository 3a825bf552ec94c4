//! Looks at a sandbox: its state as records, the oldest first.

use chrono::{DateTime, Utc};

use super::records::{
    AttemptRecord, ClockReading, ConsentRecord, ConsentState, CustomerRecord, EntityRecord,
    RequestRecord, WebhookRecord,
};
use crate::life::consent_status::StandardStatus;
use crate::life::decision::CONSENT_REJECTED;
use crate::life::links;
use crate::memory::journal::Entry;
use crate::memory::rows::{CustomerRow, Decision, EntityRow, LinkRow, WebhookRow};
use crate::memory::shared::Shared;
use crate::memory::state::State;
use crate::mock::persona::Persona;

pub(crate) fn customers(shared: &Shared) -> Vec<CustomerRecord> {
    let state = shared.state();
    let rows = state.customers.rows().iter();
    rows.map(|row| customer(&state, row)).collect()
}

pub(crate) fn customer(state: &State, row: &CustomerRow) -> CustomerRecord {
    let entities = row.entities.iter().filter_map(|at| state.entities.at(*at));
    CustomerRecord {
        customer_id: row.id.clone(),
        app_user_id: row.app_user_id.clone(),
        entities: entities
            .filter(|entity| !entity.deleted)
            .map(|entity| entity.id.clone())
            .collect(),
        consents: row.consents.len(),
    }
}

pub(crate) fn entities(shared: &Shared) -> Vec<EntityRecord> {
    let state = shared.state();
    let rows = state.entities.rows().iter();
    rows.filter_map(|row| entity(&state, row)).collect()
}

pub(crate) fn entity(state: &State, row: &EntityRow) -> Option<EntityRecord> {
    Some(EntityRecord {
        entity_id: row.id.clone(),
        customer_id: state.customers.at(row.customer)?.id.clone(),
        bank_identifier: row.bank_identifier.clone(),
        permissions: row.permissions.words().collect(),
        accounts: row.picked().map(|account| account.id.clone()).collect(),
        national_id: Persona::of(state.seed, &row.bank_identifier, row.persona).national_id(),
        created_at: row.created,
        updated_at: row.updated,
        deleted: row.deleted,
    })
}

pub(crate) fn consents(shared: &Shared, base_url: &str) -> Vec<ConsentRecord> {
    let now = shared.clock.now();
    let state = shared.state();
    let links = state.links.rows().iter();
    links
        .filter_map(|link| consent(&state, link, base_url, now))
        .collect()
}

/// A link with the consent that came of it, if one did.
pub(crate) fn consent(
    state: &State,
    link: &LinkRow,
    base_url: &str,
    now: DateTime<Utc>,
) -> Option<ConsentRecord> {
    let customer = state.customers.at(link.customer)?;
    let consents = customer.consents.iter().rev();
    let row = consents
        .filter_map(|at| state.consents.at(*at))
        .find(|row| row.bank_consent_id == link.bank_consent_id);
    let reached = match (&link.decision, row) {
        (_, Some(row)) => match row.life(now).standard {
            StandardStatus::Authorised => ConsentState::Authorised,
            StandardStatus::Revoked => ConsentState::Revoked,
            StandardStatus::Rejected => ConsentState::Rejected,
            StandardStatus::Expired => ConsentState::Expired,
        },
        (Some(Decision::Failed(word)), None) if word != CONSENT_REJECTED => ConsentState::Failed,
        (Some(_), None) => ConsentState::Rejected,
        (None, None) if link.expires.utc() <= now => ConsentState::Lapsed,
        (None, None) => ConsentState::AwaitingAuthorisation,
    };
    let entity = row.and_then(|row| state.entities.at(row.entity?));
    Some(ConsentRecord {
        bank_consent_id: link.bank_consent_id.clone(),
        consent_id: row.map(|row| row.id.clone()),
        customer_id: customer.id.clone(),
        entity_id: entity.map(|entity| entity.id.clone()),
        bank_identifier: link.bank_identifier.clone(),
        permissions: link.permissions.words().collect(),
        withheld_scopes: link.withheld.clone(),
        state: reached,
        created_at: link.created,
        expires_at: row.map_or_else(|| link.expires.utc(), |row| row.expires.utc()),
        redirect_url: links::redirect_url(base_url, &link.bank_consent_id, &link.bank_identifier),
    })
}

pub(crate) fn clock(shared: &Shared) -> ClockReading {
    ClockReading {
        now: shared.clock.now(),
        frozen: shared.clock.is_frozen(),
    }
}

pub(crate) fn requests(shared: &Shared) -> Vec<RequestRecord> {
    let journal = shared.journal.entries();
    let entries = journal.entries();
    entries
        .map(|(number, entry)| request(number, entry))
        .collect()
}

fn request(number: u64, entry: &Entry) -> RequestRecord {
    let request = &entry.request;
    RequestRecord {
        number,
        at: entry.at,
        method: request.method.to_string(),
        path: request.path().to_owned(),
        query: request.query().map(str::to_owned),
        operation: entry
            .operation
            .map(crate::routing::operation::Operation::id),
        headers: request
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: String::from_utf8_lossy(&request.body).into_owned(),
        status: entry.status,
        took_micros: u64::try_from(entry.took.as_micros()).unwrap_or(u64::MAX),
        struck: entry.is_struck,
    }
}

pub(crate) fn webhooks(shared: &Shared) -> Vec<WebhookRecord> {
    let state = shared.state();
    let entries = state.webhooks.entries();
    entries.map(|(number, row)| webhook(number, row)).collect()
}

fn webhook(number: u64, row: &WebhookRow) -> WebhookRecord {
    let attempts = row.attempts.iter().map(|attempt| AttemptRecord {
        at: attempt.at,
        took_micros: attempt.took_micros,
        status: attempt.status,
        failure: attempt.failure.clone(),
    });
    WebhookRecord {
        number,
        kind: row.kind.clone(),
        event_id: row.event_id.clone(),
        customer_id: row.customer.clone(),
        created_at: row.created,
        due_at: row.due,
        delivered: row.attempts.iter().any(|it| it.status == Some(200)),
        attempts: attempts.collect(),
        body: row.body.clone(),
    }
}
