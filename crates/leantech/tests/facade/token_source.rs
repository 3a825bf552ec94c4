//! A way to fetch tokens that a user brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leantech::{
    Error, Fetch, IssuedToken, Scope, Secret, TokenCache, TokenFetch, TokenSource, TokenTextError,
};

/// A side car that fails the first time it is asked.
#[derive(Debug)]
struct SideCar {
    asked: AtomicU32,
    first_failure: fn(TokenTextError) -> Error,
}

impl SideCar {
    fn failing_first(first_failure: fn(TokenTextError) -> Error) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicU32::new(0),
            first_failure,
        })
    }
}

impl TokenFetch for SideCar {
    fn fetch<'a>(&'a self, _: &'a Scope) -> Fetch<'a> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if asked == 0 {
                return Err((self.first_failure)(TokenTextError));
            }
            let lifetime = Some(Duration::from_secs(3_600));
            Ok(IssuedToken::new(Secret::from("made-up"), lifetime))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_fault_for_now_is_asked_about_again() {
    let side_car = SideCar::failing_first(Error::token_for_now);
    let cache = TokenCache::builder(side_car.clone()).build();
    let token = cache.token(&Scope::Api).await.unwrap();
    assert_eq!(token.secret().expose(), "made-up");
    assert_eq!(side_car.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_fault_that_somebody_has_to_mend_is_not() {
    let side_car = SideCar::failing_first(Error::token);
    let cache = TokenCache::builder(side_car.clone()).build();
    let error = cache.token(&Scope::Api).await.unwrap_err();
    assert!(error.is_token() && !error.is_retryable(), "{error}");
    assert_eq!(side_car.asked.load(Ordering::SeqCst), 1);
}
