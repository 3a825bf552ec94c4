//! What the connections of one sandbox and its handle share.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use leantech_core::Secret;
use tokio::sync::{Notify, watch};

use super::clock::Clock;
use super::hosts::Hosts;
use super::journal::Journal;
use super::link::attempts::Attempts;
use super::settings::Settings;
use super::state::State;
use super::store::{Store, Unwritable, encoding};
use crate::error::SandboxError;
use crate::faults::Faults;
use crate::mock::random::Random;
use crate::routing::operation::Calls;

/// One running sandbox, as every part of it sees it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    /// The names it answers to, and the address of its links.
    pub(crate) hosts: Hosts,
    /// The client secret that the token endpoint accepts now.
    pub(crate) client_secret: Mutex<Secret>,
    pub(crate) clock: Clock,
    pub(crate) calls: Calls,
    pub(crate) faults: Faults,
    /// The recent requests.
    pub(crate) journal: Journal,
    /// Told when a refresh starts or the clock is turned, so that things happen in their time.
    pub(crate) alarm: Notify,
    /// Told when a webhook is to be sent or the clock is turned.
    pub(crate) posted: Notify,
    /// Notified of each change of anything that can be looked at: state, requests, webhooks, clock, faults.
    pub(crate) changes: watch::Sender<()>,
    /// True once the sandbox stops; whatever goes on for ever must end then.
    pub(crate) stopping: watch::Sender<bool>,
    pub(crate) state: Mutex<State>,
    /// Where the state is kept, if it is.
    pub(crate) store: Option<Store>,
    pub(crate) traces: AtomicU64,
    /// The recent visits to the dialog of the stand-in for the `LinkSDK`.
    pub(crate) attempts: Attempts,
}

/// The state, for a moment; what changed in it is told when it is let go.
#[derive(Debug)]
pub(crate) struct StateGuard<'s> {
    shared: &'s Shared,
    state: MutexGuard<'s, State>,
}

impl Deref for StateGuard<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for StateGuard<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for StateGuard<'_> {
    fn drop(&mut self) {
        if !self.state.is_touched() {
            return;
        }
        match &self.shared.store {
            Some(store) => {
                // Under the lock of the state, so that changes are written in their order.
                let changes = encoding::changes(&mut self.state, self.shared.clock.kept());
                store.hand_in(changes);
            }
            None => self.state.drop_changes(),
        }
        self.shared.changed();
    }
}

impl Shared {
    /// The state, for a moment. Nothing in the sandbox panics while it holds the lock, so a
    /// poisoned one is as good.
    pub(crate) fn state(&self) -> StateGuard<'_> {
        StateGuard {
            shared: self,
            state: self.state.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The client secret that the token endpoint accepts now.
    pub(crate) fn client_secret(&self) -> Secret {
        let secret = self.client_secret.lock();
        secret.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The secrets that must be in no record.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let mut secrets = vec![self.client_secret(), self.settings.webhook_secret.clone()];
        secrets.extend(
            self.settings
                .control_token
                .as_ref()
                .map(|token| token.0.clone()),
        );
        secrets
    }

    /// Accepts another client secret from now on, and the former one no longer. Tokens stay good.
    pub(crate) fn rotate_client_secret(&self, secret: Secret) {
        let mut kept = self
            .client_secret
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = secret;
    }

    /// Tells whoever looks on that something is no longer as it was.
    pub(crate) fn changed(&self) {
        // Most often nobody does, and whoever begins to later sees how it is then.
        if self.changes.receiver_count() > 0 {
            self.changes.send_replace(());
        }
    }

    /// Waits until everything that changed so far is kept, where it is kept at all.
    pub(crate) async fn kept(&self) -> Result<(), Unwritable> {
        match &self.store {
            Some(store) => store.written().await,
            None => Ok(()),
        }
    }

    /// Keeps what no change of a row brings with it: the clock and how many ids were issued.
    /// Waits until it is kept.
    pub(crate) fn keep_all(&self) -> Result<(), SandboxError> {
        self.keep_clock();
        self.written()
    }

    /// Waits as [`kept`](Self::kept) does, outside of any async context.
    pub(crate) fn written(&self) -> Result<(), SandboxError> {
        match &self.store {
            Some(store) => store.written_now(),
            None => Ok(()),
        }
    }

    /// Keeps the clock as it is now, where anything is kept.
    pub(crate) fn keep_clock(&self) {
        if let Some(store) = &self.store {
            let mut state = self.state();
            store.hand_in(encoding::changes(&mut state, self.clock.kept()));
        }
    }

    /// Does what is due by the clock, after it was turned.
    pub(crate) fn clock_turned(&self) {
        self.alarm.notify_one();
        self.posted.notify_one();
        self.changed();
    }

    /// A new id for Lean's two tracing headers.
    pub(crate) fn trace(&self) -> Random {
        /// Keeps these ids apart from all others of the same seed.
        const TRACES: u64 = u64::MAX;
        let count = self.traces.fetch_add(1, Ordering::Relaxed);
        Random::stream(self.settings.seed, &[TRACES, count])
    }

    /// Forgets everything but the settings and the time, and begins again, with the same seed or
    /// another one.
    pub(crate) fn reset(&self, seed: Option<u64>) {
        let mut state = self.state();
        *state = State::new(seed.unwrap_or(state.seed));
        drop(state);
        self.calls.reset();
        self.faults.clear();
        self.journal.clear();
        self.attempts.clear();
        self.changed();
    }
}
