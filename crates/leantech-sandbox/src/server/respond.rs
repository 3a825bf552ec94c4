//! One request, from its head to the bytes that go back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;

use super::body::{self, Unreadable};
use super::socket::ResetSwitch;
use super::{coding, cors, dispatch, fault_effects, guard};
use crate::exchange::Exchange;
use crate::faults::Strike;
use crate::memory::journal::{Entry, Recorded};
use crate::memory::shared::Shared;
use crate::memory::store::Unwritable;
use crate::routing::operation::{Area, Operation};
use crate::routing::router::{self, Segments, Target};
use crate::wire::answer::Answer;
use crate::wire::body::{AnswerBody, Dropped};
use crate::wire::query::Query;
use crate::wire::{headers, path};

/// Answers one request: reads it, applies a fault, answers it and records it.
pub(super) async fn respond(
    shared: &Arc<Shared>,
    reset: &ResetSwitch,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Dropped> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let settings = &shared.settings;
    let Some(base_url) = guard::base_url(&shared.hosts, &head) else {
        let close = HeaderValue::from_static("close");
        let answer = guard::misdirected().header(header::CONNECTION, close);
        return Ok(finish(shared, &head, answer));
    };
    let path = path::normal(head.uri.path());
    let segments = Segments::of(&path);
    let asked = Asked::of(&head, segments.as_slice());
    if let (true, Some(answer)) = (
        asked.is_leans(),
        cors::preflight(settings, &head.method, &head.headers),
    ) {
        return Ok(finish(shared, &head, answer));
    }
    if asked.is_leans() {
        shared.calls.count(asked.operation);
    }
    let body = body::read(&head.headers, body).await;
    let strike = strike(shared, &asked).await;
    let exchange = Exchange {
        shared,
        base_url: &base_url,
        headers: &head.headers,
        path: &path,
        query: Query::new(head.uri.query().unwrap_or_default()),
        body: body.as_deref().unwrap_or_default(),
        now: shared.clock.now(),
        style: asked.target.style(),
    };
    let unreadable = body.as_ref().err();
    let guarded = guard::check(&exchange, asked.method, asked.target, segments.as_slice());
    let answer = match guarded {
        Ok(()) => answer(&exchange, &asked, unreadable, strike.as_ref(), reset).await,
        Err(refusal) => Ok(refusal),
    };
    let response = answer.map(|answer| finish(shared, &head, answer));
    let outcome = Outcome {
        status: response.as_ref().ok().map(|it| it.status().as_u16()),
        took: started.elapsed(),
        is_struck: strike.is_some(),
    };
    record(&exchange, &asked, &outcome);
    response
}

/// What a request asks for.
struct Asked<'r> {
    head: &'r Parts,
    /// GET where the method is HEAD: what is served is the same, without its body.
    method: &'r Method,
    target: Target<'r>,
    operation: Option<Operation>,
}

impl<'r> Asked<'r> {
    fn of(head: &'r Parts, segments: &[&'r str]) -> Self {
        let method = match head.method {
            Method::HEAD => &Method::GET,
            _ => &head.method,
        };
        let target = match router::find(method, segments) {
            Target::Nowhere if *segments == [""] && wants_page(head) => Target::Page,
            target => target,
        };
        let operation = match target {
            Target::Lean(operation, _) => Some(operation),
            _ => None,
        };
        Self {
            head,
            method,
            target,
            operation,
        }
    }

    /// Whether it goes to Lean, not to the sandbox's own controls and pages.
    fn is_leans(&self) -> bool {
        !matches!(self.target, Target::Control | Target::Page)
    }
}

/// Whether a person's browser asks.
fn wants_page(head: &Parts) -> bool {
    let accepted = head.headers.get(header::ACCEPT);
    let accepted = accepted.and_then(|it| it.to_str().ok());
    head.method == Method::GET && accepted.is_some_and(|it| it.contains("text/html"))
}

/// What became of a request.
struct Outcome {
    /// Nothing when the connection was dropped instead.
    status: Option<u16>,
    took: Duration,
    is_struck: bool,
}

/// The fault for a request, after its delay.
async fn strike(shared: &Shared, asked: &Asked<'_>) -> Option<Strike> {
    if !asked.is_leans() {
        return None;
    }
    let (method, path) = (asked.head.method.as_str(), asked.head.uri.path());
    let strike = shared.faults.strike(method, path, asked.operation)?;
    if !strike.delay.is_zero() {
        tokio::time::sleep(strike.delay).await;
    }
    Some(strike)
}

/// The answer to a request, once everything that it changed is kept.
async fn answer(
    exchange: &Exchange<'_>,
    asked: &Asked<'_>,
    unreadable: Option<&Unreadable>,
    strike: Option<&Strike>,
    reset: &ResetSwitch,
) -> Result<Answer, Dropped> {
    let (method, target) = (asked.method, asked.target);
    let answer = match (unreadable, strike) {
        (Some(unreadable), _) => Ok(unreadable.answer(exchange)),
        (None, Some(strike)) => fault_effects::struck(exchange, method, target, strike, reset),
        (None, None) => Ok(dispatch::answer(exchange, method, target)),
    };
    let answer = match exchange.shared.kept().await {
        Ok(()) => answer?,
        Err(Unwritable) => unkept(exchange),
    };
    let is_standards = asked.operation.map(Operation::area) == Some(Area::OpenBanking);
    let interaction = is_standards.then(|| headers::interaction(exchange.headers));
    Ok(match interaction.flatten() {
        Some((name, id)) => answer.header(name, id),
        None => answer,
    })
}

/// Tells the log and the journal of a request.
fn record(exchange: &Exchange<'_>, asked: &Asked<'_>, outcome: &Outcome) {
    let operation = asked.operation;
    tracing::debug!(
        // The path and the query may tell of a customer.
        operation = operation.map_or("none", Operation::id),
        method = asked.head.method.as_str(),
        status = outcome.status.unwrap_or_default(),
        took_micros = outcome.took.as_micros(),
        struck = outcome.is_struck,
        "request"
    );
    if asked.is_leans() {
        exchange.shared.journal.add(Entry {
            at: exchange.now,
            request: Recorded::of(
                asked.head,
                exchange.body,
                operation,
                &exchange.shared.secrets(),
            ),
            operation,
            status: outcome.status,
            took: outcome.took,
            is_struck: outcome.is_struck,
        });
        exchange.shared.changed();
    }
}

/// The answer when what was done could not be kept.
fn unkept(exchange: &Exchange<'_>) -> Answer {
    exchange.error(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNAL_SERVER_ERROR",
        "The sandbox cannot write its state file",
    )
}

const CORRELATION: HeaderName = HeaderName::from_static("lean-correlation-id");
const TRACE: HeaderName = HeaderName::from_static("lean-trace-id");

fn finish(shared: &Shared, head: &Parts, answer: Answer) -> Response<AnswerBody> {
    let asked = &head.headers;
    let mut response = Response::new(answer.body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    let mut trace = shared.trace();
    // The caller's own id comes back, if it sent one.
    let correlation = asked.get(CORRELATION).cloned();
    let correlation = correlation.or_else(|| HeaderValue::try_from(trace.uuid()).ok());
    if let Some(correlation) = correlation {
        headers.insert(CORRELATION, correlation);
    }
    if let Ok(trace) = HeaderValue::try_from(trace.hex()) {
        headers.insert(TRACE, trace);
    }
    for (name, value) in answer.headers {
        headers.insert(name, value);
    }
    cors::open(&shared.settings, asked, headers);
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|it| it == "application/json");
    if let AnswerBody::Whole(body) = response.body()
        && is_json
        && !body.is_empty()
        && coding::wants_gzip(asked)
        && let Some(body) = coding::gzip(body)
    {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        *response.body_mut() = AnswerBody::Whole(body);
    }
    response
}

/// What every answer has unless it says otherwise.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    ),
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-store, max-age=0, must-revalidate"),
    ),
    (
        header::VARY,
        HeaderValue::from_static("accept-encoding, origin"),
    ),
];
