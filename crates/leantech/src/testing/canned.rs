//! Answers by route, and what was asked.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Method;
use leantech_core::{Transport, TransportError, TransportFuture};
use serde_json::Value;

use super::answer::Answer;
use super::recording::{self, RecordingError};
use super::route::Route;

/// Headers that are not kept.
const CREDENTIALS: [&str; 4] = [
    "authorization",
    "cookie",
    "lean-app-token",
    "proxy-authorization",
];

/// A transport that answers each request by its route.
///
/// Several answers for one route are given in order, and the last one is repeated. If several routes match, the
/// one with the most query parameters is used, then the first. A request that matches no route
/// fails with [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), which names its method
/// and path. Clones share answers and requests.
#[derive(Clone, Default)]
pub struct CannedAnswers(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    routes: Vec<(Route, Vec<Answer>)>,
    requests: Vec<SentRequest>,
}

/// A request that was sent. It holds no token.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SentRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path, percent-encoded as it was sent.
    pub path: String,
    /// The query, percent-encoded as it was sent; empty if there was none.
    pub query: String,
    /// The headers, except those for credentials, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there was none.
    pub body: Bytes,
}

impl SentRequest {
    /// The body as JSON; null if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = (self.headers.iter()).find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn of(request: &http::Request<Bytes>) -> Self {
        let headers = request.headers().iter();
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            headers: headers
                .filter(|(name, _)| !CREDENTIALS.contains(&name.as_str()))
                .filter_map(|(name, value)| {
                    Some((name.to_string(), value.to_str().ok()?.to_owned()))
                })
                .collect(),
            body: request.body().clone(),
        }
    }
}

/// Shows method and path.
impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl CannedAnswers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The answers that a [`Recorder`](super::Recorder) wrote to a folder, in the order of the files' names.
    ///
    /// # Errors
    ///
    /// Fails when the folder or a file cannot be read, or when a file is not a recording; the error names it.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let recordings = recording::read_folder(folder.as_ref())?;
        Ok(recordings
            .into_iter()
            .fold(Self::new(), |answers, (route, answer)| {
                answers.on(route, answer)
            }))
    }

    /// Adds an answer for a route.
    #[must_use]
    pub fn on(self, route: impl Into<Route>, answer: Answer) -> Self {
        let route = route.into();
        {
            let mut state = self.state();
            match state.routes.iter_mut().find(|(own, _)| *own == route) {
                Some((_, answers)) => answers.push(answer),
                None => state.routes.push((route, vec![answer])),
            }
        }
        self
    }

    /// The requests so far, one for each attempt.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(
        &self,
        request: &http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut state = self.state();
        let sent = SentRequest::of(request);
        let mut best: Option<(usize, &mut Vec<Answer>)> = None;
        for (route, answers) in &mut state.routes {
            if let Some(fit) = route.fits(&sent.method, &sent.path, &sent.query)
                && best.as_ref().is_none_or(|(best, _)| fit > *best)
            {
                best = Some((fit, answers));
            }
        }
        let answer = best.and_then(|(_, answers)| {
            if answers.len() > 1 {
                Some(answers.remove(0))
            } else {
                answers.first().cloned()
            }
        });
        let unexpected = || {
            TransportError::Unexpected(format!(
                "there is no canned answer for {} {}; add one with `CannedAnswers::on`",
                sent.method, sent.path
            ))
        };
        let answer = answer.ok_or_else(unexpected);
        state.requests.push(sent);
        answer?.into_response()
    }
}

impl fmt::Debug for CannedAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("CannedAnswers")
            .field("routes", &state.routes.len())
            .field("requests", &state.requests)
            .finish()
    }
}

impl Transport for CannedAnswers {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(std::future::ready(self.answer(&request)))
    }
}
