//! The token endpoint, and what a token opens.

use std::time::Duration;

use leantech_sandbox::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET};

use crate::context::Sandbox;

use super::client::{Client, Outcome, read};

#[tokio::test]
async fn a_token_is_a_bearer_for_nearly_an_hour_and_never_twice_the_same() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::without_token(&sandbox);
    let (one, other) = (
        client.new_token("api").await?,
        client.new_token("api").await?,
    );
    assert_eq!(one.status, 200);
    assert_eq!(one.body["token_type"], "Bearer");
    assert_eq!(one.body["expires_in"], 3599);
    assert_eq!(one.body["scope"], "api");
    assert_ne!(one.text_at("/access_token"), other.text_at("/access_token"));
    Ok(())
}

#[tokio::test]
async fn a_wrong_request_for_a_token_gets_an_oauth_error() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::without_token(&sandbox);
    let id = ("client_id", DEFAULT_CLIENT_ID);
    let secret = ("client_secret", DEFAULT_CLIENT_SECRET);
    let grant = ("grant_type", "client_credentials");
    for (form, status, error) in [
        (
            vec![id, ("client_secret", "wrong"), grant, ("scope", "api")],
            401,
            "invalid_client",
        ),
        (vec![grant, ("scope", "api")], 401, "invalid_client"),
        (vec![id, secret, ("scope", "api")], 400, "invalid_request"),
        (
            vec![id, id, secret, grant, ("scope", "api")],
            400,
            "invalid_request",
        ),
        (
            vec![id, secret, ("grant_type", "password"), ("scope", "api")],
            400,
            "unsupported_grant_type",
        ),
        (vec![id, secret, grant], 400, "invalid_scope"),
        (
            vec![id, secret, grant, ("scope", "openid")],
            400,
            "invalid_scope",
        ),
        (
            vec![id, secret, grant, ("scope", "customer.nobody")],
            400,
            "invalid_scope",
        ),
    ] {
        let answer = client.form(&form).await?;
        assert_eq!(
            (answer.status, answer.body["error"].as_str()),
            (status, Some(error)),
            "{form:?}"
        );
    }
    let json = client
        .http
        .post(format!("{}/oauth2/token", client.base))
        .json(&[1])
        .send()
        .await?;
    assert_eq!(read(json).await?.body["error"], "invalid_request");
    Ok(())
}

#[tokio::test]
async fn a_customer_s_token_exists_and_does_not_open_the_api() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let scope = format!("customer.{customer}");
    let answer = client.new_token(&scope).await?;
    assert_eq!(answer.body["scope"], *scope);
    client.token = answer.text_at("/access_token");
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn without_a_good_token_the_api_answers_401() -> Outcome {
    let sandbox = Sandbox::builder()
        .token_lifetime(Duration::from_secs(60))
        .start()
        .await?;
    let mut client = Client::without_token(&sandbox);
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    client.token = "made-up".into();
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    let consents = "/customers/v1/00000000-0000-4000-8000-000000000000/consents";
    assert_eq!(
        client.get(consents).await?.text,
        r#"{"status_code":401,"message":"Authentication failed"}"#
    );
    client.token = client.new_token("api").await?.text_at("/access_token");
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    sandbox.advance_clock(Duration::from_secs(61));
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn a_revoked_token_is_refused() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    sandbox.revoke_tokens();
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn an_app_token_beside_a_bearer_is_refused() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let request = client.http.get(format!("{}/banks/v1/", client.base));
    let request = request
        .bearer_auth(&client.token)
        .header("lean-app-token", "x");
    let answer = read(request.send().await?).await?;
    assert_eq!(
        (answer.status, answer.text_at("/status")),
        (400, "INVALID_PARAMETERS".into())
    );
    assert!(
        answer
            .body
            .get("metadata")
            .is_some_and(serde_json::Value::is_null)
    );
    Ok(())
}
