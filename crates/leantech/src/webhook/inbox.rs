//! Webhooks that are not lost when the process dies: accepted first, worked on later.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use super::event_error::EventError;
use super::verified::{EventKey, VerifiedEvent};

/// A verified webhook as an [`Inbox`] stores it: the bytes as Lean sent them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Identifies a duplicate.
    pub key: EventKey,
    /// Deliveries with the same order key are worked on one after the other, in the order of their arrival.
    /// [`VerifiedEvent::delivery`] takes the connection, consent or payment that the event is about.
    pub order_key: Option<String>,
    /// The body. It holds customer data: keep it where only a few people have access.
    pub bytes: Vec<u8>,
}

impl Delivery {
    /// A delivery out of a store of your own, whose columns they are.
    ///
    /// # Errors
    ///
    /// Fails when the key is not one that [`EventKey::as_str`] has returned.
    pub fn new(
        key: &str,
        order_key: Option<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<Self, EventKeyError> {
        Ok(Self {
            key: EventKey::of_text(key).ok_or(EventKeyError)?,
            order_key,
            bytes: bytes.into(),
        })
    }

    /// The event. Its signature was verified before it was stored, and it is not verified again: whoever can
    /// write to the store can forge events.
    ///
    /// # Errors
    ///
    /// Fails when the bytes are not a JSON object, which no verified delivery is.
    pub fn event(&self) -> Result<VerifiedEvent, EventError> {
        VerifiedEvent::stored(self.key.clone(), &self.bytes)
    }
}

/// Shows the keys, which identify no person.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("key", &self.key)
            .field("order_key", &self.order_key)
            .finish_non_exhaustive()
    }
}

/// A text that is not the key of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKeyError;

impl fmt::Display for EventKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the key of an event begins with `id:` or `sha512:`; store `EventKey::as_str` as it is",
        )
    }
}

impl std::error::Error for EventKeyError {}

/// Whether a delivery was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accepted {
    /// It is stored, and somebody will work on it.
    New,
    /// It is there already, or has been worked on. Answer 200 all the same.
    Duplicate,
}

/// Whether a claim still counted when it was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[must_use = "a claim whose lease ran out has changed nothing"]
pub enum Settled {
    /// It did: what was asked for is stored.
    Yes,
    /// Its lease had run out, and nothing was changed: somebody else has the delivery now, or will.
    LeaseLost,
}

/// A delivery that one worker holds until its lease runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    delivery: Delivery,
    attempt: u32,
    claim: u64,
}

impl Claimed {
    /// A claim, for an inbox of your own: `attempt` counts from 1, and `claim` is a number that no other claim of
    /// this delivery has.
    pub const fn new(delivery: Delivery, attempt: u32, claim: u64) -> Self {
        Self {
            delivery,
            attempt,
            claim,
        }
    }

    /// What to work on.
    pub const fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// How many times it has been claimed, this one included.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The number of the claim, which an inbox compares.
    pub const fn claim(&self) -> u64 {
        self.claim
    }
}

/// Stores deliveries until they have been worked on.
///
/// A webhook's handler calls [`accept`](Self::accept) and answers; a worker calls [`work_once`] again and again.
/// A delivery is worked on **at least once**: when the process dies in between, or a lease runs out, it comes
/// again. So the work has to be idempotent.
///
/// [`MemoryInbox`](super::MemoryInbox) forgets everything when the process ends. One that lasts is a table in the
/// service's database; the example `small-service` has one over `SQLite`.
pub trait Inbox: fmt::Debug + Send + Sync {
    /// Why the store failed.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Stores a delivery, atomically, unless one with its key is known. When it returns, the delivery is safe:
    /// answer 200 then, and 503 if it fails, so that Lean sends it again.
    fn accept(
        &self,
        delivery: Delivery,
    ) -> impl Future<Output = Result<Accepted, Self::Error>> + Send;

    /// Claims the next delivery that is due, for as long as the lease; `None` if nothing is due now. Of those with
    /// the same order key the next is due when the one before is done.
    fn next(
        &self,
        lease: Duration,
    ) -> impl Future<Output = Result<Option<Claimed>, Self::Error>> + Send;

    /// The work is done.
    fn done(&self, claimed: Claimed) -> impl Future<Output = Result<Settled, Self::Error>> + Send;

    /// The work failed for now: the delivery is due again after a while.
    fn again(
        &self,
        claimed: Claimed,
        after: Duration,
    ) -> impl Future<Output = Result<Settled, Self::Error>> + Send;

    /// The work cannot succeed: the delivery is put aside with a reason, for a person to look at. The reason must
    /// hold no customer data.
    fn dead_letter(
        &self,
        claimed: Claimed,
        reason: &str,
    ) -> impl Future<Output = Result<Settled, Self::Error>> + Send;
}

/// What a worker says about a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The work is done.
    Done,
    /// It failed for now; try again after this time.
    Again(Duration),
    /// It cannot succeed, for this reason.
    DeadLetter(String),
}

/// What [`work_once`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worked {
    /// Nothing was due: wait a little.
    Idle,
    /// A delivery was worked on, with this verdict.
    On(EventKey, Verdict),
    /// A delivery was worked on for longer than its lease. The verdict does not count, and the work will be done
    /// again: make the lease longer.
    LeaseLost(EventKey),
}

/// Claims one delivery, works on it, and stores the verdict.
///
/// ```
/// use std::time::Duration;
/// use leantech::webhook::{Inbox, MemoryInbox, Payload, VerifiedEvent, Verdict, Worked, work_once};
///
/// # #[derive(Debug)] struct Never;
/// async fn work(event: VerifiedEvent) -> Verdict {
///     match &event.payload {
///         Payload::RefreshUpdated(refresh) if refresh.is_finished() => { /* fetch the data */ }
///         _ => {}
///     }
///     Verdict::Done
/// }
///
/// # async fn run(inbox: MemoryInbox) -> Result<(), Box<dyn std::error::Error>> {
/// loop {
///     match work_once(&inbox, Duration::from_secs(60), work).await? {
///         Worked::Idle => tokio::time::sleep(Duration::from_millis(200)).await,
///         worked => println!("{worked:?}"),
///     }
/// }
/// # }
/// ```
///
/// A delivery whose bytes are not an event is a dead letter.
///
/// # Errors
///
/// Fails when the inbox fails; the delivery comes again when its lease has run out.
pub async fn work_once<I, F>(
    inbox: &I,
    lease: Duration,
    work: impl FnOnce(VerifiedEvent) -> F,
) -> Result<Worked, I::Error>
where
    I: Inbox,
    F: Future<Output = Verdict>,
{
    let Some(claimed) = inbox.next(lease).await? else {
        return Ok(Worked::Idle);
    };
    let key = claimed.delivery.key.clone();
    let verdict = match claimed.delivery.event() {
        Ok(event) => work(event).await,
        Err(error) => Verdict::DeadLetter(error.to_string()),
    };
    let settled = match &verdict {
        Verdict::Done => inbox.done(claimed).await?,
        Verdict::Again(after) => inbox.again(claimed, *after).await?,
        Verdict::DeadLetter(reason) => inbox.dead_letter(claimed, reason).await?,
    };
    Ok(match settled {
        Settled::Yes => Worked::On(key, verdict),
        Settled::LeaseLost => Worked::LeaseLost(key),
    })
}
