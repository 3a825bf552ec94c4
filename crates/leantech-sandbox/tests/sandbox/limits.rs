//! What many requests, and secrets in the wrong places, leave behind.

use reqwest::Method;
use serde_json::json;

use crate::client::{Client, Outcome};
use leantech_sandbox::{Fault, Sandbox};

#[tokio::test]
async fn e4_the_journal_is_bounded_in_bytes() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let long = "x".repeat(60_000);
    for _ in 0..300 {
        let request = client.http.get(format!("{}/banks/v1", client.base));
        request.header("x-long", &long).send().await?;
        let path = format!("/banks/v1?{}", "y".repeat(5_000));
        client
            .send(Method::POST, &path, Some(json!({"z": "z".repeat(20_000)})))
            .await?;
    }
    let kept: usize = sandbox
        .recorded_requests()
        .iter()
        .map(|request| {
            let headers: usize = request.headers.values().map(String::len).sum();
            headers + request.body.len() + request.query.as_ref().map_or(0, String::len)
        })
        .sum();
    assert!(kept < 9 << 20, "{kept}");
    Ok(())
}

#[tokio::test]
async fn e4_faults_are_bounded_in_number_and_bytes() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut refused = 0;
    for _ in 0..1100 {
        refused += u32::from(sandbox.inject(Fault::status("/", 500)).is_err());
    }
    assert_eq!(refused, 100);
    sandbox.clear_faults();
    let body = "x".repeat(1 << 20);
    let taken = (0..10).filter(|_| sandbox.inject(Fault::status("/", 500).body(&body)).is_ok());
    assert_eq!(taken.count(), 3);
    Ok(())
}

#[tokio::test]
async fn e5_a_secret_in_a_wrong_place_is_on_no_page_and_in_no_record() -> Outcome {
    const CANARY: &str = "canary-4711";
    let sandbox = Sandbox::builder()
        .credentials("client", CANARY)
        .webhook_secret("canary-hook")
        .start()
        .await?;
    let mut client = Client::without_token(&sandbox);
    let form = [
        ("client_id", "client"),
        ("client_secret", CANARY),
        ("grant_type", "client_credentials"),
        ("scope", "api"),
    ];
    client.token = client.form(&form).await?.text_at("/access_token");
    let token = client.token.clone();
    let post = |path: &str| client.http.post(format!("{}{path}", client.base));
    for path in ["/oauth2/tokens", "/oauth/token", "/token", "/OAuth2/Token"] {
        post(path).form(&form).send().await?;
    }
    post("/oauth2/token")
        .json(&json!({"client_secret": "canary-json"}))
        .send()
        .await?;
    post("/oauth2/token").body(CANARY).send().await?;
    post("/customers/v1")
        .json(&json!({"app_user_id": CANARY, "password": "canary-x"}))
        .send()
        .await?;
    for query in [
        format!("client_secret={CANARY}"),
        "clientSecret=canary-y&page=1".to_owned(),
        format!("x={CANARY}"),
        format!("access_token={token}"),
    ] {
        client
            .http
            .get(format!("{}/banks/v1?{query}", client.base))
            .send()
            .await?;
    }
    for path in [format!("/customers/v1/{token}"), format!("/{CANARY}/x")] {
        client.get(&path).await?;
    }
    for (name, value) in [
        ("x-api-key", "canary-z".to_owned()),
        ("x-client-secret", "canary-z".to_owned()),
        ("proxy-authorization", "Basic canaryz".to_owned()),
        ("x-forwarded", format!("Bearer {token}")),
        ("user-agent", CANARY.to_owned()),
        ("referer", format!("http://a/?t={token}")),
        ("x-note", "canary-hook".to_owned()),
    ] {
        let request = client.http.get(format!("{}/banks/v1", client.base));
        request.header(name, value).send().await?;
    }
    let records = format!("{:?}", client.get("/_sandbox/requests").await?.text);
    let page = client.get("/_sandbox/").await?.text;
    let signature = token.rsplit('.').next().unwrap_or_default();
    for shown in [&records, &page] {
        assert!(!shown.contains("canary"), "{shown}");
        assert!(!shown.contains(signature), "{shown}");
    }
    assert!(records.contains("page=1"), "{records}");
    assert!(records.contains("[redacted]"), "{records}");
    Ok(())
}
