//! Faults put into the sandbox on purpose: the next answers of a path fail as told.

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;

/// What is to happen to the next requests of a path.
///
/// ```
/// use std::time::Duration;
/// use leantech_sandbox::Fault;
///
/// // The next two token requests are answered with HTTP 503 after a second.
/// let fault = Fault::status("/oauth2/token", 503).times(2).delay(Duration::from_secs(1));
/// # let _ = fault;
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The beginning of the path.
    path: String,
    /// The method, or any.
    #[serde(default)]
    method: Option<String>,
    /// How many requests are hit.
    #[serde(default = "once")]
    times: u32,
    /// The status to answer with instead of the true answer.
    #[serde(default)]
    status: Option<u16>,
    /// The body to answer with, an error of Lean's unless given.
    #[serde(default)]
    body: Option<String>,
    /// The seconds of a `retry-after` header.
    #[serde(default)]
    retry_after: Option<u32>,
    /// How long to wait before anything is answered.
    #[serde(default)]
    delay_ms: u64,
    /// Whether to close the connection instead of answering.
    #[serde(default)]
    drop: bool,
}

fn once() -> u32 {
    1
}

impl Fault {
    fn new(path: &str) -> Self {
        Self {
            path: path.into(),
            method: None,
            times: once(),
            status: None,
            body: None,
            retry_after: None,
            delay_ms: 0,
            drop: false,
        }
    }

    /// Answers with a status and without doing anything. `path` is the beginning of a path.
    pub fn status(path: &str, status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::new(path)
        }
    }

    /// Does what was asked for and closes the connection instead of answering.
    pub fn dropped(path: &str) -> Self {
        Self {
            drop: true,
            ..Self::new(path)
        }
    }

    /// Answers truly, but late.
    pub fn slow(path: &str, delay: Duration) -> Self {
        Self::new(path).delay(delay)
    }

    /// How many requests are hit; one unless told otherwise.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Only requests with this method are hit.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Waits before anything is answered.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Sends a `retry-after` header with that many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Answers with this body instead of an error of Lean's.
    #[must_use]
    pub fn body(mut self, body: &str) -> Self {
        self.body = Some(body.into());
        self
    }

    /// What it does, in a few words.
    fn description(&self) -> String {
        let mut text = format!(
            "{} {}: the next {}",
            self.method.as_deref().unwrap_or("any method"),
            self.path,
            self.times
        );
        if let Some(status) = self.status {
            // Writing to a `String` cannot fail.
            let _ = write!(text, ", status {status}");
        }
        if self.delay_ms > 0 {
            let _ = write!(text, ", after {} ms", self.delay_ms);
        }
        if let Some(seconds) = self.retry_after {
            let _ = write!(text, ", retry-after {seconds} s");
        }
        if self.drop {
            text.push_str(", connection dropped");
        }
        text
    }

    /// Whether the status is one that can be answered with.
    pub(crate) fn is_valid(&self) -> bool {
        self.status
            .is_none_or(|status| (200..=599).contains(&status))
    }
}

/// What happens to one request.
#[derive(Debug, Clone)]
pub(crate) struct Strike {
    pub(crate) delay: Duration,
    pub(crate) drop: bool,
    pub(crate) status: Option<u16>,
    pub(crate) body: Option<String>,
    pub(crate) retry_after: Option<u32>,
}

/// The faults that are still to strike, in the order they were put in.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// How many there are, so that a sandbox without any takes no lock.
    count: AtomicUsize,
    waiting: Mutex<Vec<Fault>>,
}

impl Faults {
    fn waiting(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, fault: Fault) {
        let mut waiting = self.waiting();
        waiting.push(fault);
        self.count.store(waiting.len(), Ordering::Relaxed);
    }

    pub(crate) fn clear(&self) {
        let mut waiting = self.waiting();
        waiting.clear();
        self.count.store(0, Ordering::Relaxed);
    }

    /// What each fault that is still to strike does, in a few words; bodies are not told.
    pub(crate) fn descriptions(&self) -> Vec<String> {
        let waiting = self.waiting();
        waiting.iter().map(Fault::description).collect()
    }

    /// What happens to this request, if anything.
    pub(crate) fn strike(&self, method: &str, path: &str) -> Option<Strike> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let mut waiting = self.waiting();
        waiting.retain(|fault| fault.times > 0);
        let hit = waiting.iter_mut().find(|fault| {
            path.starts_with(&fault.path)
                && fault
                    .method
                    .as_deref()
                    .is_none_or(|it| it.eq_ignore_ascii_case(method))
        });
        let strike = hit.map(|fault| {
            fault.times = fault.times.saturating_sub(1);
            Strike {
                delay: Duration::from_millis(fault.delay_ms),
                drop: fault.drop,
                status: fault.status,
                body: fault.body.clone(),
                retry_after: fault.retry_after,
            }
        });
        waiting.retain(|fault| fault.times > 0);
        self.count.store(waiting.len(), Ordering::Relaxed);
        strike
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_as_often_as_told_and_only_its_path() {
        let faults = Faults::default();
        faults.add(Fault::status("/banks", 503).times(2).method("get"));
        assert!(faults.strike("GET", "/customers/v1").is_none());
        assert!(faults.strike("POST", "/banks/v1/").is_none());
        assert!(faults.strike("GET", "/banks/v1/").is_some());
        assert!(faults.strike("GET", "/banks/v1/").is_some());
        assert!(faults.strike("GET", "/banks/v1/").is_none());
    }
}
