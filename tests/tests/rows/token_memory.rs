//! Row T1 of the reliability table: what a caller that waits costs, in a process of its own.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use leantech::{Scope, TokenCache, TokenSource};
use leantech_tests::hostile::{Behaviour, FakeFetch, Gate, resident_memory, within};
use leantech_tests::own_process::passed_alone;

/// How many callers wait.
const HERD: u64 = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t01_caller_that_waits_costs_no_more_than_four_kilobytes() {
    if passed_alone("token_memory::t01_caller_that_waits_costs_no_more_than_four_kilobytes") {
        return;
    }
    within(Duration::from_secs(30), async {
        let gate = Gate::closed();
        let fetch = FakeFetch::new(Behaviour::token(3_599).behind(&gate));
        let cache = TokenCache::builder(fetch).build();
        let waiting = tokio::sync::Semaphore::new(0);
        let waiting = std::sync::Arc::new(waiting);
        let before = resident_memory();
        let callers: Vec<_> = (0..HERD)
            .map(|_| {
                let (cache, waiting) = (cache.clone(), waiting.clone());
                tokio::spawn(async move {
                    let mut token = cache.token(&Scope::Api);
                    assert!((&mut token).now_or_never().is_none());
                    waiting.add_permits(1);
                    token.await.map(|_| ())
                })
            })
            .collect();
        let all = waiting
            .acquire_many(u32::try_from(HERD).unwrap())
            .await
            .unwrap();
        let each = resident_memory().saturating_sub(before) / HERD;
        assert!(before > 0 && each <= 4_096, "{each} bytes");
        all.forget();
        gate.open();
        for caller in join_all(callers).await {
            caller.unwrap().unwrap();
        }
    })
    .await;
}
