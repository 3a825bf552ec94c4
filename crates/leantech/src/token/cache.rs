//! Access tokens, one per scope: fetched once for all waiting callers, renewed a little early.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};

#[cfg(feature = "metrics")]
use leantech_core::Observer;
use leantech_core::{Clock, Error, Scope, Time, Token, TokenFuture, TokenSource, Transient};
use tokio::sync::watch;

use crate::token::customers::{Customers, Lease};
use crate::token::entry::{Entry, Flight, Look, Outcome, Place};
use crate::token::fetch::TokenFetch;
use crate::token::fetch_task::FetchContext;
use crate::token::settings::TokenSettings;

/// How often a caller starts again when the runtime that fetched for it has shut down or rests.
const BEGINNINGS: u32 = 4;

/// A [`TokenSource`] that caches what a [`TokenFetch`] fetches.
///
/// - However many callers wait, one request is in flight for a scope, and all of them get its
///   outcome: also when the caller that started it goes away, when the fetch panics or hangs, or
///   when the runtime that ran it shuts down. If that runtime only rests, a caller in another runtime
///   makes a second request.
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
    customers: Arc<Customers>,
}

/// The entry of a scope, while it is used.
enum Found<'a> {
    Api(&'a Arc<Entry>),
    Customer(Lease),
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
        let found = self.0.find(scope);
        let deadline = Time::after(time.now(), self.0.context.settings.deadline);
        for _ in 0..BEGINNINGS {
            let flight = match found.entry().look(self.0.place(scope, &found), least) {
                Look::Ready(token) => return Ok(token),
                Look::Failed(error) => return Err(error),
                Look::Wait(flight) => flight,
            };
            let ended = time.timeout_at(deadline, landed(flight, time)).await;
            let outcome = match ended {
                Err(_) => {
                    let limit = self.0.context.settings.deadline.as_secs_f64();
                    let detail = format!("no answer within {limit} s");
                    return Err(Error::token_detail(detail, Transient::Yes));
                }
                // The runtime that fetched was shut down, or rests: this caller's runtime starts again.
                Ok(None) => continue,
                Ok(Some(outcome)) => outcome,
            };
            return match outcome {
                Ok(token) => {
                    let left = token.remaining(time.now());
                    if left.is_none_or(|left| left > least || least.is_zero()) {
                        Ok(token)
                    } else {
                        Err(Error::token_too_short(least))
                    }
                }
                Err(error) => Err(error),
            };
        }
        Err(Error::token_detail(
            "the runtime that fetched it was shut down",
            Transient::Yes,
        ))
    }
}

/// The outcome of a fetch; none if its runtime was shut down or rests.
async fn landed(flight: Flight, time: &Time) -> Option<Result<Token, Error>> {
    let Flight { outcome, foreign } = flight;
    let Some(pulse) = foreign else {
        return told(outcome).await;
    };
    // Boxed, because few callers wait for another runtime, and all would carry it.
    Box::pin(async {
        match select(pin!(told(outcome)), pin!(pulse.lost(time))).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(((), _)) => None,
        }
    })
    .await
}

async fn told(mut outcome: watch::Receiver<Outcome>) -> Option<Result<Token, Error>> {
    let ended = outcome.wait_for(Option::is_some).await;
    ended.ok()?.clone()
}

impl TokenSource for TokenCache {
    fn cached(&self, scope: &Scope) -> Option<Token> {
        let found = self.0.find(scope);
        found.entry().cached(self.0.place(scope, &found))
    }

    fn token<'a>(&'a self, scope: &'a Scope) -> TokenFuture<'a> {
        Box::pin(self.token_for(scope, Duration::ZERO))
    }

    fn token_for<'a>(&'a self, scope: &'a Scope, least: Duration) -> TokenFuture<'a> {
        Box::pin(Self::token_for(self, scope, least))
    }

    fn refuse(&self, scope: &Scope, refused: &Token) {
        self.0.find(scope).entry().refuse(refused);
    }
}

impl Shared {
    fn find(&self, scope: &Scope) -> Found<'_> {
        match scope {
            Scope::Customer(id) => Found::Customer(self.customers.lease(id)),
            // Every call looks here: the API's own entry is looked at where it is.
            _ => Found::Api(&self.api),
        }
    }

    fn place<'a>(&'a self, scope: &'a Scope, found: &'a Found<'_>) -> Place<'a> {
        Place {
            context: &self.context,
            scope,
            lease: found.lease(),
        }
    }
}

impl Found<'_> {
    fn entry(&self) -> &Arc<Entry> {
        match self {
            Self::Api(entry) => entry,
            Self::Customer(lease) => lease.entry(),
        }
    }

    fn lease(&self) -> Option<&Lease> {
        match self {
            Self::Api(_) => None,
            Self::Customer(lease) => Some(lease),
        }
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
        let customers = Customers::new(self.settings.customers, self.time.clone());
        TokenCache(Arc::new(Shared {
            context: Arc::new(FetchContext {
                fetch: self.fetch,
                time: self.time,
                settings: self.settings,
                #[cfg(feature = "metrics")]
                observer: self.observer,
            }),
            api: Arc::default(),
            customers,
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
