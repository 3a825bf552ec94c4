//! What all calls of a client share: connections, tokens, deadlines and the retry policy.
//!
//! It uses values and errors, and nothing from a call.

pub(crate) mod app_token;
pub(crate) mod base_url;
pub(crate) mod clock;
pub(crate) mod config;
mod extra_header;
pub(crate) mod guard;
pub(crate) mod jwt;
#[cfg(feature = "metrics")]
pub(crate) mod observe;
pub(crate) mod pools;
pub(crate) mod retry;
pub(crate) mod span;
pub(crate) mod token;
#[cfg(feature = "testing")]
pub(crate) mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

#[cfg(feature = "metrics")]
use crate::Observer;
use crate::error::ids::{self, CORRELATION_ID};
use crate::session::base_url::Base;
use crate::session::clock::Time;
use crate::session::pools::HttpPools;
use crate::session::retry::Budget;
use crate::{AppToken, Clock, Error, Region, RetryPolicy, TokenSource};

/// Time limits. [`Duration::MAX`] means no limit.
///
/// | what | default | ends with |
/// |---|---|---|
/// | connecting (set on the `reqwest::Client`) | 5 s | [`is_connect`](crate::Error::is_connect), retried |
/// | one attempt | what is left of the call | [`is_timeout`](crate::Error::is_timeout), `GET` retried |
/// | the whole call: token, attempts, waits, reading | 30 s | [`is_timeout`](crate::Error::is_timeout) |
/// | obtaining a token (set on the token source) | 10 s | [`is_token`](crate::Error::is_token) |
/// | one chunk of a [`Download`](crate::Download) | 30 s | [`is_timeout`](crate::Error::is_timeout) |
/// | a whole download, from its head on | 10 min | [`is_timeout`](crate::Error::is_timeout) |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    pub(crate) call: Duration,
    pub(crate) attempt: Option<Duration>,
    pub(crate) chunk: Duration,
    pub(crate) download: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(30),
            attempt: None,
            chunk: Duration::from_secs(30),
            download: Duration::from_secs(10 * 60),
        }
    }
}

impl Deadlines {
    /// How long a whole call may take.
    #[must_use]
    pub fn call(mut self, limit: Duration) -> Self {
        self.call = limit;
        self
    }

    /// How long one attempt may take. An attempt of a `POST` that runs out leaves the outcome
    /// unknown, so keep it long where banks are slow.
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// How long the next chunk of a download may take to arrive.
    #[must_use]
    pub fn chunk(mut self, limit: Duration) -> Self {
        self.chunk = limit;
        self
    }

    /// How long a whole download may take, from its head on. It includes the time in which the caller
    /// does not read.
    #[must_use]
    pub fn download(mut self, limit: Duration) -> Self {
        self.download = limit;
        self
    }
}

/// How large an answer may be, by default: 16 MB, counted after decompression.
pub const DEFAULT_BODY_CAP: usize = 16 * 1024 * 1024;

/// What all calls of a client share. Cloning it is cheap.
#[derive(Clone)]
pub struct Session(Arc<Shared>);

/// Builds a [`Session`].
#[derive(Clone)]
pub struct SessionBuilder(Shared);

#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) base: Base,
    pub(crate) http: HttpPools,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    pub(crate) app_token: Option<AppToken>,
    pub(crate) retry: RetryPolicy,
    pub(crate) deadlines: Deadlines,
    pub(crate) body_cap: usize,
    pub(crate) time: Time,
    pub(crate) budget: Arc<Budget>,
    pub(crate) region: Region,
    /// What goes with every call.
    pub(crate) headers: HeaderMap,
    #[cfg(feature = "metrics")]
    pub(crate) observer: Option<Arc<dyn Observer>>,
    #[cfg(feature = "testing")]
    pub(crate) transport: Option<Arc<dyn crate::Transport>>,
}

impl Session {
    /// Begins a session with a server.
    ///
    /// `base_url` is used as it is and has no trailing slash. The client should not follow
    /// redirects: reqwest would send a form's secrets to the new address.
    ///
    /// A `reqwest::Client` is used as it is, in every runtime that calls. Where more than one runtime uses
    /// a session, use [`HttpPools::per_runtime`].
    pub fn builder(base_url: &str, http: impl Into<HttpPools>) -> SessionBuilder {
        SessionBuilder(Shared {
            base: Base::read(base_url),
            http: http.into(),
            tokens: None,
            app_token: None,
            retry: RetryPolicy::default(),
            deadlines: Deadlines::default(),
            body_cap: DEFAULT_BODY_CAP,
            time: Time::default(),
            budget: Arc::default(),
            region: Region::default(),
            headers: HeaderMap::new(),
            #[cfg(feature = "metrics")]
            observer: None,
            #[cfg(feature = "testing")]
            transport: None,
        })
    }

    /// A builder that begins with what this session has; connections, tokens and the retry
    /// budget stay shared.
    pub fn to_builder(&self) -> SessionBuilder {
        SessionBuilder(Shared::clone(&self.0))
    }

    /// The server's address, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.0.base.text()
    }

    /// The country of the server.
    pub fn region(&self) -> Region {
        self.0.region
    }

    /// The HTTP client of the present runtime.
    ///
    /// # Errors
    ///
    /// Fails as [`HttpPools::client`] does.
    pub fn http(&self) -> Result<reqwest::Client, Error> {
        self.0.http.client()
    }

    /// The clock of its deadlines and waits.
    pub fn time(&self) -> &Time {
        &self.0.time
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

impl Shared {
    /// Sends a request over HTTP, or through the transport of a test.
    pub(crate) async fn execute(
        &self,
        request: reqwest::Request,
    ) -> Result<reqwest::Response, Error> {
        #[cfg(feature = "testing")]
        if let Some(transport) = &self.transport {
            return transport::execute(transport.as_ref(), request).await;
        }
        let response = self.http.client()?.execute(request).await;
        response.map_err(Error::from_reqwest)
    }
}

impl SessionBuilder {
    /// Where tokens come from; without a source calls are sent without a token. It replaces
    /// an application token.
    #[must_use]
    pub fn tokens(mut self, tokens: Arc<dyn TokenSource>) -> Self {
        self.0.tokens = Some(tokens);
        self.0.app_token = None;
        self
    }

    /// The application token of Lean's older mechanism. It replaces tokens: Lean refuses
    /// a request with both.
    #[must_use]
    pub fn app_token(mut self, token: AppToken) -> Self {
        self.0.app_token = Some(token);
        self.0.tokens = None;
        self
    }

    /// The country of the server, by default Saudi Arabia. A call of an operation that Lean does
    /// not have there fails before anything is sent.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.0.region = region;
        self
    }

    /// When a request is sent again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = policy;
        self
    }

    /// How long calls may take.
    #[must_use]
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.0.deadlines = deadlines;
        self
    }

    /// The largest answer that is read, in bytes.
    #[must_use]
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.0.body_cap = bytes;
        self
    }

    /// The clock of deadlines and waits, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.0.time = Time::of(clock);
        self
    }

    /// The `lean-correlation-id` of every call that does not set it itself.
    ///
    /// # Errors
    ///
    /// Fails unless it is 1 to 128 letters, digits, `-`, `_`, `.` and `:`.
    pub fn correlation_id(self, id: &str) -> Result<Self, Error> {
        if id.is_empty() || !ids::is_plain(id) {
            return Err(Error::configuration(
                "a correlation id is 1 to 128 letters, digits, `-`, `_`, `.` and `:`",
            ));
        }
        self.header(CORRELATION_ID, id)
    }

    /// A header for every call that does not set it itself. A second value for the same name replaces
    /// the first. `Debug` does not show the value.
    ///
    /// # Errors
    ///
    /// Fails when the name or the value is not valid in a header, and for headers that the call sets
    /// itself: those for credentials, idempotency, content and connection.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let (name, value) = extra_header::read(name, value)?;
        self.0.headers.insert(name, value);
        Ok(self)
    }

    /// Who is told of attempts and calls.
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.0.observer = Some(observer);
        self
    }

    /// Sends requests instead of the HTTP client, in tests.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn crate::Transport>) -> Self {
        self.0.transport = Some(transport);
        self
    }

    /// Builds the session.
    pub fn build(self) -> Session {
        Session(Arc::new(self.0))
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            // Not the path: a gateway's path can hold a key.
            .field("origin", &self.base.origin())
            .field("region", &self.region)
            .field("retry", &self.retry)
            .field("deadlines", &self.deadlines)
            .field("body_cap", &self.body_cap)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s04_debug_of_a_session_shows_no_path_of_a_gateway() {
        let session = Session::builder("https://gateway.example/canary", reqwest::Client::new());
        let shown = format!("{session:?} {:?}", session.clone().build());
        assert!(
            shown.contains("gateway.example") && !shown.contains("canary"),
            "{shown}"
        );
    }
}
