//! What a fault does to an answer.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, header};
use tokio::sync::mpsc;

use super::dispatch;
use super::socket::ResetSwitch;
use crate::exchange::{Exchange, authorization};
use crate::faults::{Strike, TokenFault};
use crate::routing::router::Target;
use crate::wire::answer::Answer;
use crate::wire::body::{AnswerBody, Dropped};
use crate::wire::error_style::ErrorStyle;

/// In how many pieces a slow body comes.
const PIECES: u32 = 10;

/// Answers a request that a fault applies to.
pub(crate) fn struck(
    exchange: &Exchange<'_>,
    method: &Method,
    target: Target<'_>,
    strike: &Strike,
    reset: &ResetSwitch,
) -> Result<Answer, Dropped> {
    if strike.reset {
        reset.flip();
        return Err(Dropped);
    }
    match (strike.token, authorization::token(exchange)) {
        (Some(TokenFault::Expired), Some(token)) => {
            exchange
                .shared
                .state()
                .tokens
                .expire_one(token, exchange.now);
        }
        (Some(TokenFault::Revoked), Some(token)) => {
            exchange.shared.state().tokens.revoke(token);
        }
        _ => {}
    }
    let answer = match strike.status {
        Some(status) => instead(exchange, strike, status),
        None => dispatch::answer(exchange, method, target),
    };
    if strike.drop {
        return Err(Dropped);
    }
    let answer = if strike.truncate {
        truncated(answer)
    } else if strike.slow_body.is_zero() {
        answer
    } else {
        slowed(answer, strike.slow_body)
    };
    Ok(answer)
}

/// The answer instead of the real one.
fn instead(exchange: &Exchange<'_>, strike: &Strike, status: u16) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let word = strike.code.as_deref();
    let word = word.unwrap_or(usual_word(exchange.style, status));
    let mut answer = match &strike.body {
        Some(body) => Answer {
            status,
            body: AnswerBody::Whole(body.clone().into()),
            headers: Vec::new(),
        },
        None => exchange.error(status, word, "A fault of the sandbox"),
    };
    if let Some(seconds) = strike.retry_after {
        answer = answer.header(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// The code that Lean's documents have for a status.
fn usual_word(style: ErrorStyle, status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 if style == ErrorStyle::OpenBanking => "ENTITY_NOT_FOUND",
        200..=299 | 500..=599 if style == ErrorStyle::OpenBanking => "BANK_ISSUE",
        400 => "INVALID_PARAMETERS",
        401 => "CERTIFICATE_TOKEN_MISMATCH",
        403 => "INCORRECT_ACCESS_LEVEL",
        404 => "DATA_NOT_FOUND",
        405 => "INVALID_HTTP_METHOD",
        408 => "TIMEOUT",
        409 => "CUSTOMER_ALREADY_EXISTS",
        429 => "RATE_LIMIT_EXCEEDED",
        501 => "FAILED",
        _ => "INTERNAL_SERVER_ERROR",
    }
}

/// The first half of a body whose full length was announced.
fn truncated(answer: Answer) -> Answer {
    let AnswerBody::Whole(body) = answer.body else {
        return answer;
    };
    let length = body.len();
    let half = body.slice(..length / 2);
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(break_off(half, sender));
    Answer {
        body: AnswerBody::Pieces(pieces),
        ..answer
    }
    .header(header::CONTENT_LENGTH, HeaderValue::from(length))
}

async fn break_off(half: Bytes, sender: mpsc::Sender<Result<Bytes, Dropped>>) {
    /// What is on its way to the client must be gone before the connection is.
    const BREATH: Duration = Duration::from_millis(20);
    if sender.send(Ok(half)).await.is_ok() {
        tokio::time::sleep(BREATH).await;
        // A client that has gone needs no end.
        let _ = sender.send(Err(Dropped)).await;
    }
}

/// A body that comes in pieces.
fn slowed(answer: Answer, time: Duration) -> Answer {
    let AnswerBody::Whole(body) = answer.body else {
        return answer;
    };
    let length = body.len();
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(drip(body, time / PIECES, sender));
    Answer {
        body: AnswerBody::Pieces(pieces),
        ..answer
    }
    .header(header::CONTENT_LENGTH, HeaderValue::from(length))
}

async fn drip(mut body: Bytes, pause: Duration, sender: mpsc::Sender<Result<Bytes, Dropped>>) {
    let size = body.len().div_ceil(PIECES as usize).max(1);
    while !body.is_empty() {
        tokio::time::sleep(pause).await;
        let piece = body.split_to(size.min(body.len()));
        if sender.send(Ok(piece)).await.is_err() {
            // The client has gone.
            return;
        }
    }
}
