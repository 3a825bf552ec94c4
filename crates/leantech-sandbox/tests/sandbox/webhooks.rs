//! Webhooks: what is sent, signed how, and again when it is not taken.

use std::time::Duration;

use crate::context::Sandbox;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::client::{ALL, Client, Fallible, Outcome};

/// A received webhook: its signature and its body.
struct Received {
    signature: String,
    body: Vec<u8>,
}

impl Received {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    fn is_signed_with(&self, secret: &str) -> bool {
        use hmac::{Hmac, KeyInit, Mac};
        let Ok(mut mac) = Hmac::<sha2::Sha512>::new_from_slice(secret.as_bytes()) else {
            return false;
        };
        mac.update(&self.body);
        let hex: Vec<String> = mac
            .finalize()
            .into_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.signature == format!("sha512={}", hex.concat())
    }
}

/// A receiver that answers with these statuses in turn, and then with 200.
async fn receiver(statuses: Vec<u16>) -> Fallible<(String, mpsc::UnboundedReceiver<Received>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook?a=1", listener.local_addr()?);
    let (sender, hook) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut statuses = statuses.into_iter();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            let received = loop {
                match stream.read(&mut buffer).await {
                    Ok(read) if read > 0 => request.extend(buffer.iter().take(read)),
                    _ => break None,
                }
                if let Some(received) = parse(&request) {
                    break Some(received);
                }
            };
            let status = statuses.next().unwrap_or(200);
            let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
            if let Some(received) = received {
                let _ = sender.send(received);
            }
        }
    });
    Ok((url, hook))
}

/// The webhook, once all of it is there.
fn parse(request: &[u8]) -> Option<Received> {
    let end = request
        .windows(4)
        .position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(request.get(..end)?).to_lowercase();
    let header = |name: &str| {
        let line = head
            .lines()
            .find(|line| line.starts_with(&format!("{name}: ")))?;
        Some(line.split_once(": ")?.1.to_owned())
    };
    assert!(head.starts_with("post /hook?a=1 "), "{head}");
    let length: usize = header("content-length")?.parse().ok()?;
    let body = request.get(end + 4..)?;
    (body.len() >= length).then(|| Received {
        signature: header("lean-signature").unwrap_or_default(),
        body: body.to_vec(),
    })
}

async fn next(hook: &mut mpsc::UnboundedReceiver<Received>) -> Fallible<Received> {
    let received = tokio::time::timeout(Duration::from_secs(20), hook.recv()).await?;
    received.ok_or_else(|| "the receiver has ended".into())
}

#[tokio::test]
async fn a_connection_is_told_signed_and_followed_by_its_refresh() -> Outcome {
    let (url, mut hook) = receiver(Vec::new()).await?;
    let sandbox = Sandbox::builder()
        .webhook_url(url)
        .webhook_secret("own-secret")
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &["accounts", "balance"]).await?;
    let created = next(&mut hook).await?;
    assert!(
        created.is_signed_with("own-secret"),
        "{}",
        created.signature
    );
    let created = created.json();
    assert_eq!(created["type"], "entity.created");
    assert_eq!(created["payload"]["id"], *one.entity);
    assert_eq!(created["payload"]["app_user_id"], "someone");
    assert_eq!(
        created["payload"]["permissions"],
        serde_json::json!(["accounts", "balance"])
    );
    assert_eq!(created["payload"]["bank_details"]["swift_code"], "MOCKSA01");
    assert!(created["event_id"].is_string() && created["timestamp"].is_string());
    let pending = next(&mut hook).await?.json();
    assert_eq!(pending["type"], "entity.data.refresh.updated");
    assert_eq!(pending["payload"]["status"], "PENDING");
    let finished = next(&mut hook).await?.json();
    assert_eq!(finished["payload"]["status"], "FINISHED");
    assert_eq!(
        finished["payload"]["refresh_id"],
        pending["payload"]["refresh_id"]
    );
    Ok(())
}

#[tokio::test]
async fn a_second_consent_and_a_revocation_are_told_as_updates() -> Outcome {
    let (url, mut hook) = receiver(Vec::new()).await?;
    let sandbox = Sandbox::builder().webhook_url(url).start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let two = client.reconnect(one.customer, &ALL).await?;
    sandbox.expire_consent(&two.bank_consent)?;
    let mut kinds = Vec::new();
    while kinds
        .iter()
        .filter(|kind| *kind == "entity.updated")
        .count()
        < 2
    {
        kinds.push(
            next(&mut hook).await?.json()["type"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    assert_eq!(kinds.first().map(String::as_str), Some("entity.created"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_taken_with_200_is_sent_again_as_it_was() -> Outcome {
    let (url, mut hook) = receiver(vec![500, 204]).await?;
    let sandbox = Sandbox::builder()
        .webhook_url(url)
        .webhook_retry_minute(Duration::from_millis(1))
        .refresh_time(Duration::from_secs(3600))
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    client.connect("someone", &ALL).await?;
    let (mut created, mut pending) = (Vec::new(), Vec::new());
    while created.len() < 2 || pending.len() < 2 {
        let received = next(&mut hook).await?;
        let is_created = received.json()["type"] == "entity.created";
        if is_created {
            created.push(received.body);
        } else {
            pending.push(received.body);
        }
    }
    assert_eq!(created.first(), created.last());
    assert_eq!(pending.first(), pending.last());
    Ok(())
}

#[tokio::test]
async fn a_receiver_that_is_not_there_does_not_hinder_the_api() -> Outcome {
    let sandbox = Sandbox::builder()
        .webhook_url("http://127.0.0.1:1/")
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    assert_eq!(
        client
            .get(&format!("/data/v2/accounts?entity_id={}", one.entity))
            .await?
            .status,
        200
    );
    Ok(())
}

#[tokio::test]
async fn a_webhook_url_that_cannot_be_used_is_refused_at_the_start() {
    for url in ["http://", "nowhere", "ftp://a.example/"] {
        assert!(
            Sandbox::builder().webhook_url(url).start().await.is_err(),
            "{url}"
        );
    }
}

/// The types of events, in the order in which they come, until there are that many.
async fn kinds(
    hook: &mut mpsc::UnboundedReceiver<Received>,
    count: usize,
) -> Fallible<Vec<String>> {
    let mut kinds = Vec::new();
    while kinds.len() < count {
        let received = next(hook).await?.json();
        kinds.push(received["type"].as_str().unwrap_or_default().to_owned());
    }
    Ok(kinds)
}

/// Asks for an attempt until it is there; the receiver runs on its own.
async fn attempts(client: &Client, number: usize, count: usize) -> Fallible<Value> {
    for _ in 0..2000 {
        let webhooks = client.get("/_sandbox/webhooks").await?;
        let webhook = webhooks.body["webhooks"][number].clone();
        if webhook["attempts"].as_array().map_or(0, Vec::len) >= count {
            return Ok(webhook);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Err("the attempt was not made".into())
}

#[tokio::test]
async fn retries_come_at_lean_s_times_by_the_sandbox_s_clock() -> Outcome {
    let (url, mut hook) = receiver(vec![500; 8]).await?;
    let start = "2026-07-10T09:00:00Z".parse()?;
    let sandbox = Sandbox::builder()
        .webhook_url(url)
        .standing_clock(start)
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let sent = client
        .post(
            "/_sandbox/webhooks",
            serde_json::json!({ "type": "bank.availability.updated" }),
        )
        .await?;
    assert_eq!(sent.status, 200);
    next(&mut hook).await?;
    let mut passed = 0;
    for (attempt, minute) in [1, 2, 5, 10, 60, 180].into_iter().enumerate() {
        let webhook = attempts(&client, 0, attempt + 1).await?;
        let due: chrono::DateTime<chrono::Utc> =
            webhook["due_at"].as_str().unwrap_or_default().parse()?;
        assert_eq!((due - start).num_minutes(), minute);
        // Not a second too early.
        let to_go = u64::try_from(minute - passed)? * 60;
        sandbox.advance_clock(Duration::from_secs(to_go - 1));
        assert!(hook.try_recv().is_err());
        sandbox.advance_clock(Duration::from_secs(1));
        next(&mut hook).await?;
        passed = minute;
    }
    let given_up = attempts(&client, 0, 7).await?;
    assert_eq!(given_up["due_at"], Value::Null);
    assert_eq!(given_up["delivered"], false);
    assert_eq!(given_up["attempts"][0]["status"], 500);
    Ok(())
}

#[tokio::test]
async fn every_type_of_event_can_be_sent_on_demand() -> Outcome {
    let (url, mut hook) = receiver(Vec::new()).await?;
    let sandbox = Sandbox::builder().webhook_url(url).start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    kinds(&mut hook, 3).await?;
    client
        .get(&format!(
            "/data/v2/accounts?entity_id={}&async=true",
            one.entity
        ))
        .await?;
    assert_eq!(kinds(&mut hook, 1).await?, ["results.ready"]);
    for kind in [
        "entity.created",
        "entity.updated",
        "entity.reconnected",
        "entity.data.refresh.updated",
        "results.ready",
        "bank.availability.updated",
        "payment.updated",
    ] {
        let mut new = serde_json::json!({ "type": kind });
        if kind == "payment.updated" {
            new["payload"] = serde_json::json!({ "id": "made-up" });
        }
        let sent = client.post("/_sandbox/webhooks", new).await?;
        assert_eq!(sent.status, 200, "{kind}: {}", sent.text);
        assert_eq!(kinds(&mut hook, 1).await?, [kind]);
    }
    Ok(())
}

#[tokio::test]
async fn webhooks_come_twice_or_out_of_order_when_told() -> Outcome {
    let (url, mut hook) = receiver(Vec::new()).await?;
    let sandbox = Sandbox::builder()
        .webhook_url(url)
        .refresh_time(Duration::from_secs(3600))
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let fault = serde_json::json!({ "event": "entity.created", "reorder": true, "duplicates": 0 });
    client.post("/_sandbox/webhooks/faults", fault).await?;
    client.connect("someone", &ALL).await?;
    assert_eq!(
        kinds(&mut hook, 2).await?,
        ["entity.data.refresh.updated", "entity.created"]
    );
    let fault = serde_json::json!({ "duplicates": 1 });
    client.post("/_sandbox/webhooks/faults", fault).await?;
    let new = serde_json::json!({ "type": "entity.updated" });
    client.post("/_sandbox/webhooks", new).await?;
    let (one, again) = (next(&mut hook).await?, next(&mut hook).await?);
    assert_eq!(one.body, again.body);
    assert_eq!(one.json()["type"], "entity.updated");
    Ok(())
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_is_not_waited_for_longer_than_ten_seconds() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let sandbox = Sandbox::builder().webhook_url(url).start().await?;
    let client = Client::of(&sandbox).await?;
    let new = serde_json::json!({ "type": "bank.availability.updated" });
    client.post("/_sandbox/webhooks", new).await?;
    let webhook = tokio::time::timeout(Duration::from_secs(20), async {
        attempts(&client, 0, 1).await
    });
    let attempt = webhook.await??["attempts"][0].clone();
    assert_eq!(attempt["status"], Value::Null);
    let took = attempt["took_micros"].as_u64().unwrap_or(0);
    assert!((10_000_000..12_000_000).contains(&took), "{took}");
    Ok(())
}
