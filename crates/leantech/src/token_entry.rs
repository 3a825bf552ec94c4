//! The token of one scope: what is at hand, what is being fetched, what failed a moment ago.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use leantech_core::{Error, ErrorCode, Scope, Time, Token, Transient};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::token_cache::Shared;
use crate::token_fetch::{IssuedToken, TokenFetch};
use crate::token_settings::{Life, Said};

/// Fetches for one scope begin at least this far apart.
const APART: Duration = Duration::from_secs(1);

/// How long a failure is remembered that may pass by itself.
const PASSING: Duration = Duration::from_secs(1);

/// How long a failure is remembered that somebody has to mend.
const LASTING: Duration = Duration::from_secs(30);

/// The longest wait between renewals that fail while the old token is still good.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The first wait between the two requests of a fetch, at most.
const BACKOFF: Duration = Duration::from_millis(200);

type Outcome = Option<Result<Token, Error>>;

/// What a caller finds.
pub(crate) enum Look {
    /// A token at hand.
    Ready(Token),
    /// A fetch that is under way.
    Wait(watch::Receiver<Outcome>),
    /// A failure of a moment ago.
    Failed(Error),
}

#[derive(Default)]
pub(crate) struct Entry(Mutex<State>);

#[derive(Default)]
struct State {
    held: Option<Held>,
    flight: Option<Flight>,
    failed: Option<(Error, Instant)>,
    last_begun: Option<Instant>,
    /// How many renewals in a row have failed while the old token was still good.
    failed_renewals: u32,
    next_renewal: Option<Instant>,
}

struct Held {
    token: Token,
    renew_at: Instant,
    use_until: Instant,
    expires_at: Instant,
    taken_at: Instant,
    /// What the clock on the wall showed then.
    wall: SystemTime,
}

/// So much may the clock on the wall be ahead before it counts.
const AHEAD: Duration = Duration::from_secs(5);

impl Held {
    /// How far the clock on the wall ran ahead of the monotonic one since the token was taken, as
    /// it does while the machine sleeps.
    ///
    /// It counts for customers alone, whose token is out of our hands once it is handed out. The
    /// API's own is renewed when it is refused, and a clock that is set costs nothing.
    fn slept(&self, time: &Time, scope: &Scope) -> Duration {
        if *scope == Scope::Api {
            return Duration::ZERO;
        }
        let wall = time.wall().duration_since(self.wall).unwrap_or_default();
        let here = time.now().saturating_duration_since(self.taken_at);
        let ahead = wall.saturating_sub(here);
        if ahead < AHEAD { Duration::ZERO } else { ahead }
    }
}

struct Flight {
    outcome: watch::Receiver<Outcome>,
    task: AbortHandle,
}

impl Flight {
    /// Whether it will still land; it will not when its runtime has ended.
    fn is_alive(&self) -> bool {
        self.outcome.has_changed().is_ok()
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let state = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = &state.flight {
            flight.task.abort();
        }
    }
}

impl Entry {
    fn state(&self) -> MutexGuard<'_, State> {
        // A state is consistent between any two statements: a panic elsewhere does not harm it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token at hand; in its last minutes a renewal is begun beside it.
    pub(crate) fn cached(self: &Arc<Self>, shared: &Arc<Shared>, scope: &Scope) -> Option<Token> {
        let now = shared.time.now();
        let mut state = self.state();
        let is_good = |held: &&Held| now + held.slept(&shared.time, scope) < held.use_until;
        let held = state.held.as_ref().filter(is_good)?;
        let token = held.token.clone();
        if now >= held.renew_at {
            self.renew(&mut state, shared, scope, now);
        }
        Some(token)
    }

    fn renew(
        self: &Arc<Self>,
        state: &mut State,
        shared: &Arc<Shared>,
        scope: &Scope,
        now: Instant,
    ) {
        let is_under_way = state.flight.as_ref().is_some_and(Flight::is_alive);
        let is_too_soon = state.next_renewal.is_some_and(|next| now < next);
        if !is_under_way && !is_too_soon {
            // One request only: while the old token is good, the next one is the next renewal's,
            // further on. Without a runtime there is nobody to renew; the old token is still good.
            let _ = self.begin(state, shared, scope, now, 1);
        }
    }

    /// The token at hand if it lives long enough, else a fetch to wait for.
    pub(crate) fn look(
        self: &Arc<Self>,
        shared: &Arc<Shared>,
        scope: &Scope,
        least: Duration,
    ) -> Look {
        let now = shared.time.now();
        let mut state = self.state();
        let is_good = |held: &&Held| {
            let now = now + held.slept(&shared.time, scope);
            now < held.use_until && (least.is_zero() || now + least < held.expires_at)
        };
        if let Some(held) = state.held.as_ref().filter(is_good) {
            let token = held.token.clone();
            if now >= held.renew_at {
                self.renew(&mut state, shared, scope, now);
            }
            return Look::Ready(token);
        }
        if let Some(flight) = state.flight.as_ref().filter(|flight| flight.is_alive()) {
            return Look::Wait(flight.outcome.clone());
        }
        if let Some((error, until)) = &state.failed
            && now < *until
        {
            return Look::Failed(error.clone());
        }
        match self.begin(&mut state, shared, scope, now, shared.settings.attempts) {
            Ok(outcome) => Look::Wait(outcome),
            Err(error) => Look::Failed(error),
        }
    }

    /// Drops the token if it is still the one at hand.
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
        self.state().flight.as_ref().is_some_and(Flight::is_alive)
    }

    pub(crate) fn is_idle_and_expired(&self, now: Instant) -> bool {
        let state = self.state();
        let is_good = state.held.as_ref().is_some_and(|held| now < held.use_until);
        let is_failing = state.failed.as_ref().is_some_and(|(_, until)| now < *until);
        !is_good && !is_failing && !state.flight.as_ref().is_some_and(Flight::is_alive)
    }

    /// Begins a fetch in a task of its own, so that no caller's end is the fetch's end.
    fn begin(
        self: &Arc<Self>,
        state: &mut State,
        shared: &Arc<Shared>,
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
        let journey = Journey {
            fetch: Arc::clone(&shared.fetch),
            scope: scope.clone(),
            time: shared.time.clone(),
            attempts,
            deadline: shared.settings.deadline,
            begin_at,
            #[cfg(feature = "metrics")]
            observer: shared.observer.clone(),
        };
        let entry = Arc::downgrade(self);
        let task = runtime.spawn(async move {
            let time = journey.time.clone();
            let issued = AssertUnwindSafe(journey.run())
                .catch_unwind()
                .await
                .unwrap_or_else(|_| {
                    Err(Error::token_detail(
                        "what fetches it panicked",
                        Transient::Yes,
                    ))
                });
            let result = match entry.upgrade() {
                Some(entry) => entry.settle(issued, &time),
                None => return,
            };
            // Nobody may be waiting any more.
            let _ = sender.send(Some(result));
        });
        let waiter = outcome.clone();
        state.flight = Some(Flight {
            outcome,
            task: task.abort_handle(),
        });
        Ok(waiter)
    }

    /// Takes in what a fetch brought.
    fn settle(&self, issued: Result<IssuedToken, Error>, time: &Time) -> Result<Token, Error> {
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
        state.flight = None;
        match result {
            Ok((token, life)) => {
                state.failed = None;
                state.failed_renewals = 0;
                state.next_renewal = None;
                // A token without a life is for those who wait, and for nobody after them.
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

/// One fetch with its repeat.
struct Journey {
    fetch: Arc<dyn TokenFetch>,
    scope: Scope,
    time: leantech_core::Time,
    attempts: u32,
    deadline: Duration,
    begin_at: Instant,
    #[cfg(feature = "metrics")]
    observer: Option<Arc<dyn leantech_core::Observer>>,
}

impl Journey {
    async fn run(self) -> Result<IssuedToken, Error> {
        if self.time.now() < self.begin_at {
            self.time.sleep_until(self.begin_at).await;
        }
        let began = self.time.now();
        let end = began + self.deadline;
        let result = self
            .time
            .timeout_at(end, self.try_repeatedly())
            .await
            .unwrap_or_else(|_| {
                let limit = self.deadline.as_secs_f64();
                Err(Error::token_detail(
                    format!("no answer within {limit} s"),
                    Transient::Yes,
                ))
            });
        #[cfg(feature = "metrics")]
        if let Some(observer) = &self.observer {
            observer.renewal(&leantech_core::RenewalEvent::new(
                self.scope.kind(),
                result.as_ref().err().map(Error::kind),
                self.time.now().saturating_duration_since(began),
            ));
        }
        result
    }

    async fn try_repeatedly(&self) -> Result<IssuedToken, Error> {
        let mut attempt = 1;
        loop {
            let error = match self.fetch.fetch(&self.scope).await {
                Ok(issued) => return Ok(issued),
                Err(error) => error,
            };
            // A server that names its own time is not asked again before it.
            let is_worth_it = error.is_retryable() && error.retry_after().is_none();
            if attempt >= self.attempts || !is_worth_it {
                return Err(error);
            }
            attempt += 1;
            self.time.sleep(BACKOFF.mul_f64(fastrand::f64())).await;
        }
    }
}
