//! Whether the runtime of a fetch still works.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use leantech_core::{Time, unharmed};
use tokio::runtime::{Handle, Id};

/// The longest time that a runtime may take for a task that does nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The runtime of a fetch, and since when it owes an answer.
///
/// A runtime that is not driven neither fetches nor sees that a deadline has passed, and nothing tells
/// that it rests. So whoever waits in another runtime gives it a task to run.
pub(super) struct Pulse {
    runtime: Handle,
    patience: Duration,
    asked: Mutex<Option<Instant>>,
}

impl Pulse {
    /// The pulse of a runtime, for waiters who have so much time.
    pub(super) fn of(runtime: &Handle, deadline: Duration) -> Arc<Self> {
        Arc::new(Self {
            runtime: runtime.clone(),
            patience: PATIENCE.min(deadline / 4),
            asked: Mutex::default(),
        })
    }

    pub(super) fn is_of(&self, runtime: Id) -> bool {
        self.runtime.id() == runtime
    }

    /// Whether the runtime has left a task alone for too long. However many callers ask, one task is
    /// given to it at a time.
    pub(super) fn is_lost(self: &Arc<Self>) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = *asked {
            return at.elapsed() >= self.patience;
        }
        *asked = Some(Instant::now());
        drop(asked);
        let pulse = Arc::clone(self);
        // In a runtime that has been shut down it is dropped, and never answers.
        self.runtime.spawn(async move {
            *pulse.asked.lock().unwrap_or_else(PoisonError::into_inner) = None;
        });
        false
    }

    /// Ends when the runtime is lost. The time is that of the system: a runtime rests by no other.
    pub(super) async fn lost(self: Arc<Self>, time: &Time) {
        while !self.is_lost() {
            // Some runtimes have no timers, only the caller's clock.
            match unharmed(|| tokio::time::sleep(self.patience / 2)) {
                Some(sleep) => sleep.await,
                None => time.sleep(self.patience / 2).await,
            }
        }
    }
}
