//! Faults put in on purpose.

use std::time::{Duration, Instant};

use leantech_sandbox::{Fault, Sandbox};
use serde_json::json;

use super::client::{Client, Outcome};

#[tokio::test]
async fn a_status_strikes_as_often_as_told() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    sandbox.inject(Fault::status("/banks", 503).times(2).retry_after(7))?;
    assert_eq!(client.get("/banks/v1/").await?.status, 503);
    let response = client
        .http
        .get(format!("{}/banks/v1/", client.base))
        .send()
        .await?;
    assert_eq!(
        response
            .headers()
            .get("retry-after")
            .map(reqwest::header::HeaderValue::as_bytes),
        Some(&b"7"[..])
    );
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_dropped_answer_is_lost_after_the_deed() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let fault = json!({ "path": "/customers/v1", "method": "POST", "drop": true });
    assert_eq!(client.post("/_sandbox/faults", fault).await?.status, 200);
    assert!(client.new_customer("someone").await.is_err());
    assert_eq!(
        client
            .get("/customers/v1/app-user-id/someone")
            .await?
            .status,
        200
    );
    Ok(())
}

#[tokio::test]
async fn a_delayed_answer_comes_late_and_a_body_as_told() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let fault = Fault::status("/banks", 200)
        .body("<html>")
        .delay(Duration::from_millis(50));
    sandbox.inject(fault)?;
    let start = Instant::now();
    assert_eq!(client.get("/banks/v1/").await?.text, "<html>");
    assert!(start.elapsed() >= Duration::from_millis(50));
    Ok(())
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for fault in [
        json!({}),
        json!({ "path": "/", "status": 99 }),
        json!({ "path": "/", "odd": 1 }),
    ] {
        assert_eq!(client.post("/_sandbox/faults", fault).await?.status, 400);
    }
    assert!(sandbox.inject(Fault::status("/", 1000)).is_err());
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}
