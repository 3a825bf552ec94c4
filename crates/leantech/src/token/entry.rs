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

use crate::token::customers::Lease;
use crate::token::fetch::IssuedToken;
use crate::token::fetch_task::{FetchContext, FetchTask};
use crate::token::held::Held;
use crate::token::pulse::Pulse;
use crate::token::settings::{Life, Said};

/// Fetches for one scope begin at least this far apart.
const APART: Duration = Duration::from_secs(1);

/// How long a temporary failure is remembered.
const PASSING: Duration = Duration::from_secs(1);

/// How long a failure is remembered that somebody has to fix.
const LASTING: Duration = Duration::from_secs(30);

/// How much longer than its deadline a fetch may take before it counts as lost.
const GRACE: Duration = Duration::from_secs(1);

/// The longest wait between renewals that fail while the old token is still good.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

pub(super) type Outcome = Option<Result<Token, Error>>;

/// What a caller finds.
pub(crate) enum Look {
    /// A cached token.
    Ready(Token),
    /// A fetch in flight.
    Wait(Flight),
    /// A recent failure.
    Failed(Error),
}

/// A fetch to wait for.
pub(crate) struct Flight {
    pub(super) outcome: watch::Receiver<Outcome>,
    /// The pulse of its runtime, unless that is the caller's own.
    pub(super) foreign: Option<Arc<Pulse>>,
}

/// What a look at an entry needs: whose it is, and what its fetches share.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(super) context: &'a Arc<FetchContext>,
    pub(super) scope: &'a Scope,
    /// The use of the entry, if entries of this kind are evicted.
    pub(super) lease: Option<&'a Lease>,
}

#[derive(Default)]
pub(crate) struct Entry(Mutex<State>);

#[derive(Default)]
struct State {
    held: Option<Held>,
    in_flight: Option<InFlight>,
    /// How many fetches have begun.
    begun: u64,
    failed: Option<(Error, Instant)>,
    last_begun: Option<Instant>,
    /// How many renewals in a row have failed while the old token was still good.
    failed_renewals: u32,
    next_renewal: Option<Instant>,
}

struct InFlight {
    number: u64,
    outcome: watch::Receiver<Outcome>,
    task: AbortHandle,
    pulse: Arc<Pulse>,
    /// When it should have ended by its own deadline.
    overdue_at: Instant,
}

impl InFlight {
    /// Whether it will still finish; it will not when its runtime has been shut down.
    fn is_alive(&self) -> bool {
        self.outcome.has_changed().is_ok()
    }

    /// The pulse of its runtime, unless that is the caller's own: there both rest or neither does.
    fn foreign(&self) -> Option<Arc<Pulse>> {
        let is_own = Handle::try_current().is_ok_and(|here| self.pulse.is_of(here.id()));
        (!is_own).then(|| Arc::clone(&self.pulse))
    }

    /// The fetch to wait for, if it will end in time as far as can be seen.
    fn under_way(&self, now: Instant) -> Option<Flight> {
        if !self.is_alive() || now >= self.overdue_at {
            return None;
        }
        let foreign = self.foreign();
        if foreign.as_ref().is_some_and(Pulse::is_lost) {
            return None;
        }
        Some(Flight {
            outcome: self.outcome.clone(),
            foreign,
        })
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
    pub(crate) fn cached(self: &Arc<Self>, place: Place<'_>) -> Option<Token> {
        let time = &place.context.time;
        let now = time.now();
        let mut state = self.state();
        let is_good =
            |held: &&Held| Time::after(now, held.slept(time, place.scope)) < held.use_until;
        let held = state.held.as_ref().filter(is_good)?;
        let token = held.token.clone();
        if now >= held.renew_at {
            self.renew(&mut state, place, now);
        }
        Some(token)
    }

    fn renew(self: &Arc<Self>, state: &mut State, place: Place<'_>, now: Instant) {
        let in_flight = state.in_flight.as_ref();
        let is_under_way = in_flight.is_some_and(|fetch| fetch.under_way(now).is_some());
        let is_too_soon = state.next_renewal.is_some_and(|next| now < next);
        if !is_under_way && !is_too_soon {
            // Only one request: while the old token is valid, the next one is the next renewal's,
            // later. Without a runtime nothing can renew; the old token is still valid.
            let _ = self.begin(state, place, now, 1);
        }
    }

    /// The cached token if it lives long enough, else a fetch to wait for.
    pub(crate) fn look(self: &Arc<Self>, place: Place<'_>, least: Duration) -> Look {
        let Place { context, scope, .. } = place;
        let now = context.time.now();
        let mut state = self.state();
        let is_good = |held: &&Held| {
            let now = Time::after(now, held.slept(&context.time, scope));
            let left = held.expires_at.saturating_duration_since(now);
            now < held.use_until && (least.is_zero() || left > least)
        };
        if let Some(held) = state.held.as_ref().filter(is_good) {
            let token = held.token.clone();
            if now >= held.renew_at {
                self.renew(&mut state, place, now);
            }
            return Look::Ready(token);
        }
        let in_flight = state.in_flight.as_ref();
        if let Some(flight) = in_flight.and_then(|fetch| fetch.under_way(now)) {
            return Look::Wait(flight);
        }
        if let Some((error, until)) = &state.failed
            && now < *until
        {
            return Look::Failed(error.clone());
        }
        match self.begin(&mut state, place, now, context.settings.attempts) {
            Ok(flight) => Look::Wait(flight),
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

    /// Until when it has anything to remember: a token, a failure, when it last asked.
    pub(crate) fn remembers_until(&self) -> Option<Instant> {
        let state = self.state();
        let token = state.held.as_ref().map(|held| held.use_until);
        let failure = state.failed.as_ref().map(|(_, until)| *until);
        let spacing = state.last_begun.map(|at| at + APART);
        token.max(failure).max(spacing)
    }

    /// Starts a fetch in its own task, so that it goes on when a caller goes away. One that is in
    /// flight and makes no progress is taken over at once.
    fn begin(
        self: &Arc<Self>,
        state: &mut State,
        place: Place<'_>,
        now: Instant,
        attempts: u32,
    ) -> Result<Flight, Error> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::configuration(
                "tokens are fetched inside a tokio runtime, and none is running here",
            )
        })?;
        let context = place.context;
        let stalled = state.in_flight.take();
        let is_taken_over = stalled.as_ref().is_some_and(InFlight::is_alive);
        if let Some(stalled) = stalled {
            // Whoever waits for it in its own runtime looks again, should it be driven some day.
            stalled.task.abort();
        }
        let begin_at = match state.last_begun {
            Some(last) if !is_taken_over => now.max(last + APART),
            _ => now,
        };
        state.last_begun = Some(begin_at);
        state.begun += 1;
        let number = state.begun;
        let (sender, outcome) = watch::channel(None);
        let fetch = FetchTask {
            context: Arc::clone(context),
            scope: place.scope.clone(),
            attempts,
            begin_at,
        };
        let entry = Arc::downgrade(self);
        let lease = place.lease.map(Lease::for_fetch);
        let task = runtime.spawn(leantech_core::in_current_span(async move {
            // To the end of the task, so that the entry stays.
            let _lease = lease;
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
                Some(entry) => entry.take_in(number, issued, &time),
                None => return,
            };
            // Nobody may be waiting any more.
            let _ = sender.send(Some(result));
        }));
        let deadline = context.settings.deadline;
        let in_flight = InFlight {
            number,
            outcome,
            task: task.abort_handle(),
            pulse: Pulse::of(&runtime, deadline),
            overdue_at: Time::after(Time::after(begin_at, deadline), GRACE),
        };
        let flight = Flight {
            outcome: in_flight.outcome.clone(),
            foreign: None,
        };
        state.in_flight = Some(in_flight);
        Ok(flight)
    }

    /// Stores the outcome of a fetch.
    fn take_in(
        &self,
        number: u64,
        issued: Result<IssuedToken, Error>,
        time: &Time,
    ) -> Result<Token, Error> {
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
        let in_flight = state.in_flight.as_ref();
        if in_flight.is_none_or(|fetch| fetch.number != number) {
            // It was taken over, and is too late.
            return result.map(|(token, _)| token);
        }
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
