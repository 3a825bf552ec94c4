//! Sandboxes beside each other, after each other and with the same seed.

use std::net::TcpListener;
use std::time::Duration;

use crate::context::Sandbox;
use chrono::{DateTime, Utc};
use serde_json::json;

use super::client::{ALL, Client, Fallible, Outcome};

/// What a client sees of a whole journey, with the sandbox's own address left out.
async fn journey(seed: u64) -> Fallible<Vec<String>> {
    let start: DateTime<Utc> = "2026-07-10T09:00:00Z".parse()?;
    let sandbox = Sandbox::builder()
        .seed(seed)
        .standing_clock(start)
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let accounts = client
        .get(&format!("/data/v2/accounts?entity_id={}", one.entity))
        .await?;
    let account = accounts.text_at("/data/accounts/0/account_id");
    let mut answers = vec![accounts.text];
    for path in [
        format!("/customers/v1/{}/entities", one.customer),
        format!("/customers/v1/{}/consents", one.customer),
        format!(
            "/data/v2/accounts/{account}/transactions?entity_id={}&verbose=true",
            one.entity
        ),
        format!(
            "/data/v2/accounts/{account}/balances?entity_id={}",
            one.entity
        ),
        format!("/data/v2/refreshes?entity_id={}", one.entity),
    ] {
        answers.push(client.get(&path).await?.text);
    }
    Ok(answers)
}

#[tokio::test]
async fn the_same_seed_gives_the_same_answers_to_the_byte() -> Outcome {
    let (one, again, other) = (journey(7).await?, journey(7).await?, journey(8).await?);
    assert_eq!(one, again);
    assert!(one.iter().zip(&other).all(|(a, b)| a != b));
    Ok(())
}

#[tokio::test]
async fn two_sandboxes_know_nothing_of_each_other() -> Outcome {
    let (one, other) = (Sandbox::start().await?, Sandbox::start().await?);
    let first = Client::of(&one).await?;
    let mut second = Client::of(&other).await?;
    first.new_customer("someone").await?;
    assert_eq!(second.get("/customers/v1").await?.length_at("/data"), 0);
    second.token.clone_from(&first.token);
    assert_eq!(second.get("/customers/v1").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn a_dropped_sandbox_frees_its_port_at_once() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let address = sandbox.base_url().trim_start_matches("http://").to_owned();
    assert!(TcpListener::bind(&address).is_err());
    drop(sandbox);
    assert!(client.get("/banks/v1/").await.is_err());
    TcpListener::bind(&address)?;
    Ok(())
}

#[tokio::test]
async fn a_port_in_use_is_an_error() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let port = sandbox
        .base_url()
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .parse()?;
    assert!(
        Sandbox::builder()
            .port(port)
            .start()
            .await
            .is_err_and(|error| error.is_bind())
    );
    Ok(())
}

#[tokio::test]
async fn a_reset_forgets_everything_and_begins_the_ids_again() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut client = Client::of(&sandbox).await?;
    let before = client.new_customer("someone").await?;
    client.post("/_sandbox/reset", json!({})).await?;
    assert_eq!(client.get("/customers/v1").await?.status, 401);
    client.token = client.new_token("api").await?.text_at("/access_token");
    assert_eq!(client.new_customer("someone").await?, before);
    Ok(())
}

#[tokio::test]
async fn the_clock_moves_by_request_and_only_forward() -> Outcome {
    let start: DateTime<Utc> = "2026-07-10T09:00:00Z".parse()?;
    let sandbox = Sandbox::builder().standing_clock(start).start().await?;
    let client = Client::without_token(&sandbox);
    let answer = client
        .post("/_sandbox/clock", json!({ "advance_seconds": 90 }))
        .await?;
    assert_eq!(answer.text_at("/now"), "2026-07-10T09:01:30Z");
    for bad in [
        json!({ "advance_seconds": -1 }),
        json!({}),
        json!({ "advance_seconds": 1.5 }),
    ] {
        assert_eq!(client.post("/_sandbox/clock", bad).await?.status, 400);
    }
    sandbox.advance_clock(Duration::MAX);
    assert_eq!(
        client.get("/_sandbox/state").await?.text_at("/now"),
        "9999-12-31T23:59:59Z"
    );
    Ok(())
}

#[tokio::test]
async fn a_state_file_brings_everything_back() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state.json");
    let sandbox = Sandbox::builder().state_file(&path).seed(5).start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let entities = format!("/customers/v1/{}/entities", one.customer);
    let before = client.get(&entities).await?.text;
    sandbox.save()?;
    drop(sandbox);

    let sandbox = Sandbox::builder().state_file(&path).start().await?;
    let client = Client::of(&sandbox).await?;
    assert_eq!(client.get(&entities).await?.text, before);
    let taken = client
        .post("/customers/v1/", json!({ "app_user_id": "someone" }))
        .await?;
    assert_eq!(taken.status, 409);
    assert_ne!(client.new_customer("other").await?, one.customer);
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
    Ok(())
}

#[tokio::test]
async fn what_was_answered_is_in_the_file_without_a_word_to_save_it() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state");
    let sandbox = Sandbox::builder().state_file(&path).start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.new_customer("someone").await?;
    let copy = folder.path().join("copy");
    // What a crash at this instant would leave.
    std::fs::copy(&path, &copy)?;
    let later = Sandbox::builder().state_file(&copy).start().await?;
    let mut client = Client::without_token(&later);
    client.token = client.new_token("api").await?.text_at("/access_token");
    let found = client.get("/customers/v1/app-user-id/someone").await?;
    assert_eq!(found.text_at("/customer_id"), one);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_state_is_refused_and_left_as_it_is() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state");
    for bad in [
        "{\"format\":1,\"advanced_millis\":0,\"state\":{}}",
        "null",
        "corrupt, and longer than the header of a state file would be, that it is read",
    ] {
        std::fs::write(&path, bad)?;
        let refused = Sandbox::builder().state_file(&path).start().await;
        let error = refused.err().ok_or("a corrupt state was taken")?;
        assert!(
            error.is_state_file() && error.to_string().contains("state"),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path)?, bad);
    }
    Ok(())
}

#[tokio::test]
async fn a_state_file_is_one_sandbox_s_at_a_time_and_of_one_seed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state");
    let sandbox = Sandbox::builder().state_file(&path).start().await?;
    let second = Sandbox::builder().state_file(&path).start().await;
    let error = second.err().ok_or("two sandboxes have the same file")?;
    assert!(
        error.is_state_file() && error.to_string().contains("another sandbox"),
        "{error}"
    );
    drop(sandbox);
    let other_seed = Sandbox::builder().state_file(&path).seed(99).start().await;
    assert!(other_seed.is_err());
    Sandbox::builder().state_file(&path).start().await?;
    Ok(())
}
