//! When a request is sent again, as a value.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The outcome of one attempt, as far as retries are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No connection could be made: nothing was sent.
    Connect,
    /// The connection broke after it was made.
    Broken,
    /// The attempt's own deadline passed.
    TimedOut,
    /// The server answered with this status.
    Status(u16),
}

/// How often, when and how soon a request is sent again.
///
/// Whatever the policy says, a request that may have taken effect is never sent twice: `POST`,
/// `PUT`, `PATCH` and `DELETE` are retried only if no connection was made, or if the
/// answer says that nothing was done (429, or 503 with `Retry-After`). A request with an
/// [`IdempotencyKey`](crate::IdempotencyKey) takes effect once, so it is retried like a `GET`; so is a
/// `POST` that [only reads](crate::Operation::only_reads), such as a verification.
/// `DUPLICATED_REQUEST` is never retried.
///
/// | what | default |
/// |---|---|
/// | attempts | 3 |
/// | backoff | full jitter of 200 ms × 2ⁿ, at most 5 s |
/// | `Retry-After` | obeyed up to 60 s; a longer one is handed to the caller at once |
/// | extra load | at most 20 % of the calls, counted over the last ones |
/// | outcomes | no connection, broken connection, deadline of the attempt, 408, 429, 500, 502, 503, 504 |
///
/// ```
/// use std::time::Duration;
/// use leantech_core::{Outcome, RetryPolicy};
///
/// let policy = RetryPolicy::default()
///     .attempts(2)
///     .backoff(Duration::from_millis(50), Duration::from_secs(1))
///     .outcomes([Outcome::Connect, Outcome::Status(503)]);
/// ```
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(super) base: Duration,
    pub(super) longest: Duration,
    pub(crate) retry_after: Duration,
    pub(crate) budget_percent: u32,
    outcomes: Arc<[Outcome]>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(200),
            longest: Duration::from_secs(5),
            retry_after: Duration::from_secs(60),
            budget_percent: 20,
            outcomes: Arc::new([
                Outcome::Connect,
                Outcome::Broken,
                Outcome::TimedOut,
                Outcome::Status(408),
                Outcome::Status(429),
                Outcome::Status(500),
                Outcome::Status(502),
                Outcome::Status(503),
                Outcome::Status(504),
            ]),
        }
    }
}

impl RetryPolicy {
    /// Never send a request again. The one replay after a 401 stays: it is not a retry.
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// How many times a request is sent at most, including the first time; 0 counts as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The wait before the second attempt, at most, and the longest wait of all. Each wait is
    /// drawn between zero and a limit that doubles each time.
    #[must_use]
    pub fn backoff(mut self, base: Duration, longest: Duration) -> Self {
        self.base = base;
        self.longest = longest;
        self
    }

    /// How long a `Retry-After` is obeyed. A longer one ends the call at once, with
    /// [`Error::retry_after`](crate::Error::retry_after).
    #[must_use]
    pub fn retry_after_up_to(mut self, longest: Duration) -> Self {
        self.retry_after = longest;
        self
    }

    /// How much load retries may add, in percent of the calls (0 to 100). A few retries are
    /// always allowed, so that a client that calls rarely can retry at all.
    #[must_use]
    pub fn budget_percent(mut self, percent: u32) -> Self {
        self.budget_percent = percent.min(100);
        self
    }

    /// Which outcomes are worth another attempt.
    #[must_use]
    pub fn outcomes(mut self, outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        self.outcomes = outcomes.into_iter().collect();
        self
    }

    pub(crate) fn counts(&self, outcome: Outcome) -> bool {
        self.outcomes.contains(&outcome)
    }

    /// The wait after the given attempt (1 is the first), by full jitter.
    pub(crate) fn wait_after(&self, attempt: u32) -> Duration {
        let doubled = self
            .base
            .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        Self::drawn(doubled.min(self.longest))
    }

    /// A server's wait, lengthened a little so that not all clients come back at once.
    pub(crate) fn jittered(wait: Duration) -> Duration {
        let most = (wait / 4).min(Duration::from_millis(400));
        wait.saturating_add(Self::drawn(most))
    }

    /// A random part of a wait.
    fn drawn(most: Duration) -> Duration {
        let part = most.as_secs_f64() * fastrand::f64();
        Duration::try_from_secs_f64(part).unwrap_or(most)
    }
}

/// Counts calls and retries, and says when retries add too much load.
///
/// Both counters share one word, so that they are read and written together.
#[derive(Debug, Default)]
pub(crate) struct Budget(AtomicU64);

/// Retries that are allowed however few calls there were.
const FREE_REPEATS: u64 = 10;

/// After this many calls both counters are halved, so that old calls count less.
const REMEMBERED_CALLS: u64 = 10_000;

impl Budget {
    pub(crate) fn count_call(&self) {
        self.update(|calls, repeats| {
            Some(if calls >= REMEMBERED_CALLS {
                (calls / 2 + 1, repeats / 2)
            } else {
                (calls + 1, repeats)
            })
        });
    }

    /// Takes one retry out of the budget, if there is one left.
    pub(crate) fn take_repeat(&self, percent: u32) -> bool {
        self.update(|calls, repeats| {
            let allowed = (calls * u64::from(percent) / 100).max(FREE_REPEATS);
            (percent > 0 && repeats < allowed).then_some((calls, repeats + 1))
        })
    }

    fn update(&self, change: impl Fn(u64, u64) -> Option<(u64, u64)>) -> bool {
        let changed = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |word| {
                change(word >> 32, word & u64::from(u32::MAX))
                    .map(|(calls, repeats)| calls << 32 | repeats)
            });
        changed.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_stay_within_a_fifth_of_the_calls() {
        let budget = Budget::default();
        let mut repeats = 0;
        for _ in 0..1_000 {
            budget.count_call();
            repeats += u32::from(budget.take_repeat(20)) + u32::from(budget.take_repeat(20));
        }
        assert!((190..=200).contains(&repeats), "{repeats}");
    }

    #[test]
    fn a_client_that_calls_once_can_repeat() {
        let budget = Budget::default();
        budget.count_call();
        assert!(budget.take_repeat(20));
        assert!(!budget.take_repeat(0));
    }

    #[test]
    fn a_wait_is_drawn_below_the_doubled_base_and_the_longest() {
        let policy = RetryPolicy::default();
        for attempt in 1..40 {
            let most = Duration::from_millis(200).saturating_mul(2_u32.saturating_pow(attempt - 1));
            assert!(policy.wait_after(attempt) <= most.min(Duration::from_secs(5)));
        }
    }
}
