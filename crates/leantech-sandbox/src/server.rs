//! The connections of a sandbox: requests in, answers out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::answer::Answer;
use crate::body::{AnswerBody, Dropped};
use crate::damage;
use crate::exchange::Exchange;
use crate::journal::{Entry, Recorded};
use crate::open_banking;
use crate::operation::{Area, Operation};
use crate::query::Query;
use crate::router::{self, Segments, Target};
use crate::shared::Shared;
use crate::socket::{ResetSwitch, Socket};
use crate::store::Unwritable;

/// The largest body that is read: 1 MB.
const BODY_CAP: usize = 1 << 20;

/// How long a client may take for its request's head, and then for its body.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait when no connection can be accepted for want of files.
const BREATH: Duration = Duration::from_millis(20);

/// Serves until it is told to stop, and then for as long as what was begun takes, but no longer
/// than it is told. The port is free from then on.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    stop: oneshot::Receiver<Duration>,
) {
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(connection(stream, Arc::clone(&shared)));
                    }
                    Err(_) => tokio::time::sleep(BREATH).await,
                },
                // What has ended is taken out, so that it does not pile up.
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    };
    let grace = tokio::select! {
        grace = stop => grace.unwrap_or_default(),
        never = accepting => never,
    };
    drop(listener);
    shared.stopping.send_replace(true);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, ended).await.is_err() && !grace.is_zero() {
        tracing::warn!("some connections were cut off");
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Without it small answers wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let mut stopping = shared.stopping.subscribe();
    let (socket, reset) = Socket::new(stream);
    let service = service_fn(move |request| {
        let (shared, reset) = (Arc::clone(&shared), reset.clone());
        async move { respond(&shared, &reset, request).await }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(socket), service);
    let mut connection = std::pin::pin!(connection);
    let stop = async move { drop(stopping.wait_for(|is_stopping| *is_stopping).await) };
    // A client that breaks off or talks nonsense concerns nobody else.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = stop => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

async fn respond(
    shared: &Arc<Shared>,
    reset: &ResetSwitch,
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
        shared.faults.strike(head.method.as_str(), path, operation)
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
        (Ok(_), Some(strike)) => damage::struck(&exchange, &head.method, target, &strike, reset),
        (Ok(_), None) => Ok(router::answer(&exchange, &head.method, target)),
    };
    let answer = match shared.kept().await {
        Ok(()) => answer,
        Err(Unwritable) => Ok(unkept(&exchange)),
    };
    let answer = answer.map(|answer| {
        let is_standards = operation.is_some_and(|it| it.area() == Area::OpenBanking);
        let interaction = is_standards.then(|| open_banking::interaction(&head.headers));
        match interaction.flatten() {
            Some((name, id)) => answer.header(name, id),
            None => answer,
        }
    });
    let response = answer.map(|answer| finish(shared, &head.headers, answer));
    tracing::debug!(
        // The path and the query may tell of a customer.
        operation = operation.map_or("none", Operation::id),
        method = head.method.as_str(),
        status = response.as_ref().map_or(0, |it| it.status().as_u16()),
        took_micros = started.elapsed().as_micros(),
        struck = is_struck,
        "request"
    );
    if is_leans {
        shared.journal.add(Entry {
            at: now,
            request: Recorded::of(&head, body.as_deref().unwrap_or_default(), operation),
            operation,
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
    if let Ok(trace) = HeaderValue::try_from(trace.hex()) {
        headers.insert(TRACE, trace);
    }
    for (name, value) in answer.headers {
        headers.insert(name, value);
    }
    response
}
