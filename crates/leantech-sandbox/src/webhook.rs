//! The delivery of webhooks: signed, tried again, never in the way of the API.

use std::fmt::Write;
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, StatusCode, header};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use leantech_core::Secret;
use serde::Serialize;
use sha2::Sha512;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use url::Url;

/// How long the receiver may take; longer counts as a failure.
const DEADLINE: Duration = Duration::from_secs(10);

/// How many minutes after the first attempt Lean tries again.
const RETRIES: [u32; 6] = [1, 2, 5, 10, 60, 180];

/// Where webhooks are put on their way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    sender: Option<mpsc::UnboundedSender<Bytes>>,
}

impl Outbox {
    /// An outbox, and the end that is to be delivered from.
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Bytes>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (
            Self {
                sender: Some(sender),
            },
            receiver,
        )
    }

    /// Posts an event, if webhooks are delivered at all.
    pub(crate) fn post(&self, event: &impl Serialize) {
        let Some(sender) = &self.sender else { return };
        if let Ok(body) = serde_json::to_vec(event) {
            // The other end is gone only when the sandbox is.
            let _ = sender.send(body.into());
        }
    }
}

/// Who is told, and how.
#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) url: Url,
    pub(crate) secret: Secret,
    /// What stands for a minute between two attempts.
    pub(crate) minute: Duration,
}

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

/// Delivers what is posted, in order, for as long as there is somebody to post.
pub(crate) async fn deliver(receiver: Receiver, mut posted: mpsc::UnboundedReceiver<Bytes>) {
    while let Some(body) = posted.recv().await {
        if !attempt(&receiver, body.clone()).await {
            // One that has to be tried again does not hold up the next.
            tokio::spawn(try_again(receiver.clone(), body));
        }
    }
}

async fn try_again(receiver: Receiver, body: Bytes) {
    let mut waited = 0;
    for minutes in RETRIES {
        tokio::time::sleep(
            receiver
                .minute
                .saturating_mul(minutes.saturating_sub(waited)),
        )
        .await;
        waited = minutes;
        if attempt(&receiver, body.clone()).await {
            return;
        }
    }
}

/// One delivery; whether it was taken, which is HTTP 200 and nothing else.
async fn attempt(receiver: &Receiver, body: Bytes) -> bool {
    matches!(
        tokio::time::timeout(DEADLINE, send(receiver, body)).await,
        Ok(Some(StatusCode::OK))
    )
}

async fn send(receiver: &Receiver, body: Bytes) -> Option<StatusCode> {
    let url = &receiver.url;
    let address = url.socket_addrs(|| None).ok()?;
    let stream = TcpStream::connect(&*address).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let request = Request::post(target)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "leantech-sandbox")
        .header("lean-signature", signature(&receiver.secret, &body)?)
        .body(Full::new(body))
        .ok()?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    // What is behind the status does not matter.
    connection.abort();
    answer.ok().map(|answer| answer.status())
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
