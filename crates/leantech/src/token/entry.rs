//! The token of one scope: what is cached, what is being fetched, what failed a moment ago.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use leantech_core::{Error, ErrorCode, Scope, Time, Token, Transient};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::token::fetch::IssuedToken;
use crate::token::fetch_task::{FetchContext, FetchTask};
use crate::token::held::Held;
use crate::token::settings::{Life, Said};

/// Fetches for one scope begin at least this far apart.
const APART: Duration = Duration::from_secs(1);

/// How long a temporary failure is remembered.
const PASSING: Duration = Duration::from_secs(1);

/// How long a failure is remembered that somebody has to fix.
const LASTING: Duration = Duration::from_secs(30);

/// The longest wait between renewals that fail while the old token is still good.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

type Outcome = Option<Result<Token, Error>>;

/// What a caller finds.
pub(crate) enum Look {
    /// A cached token.
    Ready(Token),
    /// A fetch in flight.
    Wait(watch::Receiver<Outcome>),
    /// A recent failure.
    Failed(Error),
}

#[derive(Default)]
pub(crate) struct Entry(Mutex<State>);

#[derive(Default)]
struct State {
    held: Option<Held>,
    in_flight: Option<InFlight>,
    failed: Option<(Error, Instant)>,
    last_begun: Option<Instant>,
    /// How many renewals in a row have failed while the old token was still good.
    failed_renewals: u32,
    next_renewal: Option<Instant>,
}

struct InFlight {
    outcome: watch::Receiver<Outcome>,
    task: AbortHandle,
}

impl InFlight {
    /// Whether it will still finish; it will not when its runtime has been shut down.
    fn is_alive(&self) -> bool {
        self.outcome.has_changed().is_ok()
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let state = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(in_flight) = &state.in_flight {
            in_flight.task.abort();
        }
    }
}

impl Entry {
    fn state(&self) -> MutexGuard<'_, State> {
        // A state is consistent between any two statements: a panic elsewhere does not harm it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cached token; in its last minutes a renewal starts in the background.
    pub(crate) fn cached(
        self: &Arc<Self>,
        context: &Arc<FetchContext>,
        scope: &Scope,
    ) -> Option<Token> {
        let now = context.time.now();
        let mut state = self.state();
        let is_good = |held: &&Held| now + held.slept(&context.time, scope) < held.use_until;
        let held = state.held.as_ref().filter(is_good)?;
        let token = held.token.clone();
        if now >= held.renew_at {
            self.renew(&mut state, context, scope, now);
        }
        Some(token)
    }

    fn renew(
        self: &Arc<Self>,
        state: &mut State,
        context: &Arc<FetchContext>,
        scope: &Scope,
        now: Instant,
    ) {
        let is_under_way = state.in_flight.as_ref().is_some_and(InFlight::is_alive);
        let is_too_soon = state.next_renewal.is_some_and(|next| now < next);
        if !is_under_way && !is_too_soon {
            // Only one request: while the old token is valid, the next one is the next renewal's,
            // later. Without a runtime nothing can renew; the old token is still valid.
            let _ = self.begin(state, context, scope, now, 1);
        }
    }

    /// The cached token if it lives long enough, else a fetch to wait for.
    pub(crate) fn look(
        self: &Arc<Self>,
        context: &Arc<FetchContext>,
        scope: &Scope,
        least: Duration,
    ) -> Look {
        let now = context.time.now();
        let mut state = self.state();
        let is_good = |held: &&Held| {
            let now = now + held.slept(&context.time, scope);
            now < held.use_until && (least.is_zero() || now + least < held.expires_at)
        };
        if let Some(held) = state.held.as_ref().filter(is_good) {
            let token = held.token.clone();
            if now >= held.renew_at {
                self.renew(&mut state, context, scope, now);
            }
            return Look::Ready(token);
        }
        if let Some(fetch) = state.in_flight.as_ref().filter(|fetch| fetch.is_alive()) {
            return Look::Wait(fetch.outcome.clone());
        }
        if let Some((error, until)) = &state.failed
            && now < *until
        {
            return Look::Failed(error.clone());
        }
        match self.begin(&mut state, context, scope, now, context.settings.attempts) {
            Ok(outcome) => Look::Wait(outcome),
            Err(error) => Look::Failed(error),
        }
    }

    /// Drops the token if it is still the cached one.
    pub(crate) fn refuse(&self, refused: &Token) {
        let mut state = self.state();
        if state
            .held
            .as_ref()
            .is_some_and(|held| held.token.is_same(refused))
        {
            state.held = None;
        }
    }

    pub(crate) fn is_in_flight(&self) -> bool {
        self.state()
            .in_flight
            .as_ref()
            .is_some_and(InFlight::is_alive)
    }

    pub(crate) fn is_idle_and_expired(&self, now: Instant) -> bool {
        let state = self.state();
        let is_good = state.held.as_ref().is_some_and(|held| now < held.use_until);
        let is_failing = state.failed.as_ref().is_some_and(|(_, until)| now < *until);
        !is_good && !is_failing && !state.in_flight.as_ref().is_some_and(InFlight::is_alive)
    }

    /// Starts a fetch in its own task, so that it goes on when a caller goes away.
    fn begin(
        self: &Arc<Self>,
        state: &mut State,
        context: &Arc<FetchContext>,
        scope: &Scope,
        now: Instant,
        attempts: u32,
    ) -> Result<watch::Receiver<Outcome>, Error> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::configuration(
                "tokens are fetched within a tokio runtime, and there is none here",
            )
        })?;
        let begin_at = state.last_begun.map_or(now, |last| now.max(last + APART));
        state.last_begun = Some(begin_at);
        let (sender, outcome) = watch::channel(None);
        let fetch = FetchTask {
            context: Arc::clone(context),
            scope: scope.clone(),
            attempts,
            begin_at,
        };
        let entry = Arc::downgrade(self);
        let task = runtime.spawn(async move {
            let time = fetch.context.time.clone();
            let issued = AssertUnwindSafe(fetch.run())
                .catch_unwind()
                .await
                .unwrap_or_else(|_| {
                    Err(Error::token_detail(
                        "the code that fetches it panicked",
                        Transient::Yes,
                    ))
                });
            let result = match entry.upgrade() {
                Some(entry) => entry.take_in(issued, &time),
                None => return,
            };
            // Nobody may be waiting any more.
            let _ = sender.send(Some(result));
        });
        let waiter = outcome.clone();
        state.in_flight = Some(InFlight {
            outcome,
            task: task.abort_handle(),
        });
        Ok(waiter)
    }

    /// Stores the outcome of a fetch.
    fn take_in(&self, issued: Result<IssuedToken, Error>, time: &Time) -> Result<Token, Error> {
        let (now, wall) = (time.now(), time.wall());
        let result = issued.and_then(|issued| {
            let said = Said {
                by_issuer: issued.lifetime(),
                by_token: issued.left(wall),
            };
            let life = Life::said(said, fastrand::f64());
            let token = Token::new(issued.secret().clone(), Some(now + life.expires))
                .map_err(Error::token)?;
            Ok((token, life))
        });
        let mut state = self.state();
        state.in_flight = None;
        match result {
            Ok((token, life)) => {
                state.failed = None;
                state.failed_renewals = 0;
                state.next_renewal = None;
                // A token without a lifetime is for the waiting callers, and for nobody after them.
                state.held = (!life.use_until.is_zero()).then(|| Held {
                    token: token.clone(),
                    renew_at: now + life.renew_after,
                    use_until: now + life.use_until,
                    expires_at: now + life.expires,
                    taken_at: now,
                    wall,
                });
                Ok(token)
            }
            Err(error) => {
                let doublings = state.failed_renewals.min(6);
                let wait = APART
                    .saturating_mul(2_u32.pow(doublings))
                    .min(LONGEST_WAIT / 2);
                state.next_renewal = Some(now + wait.mul_f64(1.0 + fastrand::f64()));
                state.failed_renewals = state.failed_renewals.saturating_add(1);
                state.failed = Some((error.clone(), now + remembered_for(&error)));
                Err(error)
            }
        }
    }
}

/// How long callers get a failure without a new request.
fn remembered_for(error: &Error) -> Duration {
    if let Some(wait) = error.retry_after() {
        return wait.clamp(PASSING, LONGEST_WAIT);
    }
    // Some gateways answer 200 with the error of a 401.
    let is_lasting = matches!(
        error.code(),
        Some(
            ErrorCode::InvalidClient
                | ErrorCode::InvalidRequest
                | ErrorCode::UnauthorizedClient
                | ErrorCode::UnsupportedGrantType
                | ErrorCode::InvalidScope
                | ErrorCode::InvalidGrant
        )
    );
    match error.status().map(|status| status.as_u16()) {
        _ if is_lasting => LASTING,
        Some(400 | 401 | 403) => LASTING,
        _ => PASSING,
    }
}
