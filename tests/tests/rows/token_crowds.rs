//! Rows T24 and T25 of the reliability table: crowds of customers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use leantech::{
    Fetch, IssuedToken, Scope, Secret, TokenCache, TokenFetch, TokenSettings, TokenSource,
};
use leantech_tests::hostile::{Behaviour, FakeFetch, LIMIT, resident_memory, within};
use leantech_tests::own_process::passed_alone;
use tokio::time::Instant;

fn customer(number: usize) -> Scope {
    let id = format!("00000000-0000-4000-8000-{number:012}");
    Scope::customer(id.parse().expect("a fit id")).expect("a fit scope")
}

/// How many customers ask at once. Without optimisation 20,000 take a processor for two seconds, which is
/// too much next to other tests.
const CROWD: usize = if cfg!(feature = "night") {
    20_000
} else {
    2_000
};

/// How long the endpoint takes.
const LATENCY: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t24_crowd_of_new_customers_is_served_and_delays_nobody() {
    if passed_alone("token_crowds::t24_crowd_of_new_customers_is_served_and_delays_nobody") {
        return;
    }
    within(Duration::from_secs(60), async {
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = TokenCache::builder(fetch.clone()).build();
        cache.token(&Scope::Api).await.unwrap();
        fetch.now(Behaviour::token(3_599).after(LATENCY));
        let before = resident_memory();
        let began = Instant::now();
        let api = {
            let cache = cache.clone();
            tokio::spawn(async move {
                let mut longest = Duration::ZERO;
                while began.elapsed() < LATENCY * 2 {
                    let asked = Instant::now();
                    cache.token(&Scope::Api).await.unwrap();
                    longest = longest.max(asked.elapsed());
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                longest
            })
        };
        let callers: Vec<_> = (0..CROWD)
            .map(|number| {
                let cache = cache.clone();
                tokio::spawn(async move { cache.token(&customer(number)).await.map(drop) })
            })
            .collect();
        let outcomes = join_all(callers).await;
        let took = began.elapsed();
        let failed = outcomes
            .iter()
            .filter(|outcome| outcome.as_ref().unwrap().is_err())
            .count();
        assert_eq!(failed, 0, "in {took:?}");
        assert!(took < LATENCY + Duration::from_secs(3), "{took:?}");
        let longest = api.await.unwrap();
        assert!(longest < Duration::from_millis(100), "{longest:?}");
        assert_eq!(fetch.count(), CROWD + 1);
        // When the crowd has gone, no more tokens are kept than at other times.
        let kept = (0..CROWD)
            .filter(|number| cache.cached(&customer(*number)).is_some())
            .count();
        assert!(kept <= 1_024, "{kept}");
        let grown = resident_memory().saturating_sub(before);
        assert!(grown < 200 << 20, "{grown} bytes");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t24_twice_the_crowd_is_twice_the_work() {
    within(LIMIT, async {
        let mut took = Vec::new();
        for size in [4_000, 16_000] {
            let fetch = FakeFetch::new(Behaviour::token(3_599).after(LATENCY));
            let cache = TokenCache::builder(fetch).build();
            let began = std::time::Instant::now();
            let callers = (0..size).map(|number| {
                let cache = cache.clone();
                async move { cache.token(&customer(number)).await.map(drop) }
            });
            for outcome in join_all(callers).await {
                outcome.unwrap();
            }
            took.push(began.elapsed());
        }
        // Four times the work; sixteen times where entries are walked again and again.
        assert!(took[1] < took[0] * 9, "{took:?}");
    })
    .await;
}

/// Counts the requests in flight for each scope.
#[derive(Debug, Default)]
struct Watching {
    in_flight: Mutex<HashMap<String, usize>>,
    doubled: AtomicUsize,
    asked: AtomicUsize,
}

impl TokenFetch for Watching {
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let scope = scope.to_string();
            let now = {
                let mut all = self.in_flight.lock().unwrap();
                let count = all.entry(scope.clone()).or_default();
                *count += 1;
                *count
            };
            if now > 1 {
                self.doubled.fetch_add(1, Ordering::Relaxed);
            }
            tokio::time::sleep(Duration::from_micros(fastrand::u64(0..2_000))).await;
            *self.in_flight.lock().unwrap().get_mut(&scope).unwrap() -= 1;
            let life = Some(Duration::from_secs(3_599));
            Ok(IssuedToken::new(Secret::from("made-up"), life))
        })
    }
}

/// How many calls are made.
const CALLS: usize = if cfg!(feature = "night") {
    100_000
} else {
    30_000
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t25_scope_whose_entry_is_evicted_is_never_fetched_twice_at_once() {
    within(Duration::from_secs(120), async {
        let fetch = Arc::new(Watching::default());
        let cache = TokenCache::builder(fetch.clone());
        let cache = cache
            .settings(TokenSettings::default().customers(16))
            .build();
        let workers: Vec<_> = (0..64)
            .map(|_| {
                let cache = cache.clone();
                tokio::spawn(async move {
                    for _ in 0..CALLS / 64 {
                        let scope = customer(fastrand::usize(0..1_000));
                        cache.token(&scope).await.unwrap();
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        assert!(fetch.asked.load(Ordering::Relaxed) > 1_000);
        assert_eq!(fetch.doubled.load(Ordering::Relaxed), 0);
    })
    .await;
}
