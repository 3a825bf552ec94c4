//! Row T23 of the reliability table: two runtimes share a client, and one of them rests.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use leantech::{Scope, TokenCache, TokenSettings, TokenSource};
use leantech_tests::hostile::{
    BANKS, Behaviour, FakeFetch, HostileServer, JumpClock, LIMIT, Reply, TOKEN_PATH, list_banks,
    token_answer, within_blocking,
};
use tokio::runtime::Runtime;

/// How long the endpoint takes.
const LATENCY: Duration = Duration::from_millis(100);

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// Drives a runtime until a future has begun, and no longer.
fn begin_and_rest(runtime: &Runtime, future: impl Future) {
    runtime.block_on(async {
        let begun = tokio::time::timeout(LATENCY / 4, future).await;
        assert!(begun.is_err(), "it was to be given up");
    });
}

fn text(cache: &TokenCache, runtime: &Runtime) -> String {
    let token = runtime.block_on(cache.token(&Scope::Api)).unwrap();
    token.secret().expose().to_owned()
}

#[test]
fn t23_fetch_of_a_resting_runtime_is_taken_over_by_who_waits() {
    within_blocking(LIMIT, || {
        let fetch = FakeFetch::new(Behaviour::token(3_599).after(LATENCY));
        let cache = TokenCache::builder(fetch.clone()).build();
        let (first, second) = (runtime(), runtime());
        begin_and_rest(&first, cache.token(&Scope::Api));
        let began = Instant::now();
        assert_eq!(text(&cache, &second), "token-2");
        let took = began.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
        // The late result of the first runtime is nobody's.
        first.block_on(async { tokio::time::sleep(LATENCY * 2).await });
        assert_eq!(text(&cache, &first), "token-2");
        assert_eq!(text(&cache, &second), "token-2");
        assert_eq!(fetch.count(), 2);
    });
}

#[test]
fn t23_short_deadline_of_who_waits_is_kept_too() {
    within_blocking(LIMIT, || {
        let fetch = FakeFetch::new(Behaviour::token(3_599).after(LATENCY));
        let settings = TokenSettings::default().deadline(Duration::from_millis(800));
        let cache = TokenCache::builder(fetch.clone());
        let cache = cache.settings(settings).build();
        let (first, second) = (runtime(), runtime());
        begin_and_rest(&first, cache.token(&Scope::Api));
        assert_eq!(text(&cache, &second), "token-2");
    });
}

#[test]
fn t23_herd_that_waits_for_a_resting_runtime_makes_one_request_more() {
    within_blocking(LIMIT, || {
        let fetch = FakeFetch::new(Behaviour::token(3_599).after(LATENCY));
        let cache = TokenCache::builder(fetch.clone()).build();
        let first = runtime();
        begin_and_rest(&first, cache.token(&Scope::Api));
        let herd = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        herd.block_on(async {
            let tasks: Vec<_> = (0..1_000)
                .map(|_| {
                    let cache = cache.clone();
                    tokio::spawn(async move { cache.token(&Scope::Api).await.map(drop) })
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
        });
        assert_eq!(fetch.count(), 2);
    });
}

#[test]
fn t23_slow_fetch_of_a_runtime_that_works_is_waited_for() {
    within_blocking(LIMIT, || {
        let fetch = FakeFetch::new(Behaviour::token(3_599).after(Duration::from_secs(2)));
        let cache = TokenCache::builder(fetch.clone()).build();
        let working = cache.clone();
        let first = std::thread::spawn(move || text(&working, &runtime()));
        while fetch.count() == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(text(&cache, &runtime()), "token-1");
        assert_eq!(first.join().unwrap(), "token-1");
        assert_eq!(fetch.count(), 1);
    });
}

#[test]
fn t23_renewal_of_a_resting_runtime_is_taken_over() {
    within_blocking(LIMIT, || {
        // Every sleep is a deadline: this clock moves by hand alone.
        let clock = JumpClock::new(Duration::ZERO);
        let fetch = FakeFetch::on_clock(Behaviour::token(3_599).after(LATENCY), clock.shared());
        let cache = TokenCache::builder(fetch.clone()).clock(clock.shared());
        let cache = cache.build();
        let (first, second) = (runtime(), runtime());
        assert_eq!(text(&cache, &first), "token-1");
        clock.advance(Duration::from_secs(3_500));
        // The first runtime begins a renewal, and idles.
        assert_eq!(text(&cache, &first), "token-1");
        first.block_on(async { tokio::time::sleep(LATENCY / 4).await });
        assert_eq!(fetch.count(), 2);
        clock.advance(Duration::from_secs(99));
        assert_eq!(text(&cache, &second), "token-3");
        assert_eq!(fetch.count(), 3);
    });
}

#[test]
fn t23_renewal_goes_on_in_the_runtime_that_still_calls() {
    within_blocking(LIMIT, || {
        let clock = JumpClock::new(Duration::ZERO);
        let fetch = FakeFetch::on_clock(Behaviour::token(3_599).after(LATENCY), clock.shared());
        let cache = TokenCache::builder(fetch.clone()).clock(clock.shared());
        let cache = cache.build();
        let (first, second) = (runtime(), runtime());
        assert_eq!(text(&cache, &first), "token-1");
        clock.advance(Duration::from_secs(3_500));
        assert_eq!(text(&cache, &first), "token-1");
        first.block_on(async { tokio::time::sleep(LATENCY / 4).await });
        // The old token is good for another while: nobody waits, and the renewal is made anew.
        for _ in 0..20 {
            assert_ne!(text(&cache, &second), "token-2");
            second.block_on(async { tokio::time::sleep(LATENCY).await });
        }
        assert_eq!(text(&cache, &second), "token-3");
        assert_eq!(fetch.count(), 3);
    });
}

#[test]
fn t23_client_over_the_wire_goes_on_when_another_runtime_rests() {
    within_blocking(LIMIT, || {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        server.on(
            "POST",
            TOKEN_PATH,
            [token_answer("token-1", 3_599).after(LATENCY)],
        );
        let client = Arc::new(server.client().build().unwrap());
        let (first, second) = (runtime(), runtime());
        begin_and_rest(&first, list_banks(&client));
        let began = Instant::now();
        second.block_on(list_banks(&client)).unwrap();
        let took = began.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
        // The first one may have been given up before it was sent.
        let requests = server.token_requests();
        assert!((1..=2).contains(&requests), "{requests}");
        first.block_on(list_banks(&client)).unwrap();
        assert_eq!(server.token_requests(), requests);
    });
}
