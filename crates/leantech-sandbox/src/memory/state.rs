//! Everything a sandbox remembers, and the ids it gives out.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use leantech_core::AppUserId;

use super::log::Log;
use super::rows::payouts::{DestinationRow, KeyRow, PayoutRow};
use super::rows::reports::ReportRow;
use super::rows::{
    BankSwitchRow, ConsentRow, CustomerRow, EntityRow, LinkRow, RefreshRow, ResultRow, WebhookRow,
};
use super::table::{Row, Table};
use super::tokens::Tokens;
use crate::mock::random::Random;

/// What an id is for; each kind counts for itself, so that one kind's ids do not depend on how
/// many of another there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum IdKind {
    Customer,
    BankConsent,
    Consent,
    Entity,
    Account,
    Refresh,
    Results,
    Attempt,
    Token,
    Event,
    Payout,
    Destination,
    Report,
}

/// How many kinds of ids there are.
pub(crate) const KINDS: usize = 13;

/// How many webhooks are remembered; older ones are forgotten, also if they were never taken.
const WEBHOOKS_KEPT: usize = 1000;

/// How many payouts, keys of payouts, destinations and reports are remembered, each.
const KEPT: usize = 10_000;

/// The memory of one sandbox.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) seed: u64,
    given_out: [u64; KINDS],
    pub(crate) customers: Table<CustomerRow>,
    pub(crate) links: Table<LinkRow>,
    pub(crate) consents: Table<ConsentRow>,
    pub(crate) entities: Table<EntityRow>,
    pub(crate) refreshes: Table<RefreshRow>,
    pub(crate) results: Table<ResultRow>,
    pub(crate) bank_switches: Table<BankSwitchRow>,
    pub(crate) webhooks: Log<WebhookRow>,
    pub(crate) tokens: Tokens,
    pub(crate) payouts: Log<PayoutRow>,
    pub(crate) payout_keys: Log<KeyRow>,
    pub(crate) destinations: Log<DestinationRow>,
    pub(crate) reports: Log<ReportRow>,
    /// Positions of customers by the application's own id.
    pub(crate) app_users: HashMap<String, usize>,
    /// Positions of refreshes that were pending at the last check.
    pub(crate) pending: Vec<usize>,
    /// Positions of asynchronous calls that nobody was told are ready.
    pub(crate) untold: Vec<usize>,
    /// Whether everything was forgotten since the changes were last taken.
    is_new: bool,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            given_out: [0; KINDS],
            customers: Table::default(),
            links: Table::default(),
            consents: Table::default(),
            entities: Table::default(),
            refreshes: Table::default(),
            results: Table::default(),
            bank_switches: Table::default(),
            webhooks: Log::with_room(WEBHOOKS_KEPT),
            tokens: Tokens::default(),
            payouts: Log::with_room(KEPT),
            payout_keys: Log::with_room(KEPT),
            destinations: Log::with_room(KEPT),
            reports: Log::with_room(KEPT),
            app_users: HashMap::new(),
            pending: Vec::new(),
            untold: Vec::new(),
            is_new: true,
        }
    }

    /// When the next refresh or asynchronous call is finished, if one is not.
    pub(crate) fn next_settled(&self) -> Option<DateTime<Utc>> {
        let refreshes = self.pending.iter().filter_map(|at| self.refreshes.at(*at));
        let results = self.untold.iter().filter_map(|at| self.results.at(*at));
        refreshes
            .map(|row| row.due)
            .chain(results.map(|row| row.due))
            .min()
    }

    fn draw(&mut self, kind: IdKind) -> Random {
        let mut count = 0;
        if let Some(given_out) = self.given_out.get_mut(kind as usize) {
            count = *given_out;
            *given_out = given_out.wrapping_add(1);
        }
        Random::stream(self.seed, &[kind as u64, count])
    }

    /// A new id in the form of a uuid.
    pub(crate) fn new_id<I: TryFrom<String>>(&mut self, kind: IdKind) -> I {
        loop {
            // A uuid is fit for every kind of id, so the first draw is taken.
            if let Ok(id) = I::try_from(self.draw(kind).uuid()) {
                return id;
            }
        }
    }

    /// A new id of a consent at a mock bank: plain digits.
    pub(crate) fn new_bank_consent_id(&mut self) -> String {
        loop {
            let id = self
                .draw(IdKind::BankConsent)
                .between(100_000, 999_999_999)
                .to_string();
            if self.links.position(&id).is_none() {
                return id;
            }
        }
    }

    /// Adds a customer.
    pub(crate) fn add_customer(&mut self, app_user_id: &AppUserId, now: DateTime<Utc>) -> usize {
        let id = self.new_id(IdKind::Customer);
        let position = self.customers.add(CustomerRow {
            id,
            app_user_id: app_user_id.clone(),
            created: now,
            entities: Vec::new(),
            consents: Vec::new(),
        });
        self.app_users.insert(app_user_id.as_str().into(), position);
        position
    }

    /// The customer's entity with that id, if it was not deleted.
    pub(crate) fn entity_of(&self, customer: usize, id: &str) -> Option<(usize, &EntityRow)> {
        self.entities
            .find(id)
            .filter(|(_, entity)| entity.customer == customer && !entity.deleted)
    }

    /// The entity with that id, if it was not deleted.
    pub(crate) fn live_entity(&self, id: &str) -> Option<(usize, &EntityRow)> {
        self.entities.find(id).filter(|(_, entity)| !entity.deleted)
    }

    /// The consents of an entity, the oldest first.
    pub(crate) fn consents_of<'s>(
        &'s self,
        entity: &'s EntityRow,
    ) -> impl DoubleEndedIterator<Item = &'s ConsentRow> {
        entity
            .consents
            .iter()
            .filter_map(|position| self.consents.at(*position))
    }

    /// Whether something changed since the changes were last taken.
    pub(crate) fn is_touched(&self) -> bool {
        self.is_new
            || self.customers.is_touched()
            || self.links.is_touched()
            || self.consents.is_touched()
            || self.entities.is_touched()
            || self.refreshes.is_touched()
            || self.results.is_touched()
            || self.bank_switches.is_touched()
            || self.webhooks.is_touched()
            || self.tokens.is_touched()
            || self.payouts.is_touched()
            || self.payout_keys.is_touched()
            || self.destinations.is_touched()
            || self.reports.is_touched()
    }

    /// Forgets what changed, where nobody keeps it.
    pub(crate) fn drop_changes(&mut self) {
        self.is_new = false;
        self.customers.take_touched();
        self.links.take_touched();
        self.consents.take_touched();
        self.entities.take_touched();
        self.refreshes.take_touched();
        self.results.take_touched();
        self.bank_switches.take_touched();
        self.webhooks.take_touched();
        self.tokens.drop_touched();
        self.payouts.take_touched();
        self.payout_keys.take_touched();
        self.destinations.take_touched();
        self.reports.take_touched();
    }

    /// Whether everything was forgotten since this was last asked.
    pub(crate) fn take_is_new(&mut self) -> bool {
        std::mem::take(&mut self.is_new)
    }

    /// How many ids of each kind were issued.
    pub(crate) fn given_out(&self) -> [u64; KINDS] {
        self.given_out
    }

    /// Of kinds that are not told, none were.
    pub(crate) fn set_given_out(&mut self, given_out: &[u64]) {
        for (kind, count) in self.given_out.iter_mut().zip(given_out) {
            *kind = *count;
        }
    }

    /// Makes the lookups that are not kept, and says whether every reference leads somewhere.
    pub(crate) fn restore(&mut self) -> bool {
        self.app_users = self
            .customers
            .rows()
            .iter()
            .enumerate()
            .map(|(position, customer)| (customer.app_user_id.as_str().into(), position))
            .collect();
        self.tokens.restore_order();
        self.pending = positions(&self.refreshes, |row| row.finished.is_none());
        self.untold = positions(&self.results, |row| !row.told);
        self.is_whole()
    }

    fn is_whole(&self) -> bool {
        let within = |positions: &[usize], count: usize| positions.iter().all(|at| *at < count);
        let (customers, entities) = (self.customers.len(), self.entities.len());
        let (consents, refreshes) = (self.consents.len(), self.refreshes.len());
        self.app_users.len() == customers
            && self
                .customers
                .rows()
                .iter()
                .all(|row| within(&row.entities, entities) && within(&row.consents, consents))
            && self.links.rows().iter().all(|row| row.customer < customers)
            && self
                .consents
                .rows()
                .iter()
                .all(|row| row.entity.is_none_or(|at| at < entities))
            && self
                .refreshes
                .rows()
                .iter()
                .all(|row| row.entity < entities)
            && self.entities.rows().iter().all(|row| {
                row.customer < customers
                    && within(&row.consents, consents)
                    && within(&row.refreshes, refreshes)
            })
            && self
                .reports
                .entries()
                .all(|(_, row)| row.is_whole(customers, entities))
    }
}

fn positions<R: Row>(table: &Table<R>, wanted: impl Fn(&R) -> bool) -> Vec<usize> {
    let rows = table.rows().iter().enumerate();
    rows.filter(|(_, row)| wanted(row))
        .map(|(position, _)| position)
        .collect()
}
