//! Refreshes: pending, finished, one at a time.

use std::time::Duration;

use crate::context::Sandbox;
use chrono::{DateTime, Utc};
use leantech_data::types::DataRefresh;
use serde_json::json;

use super::client::{ALL, Client, Fallible, Outcome};

async fn fixed() -> Fallible<Sandbox> {
    let start: DateTime<Utc> = "2026-07-10T09:00:00Z".parse()?;
    Ok(Sandbox::builder().standing_clock(start).start().await?)
}

#[tokio::test]
async fn a_connection_starts_a_refresh_that_finishes_with_time() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = format!("/data/v2/refreshes?entity_id={}", one.entity);
    let list = client.get(&path).await?;
    assert_eq!(list.length_at("/content"), 1);
    assert_eq!(list.text_at("/content/0/status"), "PENDING");
    assert_eq!(list.body["page"]["size"], 50);
    sandbox.advance_clock(Duration::from_secs(1));
    assert_eq!(
        client.get(&path).await?.text_at("/content/0/status"),
        "FINISHED"
    );
    Ok(())
}

#[tokio::test]
async fn the_third_reading_finds_a_refresh_finished() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client
        .connect("someone", &["accounts", "transactions"])
        .await?;
    let list = client
        .get(&format!("/data/v2/refreshes?entity_id={}", one.entity))
        .await?;
    let path = format!(
        "/data/v2/refreshes/{}",
        list.text_at("/content/0/refresh_id")
    );
    for _ in 0..2 {
        let pending = client.get(&path).await?;
        assert_eq!(pending.text_at("/status"), "PENDING");
        assert_eq!(pending.text_at("/data_status/accounts"), "PENDING");
    }
    let finished = client.get(&path).await?;
    assert_eq!(finished.text_at("/status"), "FINISHED");
    assert_eq!(finished.text_at("/data_status/accounts"), "OK");
    assert_eq!(finished.text_at("/data_status/identity"), "UNSUPPORTED");
    assert_eq!(finished.length_at("/data_status/account_data"), 7);
    let first = &finished.body["data_status"]["account_data"][0];
    assert_eq!(first["balance"], "UNSUPPORTED");
    assert_eq!(first["transactionAvailability"]["start"], "2026-01-01");
    assert_eq!(first["transactionAvailability"]["end"], "2026-07-10");
    let typed: DataRefresh = serde_json::from_str(&finished.text)?;
    let accounts = typed
        .data_status
        .and_then(|status| status.account_data)
        .unwrap_or_default();
    assert!(accounts.iter().all(|it| {
        it.transactions
            .as_ref()
            .is_some_and(|word| !word.is_unknown())
    }));
    Ok(())
}

#[tokio::test]
async fn a_second_refresh_is_refused_while_one_is_pending() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let body = || json!({ "entity_id": one.entity });
    let early = client.post("/data/v2/refreshes", body()).await?;
    assert_eq!(
        (early.status, early.text_at("/status")),
        (429, "DUPLICATED_REQUEST".into())
    );
    sandbox.advance_clock(Duration::from_secs(1));
    let started = client.post("/data/v2/refreshes", body()).await?;
    assert_eq!(
        (started.status, started.text_at("/status")),
        (200, "OK".into())
    );
    let list = client
        .get(&format!("/data/v2/refreshes?entity_id={}", one.entity))
        .await?;
    assert_eq!(
        list.text_at("/content/0/refresh_id"),
        started.text_at("/refresh_id")
    );
    assert_eq!(list.length_at("/content"), 2);
    Ok(())
}

#[tokio::test]
async fn a_refresh_needs_an_entity_with_a_standing_consent() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let none = "00000000-0000-4000-8000-000000000000";
    for (body, status, word) in [
        (json!({}), 400, "MISSING_PARAMETERS"),
        (json!({ "entity_id": "x" }), 400, "INVALID_PARAMETERS"),
        (
            json!({ "entity_id": one.entity, "data_types": ["all"] }),
            400,
            "INVALID_PARAMETERS",
        ),
        (json!({ "entity_id": none }), 404, "UNKNOWN_ENTITY"),
    ] {
        let answer = client.post("/data/v2/refreshes", body).await?;
        assert_eq!((answer.status, &*answer.text_at("/status")), (status, word));
    }
    sandbox.expire_consent(&one.bank_consent)?;
    let dead = client
        .post("/data/v2/refreshes", json!({ "entity_id": one.entity }))
        .await?;
    assert_eq!(
        (dead.status, dead.text_at("/status")),
        (403, "CONSENT_EXPIRED".into())
    );
    Ok(())
}

#[tokio::test]
async fn a_refresh_of_a_running_clock_finishes_without_being_looked_at() -> Outcome {
    let sandbox = Sandbox::builder()
        .refresh_time(Duration::ZERO)
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let list = client
        .get(&format!("/data/v2/refreshes?entity_id={}", one.entity))
        .await?;
    assert_eq!(list.text_at("/content/0/status"), "FINISHED");
    Ok(())
}
