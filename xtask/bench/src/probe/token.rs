//! Tokens: one that is at hand, and callers who wait for one.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use leantech::{
    Client, CustomerId, Environment, Error, Fetch, IssuedToken, Scope, Secret, TokenCache,
    TokenFetch, TokenSettings, TokenSource,
};
use tokio::sync::Semaphore;

use super::bodies::token_text;
use super::{Meter, alone, runtime};
use crate::trouble::Trouble;

/// A token endpoint without a network, which counts.
#[derive(Debug)]
struct Endpoint {
    asked: AtomicUsize,
    state: State,
    gate: Semaphore,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Healthy,
    Failing,
    Hanging,
    /// Answers when its gate is opened.
    Slow,
}

impl Endpoint {
    fn new(state: State) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicUsize::new(0),
            state,
            gate: Semaphore::new(0),
        })
    }

    async fn answer(&self) -> Result<IssuedToken, Error> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.state {
            State::Healthy => tokio::task::yield_now().await,
            State::Slow => drop(self.gate.acquire().await),
            State::Hanging => std::future::pending().await,
            State::Failing => {
                tokio::task::yield_now().await;
                let why = std::io::Error::other("the endpoint is down");
                return Err(Error::token_for_now(why));
            }
        }
        let life = Some(Duration::from_secs(3_599));
        Ok(IssuedToken::new(Secret::from(token_text()), life))
    }
}

impl TokenFetch for Endpoint {
    fn fetch<'a>(&'a self, _: &'a Scope) -> Fetch<'a> {
        Box::pin(self.answer())
    }
}

/// Looks a token up so many times that is at hand; of the API's scope, or of so many customers'.
pub(super) fn hits(customers: usize, count: usize, meter: &dyn Meter) -> Result<u64, Trouble> {
    let settings = TokenSettings::default().customers(customers.max(1));
    let cache = TokenCache::builder(Endpoint::new(State::Healthy))
        .settings(settings)
        .build();
    let scopes = scopes(customers)?;
    let runtime = runtime()?;
    runtime.block_on(async {
        for scope in &scopes {
            let token = cache.token(scope).await;
            token.map_err(|error| Trouble::because("fetch a token", &error))?;
        }
        Ok::<(), Trouble>(())
    })?;
    let _inside = runtime.enter();
    let mut missed = 0_usize;
    let cost = meter.cost(&mut || {
        for scope in scopes.iter().cycle().take(count) {
            missed += usize::from(black_box(cache.cached(black_box(scope))).is_none());
        }
    });
    if missed > 0 {
        return Err(Trouble::new(format!(
            "{missed} of {count} tokens were not at hand"
        )));
    }
    Ok(cost)
}

fn scopes(customers: usize) -> Result<Vec<Scope>, Trouble> {
    if customers == 0 {
        return Ok(vec![Scope::Api]);
    }
    (0..customers)
        .map(|number| {
            let id: CustomerId = format!("22222222-2222-4222-8222-{number:012}")
                .parse()
                .map_err(|_| Trouble::new("an id is refused"))?;
            Scope::customer(id).map_err(|error| Trouble::because("make a scope", &error))
        })
        .collect()
}

/// How many requests for a token so many callers make who find none.
pub(super) fn herd(state: &str, callers: usize) -> Result<u64, Trouble> {
    let endpoint = Endpoint::new(match state {
        "healthy" => State::Healthy,
        "failing" => State::Failing,
        "hanging" => State::Hanging,
        "leader-dropped" => State::Slow,
        other => return Err(Trouble::new(format!("an endpoint is never {other}"))),
    });
    let settings = TokenSettings::default().deadline(Duration::from_secs(2));
    let cache = TokenCache::builder(Arc::clone(&endpoint) as Arc<dyn TokenFetch>)
        .settings(settings)
        .build();
    alone(async {
        if endpoint.state == State::Slow {
            // The first caller begins the fetch and goes away.
            let first = cache.token(&Scope::Api).now_or_never();
            debug_assert!(first.is_none(), "the gate is closed");
        }
        let tasks: Vec<_> = (0..callers)
            .map(|_| {
                let cache = cache.clone();
                tokio::spawn(async move { cache.token(&Scope::Api).await.is_ok() })
            })
            .collect();
        tokio::task::yield_now().await;
        endpoint.gate.add_permits(1);
        let mut served = 0;
        for task in tasks {
            served += usize::from(task.await.unwrap_or_default());
        }
        let expected = match endpoint.state {
            State::Healthy | State::Slow => callers,
            State::Failing | State::Hanging => 0,
        };
        if served == expected {
            Ok(endpoint.asked.load(Ordering::Relaxed) as u64)
        } else {
            Err(Trouble::new(format!(
                "{served} callers got a token, not {expected}"
            )))
        }
    })?
}

/// What so many callers cost who wait for a token: `tokens` of the cache, or `calls` of the API.
pub(super) fn waiters(what: &str, callers: usize, meter: &dyn Meter) -> Result<u64, Trouble> {
    let endpoint = Endpoint::new(State::Hanging);
    let cache = TokenCache::builder(endpoint).build();
    // Nobody gets as far as to call it.
    let environment = Environment::emulator("http://127.0.0.1:9")
        .map_err(|error| Trouble::because("name a server", &error))?;
    let client = Client::builder(environment)
        .token_source(Arc::new(cache.clone()))
        .build()
        .map_err(|error| Trouble::because("set the client up", &error))?;
    let is_call = match what {
        "calls" => true,
        "tokens" => false,
        other => return Err(Trouble::new(format!("nobody waits for {other}"))),
    };
    let runtime = runtime()?;
    let one = |_| {
        let (cache, client) = (cache.clone(), client.clone());
        if is_call {
            runtime.spawn(async move { client.banks().list_banks().send().await.is_ok() })
        } else {
            runtime.spawn(async move { cache.token(&Scope::Api).await.is_ok() })
        }
    };
    // The fetch itself is not a caller's.
    let first = one(0);
    runtime.block_on(tokio::task::yield_now());
    let mut waiting = Vec::with_capacity(callers);
    let cost = meter.cost(&mut || {
        waiting.extend((0..callers).map(one));
        runtime.block_on(tokio::task::yield_now());
        // Everybody has had a turn, and another one.
        runtime.block_on(tokio::task::yield_now());
    });
    if first.is_finished() || waiting.iter().any(tokio::task::JoinHandle::is_finished) {
        return Err(Trouble::new("a caller did not wait"));
    }
    Ok(cost)
}
