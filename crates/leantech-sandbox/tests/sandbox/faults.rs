//! Faults put in on purpose.

use std::time::{Duration, Instant};

use leantech_sandbox::Fault;

use crate::context::Sandbox;
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

#[tokio::test]
async fn an_error_of_lean_s_has_its_code_and_its_wait() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for (status, code) in [
        (401, "CERTIFICATE_TOKEN_MISMATCH"),
        (403, "INCORRECT_ACCESS_LEVEL"),
        (409, "CUSTOMER_ALREADY_EXISTS"),
        (429, "RATE_LIMIT_EXCEEDED"),
        (500, "INTERNAL_SERVER_ERROR"),
    ] {
        sandbox.inject(Fault::status("/banks", status))?;
        let answer = client.get("/banks/v1/").await?;
        assert_eq!((answer.status, &*answer.text_at("/status")), (status, code));
    }
    sandbox.inject(
        Fault::status("/", 403)
            .operation("listBanks")
            .code("INSUFFICIENT_ACCESS_LEVEL"),
    )?;
    let answer = client.get("/banks/v1/").await?;
    assert_eq!(answer.text_at("/status"), "INSUFFICIENT_ACCESS_LEVEL");
    Ok(())
}

#[tokio::test]
async fn a_reset_connection_did_nothing() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    sandbox.inject(Fault::reset("/customers").method("POST"))?;
    let error = client.new_customer("someone").await.err();
    let text = format!("{error:?}");
    assert!(text.contains("ConnectionReset"), "{text}");
    let found = client.get("/customers/v1/app-user-id/someone").await?;
    assert_eq!(found.status, 404);
    Ok(())
}

#[tokio::test]
async fn a_truncated_body_is_shorter_than_announced() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    sandbox.inject(Fault::truncated("/banks"))?;
    let request = client.http.get(format!("{}/banks/v1/", client.base));
    let response = request.bearer_auth(&client.token).send().await?;
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_slow_body_comes_whole_in_the_end() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let usual = client.get("/banks/v1/").await?.text;
    sandbox.inject(Fault::slow_body("/banks", Duration::from_millis(100)))?;
    let start = Instant::now();
    assert_eq!(client.get("/banks/v1/").await?.text, usual);
    assert!(start.elapsed() >= Duration::from_millis(100));
    Ok(())
}

#[tokio::test]
async fn a_token_can_end_on_its_way() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut client = Client::of(&sandbox).await?;
    for fault in [
        Fault::expired_token("/banks"),
        Fault::revoked_token("/banks"),
    ] {
        sandbox.inject(fault)?;
        assert_eq!(client.get("/banks/v1/").await?.status, 401);
        // It has ended for good.
        assert_eq!(client.get("/banks/v1/").await?.status, 401);
        client.token = client.new_token("api").await?.text_at("/access_token");
    }
    Ok(())
}

#[tokio::test]
async fn faults_can_be_seen_and_taken_away() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    sandbox.inject(Fault::status("/banks", 503).times(3))?;
    client.get("/banks/v1/").await?;
    let faults = client.get("/_sandbox/faults").await?;
    assert_eq!(faults.body["faults"][0]["times"], 2);
    client.delete("/_sandbox/faults").await?;
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}
