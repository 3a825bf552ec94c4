//! An inbox in memory, for one process.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leantech_core::Time;
use tokio::time::Instant;

use super::inbox::{Accepted, Claimed, Delivery, Inbox, Settled};
use super::verified::EventKey;

/// An inbox in memory. What is in it is lost when the process ends, and Lean, which has its 200, does not send it
/// again; use one that lasts where that matters.
pub struct MemoryInbox {
    capacity: usize,
    state: Mutex<State>,
}

/// More deliveries wait than the inbox takes. Answer 503: Lean sends the event again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboxFull {
    capacity: usize,
}

impl fmt::Display for InboxFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "could not accept the webhook: {} others wait already; see why the worker is slow",
            self.capacity
        )
    }
}

impl std::error::Error for InboxFull {}

#[derive(Default)]
struct State {
    /// Numbers deliveries and claims.
    counter: u64,
    waiting: HashMap<u64, Waiting>,
    /// Which delivery the number of a claim belongs to.
    claims: HashMap<u64, u64>,
    keys: HashSet<EventKey>,
    /// Keys of what has been settled, the oldest first.
    settled: VecDeque<EventKey>,
    /// By order key, the first of each is the one that may be due.
    lanes: HashMap<String, VecDeque<u64>>,
    /// What may be claimed, and from when on: a claim makes it due at the end of its lease.
    due: BTreeSet<(Instant, u64)>,
    dead: VecDeque<(Delivery, String)>,
}

struct Waiting {
    delivery: Delivery,
    due: Instant,
    attempts: u32,
    claim: Option<u64>,
}

impl MemoryInbox {
    /// How many deliveries may wait, unless another limit is set.
    pub const DEFAULT_CAPACITY: usize = 65_536;

    /// How many dead letters are kept, the newest.
    pub const DEAD_LETTERS: usize = 1_000;

    /// An inbox in which so many deliveries may wait; as many keys of settled ones are remembered. 0 counts as 1.
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            state: Mutex::default(),
        }
    }

    /// How many deliveries wait or are being worked on.
    pub fn len(&self) -> usize {
        self.state().waiting.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was put aside, with the reasons, the oldest first.
    pub fn dead_letters(&self) -> Vec<(Delivery, String)> {
        self.state().dead.iter().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self, delivery: Delivery) -> Result<Accepted, InboxFull> {
        let mut state = self.state();
        if state.keys.contains(&delivery.key) {
            return Ok(Accepted::Duplicate);
        }
        if state.waiting.len() >= self.capacity {
            return Err(InboxFull {
                capacity: self.capacity,
            });
        }
        state.counter += 1;
        let number = state.counter;
        let due = Instant::now();
        let is_first = match &delivery.order_key {
            Some(order_key) => {
                let lane = state.lanes.entry(order_key.clone()).or_default();
                lane.push_back(number);
                lane.len() == 1
            }
            None => true,
        };
        if is_first {
            state.due.insert((due, number));
        }
        state.keys.insert(delivery.key.clone());
        let waiting = Waiting {
            delivery,
            due,
            attempts: 0,
            claim: None,
        };
        state.waiting.insert(number, waiting);
        Ok(Accepted::New)
    }

    fn claim(&self, lease: Duration) -> Option<Claimed> {
        let now = Instant::now();
        let mut state = self.state();
        let (due, number) = state.due.first().copied().filter(|(due, _)| *due <= now)?;
        state.due.remove(&(due, number));
        state.counter += 1;
        let claim = state.counter;
        let end = Time::after(now, lease);
        let waiting = state.waiting.get_mut(&number)?;
        waiting.due = end;
        waiting.attempts = waiting.attempts.saturating_add(1);
        let former = waiting.claim.replace(claim);
        let claimed = Claimed::new(waiting.delivery.clone(), waiting.attempts, claim);
        if let Some(former) = former {
            state.claims.remove(&former);
        }
        state.claims.insert(claim, number);
        state.due.insert((end, number));
        Some(claimed)
    }

    /// Ends a claim, if it still counts.
    fn settle(&self, claimed: &Claimed, how: Settlement<'_>) -> Settled {
        let now = Instant::now();
        let mut state = self.state();
        let number = state.claims.get(&claimed.claim()).copied();
        let held = number.and_then(|number| Some((number, state.waiting.get(&number)?.due)));
        let Some((number, due)) = held.filter(|(_, due)| *due > now) else {
            return Settled::LeaseLost;
        };
        state.claims.remove(&claimed.claim());
        state.due.remove(&(due, number));
        if let Settlement::Again(after) = how {
            let due = Time::after(now, after);
            if let Some(waiting) = state.waiting.get_mut(&number) {
                waiting.claim = None;
                waiting.due = due;
            }
            state.due.insert((due, number));
            return Settled::Yes;
        }
        let Some(waiting) = state.waiting.remove(&number) else {
            return Settled::LeaseLost;
        };
        state.unblock(&waiting.delivery);
        state.remember(waiting.delivery.key.clone(), self.capacity);
        if let Settlement::Dead(reason) = how {
            state.dead.push_back((waiting.delivery, reason.to_owned()));
            while state.dead.len() > Self::DEAD_LETTERS {
                state.dead.pop_front();
            }
        }
        Settled::Yes
    }
}

#[derive(Clone, Copy)]
enum Settlement<'a> {
    Done,
    Again(Duration),
    Dead(&'a str),
}

impl State {
    /// The next of the same order key may be claimed now.
    fn unblock(&mut self, delivery: &Delivery) {
        let Some(order_key) = &delivery.order_key else {
            return;
        };
        let Some(lane) = self.lanes.get_mut(order_key) else {
            return;
        };
        lane.pop_front();
        match lane.front() {
            Some(next) => {
                if let Some(waiting) = self.waiting.get(next) {
                    self.due.insert((waiting.due, *next));
                }
            }
            None => {
                self.lanes.remove(order_key);
            }
        }
    }

    fn remember(&mut self, key: EventKey, capacity: usize) {
        self.settled.push_back(key);
        while self.settled.len() > capacity {
            if let Some(oldest) = self.settled.pop_front() {
                self.keys.remove(&oldest);
            }
        }
    }
}

impl Default for MemoryInbox {
    fn default() -> Self {
        Self::new(Self::DEFAULT_CAPACITY)
    }
}

impl fmt::Debug for MemoryInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryInbox")
            .field("waiting", &self.len())
            .finish_non_exhaustive()
    }
}

impl Inbox for MemoryInbox {
    type Error = InboxFull;

    async fn accept(&self, delivery: Delivery) -> Result<Accepted, InboxFull> {
        self.store(delivery)
    }

    async fn next(&self, lease: Duration) -> Result<Option<Claimed>, InboxFull> {
        Ok(self.claim(lease))
    }

    async fn done(&self, claimed: Claimed) -> Result<Settled, InboxFull> {
        Ok(self.settle(&claimed, Settlement::Done))
    }

    async fn again(&self, claimed: Claimed, after: Duration) -> Result<Settled, InboxFull> {
        Ok(self.settle(&claimed, Settlement::Again(after)))
    }

    async fn dead_letter(&self, claimed: Claimed, reason: &str) -> Result<Settled, InboxFull> {
        Ok(self.settle(&claimed, Settlement::Dead(reason)))
    }
}
