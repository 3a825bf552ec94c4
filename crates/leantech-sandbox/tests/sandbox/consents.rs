//! Connect links, the bank's decision and the consents that come of it.

use std::time::Duration;

use crate::context::Sandbox;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::client::{ALL, BANK, Client, Outcome, link, query_value};

#[tokio::test]
async fn a_link_holds_raw_spaces_and_the_bank_s_id_in_digits() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let answer = client.new_link(&customer, BANK, &ALL).await?;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .text_at("/redirect_url")
            .contains("response_type=code id_token")
    );
    assert!(
        answer
            .text_at("/bank_consent_id")
            .bytes()
            .all(|byte| byte.is_ascii_digit())
    );
    assert_eq!(answer.text_at("/customer_id"), customer);
    assert_eq!(answer.text_at("/app_user_id"), "someone");
    Ok(())
}

#[tokio::test]
async fn a_link_that_is_wrong_is_refused_with_the_short_consent_error() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let with = |name: &str, value: Value| {
        let mut body = link(&customer, BANK, &["accounts"]);
        body[name] = value;
        body
    };
    let mut nobody = link(&customer, BANK, &["accounts"]);
    nobody
        .as_object_mut()
        .map(|body| body.remove("customer_id"));
    for body in [
        nobody,
        with("customer_id", json!("00000000-0000-4000-8000-000000000000")),
        with("app_user_id", json!("unknown")),
        with("bank_identifier", json!("NO_BANK")),
        with("permissions", json!([])),
        with("permissions", json!(["balances"])),
        with("success_redirect_url", json!("nowhere")),
        with("failure_redirect_url", json!("/relative")),
        with("expiration_date_time", json!("2020-01-01T00:00:00Z")),
        with("expiration_date_time", json!("2018-11-01T00:00:00+4:00")),
        with("transaction_from_date_time", json!("9999-01-01T00:00:00Z")),
    ] {
        let answer = client
            .post("/v2/accounts-access-consents", body.clone())
            .await?;
        assert_eq!(
            (answer.status, &answer.body["status_code"]),
            (400, &json!(400)),
            "{body}"
        );
        assert!(answer.body["message"].is_string());
    }
    Ok(())
}

#[tokio::test]
async fn an_approval_redirects_with_the_own_parameters_kept_and_lean_s_behind() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("some one").await?;
    let by_id = client.new_link(&customer, BANK, &ALL).await?;
    let url = sandbox.approve(&by_id.text_at("/bank_consent_id"))?;
    assert!(
        url.starts_with("https://app.example.com/?success=true&customer_id="),
        "{url}"
    );
    assert_eq!(query_value(&url, "bank_identifier"), BANK);
    assert_eq!(query_value(&url, "entity_id").len(), 36);
    assert_eq!(query_value(&url, "consent_attempt_id").len(), 36);

    let mut body = link(&customer, BANK, &ALL);
    body["app_user_id"] = "some one".into();
    body.as_object_mut().map(|body| body.remove("customer_id"));
    let by_app_user = client.post("/v2/accounts-access-consents", body).await?;
    let url = sandbox.approve(&by_app_user.text_at("/bank_consent_id"))?;
    assert!(url.contains("&app_user_id=some%20one&"), "{url}");
    assert_eq!(query_value(&url, "customer_id"), "");
    Ok(())
}

#[tokio::test]
async fn a_refusal_redirects_with_its_reason_and_leaves_a_rejected_consent() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let id = client
        .new_link(&customer, BANK, &ALL)
        .await?
        .text_at("/bank_consent_id");
    let url = sandbox.reject(&id)?;
    assert!(
        url.starts_with("https://app.example.com/?success=false&"),
        "{url}"
    );
    assert_eq!(
        query_value(&url, "granular_status_code"),
        "CONSENT_REJECTED"
    );
    assert!(!query_value(&url, "status_additional_info").is_empty());
    assert_eq!(query_value(&url, "entity_id"), "");
    let consents = client
        .get(&format!("/customers/v1/{customer}/consents"))
        .await?;
    assert_eq!(consents.text_at("/data/0/consent_status"), "REJECTED");
    assert_eq!(
        consents.text_at("/data/0/standard_consent_status"),
        "REJECTED"
    );
    assert_eq!(
        client
            .get(&format!("/customers/v1/{customer}/entities"))
            .await?
            .text,
        "[]"
    );
    Ok(())
}

#[tokio::test]
async fn a_bank_may_fail_without_leaving_a_consent() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let id = client
        .new_link(&customer, BANK, &ALL)
        .await?
        .text_at("/bank_consent_id");
    let path = format!("/_sandbox/consents/{id}/reject?granular_status_code=BANK_ISSUE");
    let url = client
        .post(&path, json!({}))
        .await?
        .text_at("/redirect_url");
    assert_eq!(query_value(&url, "granular_status_code"), "BANK_ISSUE");
    let consents = client
        .get(&format!("/customers/v1/{customer}/consents"))
        .await?;
    assert_eq!(consents.length_at("/data"), 0);
    Ok(())
}

#[tokio::test]
async fn the_bank_decides_once_and_in_time() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let id = client
        .new_link(&customer, BANK, &ALL)
        .await?
        .text_at("/bank_consent_id");
    sandbox.approve(&id)?;
    assert!(
        sandbox
            .reject(&id)
            .is_err_and(|error| error.is_decided_consent())
    );
    assert!(
        sandbox
            .approve("1")
            .is_err_and(|error| error.is_unknown_consent())
    );
    let again = client
        .post(&format!("/_sandbox/consents/{id}/approve"), json!({}))
        .await?;
    assert_eq!(again.status, 409);
    let late = client
        .new_link(&customer, BANK, &ALL)
        .await?
        .text_at("/bank_consent_id");
    sandbox.advance_clock(Duration::from_secs(24 * 3600 + 1));
    assert!(
        sandbox
            .approve(&late)
            .is_err_and(|error| error.is_expired_link())
    );
    Ok(())
}

#[tokio::test]
async fn a_consent_carries_every_field_and_its_permissions_as_switches() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let mut body = link(&customer, BANK, &["accounts", "transactions"]);
    body["expiration_date_time"] = "2099-04-16T01:10:53+03:00".into();
    body["transaction_from_date_time"] = "2025-04-16T01:29:16.667598655Z".into();
    let id = client
        .post("/v2/accounts-access-consents", body)
        .await?
        .text_at("/bank_consent_id");
    sandbox.approve(&id)?;
    let consents = client
        .get(&format!("/customers/v1/{customer}/consents"))
        .await?;
    let consent = &consents.body["data"][0];
    assert_eq!(consent["bank_consent_id"], *id);
    assert_eq!(consent["bank_identifier"], BANK);
    assert_eq!(consent["consent_type"], "ACCOUNT_ACCESS");
    assert_eq!(consent["consent_status"], "ACTIVE");
    assert_eq!(consent["standard_consent_status"], "AUTHORISED");
    assert_eq!(consent["expiration_date_time"], "2099-04-16T01:10:53+03:00");
    assert_eq!(
        consent["transaction_from_date_time"],
        "2025-04-16T01:29:16.667598655Z"
    );
    assert_eq!(consent["permissions"]["transactions"], true);
    assert_eq!(consent["permissions"]["balance"], false);
    // As many as were recorded: each account has two, and each of the three cards one more.
    assert_eq!(consent["accounts"].as_array().map(Vec::len), Some(17));
    let one = format!(
        "/customers/v1/{customer}/consents/{}",
        consents.text_at("/data/0/id")
    );
    assert_eq!(client.get(&one).await?.body, *consent);
    Ok(())
}

#[tokio::test]
async fn consents_come_in_pages_of_twenty_unless_asked_otherwise() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    for _ in 0..3 {
        client.reconnect(customer.clone(), &ALL).await?;
    }
    let path = format!("/customers/v1/{customer}/consents");
    assert_eq!(client.get(&path).await?.body["page"]["size"], 20);
    let second = client
        .get(&format!("{path}?pageNumber=1&pageSize=2"))
        .await?;
    assert_eq!(second.length_at("/data"), 1);
    assert_eq!(second.body["page"]["total_elements"], 3);
    assert_eq!(second.body["page"]["total_pages"], 2);
    assert_eq!(client.get(&format!("{path}?pageSize=0")).await?.status, 400);
    Ok(())
}

#[tokio::test]
async fn a_new_consent_ends_the_former_and_keeps_the_entity() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let first = client.connect("someone", &ALL).await?;
    let second = client
        .reconnect(first.customer.clone(), &["accounts"])
        .await?;
    assert_eq!(first.entity, second.entity);
    assert_ne!(first.bank_consent, second.bank_consent);
    let consents = client
        .get(&format!("/customers/v1/{}/consents", first.customer))
        .await?;
    assert_eq!(consents.text_at("/data/0/consent_status"), "REVOKED");
    assert_eq!(consents.text_at("/data/1/consent_status"), "ACTIVE");
    let entity = client
        .get(&format!("/customers/v1/{}/entities", first.customer))
        .await?;
    assert_eq!(entity.length_at("/0/consents"), 2);
    assert_eq!(entity.body[0]["permissions"]["balance"], false);
    Ok(())
}

#[tokio::test]
async fn a_revoked_consent_reads_revoked_in_both_words() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let consents = format!("/customers/v1/{}/consents", one.customer);
    let id = client.get(&consents).await?.text_at("/data/0/id");
    let path = format!(
        "/customers/v1/{}/entities/{}/consent/{id}",
        one.customer, one.entity
    );
    assert_eq!(
        client.delete(&path).await?.text_at("/status"),
        "MISSING_PARAMETERS"
    );
    assert_eq!(
        client
            .delete(&format!("{path}?reason=BORED"))
            .await?
            .text_at("/status"),
        "INVALID_PARAMETERS"
    );
    let gone = client
        .delete(&format!("{path}?reason=USER_REQUESTED"))
        .await?;
    assert_eq!((gone.status, &*gone.text), (200, "{}"));
    let consent = client.get(&format!("{consents}/{id}")).await?;
    assert_eq!(consent.text_at("/consent_status"), "REVOKED");
    assert_eq!(consent.text_at("/standard_consent_status"), "REVOKED");
    Ok(())
}

#[tokio::test]
async fn an_expired_consent_reads_active_until_the_nightly_job() -> Outcome {
    let start: DateTime<Utc> = "2026-04-13T13:34:00Z".parse()?;
    let sandbox = Sandbox::builder()
        .standing_clock(start)
        .token_lifetime(Duration::from_secs(30 * 86_400))
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = format!("/customers/v1/{}/consents", one.customer);
    sandbox.advance_clock(Duration::from_secs(24 * 3600));
    let evening = client.get(&path).await?;
    assert_eq!(evening.text_at("/data/0/consent_status"), "ACTIVE");
    assert_eq!(
        evening.text_at("/data/0/standard_consent_status"),
        "EXPIRED"
    );
    sandbox.advance_clock(Duration::from_secs(11 * 3600));
    let night = client.get(&path).await?;
    assert_eq!(night.text_at("/data/0/consent_status"), "REVOKED");
    assert_eq!(night.text_at("/data/0/standard_consent_status"), "EXPIRED");
    assert_eq!(
        night.text_at("/data/0/status_update_date_time"),
        "2026-04-15T00:00:03Z"
    );
    Ok(())
}

#[tokio::test]
async fn a_consent_can_be_expired_by_either_id() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    sandbox.expire_consent(&one.bank_consent)?;
    let consents = client
        .get(&format!("/customers/v1/{}/consents", one.customer))
        .await?;
    assert_eq!(consents.text_at("/data/0/consent_status"), "REVOKED");
    let id = consents.text_at("/data/0/id");
    let again = client
        .post(&format!("/_sandbox/consents/{id}/expire"), json!({}))
        .await?;
    assert_eq!(again.status, 404);
    Ok(())
}

#[tokio::test]
async fn another_customer_s_consent_is_not_found() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let other = client.new_customer("other").await?;
    let consents = client
        .get(&format!("/customers/v1/{}/consents", one.customer))
        .await?;
    let id = consents.text_at("/data/0/id");
    let answer = client
        .get(&format!("/customers/v1/{other}/consents/{id}"))
        .await?;
    assert_eq!(
        (answer.status, &answer.body["status_code"]),
        (404, &json!(404))
    );
    Ok(())
}

#[tokio::test]
async fn a_consent_that_has_expired_is_not_revoked_by_its_successor() -> Outcome {
    let sandbox = Sandbox::builder()
        .token_lifetime(Duration::from_secs(30 * 86_400))
        .start()
        .await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    sandbox.advance_clock(Duration::from_secs(72 * 3600));
    let path = format!("/customers/v1/{}/consents", one.customer);
    let before = client.get(&path).await?.body["data"][0].clone();
    assert_eq!(before["standard_consent_status"], "EXPIRED");
    client.reconnect(one.customer, &ALL).await?;
    assert_eq!(client.get(&path).await?.body["data"][0], before);
    Ok(())
}
