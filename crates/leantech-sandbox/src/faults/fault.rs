//! One fault: which requests it matches, how often, and what it does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::mock::random::Random;
use crate::routing::operation::Operation;

/// What will happen to the next requests to a path or an operation.
///
/// ```
/// use std::time::Duration;
/// use leantech_sandbox::Fault;
///
/// // The next two token requests are answered with HTTP 503 after a second; later ones succeed.
/// let fault = Fault::status("/oauth2/token", 503).times(2).delay(Duration::from_secs(1));
/// // About every third list of banks is truncated, the same ones in each run.
/// let fault = Fault::truncated("/banks").times(u32::MAX).probability(0.3, 7);
/// # let _ = fault;
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The beginning of the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Lean's id of the operation, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// The method, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// How many requests are hit.
    #[serde(default = "once")]
    times: u32,
    /// How many pass before the first.
    #[serde(default)]
    skip: u32,
    /// The chance of each request to be hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    /// The seed of that chance.
    #[serde(default)]
    seed: u64,
    /// The status to answer with instead of the real answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Lean's code in the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The body to answer with; an error in Lean's shape unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The seconds of a `retry-after` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    /// How long to wait before anything is answered.
    #[serde(default)]
    delay_ms: u64,
    /// How long the body takes, chunk by chunk.
    #[serde(default)]
    slow_body_ms: u64,
    /// Whether the body is truncated in the middle.
    #[serde(default)]
    truncate: bool,
    /// Whether to close the connection instead of answering, after the request took effect.
    #[serde(default)]
    drop: bool,
    /// Whether to reset the connection before the request takes effect.
    #[serde(default)]
    reset: bool,
    /// What happens to the request's token before it is checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenFault>,
    /// How often chance was drawn.
    #[serde(skip)]
    drawn: u64,
}

/// What happens to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TokenFault {
    /// It expires now.
    Expired,
    /// It is revoked.
    Revoked,
}

/// What happens to one request.
#[derive(Debug, Clone)]
pub(crate) struct Strike {
    pub(crate) delay: Duration,
    pub(crate) slow_body: Duration,
    pub(crate) truncate: bool,
    pub(crate) drop: bool,
    pub(crate) reset: bool,
    pub(crate) token: Option<TokenFault>,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) retry_after: Option<u32>,
}

fn once() -> u32 {
    1
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Fault {
    /// About how many bytes it holds.
    pub(super) fn size(&self) -> usize {
        let texts = [&self.body, &self.code];
        let held: usize = texts.into_iter().flatten().map(String::len).sum();
        size_of::<Self>() + held
    }

    fn new(path: &str) -> Self {
        Self {
            path: Some(path.into()),
            operation: None,
            method: None,
            times: once(),
            skip: 0,
            probability: None,
            seed: 0,
            status: None,
            code: None,
            body: None,
            retry_after: None,
            delay_ms: 0,
            slow_body_ms: 0,
            truncate: false,
            drop: false,
            reset: false,
            token: None,
            drawn: 0,
        }
    }

    /// Answers with a status and without doing anything. `path` is the beginning of a path.
    pub fn status(path: &str, status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::new(path)
        }
    }

    /// Does what was requested and closes the connection instead of answering.
    pub fn dropped(path: &str) -> Self {
        Self {
            drop: true,
            ..Self::new(path)
        }
    }

    /// Resets the connection without doing anything.
    pub fn reset(path: &str) -> Self {
        Self {
            reset: true,
            ..Self::new(path)
        }
    }

    /// Answers correctly, but late.
    pub fn slow(path: &str, delay: Duration) -> Self {
        Self::new(path).delay(delay)
    }

    /// Answers correctly, but the body is truncated in the middle and the connection closed.
    pub fn truncated(path: &str) -> Self {
        Self {
            truncate: true,
            ..Self::new(path)
        }
    }

    /// Answers correctly, but the body comes in chunks over that time.
    pub fn slow_body(path: &str, time: Duration) -> Self {
        Self {
            slow_body_ms: millis(time),
            ..Self::new(path)
        }
    }

    /// The request's token expires before it is checked.
    pub fn expired_token(path: &str) -> Self {
        Self {
            token: Some(TokenFault::Expired),
            ..Self::new(path)
        }
    }

    /// The request's token is revoked before it is checked.
    pub fn revoked_token(path: &str) -> Self {
        Self {
            token: Some(TokenFault::Revoked),
            ..Self::new(path)
        }
    }

    /// Affects only requests to this operation of Lean's, such as `createCustomer`.
    #[must_use]
    pub fn operation(mut self, id: &str) -> Self {
        self.operation = Some(id.into());
        self
    }

    /// How many requests are affected; one unless set. Later ones succeed.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// How many requests pass before the first is affected.
    #[must_use]
    pub fn skip(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    /// Affects each request with this probability, 0 to 1; the same seed affects the same ones.
    #[must_use]
    pub fn probability(mut self, probability: f64, seed: u64) -> Self {
        self.probability = Some(probability);
        self.seed = seed;
        self
    }

    /// Affects only requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Waits before anything is answered.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay_ms = millis(delay);
        self
    }

    /// Sends a `retry-after` header with that many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Writes this code of Lean's into the error, such as `INSUFFICIENT_ACCESS_LEVEL`. Each
    /// status has a usual one.
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Answers with this body instead of an error in Lean's shape.
    #[must_use]
    pub fn body(mut self, body: &str) -> Self {
        self.body = Some(body.into());
        self
    }

    /// What is wrong with the fault, if anything.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        let is_known = |id: &str| Operation::ALL.iter().any(|known| known.id() == id);
        if self.path.is_none() && self.operation.is_none() {
            return Some("set path or operation to say which requests are meant");
        }
        if self.operation.as_deref().is_some_and(|id| !is_known(id)) {
            return Some("the operation does not exist");
        }
        if self.status.is_some_and(|it| !(200..=599).contains(&it)) {
            return Some("status must be 200 to 599");
        }
        if self
            .probability
            .is_some_and(|it| !(0.0..=1.0).contains(&it))
        {
            return Some("probability must be 0 to 1");
        }
        None
    }

    /// What it does, in a few words.
    pub(crate) fn description(&self) -> String {
        let target = match (&self.operation, &self.path) {
            (Some(operation), _) => operation,
            (None, Some(path)) => path,
            (None, None) => "",
        };
        let method = self.method.as_deref().unwrap_or("any method");
        let mut words = vec![format!("{method} {target}: the next {}", self.times)];
        let mut say = |is_so: bool, text: String| {
            if is_so {
                words.push(text);
            }
        };
        say(self.skip > 0, format!("after {} more", self.skip));
        if let Some(probability) = self.probability {
            say(true, format!("with chance {probability}"));
        }
        if let Some(status) = self.status {
            say(true, format!("status {status}"));
        }
        say(self.delay_ms > 0, format!("after {} ms", self.delay_ms));
        if let Some(seconds) = self.retry_after {
            say(true, format!("retry-after {seconds} s"));
        }
        say(
            self.slow_body_ms > 0,
            format!("body over {} ms", self.slow_body_ms),
        );
        say(self.truncate, "body broken off".into());
        say(self.drop, "connection dropped".into());
        say(self.reset, "connection reset".into());
        match self.token {
            Some(TokenFault::Expired) => say(true, "token expired".into()),
            Some(TokenFault::Revoked) => say(true, "token revoked".into()),
            None => {}
        }
        words.join(", ")
    }

    pub(crate) fn is_meant_for(
        &self,
        method: &str,
        path: &str,
        operation: Option<Operation>,
    ) -> bool {
        let is_its_own =
            |own: &Option<String>, is: &dyn Fn(&str) -> bool| own.as_deref().is_none_or(is);
        is_its_own(&self.path, &|own| path.starts_with(own))
            && is_its_own(&self.method, &|own| own.eq_ignore_ascii_case(method))
            && is_its_own(&self.operation, &|own| {
                operation.is_some_and(|operation| operation.id() == own)
            })
    }

    pub(crate) fn is_over(&self) -> bool {
        self.times == 0
    }

    /// What happens to a request that the fault matches; nothing when it passes.
    pub(crate) fn strike(&mut self) -> Option<Strike> {
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        if self.is_over() || !self.is_hit_by_chance() {
            return None;
        }
        self.times -= 1;
        Some(Strike {
            delay: Duration::from_millis(self.delay_ms),
            slow_body: Duration::from_millis(self.slow_body_ms),
            truncate: self.truncate,
            drop: self.drop,
            reset: self.reset,
            token: self.token,
            status: self.status,
            code: self.code.clone(),
            body: self.body.clone(),
            retry_after: self.retry_after,
        })
    }

    fn is_hit_by_chance(&mut self) -> bool {
        /// The chance is drawn as one of so many numbers.
        const STEPS: u32 = 1 << 20;
        let Some(probability) = self.probability else {
            return true;
        };
        let mut random = Random::stream(self.seed, &[self.drawn]);
        self.drawn = self.drawn.wrapping_add(1);
        let drawn = u32::try_from(random.below(u64::from(STEPS))).unwrap_or(0);
        f64::from(drawn) < probability * f64::from(STEPS)
    }
}
