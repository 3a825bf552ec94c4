//! Deadlines and retry policies as configuration files hold them.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::Deadlines;
use super::retry::RetryPolicy;

/// A time in seconds, fractions allowed.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct ConfiguredSeconds(pub Duration);

impl<'de> Deserialize<'de> for ConfiguredSeconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds)
            .map(Self)
            .map_err(|_| D::Error::custom("a time is a number of seconds that is not negative"))
    }
}

/// From an object with `call_seconds`, `attempt_seconds`, `chunk_seconds` and `download_seconds`; what is absent
/// keeps its default.
impl<'de> Deserialize<'de> for Deadlines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(clippy::struct_field_names, reason = "a file names the unit")]
        struct Config {
            call_seconds: Option<ConfiguredSeconds>,
            attempt_seconds: Option<ConfiguredSeconds>,
            chunk_seconds: Option<ConfiguredSeconds>,
            download_seconds: Option<ConfiguredSeconds>,
        }
        let config = Config::deserialize(deserializer)?;
        let default = Self::default();
        let or = |limit: Option<ConfiguredSeconds>, default| limit.map_or(default, |limit| limit.0);
        Ok(Self {
            call: or(config.call_seconds, default.call),
            attempt: config.attempt_seconds.map(|limit| limit.0),
            chunk: or(config.chunk_seconds, default.chunk),
            download: or(config.download_seconds, default.download),
        })
    }
}

/// From an object with `attempts`, `backoff_seconds` (the first wait), `longest_backoff_seconds`,
/// `retry_after_seconds` and `budget_percent`; what is absent keeps its default.
impl<'de> Deserialize<'de> for RetryPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Config {
            attempts: Option<u32>,
            backoff_seconds: Option<ConfiguredSeconds>,
            longest_backoff_seconds: Option<ConfiguredSeconds>,
            retry_after_seconds: Option<ConfiguredSeconds>,
            budget_percent: Option<u32>,
        }
        let config = Config::deserialize(deserializer)?;
        let mut policy = Self::default();
        let base = config.backoff_seconds.map_or(policy.base, |wait| wait.0);
        let longest = config
            .longest_backoff_seconds
            .map_or(policy.longest, |wait| wait.0);
        policy = policy.backoff(base, longest);
        if let Some(attempts) = config.attempts {
            policy = policy.attempts(attempts);
        }
        if let Some(longest) = config.retry_after_seconds {
            policy = policy.retry_after_up_to(longest.0);
        }
        if let Some(percent) = config.budget_percent {
            policy = policy.budget_percent(percent);
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_keeps_its_default_and_what_is_unknown_is_refused() {
        let deadlines: Result<Deadlines, _> = serde_json::from_str(r#"{"attempt_seconds":1.5}"#);
        let expected = Deadlines::default().attempt(Duration::from_millis(1_500));
        assert_eq!(deadlines.ok(), Some(expected));
        let policy: Result<RetryPolicy, _> =
            serde_json::from_str(r#"{"attempts":2,"longest_backoff_seconds":1}"#);
        let expected = RetryPolicy::default()
            .attempts(2)
            .backoff(Duration::from_millis(200), Duration::from_secs(1));
        assert_eq!(
            policy.ok().map(|policy| format!("{policy:?}")),
            Some(format!("{expected:?}"))
        );
        for text in [
            r#"{"call":1}"#,
            r#"{"call_seconds":-1}"#,
            r#"{"call_seconds":1e300}"#,
            r#"{"call_seconds":"1"}"#,
        ] {
            assert!(serde_json::from_str::<Deadlines>(text).is_err(), "{text}");
        }
    }
}
