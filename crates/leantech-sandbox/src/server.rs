//! The connections of a sandbox: requests in, answers out.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

use crate::answer::Answer;
use crate::body::{AnswerBody, Dropped};
use crate::exchange::Exchange;
use crate::faults::Strike;
use crate::journal::Entry;
use crate::query::Query;
use crate::router::{self, Segments, Target};
use crate::shared::Shared;
use crate::store::Unwritable;

/// The largest body that is read: 1 MB.
const BODY_CAP: usize = 1 << 20;

/// How long a client may take for its request's head, and then for its body.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait when no connection can be accepted for want of files.
const BREATH: Duration = Duration::from_millis(20);

/// Serves until the runtime ends.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, Arc::clone(&shared)));
            }
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Without it small answers wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { respond(&shared, request).await }
    });
    // A client that breaks off or talks nonsense concerns nobody else.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn respond(
    shared: &Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Dropped> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let segments = Segments::of(path);
    let target = router::find(&head.method, segments.as_slice());
    let operation = match target {
        Target::Lean(operation, _) => Some(operation),
        _ => None,
    };
    let is_leans = !matches!(target, Target::Control | Target::Page);
    if is_leans {
        shared.calls.count(operation);
    }
    let body = read(&head.headers, body).await;
    let strike = if is_leans {
        shared.faults.strike(head.method.as_str(), path)
    } else {
        None
    };
    let is_struck = strike.is_some();
    if let Some(strike) = &strike
        && !strike.delay.is_zero()
    {
        tokio::time::sleep(strike.delay).await;
    }
    let now = shared.clock.now();
    let exchange = Exchange {
        shared,
        headers: &head.headers,
        path,
        query: Query::new(head.uri.query().unwrap_or_default()),
        body: body.as_deref().unwrap_or_default(),
        now,
        style: target.style(),
    };
    let answer = match (&body, strike) {
        (Err(unreadable), _) => Ok(unreadable.answer(&exchange)),
        (Ok(_), Some(strike)) if strike.drop => {
            router::answer(&exchange, &head.method, target);
            Err(Dropped)
        }
        (Ok(_), Some(strike)) if strike.status.is_some() => Ok(struck(&exchange, &strike)),
        (Ok(_), _) => Ok(router::answer(&exchange, &head.method, target)),
    };
    let answer = match shared.kept().await {
        Ok(()) => answer,
        Err(Unwritable) => Ok(unkept(&exchange)),
    };
    let response = answer.map(|answer| finish(shared, &head.headers, answer));
    if is_leans {
        shared.journal.add(Entry {
            at: now,
            method: head.method,
            uri: head.uri,
            operation,
            headers: head.headers,
            body: body.unwrap_or_default(),
            status: response.as_ref().ok().map(|it| it.status().as_u16()),
            took: started.elapsed(),
            is_struck,
        });
        shared.changed();
    }
    response
}

/// The answer when what was done could not be kept.
fn unkept(exchange: &Exchange<'_>) -> Answer {
    exchange.error(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNAL_SERVER_ERROR",
        "The sandbox cannot write its state file",
    )
}

/// Why a body could not be read.
enum Unreadable {
    TooLarge,
    TooSlow,
    Broken,
}

impl Unreadable {
    fn answer(&self, exchange: &Exchange<'_>) -> Answer {
        let (status, message) = match self {
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "the body is larger than 1 MB",
            ),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the body did not come in time"),
            Self::Broken => (StatusCode::BAD_REQUEST, "the body broke off"),
        };
        let answer = exchange.error(status, "INVALID_PARAMETERS", message);
        // What is left of the body must not be taken for the next request.
        answer.header(header::CONNECTION, HeaderValue::from_static("close"))
    }
}

async fn read(headers: &HeaderMap, body: Incoming) -> Result<Bytes, Unreadable> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|it| it.to_str().ok());
    if announced
        .and_then(|it| it.parse().ok())
        .is_some_and(|length: u64| length > BODY_CAP as u64)
    {
        return Err(Unreadable::TooLarge);
    }
    let collected = Limited::new(body, BODY_CAP).collect();
    match tokio::time::timeout(PATIENCE, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unreadable::TooLarge),
        Ok(Err(_)) => Err(Unreadable::Broken),
        Err(_) => Err(Unreadable::TooSlow),
    }
}

/// The answer that a fault puts in the place of the true one.
fn struck(exchange: &Exchange<'_>, strike: &Strike) -> Answer {
    let status = strike
        .status
        .and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let word = match status.as_u16() {
        429 => "RATE_LIMIT_EXCEEDED",
        _ => "INTERNAL_SERVER_ERROR",
    };
    let mut answer = match &strike.body {
        Some(body) => Answer {
            status,
            body: body.clone().into(),
            headers: Vec::new(),
        },
        None => exchange.error(status, word, "A fault of the sandbox"),
    };
    if let Some(seconds) = strike.retry_after {
        answer = answer.header(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

const CORRELATION: HeaderName = HeaderName::from_static("lean-correlation-id");
const TRACE: HeaderName = HeaderName::from_static("lean-trace-id");

fn finish(shared: &Shared, asked: &HeaderMap, answer: Answer) -> Response<AnswerBody> {
    let mut response = Response::new(answer.body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    let mut trace = shared.trace();
    // The caller's own id comes back, if it sent one.
    let correlation = asked.get(CORRELATION).cloned();
    let correlation = correlation.or_else(|| HeaderValue::try_from(trace.uuid()).ok());
    if let Some(correlation) = correlation {
        headers.insert(CORRELATION, correlation);
    }
    if let Ok(trace) = HeaderValue::try_from(format!("{:016x}", trace.next())) {
        headers.insert(TRACE, trace);
    }
    for (name, value) in answer.headers {
        headers.insert(name, value);
    }
    response
}
