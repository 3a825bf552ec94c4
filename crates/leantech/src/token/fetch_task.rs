//! One fetch of a token with its retry, within its deadline.

use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "metrics")]
use leantech_core::Observer;
use leantech_core::{Error, Scope, Time, Transient};
use tokio::time::Instant;

use crate::token::fetch::{IssuedToken, TokenFetch};
use crate::token::settings::TokenSettings;

/// The first wait between the two requests of a fetch, at most.
const BACKOFF: Duration = Duration::from_millis(200);

/// What all fetches of a cache share.
pub(super) struct FetchContext {
    pub(super) fetch: Arc<dyn TokenFetch>,
    pub(super) time: Time,
    pub(super) settings: TokenSettings,
    #[cfg(feature = "metrics")]
    pub(super) observer: Option<Arc<dyn Observer>>,
}

/// One fetch with its retry.
pub(super) struct FetchTask {
    pub(super) context: Arc<FetchContext>,
    pub(super) scope: Scope,
    pub(super) attempts: u32,
    pub(super) begin_at: Instant,
}

impl FetchTask {
    pub(super) async fn run(self) -> Result<IssuedToken, Error> {
        let FetchContext { time, settings, .. } = &*self.context;
        if time.now() < self.begin_at {
            time.sleep_until(self.begin_at).await;
        }
        let began = time.now();
        let end = Time::after(began, settings.deadline);
        let result = time
            .timeout_at(end, self.try_repeatedly())
            .await
            .unwrap_or_else(|_| {
                let limit = settings.deadline.as_secs_f64();
                Err(Error::token_detail(
                    format!("no answer within {limit} s"),
                    Transient::Yes,
                ))
            });
        #[cfg(feature = "metrics")]
        if let Some(observer) = &self.context.observer {
            let event = leantech_core::RenewalEvent::new(
                self.scope.kind(),
                result.as_ref().err().map(Error::kind),
                time.now().saturating_duration_since(began),
            );
            let _ = leantech_core::unharmed(|| observer.renewal(&event));
        }
        result
    }

    async fn try_repeatedly(&self) -> Result<IssuedToken, Error> {
        let mut attempt = 1;
        loop {
            let error = match self.context.fetch.fetch(&self.scope).await {
                Ok(issued) => return Ok(issued),
                Err(error) => error,
            };
            // A server that names its own time is not asked again before it.
            let is_worth_it = error.is_retryable() && error.retry_after().is_none();
            if attempt >= self.attempts || !is_worth_it {
                return Err(error);
            }
            attempt += 1;
            self.context
                .time
                .sleep(BACKOFF.mul_f64(fastrand::f64()))
                .await;
        }
    }
}
