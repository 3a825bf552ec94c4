//! A clock that takes waits at once and remembers them, beside real connections.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use leantech::{Clock, Wait};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

/// A clock that stands still but for two things: short sleeps make it jump to their end, and
/// [`advance`](JumpClock::advance) moves it. Clones are the same clock.
///
/// tokio's paused clock cannot be used with real connections: it jumps to the next deadline
/// whenever all tasks wait, also when they wait for bytes. Here a sleep shorter than the given
/// bound is a wait between two attempts and ends at once; a longer one is a deadline, and ends
/// when the clock is advanced past it.
#[derive(Debug, Clone)]
pub struct JumpClock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: Instant,
    bound: Duration,
    now: watch::Sender<Duration>,
    wall: SystemTime,
    /// How far the clock on the wall is ahead, or behind.
    ahead: Mutex<(Duration, Duration)>,
    waits: watch::Sender<Vec<Duration>>,
    deadlines: Mutex<Vec<Duration>>,
    permits: Semaphore,
}

impl JumpClock {
    /// A clock on which sleeps shorter than `bound` end at once.
    pub fn new(bound: Duration) -> Self {
        Self::with_permits(bound, Semaphore::MAX_PERMITS)
    }

    /// A clock on which each short sleep waits for a [`release`](JumpClock::release).
    pub fn by_hand(bound: Duration) -> Self {
        Self::with_permits(bound, 0)
    }

    fn with_permits(bound: Duration, permits: usize) -> Self {
        Self(Arc::new(Inner {
            start: Instant::now(),
            bound,
            now: watch::Sender::default(),
            wall: SystemTime::now(),
            ahead: Mutex::default(),
            waits: watch::Sender::default(),
            deadlines: Mutex::default(),
            permits: Semaphore::new(permits),
        }))
    }

    /// The clock as a client takes it.
    pub fn shared(&self) -> Arc<dyn Clock> {
        Arc::new(self.clone())
    }

    /// Lets one short sleep end.
    pub fn release(&self) {
        self.0.permits.add_permits(1);
    }

    /// Moves the clock on, past deadlines too.
    pub fn advance(&self, by: Duration) {
        self.0.now.send_modify(|now| *now += by);
    }

    /// Sets the clock on the wall ahead alone, as when a machine sleeps.
    pub fn set_wall_ahead(&self, by: Duration) {
        let mut ahead = self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.0 += by;
    }

    /// Sets the clock on the wall back alone.
    pub fn set_wall_back(&self, by: Duration) {
        let mut ahead = self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.1 += by;
    }

    /// How far the clock has moved since it was made.
    pub fn elapsed(&self) -> Duration {
        *self.0.now.borrow()
    }

    /// The short sleeps so far, each as long as it was asked for.
    pub fn waits(&self) -> Vec<Duration> {
        self.0.waits.borrow().clone()
    }

    /// The long sleeps so far, which are deadlines.
    pub fn deadlines(&self) -> Vec<Duration> {
        self.0
            .deadlines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until there have been so many short sleeps.
    pub async fn has_waits(&self, count: usize) {
        // The sender lives as long as the clock, so the wait cannot fail.
        let _ = self
            .0
            .waits
            .subscribe()
            .wait_for(|waits| waits.len() >= count)
            .await;
    }
}

impl Clock for JumpClock {
    fn now(&self) -> Instant {
        self.0.start + self.elapsed()
    }

    fn wall(&self) -> SystemTime {
        let (ahead, behind) = *self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.wall + self.elapsed() + ahead - behind
    }

    fn sleep_until(&self, at: Instant) -> Wait {
        let target = at.saturating_duration_since(self.0.start);
        let length = target.saturating_sub(self.elapsed());
        let inner = Arc::clone(&self.0);
        if length >= self.0.bound {
            self.0
                .deadlines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(length);
            return Box::pin(async move {
                let _ = inner.now.subscribe().wait_for(|now| *now >= target).await;
            });
        }
        self.0.waits.send_modify(|waits| waits.push(length));
        Box::pin(async move {
            if let Ok(permit) = inner.permits.acquire().await {
                permit.forget();
            }
            inner.now.send_modify(|now| *now = target.max(*now));
        })
    }
}
