//! What the connections of one sandbox and its handle share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::faults::Faults;
use crate::operation::Calls;
use crate::random::Random;
use crate::settings::Settings;
use crate::state::State;
use crate::webhook::Outbox;

/// One running sandbox, as every part of it sees it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    pub(crate) calls: Calls,
    pub(crate) faults: Faults,
    pub(crate) outbox: Outbox,
    /// Told when a refresh starts, so that it finishes without anybody looking.
    pub(crate) refresh_started: tokio::sync::Notify,
    pub(crate) state: Mutex<State>,
    pub(crate) traces: AtomicU64,
}

impl Shared {
    /// The state, for a moment. Nothing in the sandbox panics while it holds the lock, so a
    /// poisoned one is as good.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new id for Lean's two tracing headers.
    pub(crate) fn trace(&self) -> Random {
        /// Keeps these ids apart from all others of the same seed.
        const TRACES: u64 = u64::MAX;
        let count = self.traces.fetch_add(1, Ordering::Relaxed);
        Random::stream(self.settings.seed, &[TRACES, count])
    }

    /// Forgets everything but the settings and the time.
    pub(crate) fn reset(&self) {
        *self.state() = State::new(self.settings.seed);
        self.calls.reset();
        self.faults.clear();
    }
}
