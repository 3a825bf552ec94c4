//! Rows T1 to T9, T15, T17 and T19 of the reliability table: the token cache without a network.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use leantech::{Error, Scope, Token, TokenCache, TokenSettings, TokenSource};
use leantech_tests::hostile::{Behaviour, FakeFetch, Gate, JumpClock, LIMIT, within};
use tokio::time::{Instant, advance, sleep};

/// How many callers make a herd.
const HERD: usize = 10_000;

fn cache(fetch: &Arc<FakeFetch>) -> TokenCache {
    TokenCache::builder(fetch.clone()).build()
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// What each of so many tasks gets.
async fn herd(cache: &TokenCache, size: usize) -> Vec<Result<Token, Error>> {
    let tasks = (0..size).map(|_| {
        let cache = cache.clone();
        tokio::spawn(async move { cache.token(&Scope::Api).await })
    });
    let tasks: Vec<_> = tasks.collect();
    join_all(tasks)
        .await
        .into_iter()
        .map(|joined| joined.expect("no caller panics"))
        .collect()
}

fn text(token: &Token) -> &str {
    token.secret().expose()
}

fn customer(number: usize) -> Scope {
    let id = format!("00000000-0000-4000-8000-{number:012}");
    Scope::customer(id.parse().expect("a fit id")).expect("a fit scope")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t01_herd_of_ten_thousand_makes_one_request() {
    within(LIMIT, async {
        let latency = Duration::from_millis(200);
        let fetch = FakeFetch::new(Behaviour::token(3_599).after(latency));
        let began = Instant::now();
        let tokens = herd(&cache(&fetch), HERD).await;
        let took = began.elapsed();
        assert_eq!(fetch.count(), 1);
        assert!(
            tokens
                .iter()
                .all(|token| text(token.as_ref().unwrap()) == "token-1")
        );
        assert!(took <= latency + seconds(1), "{took:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t02_failing_endpoint_is_asked_no_more_often_than_configured() {
    within(LIMIT, async {
        let latency = Duration::from_millis(100);
        for attempts in [1, 2, 3] {
            let fetch = FakeFetch::new(Behaviour::Fails.after(latency));
            let settings = TokenSettings::default().attempts(attempts);
            let cache = TokenCache::builder(fetch.clone())
                .settings(settings)
                .build();
            let began = Instant::now();
            let results = herd(&cache, HERD).await;
            let took = began.elapsed();
            assert_eq!(fetch.count(), attempts as usize);
            let first = results[0].as_ref().unwrap_err().to_string();
            for result in &results {
                let error = result.as_ref().unwrap_err();
                assert!(error.is_token() && error.is_retryable());
                assert_eq!(error.to_string(), first);
            }
            let longest = (latency + Duration::from_millis(200)) * attempts + seconds(1);
            assert!(took <= longest, "{took:?} for {attempts}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t03_expired_token_is_renewed_once_for_all() {
    within(LIMIT, async {
        let clock = JumpClock::new(seconds(5));
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = TokenCache::builder(fetch.clone())
            .clock(clock.shared())
            .build();
        assert_eq!(text(&cache.token(&Scope::Api).await.unwrap()), "token-1");
        clock.advance(seconds(3_600));
        fetch.now(Behaviour::token(3_599).after(Duration::from_millis(100)));
        let tokens = herd(&cache, HERD).await;
        assert_eq!(fetch.count(), 2);
        assert!(
            tokens
                .iter()
                .all(|token| text(token.as_ref().unwrap()) == "token-2")
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t04_caller_in_the_renewal_window_gets_the_old_token_at_once() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = cache(&fetch);
        cache.token(&Scope::Api).await.unwrap();
        advance(seconds(3_599 - 149)).await;
        let gate = Gate::closed();
        fetch.now(Behaviour::token(3_599).behind(&gate));
        for _ in 0..1_000 {
            // Ready without a single wait: nothing was added to the latency.
            let token = cache
                .token(&Scope::Api)
                .now_or_never()
                .expect("no wait")
                .unwrap();
            assert_eq!(text(&token), "token-1");
            assert_eq!(
                text(&cache.cached(&Scope::Api).expect("at hand")),
                "token-1"
            );
            tokio::task::yield_now().await;
        }
        assert_eq!(fetch.count(), 2);
        gate.open();
        sleep(Duration::from_millis(1)).await;
        assert_eq!(text(&cache.cached(&Scope::Api).unwrap()), "token-2");
        assert_eq!(fetch.count(), 2);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t04_window_is_a_tenth_of_the_life_within_bounds() {
    within(LIMIT, async {
        // Life, when no renewal may have begun, when one must have.
        for (life, before, after) in [
            (3_599, 3_298, 3_450),
            (1_200, 1_079, 1_141),
            (60, 49, 56),
            (43_200, 42_899, 43_051),
        ] {
            let fetch = FakeFetch::new(Behaviour::token(life));
            let cache = cache(&fetch);
            cache.token(&Scope::Api).await.unwrap();
            advance(seconds(before)).await;
            cache.token(&Scope::Api).await.unwrap();
            tokio::task::yield_now().await;
            assert_eq!(fetch.count(), 1, "{life}");
            advance(seconds(after - before)).await;
            assert!(
                cache
                    .cached(&Scope::Api)
                    .is_some_and(|token| text(&token) == "token-1")
            );
            sleep(Duration::from_millis(1)).await;
            assert_eq!(fetch.count(), 2, "{life}");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t04_moment_of_renewal_is_drawn_once_for_a_token() {
    within(LIMIT, async {
        let mut moments = Vec::new();
        for _ in 0..40 {
            let fetch = FakeFetch::new(Behaviour::token(3_599));
            let cache = cache(&fetch);
            cache.token(&Scope::Api).await.unwrap();
            let issued = Instant::now();
            advance(seconds(3_299)).await;
            while fetch.count() == 1 {
                advance(Duration::from_millis(500)).await;
                // Were it drawn for each call, some of these would begin at once.
                for _ in 0..20 {
                    let _ = cache.cached(&Scope::Api);
                }
                tokio::task::yield_now().await;
            }
            moments.push(issued.elapsed().as_secs_f64());
        }
        let mean = moments.iter().sum::<f64>() / 40.0;
        let (first, last) = moments
            .iter()
            .fold((f64::MAX, 0.0_f64), |(first, last), moment| {
                (first.min(*moment), last.max(*moment))
            });
        // Even chances over 150 s: the mean of 40 is within 6 standard errors of the middle.
        assert!((3_333.0..3_416.0).contains(&mean), "{mean}");
        assert!(
            first >= 3_299.0 && last <= 3_450.0 && last - first > 30.0,
            "{first} {last}"
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t05_failed_renewals_keep_the_token_and_are_spaced() {
    within(LIMIT, async {
        for failing in [
            Behaviour::Fails,
            Behaviour::Fails.after(seconds(2)),
            Behaviour::Hangs,
        ] {
            let is_quick = matches!(failing, Behaviour::Fails);
            let fetch = FakeFetch::new(Behaviour::token(3_599));
            let cache = cache(&fetch);
            cache.token(&Scope::Api).await.unwrap();
            let issued = Instant::now();
            fetch.now(failing);
            advance(seconds(3_299)).await;
            // Until 30 s before the end, the old token is there at once.
            while issued.elapsed() < seconds(3_568) {
                let token = cache
                    .token(&Scope::Api)
                    .now_or_never()
                    .expect("no wait")
                    .unwrap();
                assert_eq!(text(&token), "token-1");
                sleep(Duration::from_millis(100)).await;
            }
            let times = fetch.times();
            let gaps: Vec<f64> = times[1..]
                .windows(2)
                .map(|pair| (pair[1] - pair[0]).as_secs_f64())
                .collect();
            assert!(
                gaps.iter().all(|gap| (1.0..=75.0).contains(gap)),
                "{gaps:?}"
            );
            if is_quick {
                assert!((4..=12).contains(&gaps.len()), "{gaps:?}");
                // Each gap is drawn between 2^n and 2^(n+1) seconds, up to a minute; callers come
                // each tenth of a second.
                for (gap, least) in gaps.iter().zip([1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]) {
                    let most = f64::min(least * 2.0, 60.0) + 0.2;
                    assert!((least..=most).contains(gap), "{gaps:?}");
                }
            }
            sleep(seconds(3)).await;
            assert!(
                cache.cached(&Scope::Api).is_none(),
                "used up to 30 s before its end"
            );
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t05_first_success_stops_the_renewals() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = cache(&fetch);
        cache.token(&Scope::Api).await.unwrap();
        fetch.now(Behaviour::Fails);
        advance(seconds(3_450)).await;
        let _ = cache.cached(&Scope::Api);
        sleep(seconds(3)).await;
        let failed = fetch.count();
        fetch.now(Behaviour::token(3_599));
        let _ = cache.cached(&Scope::Api);
        sleep(seconds(1)).await;
        assert_eq!(fetch.count(), failed + 1);
        for _ in 0..3_000 {
            assert!(
                cache
                    .cached(&Scope::Api)
                    .is_some_and(|token| text(&token) != "token-1")
            );
            sleep(seconds(1)).await;
        }
        assert_eq!(fetch.count(), failed + 1);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t06_failure_past_expiry_is_told_and_remembered_for_a_second() {
    within(LIMIT, async {
        for hanging in [false, true] {
            let fetch = FakeFetch::new(Behaviour::token(3_599));
            let cache = cache(&fetch);
            cache.token(&Scope::Api).await.unwrap();
            advance(seconds(3_600)).await;
            fetch.now(if hanging {
                Behaviour::Hangs
            } else {
                Behaviour::Fails
            });
            let error = cache.token(&Scope::Api).await.unwrap_err();
            let failed_at = Instant::now();
            // The caller's deadline and the fetch's are at one moment; let both pass.
            sleep(Duration::from_millis(1)).await;
            assert!(error.is_token() && error.is_retryable());
            let said = error.to_string();
            let cause = if hanging {
                "no answer within 10 s"
            } else {
                "the endpoint is down"
            };
            assert!(said.contains("token") && said.contains(cause), "{said}");
            let asked = fetch.count();
            while failed_at.elapsed() < Duration::from_millis(990) {
                let error = cache
                    .token(&Scope::Api)
                    .now_or_never()
                    .expect("no wait")
                    .unwrap_err();
                assert_eq!(error.to_string(), said);
                advance(Duration::from_millis(30)).await;
            }
            assert_eq!(fetch.count(), asked);
            fetch.now(Behaviour::token(3_599));
            advance(Duration::from_millis(20)).await;
            cache.token(&Scope::Api).await.unwrap();
            assert_eq!(fetch.count(), asked + 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t07_waiters_get_the_token_of_a_leader_that_went_away() {
    within(LIMIT, async {
        for aborted in [true, false] {
            let gate = Gate::closed();
            let fetch = FakeFetch::new(Behaviour::token(3_599).behind(&gate));
            let cache = cache(&fetch);
            let leader = {
                let cache = cache.clone();
                tokio::spawn(async move {
                    if aborted {
                        let _ = cache.token(&Scope::Api).await;
                    } else {
                        tokio::select! {
                            biased;
                            _ = cache.token(&Scope::Api) => unreachable!("the gate is closed"),
                            () = sleep(Duration::from_millis(5)) => {}
                        }
                    }
                })
            };
            tokio::task::yield_now().await;
            let waiters = tokio::spawn({
                let cache = cache.clone();
                async move { herd(&cache, 100).await }
            });
            sleep(Duration::from_millis(10)).await;
            leader.abort();
            let _ = leader.await;
            assert_eq!(fetch.count(), 1);
            gate.open();
            let tokens = waiters.await.unwrap();
            assert!(
                tokens
                    .iter()
                    .all(|token| text(token.as_ref().unwrap()) == "token-1")
            );
            assert_eq!(fetch.count(), 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t08_panic_in_the_fetch_is_an_error_of_all_who_wait() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::Panics.after(Duration::from_millis(10)));
        let cache = cache(&fetch);
        let results = herd(&cache, 1_000).await;
        assert_eq!(fetch.count(), 1);
        for result in &results {
            let error = result.as_ref().unwrap_err();
            assert!(
                error.is_token() && error.to_string().contains("panicked"),
                "{error}"
            );
        }
        fetch.now(Behaviour::token(3_599));
        advance(seconds(2)).await;
        assert_eq!(text(&cache.token(&Scope::Api).await.unwrap()), "token-2");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t09_every_waiter_returns_at_the_deadline_of_a_hanging_endpoint() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::Hangs);
        let cache = cache(&fetch);
        let began = Instant::now();
        let waiters = (0..1_000).map(|number| {
            let cache = cache.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(number)).await;
                let error = cache.token(&Scope::Api).await.unwrap_err();
                (error, began.elapsed().as_secs_f64())
            })
        });
        let waiters: Vec<_> = waiters.collect();
        for ended in join_all(waiters).await {
            let (error, after) = ended.unwrap();
            assert!(error.is_token() && error.is_retryable(), "{error}");
            assert!((9.5..=10.5).contains(&after), "{after}");
        }
        assert_eq!(fetch.count(), 1);
        fetch.now(Behaviour::token(3_599));
        advance(seconds(2)).await;
        assert_eq!(text(&cache.token(&Scope::Api).await.unwrap()), "token-2");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t15_decisions_do_not_depend_on_the_wall_clock() {
    within(LIMIT, async {
        // The wall clock runs ahead: more of its time passes than the token lives.
        let fetch = FakeFetch::new(Behaviour::token(1));
        let cache = cache(&fetch);
        cache.token(&Scope::Api).await.unwrap();
        std::thread::sleep(Duration::from_millis(1_200));
        assert_eq!(text(&cache.cached(&Scope::Api).expect("valid")), "token-1");
        // The wall clock is left behind by an hour.
        fetch.now(Behaviour::token(3_599));
        advance(seconds(3)).await;
        assert_eq!(text(&cache.token(&Scope::Api).await.unwrap()), "token-2");
        advance(seconds(3_600)).await;
        assert!(cache.cached(&Scope::Api).is_none());
        // The wall clock is left behind by a day.
        advance(seconds(86_400)).await;
        assert_eq!(text(&cache.token(&Scope::Api).await.unwrap()), "token-3");
        assert_eq!(fetch.count(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t17_refusals_in_a_herd_renew_the_token_once() {
    within(LIMIT, async {
        let clock = JumpClock::new(seconds(5));
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = TokenCache::builder(fetch.clone())
            .clock(clock.shared())
            .build();
        let revoked = cache.token(&Scope::Api).await.unwrap();
        fetch.now(Behaviour::token(3_599).after(Duration::from_millis(50)));
        let refusals = Arc::new(AtomicUsize::new(0));
        let tasks: Vec<_> = (0..HERD)
            .map(|number| {
                let (cache, old, refusals) = (cache.clone(), revoked.clone(), refusals.clone());
                tokio::spawn(async move {
                    // Every third refusal comes late, when the new token is there already.
                    if number % 3 == 0 {
                        cache.token(&Scope::Api).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                    cache.refuse(&Scope::Api, &old);
                    refusals.fetch_add(1, Ordering::Relaxed);
                    cache.token(&Scope::Api).await.unwrap()
                })
            })
            .collect();
        for token in join_all(tasks).await {
            assert_eq!(text(&token.unwrap()), "token-2");
        }
        assert_eq!(refusals.load(Ordering::Relaxed), HERD);
        assert_eq!(fetch.count(), 2);
        cache.refuse(&Scope::Api, &revoked);
        assert_eq!(text(&cache.cached(&Scope::Api).expect("kept")), "token-2");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t19_each_customer_has_a_token_of_its_own_and_waits_for_no_other() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::Hangs);
        let cache = cache(&fetch);
        let slow = tokio::spawn({
            let cache = cache.clone();
            async move { cache.token(&customer(0)).await }
        });
        sleep(Duration::from_millis(10)).await;
        fetch.now(Behaviour::token(3_599));
        let began = Instant::now();
        let api = cache.token(&Scope::Api).await.unwrap();
        let other = cache.token(&customer(1)).await.unwrap();
        assert_eq!(began.elapsed(), Duration::ZERO);
        assert!(!api.is_same(&other));
        for number in 0..10_000 {
            cache.token(&customer(number + 10)).await.unwrap();
        }
        assert_eq!(fetch.count_of("api"), 1);
        assert_eq!(fetch.count_of(&customer(1).to_string()), 1);
        assert!(
            api.is_same(
                &cache
                    .cached(&Scope::Api)
                    .expect("never dropped for a customer")
            )
        );
        assert!(slow.await.unwrap().is_err());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t19_customers_longest_unused_are_forgotten() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let cache = cache(&fetch);
        for number in 0..10_000 {
            cache.token(&customer(number)).await.unwrap();
            // Used again and again, so never the longest unused.
            cache.token(&customer(0)).await.unwrap();
        }
        assert_eq!(fetch.count_of(&customer(0).to_string()), 1);
        let kept = |numbers: std::ops::Range<usize>| {
            numbers
                .rev()
                .filter(|number| cache.cached(&customer(*number)).is_some())
                .count()
        };
        assert_eq!(kept(9_500..10_000), 500);
        let all = kept(0..10_000);
        assert!((500..=1_024).contains(&all), "{all}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn t19_expired_customers_go_before_valid_ones() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::token(3_599));
        let settings = TokenSettings::default().customers(8);
        let cache = TokenCache::builder(fetch.clone())
            .settings(settings)
            .build();
        for number in 0..8 {
            if number == 4 {
                fetch.now(Behaviour::token(20));
            }
            cache.token(&customer(number)).await.unwrap();
        }
        advance(seconds(60)).await;
        cache.token(&customer(8)).await.unwrap();
        // The first four are the longest unused, and valid.
        for number in 0..4 {
            assert!(cache.cached(&customer(number)).is_some(), "{number}");
        }
    })
    .await;
}

#[test]
fn t19_customer_cannot_ask_for_a_second_scope() {
    for id in [
        "a api",
        "a\tapi",
        "a\napi",
        "a+api",
        "a%20api",
        "a&scope=api",
        "a,api",
        "é",
    ] {
        let scope = id.parse().map(Scope::customer);
        assert!(scope.is_ok_and(|scope| scope.is_err()), "{id:?}");
    }
}
