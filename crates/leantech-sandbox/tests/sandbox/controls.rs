//! The sandbox's own controls: what can be made, looked at and turned.

use serde_json::{Value, json};

use super::client::{ALL, Client, Fallible, Outcome};
use crate::context::Sandbox;

async fn made(client: &Client, path: &str, body: Value) -> Fallible<Value> {
    let answer = client.post(path, body).await?;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    Ok(answer.body)
}

#[tokio::test]
async fn a_consent_can_be_made_in_any_state() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for state in [
        "AWAITING_AUTHORISATION",
        "AUTHORISED",
        "REJECTED",
        "FAILED",
        "REVOKED",
        "EXPIRED",
        "LAPSED",
    ] {
        let new = json!({ "app_user_id": state, "state": state, "permissions": ["accounts"] });
        let consent = made(&client, "/_sandbox/consents", new).await?;
        assert_eq!(consent["state"], state);
        // What Lean itself says of the same consent.
        let customer = consent["customer_id"].as_str().unwrap_or_default();
        let listed = client
            .get(&format!("/customers/v1/{customer}/consents"))
            .await?;
        let is_decided = consent["consent_id"].is_string();
        assert_eq!(
            listed.length_at("/data"),
            usize::from(is_decided),
            "{state}"
        );
        if is_decided {
            assert_eq!(listed.body["data"][0]["standard_consent_status"], state);
        }
    }
    let all = client.get("/_sandbox/consents").await?;
    assert_eq!(all.length_at("/consents"), 7);
    Ok(())
}

#[tokio::test]
async fn a_made_connection_has_the_accounts_that_were_picked() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let new = json!({ "app_user_id": "someone", "accounts": ["SAVINGS", "PREPAID"] });
    let entity = made(&client, "/_sandbox/entities", new).await?;
    let id = entity["entity_id"].as_str().unwrap_or_default();
    let accounts = client
        .get(&format!("/data/v2/accounts?entity_id={id}"))
        .await?;
    let kinds: Vec<_> = accounts.body["data"]["accounts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|account| account["account_sub_type"].clone())
        .collect();
    assert_eq!(kinds, ["SAVINGS", "PREPAID"]);
    assert_eq!(entity["accounts"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_with_a_reason() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    made(
        &client,
        "/_sandbox/customers",
        json!({ "app_user_id": "someone" }),
    )
    .await?;
    for (path, body) in [
        ("/_sandbox/customers", json!({ "app_user_id": "someone" })),
        ("/_sandbox/customers", json!({ "app_user_id": "" })),
        ("/_sandbox/consents", json!({})),
        (
            "/_sandbox/consents",
            json!({ "app_user_id": "a", "bank_identifier": "NONE" }),
        ),
        (
            "/_sandbox/consents",
            json!({ "app_user_id": "a", "permissions": [] }),
        ),
        (
            "/_sandbox/consents",
            json!({ "app_user_id": "a", "accounts": ["GOLD"] }),
        ),
        (
            "/_sandbox/consents",
            json!({ "app_user_id": "a", "expires_at": "2001-01-01T00:00:00Z" }),
        ),
        (
            "/_sandbox/entities",
            json!({ "app_user_id": "a", "state": "REJECTED" }),
        ),
        ("/_sandbox/seed", json!({ "customers": 1001 })),
        ("/_sandbox/webhooks", json!({ "type": "payment.created" })),
        ("/_sandbox/webhooks/faults", json!({})),
        ("/_sandbox/clock", json!({})),
    ] {
        let refused = client.post(path, body.clone()).await?;
        assert_eq!(refused.status, 400, "{path} {body}");
        assert!(!refused.text_at("/message").is_empty(), "{path} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_seed_fills_the_sandbox_the_same_way_each_time() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let ids = async |seed: u64| -> Fallible<Vec<Value>> {
        made(
            &client,
            "/_sandbox/seed",
            json!({ "seed": seed, "customers": 3 }),
        )
        .await?;
        let customers = client.get("/_sandbox/customers").await?;
        let customers = customers.body["customers"].as_array().cloned();
        let ids = customers.into_iter().flatten();
        Ok(ids
            .map(|customer| customer["customer_id"].clone())
            .collect())
    };
    let first = ids(7).await?;
    assert_eq!(first.len(), 3);
    assert_ne!(ids(8).await?, first);
    assert_eq!(ids(7).await?, first);
    assert_eq!(
        client
            .get("/_sandbox/entities")
            .await?
            .length_at("/entities"),
        3
    );
    Ok(())
}

#[tokio::test]
async fn requests_are_recorded_for_assertions_and_without_secrets() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    client.new_customer("someone").await?;
    client.get("/customers/v1?page_number=-1").await?;
    let recorded = client.get("/_sandbox/requests").await?;
    let seen: Vec<_> = recorded.body["requests"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|request| (request["operation"].clone(), request["status"].clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (json!("generateAccessToken"), json!(200)),
            (json!("createCustomer"), json!(200)),
            (json!("getCustomers"), json!(400)),
        ]
    );
    assert_eq!(
        recorded.body["requests"][1]["body"],
        r#"{"app_user_id":"someone"}"#
    );
    assert!(
        !recorded.text.contains("sandbox-secret"),
        "{}",
        recorded.text
    );
    assert!(!recorded.text.contains(&client.token), "{}", recorded.text);
    let some = client
        .get("/_sandbox/requests?operation=createCustomer")
        .await?;
    assert_eq!(some.length_at("/requests"), 1);
    client.delete("/_sandbox/requests").await?;
    assert_eq!(
        client
            .get("/_sandbox/requests")
            .await?
            .length_at("/requests"),
        0
    );
    Ok(())
}

#[tokio::test]
async fn a_frozen_clock_stands_and_then_runs_on() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::without_token(&sandbox);
    let frozen = made(&client, "/_sandbox/clock", json!({ "frozen": true })).await?;
    assert_eq!(frozen["frozen"], true);
    let later = client.get("/_sandbox/clock").await?;
    assert_eq!(later.body, frozen);
    let turn = json!({ "advance_seconds": 60, "frozen": false });
    let turned = made(&client, "/_sandbox/clock", turn).await?;
    assert_eq!(turned["frozen"], false);
    assert_ne!(turned["now"], frozen["now"]);
    Ok(())
}

#[tokio::test]
async fn tokens_end_by_time_and_by_order() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut client = Client::of(&sandbox).await?;
    for order in ["expire", "revoke"] {
        assert_eq!(client.get("/banks/v1/").await?.status, 200);
        made(&client, &format!("/_sandbox/tokens/{order}"), json!({})).await?;
        assert_eq!(client.get("/banks/v1/").await?.status, 401, "{order}");
        client.token = client.new_token("api").await?.text_at("/access_token");
    }
    made(
        &client,
        "/_sandbox/clock",
        json!({ "advance_seconds": 3600 }),
    )
    .await?;
    assert_eq!(client.get("/banks/v1/").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn a_customer_can_take_a_consent_back_at_the_bank() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let revoke = format!("/_sandbox/consents/{}/revoke", one.bank_consent);
    made(&client, &revoke, json!({})).await?;
    let consents = client
        .get(&format!("/customers/v1/{}/consents", one.customer))
        .await?;
    assert_eq!(consents.body["data"][0]["consent_status"], "REVOKED");
    assert_eq!(client.post(&revoke, json!({})).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn health_and_the_document_are_there_without_a_token() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::without_token(&sandbox);
    assert_eq!(
        client.get("/_sandbox/health").await?.text_at("/status"),
        "ok"
    );
    let document = client.get("/_sandbox/openapi.json").await?;
    assert_eq!(document.text_at("/openapi"), "3.1.0");
    assert_eq!(client.get("/_sandbox/nothing").await?.status, 404);
    let wrong = client
        .http
        .put(format!("{}/_sandbox/clock", client.base))
        .send()
        .await?;
    assert_eq!(wrong.status(), 405);
    let allowed = wrong.headers().get("allow").and_then(|it| it.to_str().ok());
    assert_eq!(allowed, Some("GET, HEAD, POST"));
    Ok(())
}
