//! The delivery of webhooks: signed, tried again, never in the way of the API.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{StatusCode, header};
use leantech_core::Secret;
use reqwest::Client;
use reqwest::redirect::Policy;
use sha2::Sha512;
use url::Url;

use crate::memory::rows::AttemptRow;
use crate::memory::shared::Shared;

/// How long the receiver may take; longer counts as a failure.
const DEADLINE: Duration = Duration::from_secs(10);

/// How many minutes after the first attempt Lean tries again.
const RETRIES: [u32; 6] = [1, 2, 5, 10, 60, 180];

/// The value of the header `lean-signature` for a body.
pub(crate) fn signature(secret: &Secret, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret.expose().as_bytes()).ok()?;
    mac.update(body);
    let mut text = String::from("sha512=");
    for byte in mac.finalize().into_bytes() {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}

/// Delivers what is due, for as long as the sandbox runs. First attempts are made one after the
/// other, so that they come in order; one that has to be made again does not hold up the next.
pub(crate) async fn deliver(shared: Arc<Shared>, url: Url) {
    let Some(client) = client() else {
        tracing::error!("webhooks cannot be sent: TLS cannot be set up");
        return;
    };
    let under_way = Arc::new(Mutex::new(HashSet::new()));
    loop {
        let now = shared.clock.now();
        let next = next_due(&shared, &under_way);
        let Some((number, due, is_first)) = next else {
            shared.posted.notified().await;
            continue;
        };
        if due > now {
            wait(&shared, due).await;
            continue;
        }
        if is_first {
            attempt(&shared, &client, &url, number).await;
            continue;
        }
        lock(&under_way).insert(number);
        let (shared, client, url) = (Arc::clone(&shared), client.clone(), url.clone());
        let under_way = Arc::clone(&under_way);
        tokio::spawn(async move {
            attempt(&shared, &client, &url, number).await;
            lock(&under_way).remove(&number);
            shared.posted.notify_one();
        });
    }
}

type UnderWay = Mutex<HashSet<u64>>;

/// Nothing panics while the lock is held, so a poisoned one is as good.
fn lock(under_way: &UnderWay) -> MutexGuard<'_, HashSet<u64>> {
    under_way.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The webhook to send next, when, and whether it was never sent before.
fn next_due(shared: &Shared, under_way: &UnderWay) -> Option<(u64, DateTime<Utc>, bool)> {
    let under_way = lock(under_way);
    let state = shared.state();
    let waiting = state.webhooks.entries().filter_map(|(number, row)| {
        let due = row.due.filter(|_| !under_way.contains(&number))?;
        Some((number, due, row.attempts.is_empty()))
    });
    waiting.min_by_key(|(number, due, _)| (*due, *number))
}

/// Waits until an instant of the sandbox's clock, or until there is something new.
async fn wait(shared: &Shared, due: DateTime<Utc>) {
    let something = shared.posted.notified();
    match shared.clock.until(due) {
        Some(time) => {
            // Either way it is looked again at what is due.
            let _ = tokio::time::timeout(time, something).await;
        }
        None => something.await,
    }
}

/// One delivery, remembered with what came of it. It is taken with HTTP 200 and nothing else.
async fn attempt(shared: &Shared, client: &Client, url: &Url, number: u64) {
    // Nobody is told of what a crash could still undo.
    if shared.kept().await.is_err() {
        return;
    }
    let Some(body) = body(shared, number) else {
        return;
    };
    let at = shared.clock.now();
    let started = Instant::now();
    let secret = &shared.settings.webhook_secret;
    let outcome = match tokio::time::timeout(DEADLINE, send(client, url, secret, body)).await {
        Ok(outcome) => outcome,
        Err(_) => Err("no answer within ten seconds"),
    };
    let attempt = AttemptRow {
        at,
        took_micros: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        status: outcome.ok().map(|status| status.as_u16()),
        failure: outcome.err().map(str::to_owned),
    };
    tracing::info!(
        number,
        status = attempt.status,
        failure = attempt.failure,
        took_micros = attempt.took_micros,
        "webhook"
    );
    let mut state = shared.state();
    let Some(row) = state.webhooks.at_mut(number) else {
        return;
    };
    row.attempts.push(attempt);
    let first = row.attempts.first().map_or(at, |first| first.at);
    row.due = if outcome == Ok(StatusCode::OK) {
        None
    } else {
        retry(first, row.attempts.len(), shared.settings.retry_minute)
    };
}

fn body(shared: &Shared, number: u64) -> Option<Bytes> {
    let state = shared.state();
    Some(state.webhooks.at(number)?.body.clone().into())
}

/// When to try again after that many attempts; nothing when Lean gives up.
fn retry(first: DateTime<Utc>, attempts: usize, minute: Duration) -> Option<DateTime<Utc>> {
    let minutes = RETRIES.get(attempts.checked_sub(1)?)?;
    let after = TimeDelta::from_std(minute.checked_mul(*minutes)?).ok()?;
    first.checked_add_signed(after)
}

/// Sends to the address itself: neither by way of a proxy nor on to where an answer points.
fn client() -> Option<Client> {
    let client = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .pool_max_idle_per_host(0)
        .user_agent("leantech-sandbox");
    client.build().ok()
}

async fn send(
    client: &Client,
    url: &Url,
    secret: &Secret,
    body: Bytes,
) -> Result<StatusCode, &'static str> {
    const UNSIGNED: &str = "the webhook cannot be signed";
    let request = client
        .post(url.clone())
        .header(header::CONTENT_TYPE, "application/json")
        .header("lean-signature", signature(secret, &body).ok_or(UNSIGNED)?)
        .body(body);
    // What is behind the status does not matter.
    match request.send().await {
        Ok(answer) => Ok(answer.status()),
        Err(error) if error.is_connect() => Err("the receiver cannot be reached"),
        Err(_) => Err("the connection broke off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_documented_one() {
        // RFC 4231, test case 2.
        let signed = signature(&Secret::from("Jefe"), b"what do ya want for nothing?");
        assert_eq!(
            signed.as_deref(),
            Some(
                "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                 9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
            )
        );
    }
}
