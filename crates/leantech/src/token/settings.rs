//! When tokens are renewed, and how long failures are remembered.

use std::time::Duration;

use leantech_core::ConfiguredSeconds;
use serde::{Deserialize, Deserializer};

/// The lifetime of a token whose issuer does not say.
const UNSAID_LIFETIME: Duration = Duration::from_secs(300);

/// The longest lifetime that is believed.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 3_600);

/// How a [`TokenCache`](crate::TokenCache) works.
///
/// | what | value |
/// |---|---|
/// | early renewal | a tenth of the lifetime before expiry, at least 10 s and at most 300 s; up to half of that less, at random |
/// | margin before expiry | 30 s, or a twentieth of a shorter lifetime |
/// | deadline of a fetch, retry included | 10 s |
/// | attempts of a fetch | 2 |
/// | a failure is remembered for | 1 s; 30 s after 400, 401 and 403; `Retry-After` after 429 |
/// | fetches for one scope | at least 1 s apart |
/// | customers remembered | 1,024 |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSettings {
    pub(crate) deadline: Duration,
    pub(crate) attempts: u32,
    pub(crate) customers: usize,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(10),
            attempts: 2,
            customers: 1_024,
        }
    }
}

/// From an object with `deadline_seconds`, `attempts` and `customers`; what is absent keeps its default.
impl<'de> Deserialize<'de> for TokenSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Config {
            deadline_seconds: Option<ConfiguredSeconds>,
            attempts: Option<u32>,
            customers: Option<usize>,
        }
        let config = Config::deserialize(deserializer)?;
        let default = Self::default();
        let deadline = config
            .deadline_seconds
            .map_or(default.deadline, |limit| limit.0);
        Ok(default
            .deadline(deadline)
            .attempts(config.attempts.unwrap_or(default.attempts))
            .customers(config.customers.unwrap_or(default.customers)))
    }
}

impl TokenSettings {
    /// How long a fetch may take, retry included; [`Duration::MAX`] means no limit.
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// How many requests a fetch makes at most; 0 counts as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The deadlines of one request, which are those of the fetch.
    pub(crate) fn call_deadlines(self) -> leantech_core::Deadlines {
        leantech_core::Deadlines::default().call(self.deadline)
    }

    /// For how many customers tokens are cached; the least recently used go first.
    #[must_use]
    pub fn customers(mut self, customers: usize) -> Self {
        self.customers = customers.max(1);
        self
    }
}

/// The instants of a token's life, from its issue on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life {
    /// From here on a renewal is tried in the background.
    pub(crate) renew_after: Duration,
    /// Up to here it is handed out.
    pub(crate) use_until: Duration,
    /// Here it expires, according to its issuer.
    pub(crate) expires: Duration,
}

/// How much longer a token lives according to its issuer, and according to itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) by_issuer: Option<Duration>,
    /// If it is a JWT, and whether it was measured with the issuer's clock.
    pub(crate) by_token: Option<(Duration, bool)>,
}

impl Life {
    /// `chance` is between 0 and 1 and is drawn once for each token.
    ///
    /// An issuer may return a token that it has returned before, with the lifetime of a new
    /// one: then the token's own `exp` is earlier, and counts. By our clock alone a token
    /// that has just been issued may seem to have expired: it is used, but not promised to live longer.
    pub(crate) fn said(said: Said, chance: f64) -> Self {
        let lifetime = match said.by_token {
            Some((left, is_sure)) if is_sure || !left.is_zero() => {
                Some(said.by_issuer.map_or(left, |life| life.min(left)))
            }
            _ => said.by_issuer,
        };
        let mut life = Self::of(lifetime, chance);
        if let Some((left, _)) = said.by_token {
            life.expires = life.expires.min(left);
        }
        life
    }

    /// The instants of a token with this lifetime.
    pub(crate) fn of(lifetime: Option<Duration>, chance: f64) -> Self {
        let expires = lifetime.unwrap_or(UNSAID_LIFETIME).min(LONGEST_LIFETIME);
        let tenth = expires / 10;
        // For a short lifetime the margin is half of the renewal's, so that a window is left.
        let skew = (expires / 20).min(Duration::from_secs(30));
        let early = tenth.clamp(Duration::from_secs(10), Duration::from_secs(300));
        let early = early.mul_f64(1.0 - chance / 2.0).max(skew);
        Self {
            renew_after: expires.saturating_sub(early),
            use_until: expires.saturating_sub(skew),
            expires,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(seconds: u64, chance: f64) -> (u64, u64) {
        let life = Life::of(Some(Duration::from_secs(seconds)), chance);
        (life.renew_after.as_secs(), life.use_until.as_secs())
    }

    #[test]
    fn t04_an_hour_is_renewed_150_to_300_seconds_early() {
        assert_eq!(life(3_599, 0.0), (3_299, 3_569));
        assert_eq!(life(3_599, 1.0), (3_449, 3_569));
    }

    #[test]
    fn t13_a_short_life_is_used_and_a_long_one_is_cut() {
        assert_eq!(life(60, 0.0), (50, 57));
        assert_eq!(life(5, 0.0), (0, 4));
        assert_eq!(life(0, 0.0), (0, 0));
        assert_eq!(life(u64::MAX, 0.0), (86_100, 86_370));
        assert_eq!(Life::of(None, 0.0).expires, UNSAID_LIFETIME);
    }
}
