//! Access tokens, one per scope: fetched once for all waiting callers, renewed a little early.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[cfg(feature = "metrics")]
use leantech_core::Observer;
use leantech_core::{
    Clock, CustomerId, Error, Scope, Time, Token, TokenFuture, TokenSource, Transient,
};

use crate::token::entry::{Entry, Look};
use crate::token::fetch::TokenFetch;
use crate::token::fetch_task::FetchContext;
use crate::token::settings::TokenSettings;

/// How often a caller starts again when the runtime that fetched for it has shut down.
const BEGINNINGS: u32 = 3;

/// A [`TokenSource`] that caches what a [`TokenFetch`] fetches.
///
/// - However many callers wait, one request is in flight for a scope, and all of them get its
///   outcome: also when the caller that started it goes away, when the fetch panics or hangs, or
///   when the runtime that ran it shuts down.
/// - In the early-renewal window a caller gets the old token at once; the renewal runs next to it.
/// - A failure is remembered for a moment, to protect a failing endpoint from a flood of requests.
/// - A refused token is dropped only if it is still the cached one.
///
/// Nothing runs before the first token is requested, and nothing outlives the cache.
#[derive(Clone)]
pub struct TokenCache(Arc<Shared>);

struct Shared {
    context: Arc<FetchContext>,
    api: Arc<Entry>,
    customers: Mutex<Customers>,
}

/// The entries of customers, and when each was last used (a count of look-ups).
#[derive(Default)]
struct Customers {
    entries: HashMap<CustomerId, (Arc<Entry>, u64)>,
    look_ups: u64,
}

/// Puts a [`TokenCache`] together.
#[derive(Debug)]
pub struct TokenCacheBuilder {
    fetch: Arc<dyn TokenFetch>,
    time: Time,
    settings: TokenSettings,
    #[cfg(feature = "metrics")]
    observer: Option<Arc<dyn Observer>>,
}

impl TokenCache {
    /// Begins a cache in front of a way to fetch tokens.
    pub fn builder(fetch: Arc<dyn TokenFetch>) -> TokenCacheBuilder {
        TokenCacheBuilder {
            fetch,
            time: Time::default(),
            settings: TokenSettings::default(),
            #[cfg(feature = "metrics")]
            observer: None,
        }
    }

    /// A token that lives for more than `least` from now on.
    ///
    /// # Errors
    ///
    /// Fails when no token can be obtained, or when the issuer's tokens do not live that long.
    pub async fn token_for(&self, scope: &Scope, least: Duration) -> Result<Token, Error> {
        let time = &self.0.context.time;
        time.check_runtime()?;
        let entry = self.0.entry(scope);
        let deadline = time.now() + self.0.context.settings.deadline;
        for _ in 0..BEGINNINGS {
            let mut outcome = match entry.look(&self.0.context, scope, least) {
                Look::Ready(token) => return Ok(token),
                Look::Failed(error) => return Err(error),
                Look::Wait(outcome) => outcome,
            };
            let ended = time
                .timeout_at(deadline, outcome.wait_for(Option::is_some))
                .await;
            let outcome = match ended {
                Err(_) => {
                    let limit = self.0.context.settings.deadline.as_secs_f64();
                    let detail = format!("no answer within {limit} s");
                    return Err(Error::token_detail(detail, Transient::Yes));
                }
                // The runtime that fetched was shut down: this caller's runtime starts again.
                Ok(Err(_)) => continue,
                Ok(Ok(outcome)) => outcome.clone(),
            };
            match outcome {
                Some(Ok(token))
                    if token
                        .remaining(time.now())
                        .is_none_or(|left| left > least || least.is_zero()) =>
                {
                    return Ok(token);
                }
                Some(Ok(_)) => {
                    return Err(Error::token_too_short(least));
                }
                Some(Err(error)) => return Err(error),
                None => {}
            }
        }
        Err(Error::token_detail(
            "the runtime that fetched it was shut down",
            Transient::Yes,
        ))
    }
}

impl TokenSource for TokenCache {
    fn cached(&self, scope: &Scope) -> Option<Token> {
        // Every call looks here: the API's own entry is looked at where it is.
        match scope {
            Scope::Api => self.0.api.cached(&self.0.context, scope),
            _ => self.0.entry(scope).cached(&self.0.context, scope),
        }
    }

    fn token<'a>(&'a self, scope: &'a Scope) -> TokenFuture<'a> {
        Box::pin(self.token_for(scope, Duration::ZERO))
    }

    fn token_for<'a>(&'a self, scope: &'a Scope, least: Duration) -> TokenFuture<'a> {
        Box::pin(Self::token_for(self, scope, least))
    }

    fn refuse(&self, scope: &Scope, refused: &Token) {
        self.0.entry(scope).refuse(refused);
    }
}

impl Shared {
    fn entry(&self, scope: &Scope) -> Arc<Entry> {
        let Scope::Customer(id) = scope else {
            return Arc::clone(&self.api);
        };
        let mut customers = self
            .customers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        customers.look_ups += 1;
        let now = customers.look_ups;
        if let Some((entry, used)) = customers.entries.get_mut(id) {
            *used = now;
            return Arc::clone(entry);
        }
        if customers.entries.len() >= self.context.settings.customers {
            customers.make_room(&self.context.time, self.context.settings.customers);
        }
        let entry = Arc::new(Entry::default());
        customers
            .entries
            .insert(id.clone(), (Arc::clone(&entry), now));
        entry
    }
}

impl Customers {
    /// Drops expired entries and, if that is not enough, the least recently used eighth;
    /// an entry that is being fetched stays.
    fn make_room(&mut self, time: &Time, most: usize) {
        let now = time.now();
        self.entries
            .retain(|_, (entry, _)| !entry.is_idle_and_expired(now));
        let keep = most - most.div_ceil(8);
        if self.entries.len() <= keep {
            return;
        }
        let mut used: Vec<u64> = self.entries.values().map(|(_, used)| *used).collect();
        used.sort_unstable_by(|a, b| b.cmp(a));
        let oldest_kept = used
            .get(keep.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        self.entries
            .retain(|_, (entry, used)| *used >= oldest_kept || entry.is_in_flight());
    }
}

impl TokenCacheBuilder {
    /// When tokens are renewed, and how long failures are remembered.
    #[must_use]
    pub fn settings(mut self, settings: TokenSettings) -> Self {
        self.settings = settings;
        self
    }

    /// The clock, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.time = Time::of(clock);
        self
    }

    /// The observer of renewals.
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Builds the cache. Nothing is fetched yet.
    pub fn build(self) -> TokenCache {
        TokenCache(Arc::new(Shared {
            context: Arc::new(FetchContext {
                fetch: self.fetch,
                time: self.time,
                settings: self.settings,
                #[cfg(feature = "metrics")]
                observer: self.observer,
            }),
            api: Arc::default(),
            customers: Mutex::default(),
        }))
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("settings", &self.0.context.settings)
            .finish_non_exhaustive()
    }
}
