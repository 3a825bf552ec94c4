//! Everything a sandbox remembers, and the ids it gives out.

use std::collections::HashMap;

use leantech_core::AppUserId;
use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::rows::{ConsentRow, CustomerRow, EntityRow, LinkRow, RefreshRow, ResultRow, TokenRow};
use crate::table::Table;

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
}

/// How many kinds of ids there are.
const KINDS: usize = 10;

/// The memory of one sandbox.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) seed: u64,
    given_out: [u64; KINDS],
    pub(crate) customers: Table<CustomerRow>,
    pub(crate) links: Table<LinkRow>,
    pub(crate) consents: Table<ConsentRow>,
    pub(crate) entities: Table<EntityRow>,
    pub(crate) refreshes: Table<RefreshRow>,
    pub(crate) results: Table<ResultRow>,
    pub(crate) tokens: HashMap<String, TokenRow>,
    /// Positions of customers by the application's own id.
    #[serde(skip)]
    pub(crate) app_users: HashMap<String, usize>,
    /// Positions of refreshes that were pending when last looked at.
    #[serde(skip)]
    pub(crate) pending: Vec<usize>,
    /// Positions of asynchronous calls that nobody was told are ready.
    #[serde(skip)]
    pub(crate) untold: Vec<usize>,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            ..Self::default()
        }
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
    pub(crate) fn add_customer(&mut self, app_user_id: &AppUserId) -> usize {
        let id = self.new_id(IdKind::Customer);
        let position = self.customers.add(CustomerRow {
            id,
            app_user_id: app_user_id.clone(),
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

    /// Makes the lookups that are not saved, and says whether every reference leads somewhere.
    pub(crate) fn restore(&mut self) -> bool {
        self.app_users = self
            .customers
            .rows()
            .iter()
            .enumerate()
            .map(|(position, customer)| (customer.app_user_id.as_str().into(), position))
            .collect();
        self.pending = (0..self.refreshes.len())
            .filter(|position| {
                self.refreshes
                    .at(*position)
                    .is_some_and(|row| row.finished.is_none())
            })
            .collect();
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
    }
}
