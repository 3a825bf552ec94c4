//! The entries of customers: those in use, and of the others as many as fit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use leantech_core::{CustomerId, Time};
use tokio::time::Instant;

use crate::token::entry::Entry;

/// The entries of customers. A step takes about the same time however many there are.
///
/// Lock order: [`Lease::for_fetch`] takes this lock while it holds an entry's lock. While this lock is held, only
/// entries that nobody uses are locked, so the two cannot wait for each other.
pub(super) struct Customers {
    kept: Mutex<Kept>,
    most: usize,
    time: Time,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<CustomerId, Slot>,
    /// The entries that nobody uses: the least recently used first. An entry that is used again keeps its
    /// place until room is needed, so that a token at hand costs the same among many customers.
    idle: BTreeMap<u64, CustomerId>,
    /// The same, by when they have nothing left to remember.
    ends: BTreeSet<(Instant, u64)>,
    turn: u64,
}

struct Slot {
    entry: Arc<Entry>,
    /// How many callers and fetches use it: it is not evicted before they are done.
    users: usize,
    /// The turn in which it was last released.
    used: u64,
    /// Its place among the idle ones, which may be an earlier turn, and when it has nothing left to remember.
    idle: Option<(u64, Instant)>,
}

/// The use of an entry, by a caller: while it lasts, nobody makes a second entry for the customer.
pub(super) struct Lease {
    customers: Arc<Customers>,
    id: CustomerId,
    entry: Arc<Entry>,
}

/// The use of an entry by a fetch, which must not keep the cache alive.
pub(super) struct FetchLease {
    customers: Weak<Customers>,
    id: CustomerId,
}

impl Customers {
    pub(super) fn new(most: usize, time: Time) -> Arc<Self> {
        Arc::new(Self {
            kept: Mutex::default(),
            most,
            time,
        })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here panics half way.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts using a customer's entry.
    pub(super) fn lease(self: &Arc<Self>, id: &CustomerId) -> Lease {
        let entry = self.kept().take(id);
        Lease {
            customers: Arc::clone(self),
            id: id.clone(),
            entry,
        }
    }

    /// Ends a use of an entry, and evicts entries beyond the limit.
    fn release(&self, id: &CustomerId) {
        // A clock may be the caller's own code, so it is read before the lock is taken.
        let now = self.time.now();
        let mut kept = self.kept();
        kept.release(id, now);
        let forgotten = kept.forget(self.most, now);
        drop(kept);
        drop(forgotten);
    }
}

impl Kept {
    fn take(&mut self, id: &CustomerId) -> Arc<Entry> {
        let Some(slot) = self.entries.get_mut(id) else {
            let slot = Slot {
                entry: Arc::default(),
                users: 1,
                used: 0,
                idle: None,
            };
            let entry = Arc::clone(&slot.entry);
            self.entries.insert(id.clone(), slot);
            return entry;
        };
        slot.users += 1;
        Arc::clone(&slot.entry)
    }

    fn release(&mut self, id: &CustomerId, now: Instant) {
        let Some(slot) = self.entries.get_mut(id) else {
            return;
        };
        slot.users = slot.users.saturating_sub(1);
        if slot.users > 0 {
            return;
        }
        self.turn += 1;
        slot.used = self.turn;
        let ends = slot.entry.remembers_until().unwrap_or(now);
        match slot.idle {
            Some((_, known)) if known == ends => return,
            Some((turn, known)) => {
                self.idle.remove(&turn);
                self.ends.remove(&(known, turn));
            }
            None => {}
        }
        slot.idle = Some((self.turn, ends));
        self.idle.insert(self.turn, id.clone());
        self.ends.insert((ends, self.turn));
    }

    /// Evicts entries beyond the limit: expired ones first, then the least recently used.
    fn forget(&mut self, most: usize, now: Instant) -> Vec<Slot> {
        let mut forgotten = Vec::new();
        while self.entries.len() > most {
            let expired = self.ends.first().filter(|(ends, _)| *ends <= now);
            let expired = expired.map(|(_, turn)| *turn);
            let oldest = self.idle.first_key_value().map(|(turn, _)| *turn);
            let Some(turn) = expired.or(oldest) else {
                break;
            };
            let Some(id) = self.idle.remove(&turn) else {
                break;
            };
            let Some(slot) = self.entries.get_mut(&id) else {
                break;
            };
            let Some((_, ends)) = slot.idle.take() else {
                break;
            };
            self.ends.remove(&(ends, turn));
            if slot.users > 0 {
                // It gets a place when it is released.
                continue;
            }
            if expired.is_none() && slot.used != turn {
                // It was used since.
                slot.idle = Some((slot.used, ends));
                self.ends.insert((ends, slot.used));
                self.idle.insert(slot.used, id);
                continue;
            }
            forgotten.extend(self.entries.remove(&id));
        }
        forgotten
    }
}

impl Lease {
    pub(super) fn entry(&self) -> &Arc<Entry> {
        &self.entry
    }

    /// The use of the same entry by a fetch.
    pub(super) fn for_fetch(&self) -> FetchLease {
        let mut kept = self.customers.kept();
        if let Some(slot) = kept.entries.get_mut(&self.id) {
            slot.users += 1;
        }
        FetchLease {
            customers: Arc::downgrade(&self.customers),
            id: self.id.clone(),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.customers.release(&self.id);
    }
}

impl Drop for FetchLease {
    fn drop(&mut self) {
        if let Some(customers) = self.customers.upgrade() {
            customers.release(&self.id);
        }
    }
}
