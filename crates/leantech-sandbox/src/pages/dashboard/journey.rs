//! One customer's journey: everything that happened, in its order.

use chrono::{DateTime, Utc};

use super::overview::{bank, delivery};
use super::shell::Tone;
use crate::life::consent_status::StandardStatus;
use crate::memory::rows::{CustomerRow, Decision, Standing};
use crate::memory::shared::Shared;
use crate::memory::state::State;
use crate::routing::operation::Operation;

/// Whose doing a moment is; each has a lane of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Application,
    Bank,
    Lean,
    Webhooks,
}

impl Lane {
    pub(super) const ALL: [Self; 4] = [Self::Application, Self::Bank, Self::Lean, Self::Webhooks];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::Bank => "Bank",
            Self::Lean => "Lean",
            Self::Webhooks => "Webhooks",
        }
    }
}

/// Something that happened.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) at: DateTime<Utc>,
    pub(super) lane: Lane,
    pub(super) tone: Tone,
    pub(super) what: String,
}

/// What happened to a customer.
#[derive(Debug)]
pub(super) struct Journey {
    pub(super) app_user_id: String,
    pub(super) customer_id: String,
    pub(super) moments: Vec<Moment>,
    /// How many earlier moments are left out.
    pub(super) left_out: usize,
}

/// How many moments a picture has at most.
const MOST: usize = 40;

impl Journey {
    /// The journey of the customer with that id.
    pub(super) fn of(shared: &Shared, id: &str) -> Option<Self> {
        let now = shared.clock.now();
        let state = shared.state();
        let (position, customer) = state.customers.find(id)?;
        let mut moments = Moments::default();
        moments.add(
            customer.created,
            Lane::Application,
            Tone::Good,
            "customer created",
        );
        links(&state, position, &mut moments);
        consents(&state, customer, now, &mut moments);
        entities(&state, customer, &mut moments);
        webhooks(&state, customer, &mut moments);
        let entities: Vec<String> = customer
            .entities
            .iter()
            .filter_map(|at| Some(state.entities.at(*at)?.id.to_string()))
            .collect();
        let (app_user_id, customer_id) =
            (customer.app_user_id.to_string(), customer.id.to_string());
        drop(state);
        reads(shared, &entities, &mut moments);

        let mut moments = moments.0;
        // Moments of one instant stay in the order of cause and effect that they were added in.
        moments.sort_by_key(|moment| moment.at);
        let left_out = moments.len().saturating_sub(MOST);
        moments.drain(..left_out);
        Some(Self {
            app_user_id,
            customer_id,
            moments,
            left_out,
        })
    }
}

#[derive(Default)]
struct Moments(Vec<Moment>);

impl Moments {
    fn add(&mut self, at: DateTime<Utc>, lane: Lane, tone: Tone, what: impl Into<String>) {
        self.0.push(Moment {
            at,
            lane,
            tone,
            what: what.into(),
        });
    }
}

fn links(state: &State, customer: usize, moments: &mut Moments) {
    let links = state.links.rows().iter();
    for link in links.filter(|link| link.customer == customer) {
        let made = format!("link made to {}", bank(&link.bank_identifier));
        let (what, tone) = match &link.decision {
            None => (made, Tone::Waiting),
            Some(Decision::Approved) => (made, Tone::Good),
            // A bank that failed leaves only its code, and no consent.
            Some(Decision::Failed(word)) => (format!("{made}, ended as {word}"), Tone::Plain),
        };
        moments.add(link.created, Lane::Application, tone, what);
    }
}

fn consents(state: &State, customer: &CustomerRow, now: DateTime<Utc>, moments: &mut Moments) {
    for consent in customer
        .consents
        .iter()
        .filter_map(|at| state.consents.at(*at))
    {
        let bank = bank(&consent.bank_identifier);
        if consent.standing == Standing::Rejected {
            let what = format!("consent rejected at {bank}");
            moments.add(consent.created, Lane::Bank, Tone::Bad, what);
            continue;
        }
        let what = format!("consent approved at {bank}");
        moments.add(consent.created, Lane::Bank, Tone::Good, what);
        let life = consent.life(now);
        let end = match life.standard {
            StandardStatus::Expired => consent.expires.utc().min(now),
            _ => life.changed,
        };
        match life.standard {
            StandardStatus::Expired => {
                let what = format!("consent at {bank} expired");
                moments.add(end, Lane::Bank, Tone::Bad, what);
            }
            StandardStatus::Revoked => {
                let what = format!("consent at {bank} revoked");
                moments.add(end, Lane::Bank, Tone::Bad, what);
            }
            _ => {}
        }
    }
}

fn entities(state: &State, customer: &CustomerRow, moments: &mut Moments) {
    for entity in customer
        .entities
        .iter()
        .filter_map(|at| state.entities.at(*at))
    {
        let bank = bank(&entity.bank_identifier);
        let what = format!("entity of {bank} created");
        moments.add(entity.created, Lane::Lean, Tone::Good, what);
        for refresh in entity
            .refreshes
            .iter()
            .filter_map(|at| state.refreshes.at(*at))
        {
            moments.add(refresh.started, Lane::Lean, Tone::Waiting, "refresh began");
            if let Some(finished) = refresh.finished {
                moments.add(finished, Lane::Lean, Tone::Good, "refresh finished");
            }
        }
        if entity.deleted {
            let what = format!("entity of {bank} deleted");
            moments.add(entity.updated, Lane::Lean, Tone::Bad, what);
        }
    }
}

fn webhooks(state: &State, customer: &CustomerRow, moments: &mut Moments) {
    let of_customer = state
        .webhooks
        .entries()
        .filter(|(_, row)| row.customer.as_ref() == Some(&customer.id));
    for (number, row) in of_customer {
        let (word, tone) = delivery(row);
        let at = row.attempts.last().map_or(row.created, |last| last.at);
        let what = format!("webhook #{number} {} {word}", row.kind);
        moments.add(at, Lane::Webhooks, tone, what);
    }
}

/// The data calls for one of these entities, as far back as requests are remembered.
fn reads(shared: &Shared, entities: &[String], moments: &mut Moments) {
    let entries = shared.journal.entries();
    for (_, entry) in entries.entries() {
        let Some(operation) = entry.operation.filter(|operation| is_data(*operation)) else {
            continue;
        };
        let query = entry.request.query().unwrap_or_default();
        let is_theirs = url::form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == "entity_id" && entities.iter().any(|id| *id == value));
        if !is_theirs {
            continue;
        }
        let status = entry
            .status
            .map_or_else(|| "dropped".to_owned(), |status| status.to_string());
        let what = format!("data read: {} {status}", operation.id());
        let tone = Tone::of_status(entry.status);
        moments.add(entry.at, Lane::Application, tone, what);
    }
}

fn is_data(operation: Operation) -> bool {
    use Operation as Op;
    matches!(
        operation,
        Op::FetchAccounts
            | Op::FetchBalances
            | Op::FetchTransactions
            | Op::FetchCurrentIdentity
            | Op::FetchAllIdentities
            | Op::FetchBeneficiaries
            | Op::FetchDirectDebits
            | Op::FetchScheduledPayments
            | Op::GetStandingOrders
    )
}
