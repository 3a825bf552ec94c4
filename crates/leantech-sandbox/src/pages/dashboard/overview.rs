//! What the dashboard shows, taken from the sandbox in one moment.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::shell::Tone;
use crate::life::consent_status::{Life, StandardStatus, Status};
use crate::memory::rows::{ConsentRow, WebhookRow};
use crate::memory::shared::Shared;
use crate::memory::state::State;
use crate::mock::banks;

/// How many rows of each kind are shown, the newest first.
const SHOWN: usize = 50;

/// The sandbox at a glance.
#[derive(Debug)]
pub(super) struct Overview {
    pub(super) base_url: String,
    pub(super) now: DateTime<Utc>,
    pub(super) is_frozen: bool,
    pub(super) counts: Vec<(&'static str, &'static str, usize)>,
    pub(super) customers: Vec<CustomerLine>,
    pub(super) links: Vec<LinkLine>,
    pub(super) consents: Vec<ConsentLine>,
    pub(super) entities: Vec<EntityLine>,
    pub(super) webhooks: Vec<WebhookLine>,
    pub(super) requests: Vec<RequestLine>,
    pub(super) faults: Vec<String>,
    /// Whether webhooks go anywhere.
    pub(super) has_receiver: bool,
}

#[derive(Debug)]
pub(super) struct CustomerLine {
    pub(super) id: String,
    pub(super) app_user_id: String,
    pub(super) entities: usize,
    pub(super) consents: usize,
}

#[derive(Debug)]
pub(super) struct LinkLine {
    pub(super) consent: String,
    pub(super) app_user_id: String,
    pub(super) bank: String,
    pub(super) permissions: String,
    pub(super) expires: DateTime<Utc>,
}

#[derive(Debug)]
pub(super) struct ConsentLine {
    pub(super) id: String,
    pub(super) app_user_id: String,
    pub(super) bank: String,
    pub(super) word: &'static str,
    pub(super) tone: Tone,
    pub(super) expires: DateTime<Utc>,
    /// Whether it can be ended.
    pub(super) is_active: bool,
}

#[derive(Debug)]
pub(super) struct EntityLine {
    pub(super) id: String,
    pub(super) app_user_id: String,
    pub(super) bank: String,
    pub(super) accounts: usize,
    pub(super) refresh: &'static str,
    pub(super) tone: Tone,
    pub(super) updated: DateTime<Utc>,
}

#[derive(Debug)]
pub(super) struct WebhookLine {
    pub(super) number: u64,
    pub(super) kind: String,
    pub(super) created: DateTime<Utc>,
    pub(super) word: &'static str,
    pub(super) tone: Tone,
    pub(super) due: Option<DateTime<Utc>>,
    /// When each attempt was made, and what came of it.
    pub(super) attempts: Vec<(DateTime<Utc>, Tone, String)>,
}

#[derive(Debug)]
pub(super) struct RequestLine {
    pub(super) at: DateTime<Utc>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) operation: &'static str,
    pub(super) status: Option<u16>,
    pub(super) took: Duration,
    pub(super) is_struck: bool,
}

impl Overview {
    pub(super) fn of(shared: &Shared) -> Self {
        let now = shared.clock.now();
        let requests = requests(shared);
        let faults = shared.faults.descriptions();
        let state = shared.state();
        let consents = state.consents.rows();
        let active = consents
            .iter()
            .filter(|row| row.life(now).status == Status::Active);
        let live = state.entities.rows().iter().filter(|row| !row.deleted);
        let open = state
            .links
            .rows()
            .iter()
            .filter(|row| row.decision.is_none() && row.expires.utc() > now);
        let waiting = state
            .webhooks
            .entries()
            .filter(|(_, row)| row.due.is_some());
        Self {
            base_url: shared.hosts.base_url().to_owned(),
            now,
            is_frozen: shared.clock.is_frozen(),
            counts: vec![
                ("Customers", "customers", state.customers.len()),
                ("Waiting for the bank", "links", open.clone().count()),
                ("Active consents", "consents", active.count()),
                ("Entities", "entities", live.clone().count()),
                ("Webhooks pending", "webhooks", waiting.count()),
                (
                    "Requests",
                    "requests",
                    usize::try_from(shared.calls.all()).unwrap_or(usize::MAX),
                ),
                ("Faults", "faults", faults.len()),
            ],
            customers: newest(state.customers.rows().iter())
                .map(|row| CustomerLine {
                    id: row.id.to_string(),
                    app_user_id: row.app_user_id.to_string(),
                    entities: row.entities.len(),
                    consents: row.consents.len(),
                })
                .collect(),
            links: newest(open)
                .map(|row| LinkLine {
                    consent: row.bank_consent_id.clone(),
                    app_user_id: app_user(&state, row.customer),
                    bank: bank(&row.bank_identifier),
                    permissions: row.permissions.words().collect::<Vec<_>>().join(", "),
                    expires: row.expires.utc(),
                })
                .collect(),
            consents: newest(consents.iter().enumerate())
                .map(|(position, row)| consent(&state, position, row, now))
                .collect(),
            entities: newest(live)
                .map(|row| {
                    let newest = row.refreshes.last().and_then(|at| state.refreshes.at(*at));
                    let (refresh, tone) = match newest.map(|refresh| refresh.finished.is_some()) {
                        None => ("none", Tone::Plain),
                        Some(false) => ("PENDING", Tone::Waiting),
                        Some(true) => ("FINISHED", Tone::Good),
                    };
                    EntityLine {
                        id: row.id.to_string(),
                        app_user_id: app_user(&state, row.customer),
                        bank: bank(&row.bank_identifier),
                        accounts: row.picked().count(),
                        refresh,
                        tone,
                        updated: row.updated,
                    }
                })
                .collect(),
            webhooks: newest(state.webhooks.entries())
                .map(|(number, row)| webhook(number, row))
                .collect(),
            requests,
            faults,
            has_receiver: shared.settings.webhook_url.is_some(),
        }
    }
}

fn newest<R>(rows: impl DoubleEndedIterator<Item = R>) -> impl Iterator<Item = R> {
    rows.rev().take(SHOWN)
}

/// The bank's name.
pub(super) fn bank(identifier: &str) -> String {
    banks::find(identifier).map_or_else(|| identifier.to_owned(), |bank| bank.name.to_owned())
}

fn app_user(state: &State, customer: usize) -> String {
    let row = state.customers.at(customer);
    row.map(|row| row.app_user_id.to_string())
        .unwrap_or_default()
}

/// The word of a consent, Lean's and the standard's in one, and its tone.
pub(super) fn standing(life: Life) -> (&'static str, Tone) {
    match (life.status, life.standard) {
        (_, StandardStatus::Expired) => ("EXPIRED", Tone::Bad),
        (Status::Active, _) => ("ACTIVE", Tone::Good),
        (Status::Revoked, _) => ("REVOKED", Tone::Bad),
        (Status::Rejected, _) => ("REJECTED", Tone::Bad),
    }
}

fn consent(state: &State, position: usize, row: &ConsentRow, now: DateTime<Utc>) -> ConsentLine {
    let (word, tone) = standing(row.life(now));
    // A rejected consent has no entity; its customer has it in a list all the same.
    let owner = state
        .customers
        .rows()
        .iter()
        .find(|customer| customer.consents.contains(&position));
    ConsentLine {
        id: row.id.to_string(),
        app_user_id: owner
            .map(|owner| owner.app_user_id.to_string())
            .unwrap_or_default(),
        bank: bank(&row.bank_identifier),
        word,
        tone,
        expires: row.expires.utc(),
        is_active: row.is_usable(now),
    }
}

/// Where a webhook stands.
pub(super) fn delivery(row: &WebhookRow) -> (&'static str, Tone) {
    let is_taken = row
        .attempts
        .last()
        .is_some_and(|attempt| attempt.status == Some(200));
    match (row.attempts.is_empty(), row.due.is_some()) {
        _ if is_taken => ("delivered", Tone::Good),
        (true, true) => ("on its way", Tone::Waiting),
        (true, false) => ("no receiver", Tone::Plain),
        (false, true) => ("tried again later", Tone::Waiting),
        (false, false) => ("given up", Tone::Bad),
    }
}

fn webhook(number: u64, row: &WebhookRow) -> WebhookLine {
    let (word, tone) = delivery(row);
    let attempts = row.attempts.iter().map(|attempt| {
        let said = match (attempt.status, &attempt.failure) {
            (Some(status), _) => status.to_string(),
            (None, Some(failure)) => failure.clone(),
            (None, None) => String::from("no answer"),
        };
        let tone = if attempt.status == Some(200) {
            Tone::Good
        } else {
            Tone::Bad
        };
        (attempt.at, tone, said)
    });
    WebhookLine {
        number,
        kind: row.kind.clone(),
        created: row.created,
        word,
        tone,
        due: row.due,
        attempts: attempts.collect(),
    }
}

fn requests(shared: &Shared) -> Vec<RequestLine> {
    let entries = shared.journal.entries();
    newest(entries.entries())
        .map(|(_, entry)| RequestLine {
            at: entry.at,
            method: entry.request.method.to_string(),
            path: entry.request.target.to_string(),
            operation: entry.operation.map_or("", |operation| operation.id()),
            status: entry.status,
            took: entry.took,
            is_struck: entry.is_struck,
        })
        .collect()
}
