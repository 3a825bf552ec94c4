//! Which events were handled before, so that a duplicate is not handled twice.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::verified::EventKey;

/// Whether an event is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a duplicate is to be answered with 200 and left alone"]
pub enum Claim {
    /// It was not seen before, and it is yours now.
    First,
    /// It was seen before. Answer 200 and do nothing.
    Duplicate,
}

impl Claim {
    /// Whether the event was not seen before.
    pub const fn is_first(self) -> bool {
        matches!(self, Self::First)
    }
}

/// A memory of the events that were handled, by their [`EventKey`].
///
/// [`MemorySeenEvents`] keeps it inside the process. A service of several processes, or one that must
/// not handle an event twice after a restart, implements this over shared storage, such as a table whose
/// primary key is [`EventKey::as_str`]: `claim` inserts and checks whether a row was added, `release`
/// deletes it.
///
/// ```
/// use leantech::webhook::{SeenEvents, VerifiedEvent};
///
/// # async fn work(_: &VerifiedEvent) -> Result<(), ()> { Ok(()) }
/// async fn once<S: SeenEvents>(seen: &S, event: VerifiedEvent) -> Result<(), S::Error> {
///     if seen.claim(event.key()).await?.is_first() && work(&event).await.is_err() {
///         seen.release(event.key()).await?;       // so that another delivery is not a duplicate
///     }
///     Ok(())
/// }
/// ```
///
/// Keep keys for at least four hours: Lean's last attempt comes 180 minutes after the first.
pub trait SeenEvents: Send + Sync {
    /// Why the memory could not be read; [`Infallible`] if that cannot happen.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Claims an event for the caller. Of any number of concurrent callers, one gets
    /// [`Claim::First`].
    ///
    /// # Errors
    ///
    /// Fails when the memory cannot be read. Answer 503 then, and Lean sends the event again.
    fn claim(&self, key: &EventKey) -> impl Future<Output = Result<Claim, Self::Error>> + Send;

    /// Releases an event that could not be handled, so that its next delivery is not a duplicate. An
    /// event that was never claimed is ignored.
    ///
    /// Lean sends again only what was not answered with 200: if you acknowledge first, you have to
    /// arrange another attempt yourself.
    ///
    /// # Errors
    ///
    /// Fails when the memory cannot be read.
    fn release(&self, key: &EventKey) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The events handled by this process, up to a limit; the oldest is forgotten first.
///
/// It is lost with the process: after a restart a duplicate counts as new.
pub struct MemorySeenEvents {
    capacity: usize,
    seen: Mutex<Seen>,
}

/// Each key with its turn, and each turn with its key.
#[derive(Default)]
struct Seen {
    turns: HashMap<EventKey, u64>,
    keys: BTreeMap<u64, EventKey>,
    next: u64,
}

impl MemorySeenEvents {
    /// How many events are kept unless another number is asked for: 65,536, some 10 MB when full.
    pub const DEFAULT_CAPACITY: usize = 65_536;

    /// A memory of this many events, at least one. Choose the most that you expect in four hours.
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            seen: Mutex::default(),
        }
    }

    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.seen().turns.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Nothing in here panics half way.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemorySeenEvents {
    fn default() -> Self {
        Self::new(Self::DEFAULT_CAPACITY)
    }
}

impl SeenEvents for MemorySeenEvents {
    type Error = Infallible;

    async fn claim(&self, key: &EventKey) -> Result<Claim, Infallible> {
        let mut seen = self.seen();
        if seen.turns.contains_key(key) {
            return Ok(Claim::Duplicate);
        }
        if seen.turns.len() >= self.capacity
            && let Some((_, eldest)) = seen.keys.pop_first()
        {
            seen.turns.remove(&eldest);
        }
        let turn = seen.next;
        seen.next += 1;
        seen.turns.insert(key.clone(), turn);
        seen.keys.insert(turn, key.clone());
        Ok(Claim::First)
    }

    async fn release(&self, key: &EventKey) -> Result<(), Infallible> {
        let mut seen = self.seen();
        if let Some(turn) = seen.turns.remove(key) {
            seen.keys.remove(&turn);
        }
        Ok(())
    }
}

impl fmt::Debug for MemorySeenEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySeenEvents")
            .field("capacity", &self.capacity)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
