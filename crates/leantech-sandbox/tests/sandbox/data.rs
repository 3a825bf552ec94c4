//! Data v2: resources, pages, windows, permissions, ends.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::context::Sandbox;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::client::{ALL, Client, Connection, Fallible, Outcome};

const OF_ACCOUNT: [(&str, &str); 7] = [
    ("balances", "balances"),
    ("transactions", "transactions"),
    ("identities", "identities"),
    ("beneficiaries", "beneficiaries"),
    ("direct-debits", "direct_debits"),
    ("scheduled-payments", "scheduled_payments"),
    ("standing-orders", "standing_orders"),
];

async fn fixed() -> Fallible<Sandbox> {
    let start: DateTime<Utc> = "2026-07-10T09:00:00Z".parse()?;
    Ok(Sandbox::builder().standing_clock(start).start().await?)
}

async fn current_account(client: &Client, one: &Connection) -> Fallible<String> {
    let accounts = client
        .get(&format!("/data/v2/accounts?entity_id={}", one.entity))
        .await?;
    Ok(accounts.text_at("/data/accounts/0/account_id"))
}

async fn path(client: &Client, one: &Connection, resource: &str) -> Fallible<String> {
    let account = current_account(client, one).await?;
    Ok(format!(
        "/data/v2/accounts/{account}/{resource}?entity_id={}",
        one.entity
    ))
}

#[tokio::test]
async fn every_entity_has_an_account_of_each_kind() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let answer = client
        .get(&format!("/data/v2/accounts?entity_id={}", one.entity))
        .await?;
    assert_eq!(answer.text_at("/status"), "OK");
    assert_eq!(answer.text_at("/type"), "accounts");
    let accounts = answer.body["data"]["accounts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let kinds: Vec<_> = accounts
        .iter()
        .filter_map(|it| it["account_sub_type"].as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "CURRENT",
            "SAVINGS",
            "CREDIT",
            "CHARGE_CARD",
            "EMONEY",
            "PREPAID",
            "UNSUPPORTED"
        ]
    );
    let ids: BTreeSet<_> = accounts
        .iter()
        .map(|it| it["account_id"].to_string())
        .collect();
    assert_eq!(ids.len(), 7);
    assert!(
        accounts
            .iter()
            .all(|it| it["regional_data"].is_null() && it["entity_id"] == *one.entity)
    );
    assert_eq!(answer.body["data"]["page"]["total_elements"], 7);
    Ok(())
}

#[tokio::test]
async fn every_resource_of_a_current_account_has_something() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    for (resource, list) in OF_ACCOUNT {
        let answer = client.get(&path(&client, &one, resource).await?).await?;
        assert_eq!(
            (answer.status, answer.text_at("/status")),
            (200, "OK".into()),
            "{resource}"
        );
        assert_eq!(answer.text_at("/data/type"), resource);
        assert!(answer.length_at(&format!("/data/{list}")) > 1, "{resource}");
        assert!(
            answer.body["data"][list][0]["regional_data"].is_null(),
            "{resource}"
        );
    }
    let identity = client
        .get(&format!("/data/v2/identity?entity_id={}", one.entity))
        .await?;
    assert_eq!(identity.length_at("/data/identities"), 1);
    Ok(())
}

#[tokio::test]
async fn a_verbose_call_fills_the_regional_data() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    for (resource, list) in OF_ACCOUNT {
        let answer = client
            .get(&format!(
                "{}&verbose=true",
                path(&client, &one, resource).await?
            ))
            .await?;
        let regional = &answer.body["data"][list][0]["regional_data"];
        assert_eq!(regional["standard"], "SAU.SAMA.V1", "{resource}");
        assert!(regional["data"].is_object(), "{resource}");
    }
    Ok(())
}

#[tokio::test]
async fn transactions_are_the_newest_first_and_end_in_the_balance() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path_of_transactions = path(&client, &one, "transactions").await?;
    let mut all: Vec<Value> = Vec::new();
    let mut page = 0;
    loop {
        let answer = client
            .get(&format!("{path_of_transactions}&page={page}&size=100"))
            .await?;
        let part = answer.body["data"]["transactions"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        if part.is_empty() {
            assert_eq!(answer.body["data"]["page"]["total_elements"], all.len());
            break;
        }
        all.extend(part);
        page += 1;
    }
    assert!(all.len() > 120, "{}", all.len());
    let days: Vec<_> = all
        .iter()
        .filter_map(|it| it["booking_date_time"].as_str())
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b));
    assert!(
        days.last().is_some_and(|day| day.starts_with("2026-01-0")),
        "{:?}",
        days.last()
    );
    let ids: BTreeSet<_> = all
        .iter()
        .map(|it| it["transaction_id"].to_string())
        .collect();
    assert_eq!(ids.len(), all.len());
    let balances = client.get(&path(&client, &one, "balances").await?).await?;
    let types = balances.body["data"]["balances"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let booked = types
        .iter()
        .find(|it| it["type"] == "INTERIM_BOOKED")
        .map(|it| &it["amount"]);
    assert_eq!(
        booked,
        all.first().map(|newest| &newest["balance"]["amount"])
    );
    Ok(())
}

#[tokio::test]
async fn a_window_holds_its_own_days_and_a_bad_one_is_refused() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = path(&client, &one, "transactions").await?;
    let march = client
        .get(&format!(
            "{path}&start_date=2026-03-01&end_date=2026-03-31&size=100"
        ))
        .await?;
    let found = march.body["data"]["transactions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert!(!found.is_empty());
    assert!(found.iter().all(|it| {
        it["booking_date_time"]
            .as_str()
            .is_some_and(|at| at.starts_with("2026-03-"))
    }));
    assert!(found.iter().any(|it| it["insights"].is_null()));
    for bad in [
        "start_date=2026-03-32",
        "end_date=x",
        "start_date=2026-03-02&end_date=2026-03-01",
    ] {
        assert_eq!(
            client.get(&format!("{path}&{bad}")).await?.status,
            400,
            "{bad}"
        );
    }
    let insights = client.get(&format!("{path}&insights=true")).await?;
    assert!(insights.body["data"]["transactions"][0]["insights"]["category"].is_string());
    Ok(())
}

#[tokio::test]
async fn history_before_the_consent_s_start_is_not_shown() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let mut body = super::client::link(&customer, super::client::BANK, &ALL);
    body["transaction_from_date_time"] = "2026-06-01T00:00:00Z".into();
    let link = client.post("/v2/accounts-access-consents", body).await?;
    let url = sandbox.approve(&link.text_at("/bank_consent_id"))?;
    let entity = super::client::query_value(&url, "entity_id");
    let one = Connection {
        customer,
        entity,
        bank_consent: String::new(),
    };
    let path = path(&client, &one, "transactions").await?;
    let answer = client
        .get(&format!("{path}&start_date=2026-01-01&size=100"))
        .await?;
    let found = answer.body["data"]["transactions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|it| it["booking_date_time"].as_str() >= Some("2026-06-01"))
    );
    Ok(())
}

#[tokio::test]
async fn what_was_not_allowed_fails_with_its_granular_code() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &["accounts"]).await?;
    for (resource, _) in OF_ACCOUNT {
        let answer = client.get(&path(&client, &one, resource).await?).await?;
        assert_eq!(
            (answer.status, answer.text_at("/status")),
            (200, "FAILED".into()),
            "{resource}"
        );
        assert_eq!(
            answer.text_at("/status_detail/granular_status_code"),
            "USER_PERMISSIONS_NOT_GRANTED"
        );
        assert!(answer.body["data"].is_null());
    }
    Ok(())
}

#[tokio::test]
async fn an_ended_consent_answers_200_with_its_own_status() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = format!("/data/v2/accounts?entity_id={}", one.entity);
    assert_eq!(client.get(&path).await?.text_at("/status"), "OK");
    sandbox.expire_consent(&one.bank_consent)?;
    let answer = client.get(&path).await?;
    assert_eq!(
        (answer.status, answer.text_at("/status")),
        (200, "CONSENT_EXPIRED".into())
    );
    client.reconnect(one.customer, &ALL).await?;
    assert_eq!(client.get(&path).await?.text_at("/status"), "OK");
    Ok(())
}

#[tokio::test]
async fn a_bad_or_unknown_id_is_told_by_its_word() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let none = "00000000-0000-4000-8000-000000000000";
    for (path, status, word) in [
        ("/data/v2/accounts".to_owned(), 400, "MISSING_PARAMETERS"),
        (
            "/data/v2/accounts?entity_id=x".to_owned(),
            400,
            "INVALID_PARAMETERS",
        ),
        (
            format!("/data/v2/accounts?entity_id={none}"),
            404,
            "UNKNOWN_ENTITY",
        ),
        (
            format!("/data/v2/accounts/x/balances?entity_id={}", one.entity),
            400,
            "INVALID_PARAMETERS",
        ),
        (
            format!("/data/v2/accounts/{none}/balances?entity_id={}", one.entity),
            404,
            "UNKNOWN_ACCOUNT",
        ),
        (
            format!("/data/v2/accounts/{none}/loans?entity_id={}", one.entity),
            404,
            "INVALID_URL",
        ),
        (
            format!("/data/v2/accounts?entity_id={}&size=101", one.entity),
            400,
            "INVALID_PARAMETERS",
        ),
        (
            format!("/data/v2/accounts?entity_id={}&verbose=2", one.entity),
            400,
            "INVALID_PARAMETERS",
        ),
        (
            format!("/data/v2/results/{none}"),
            404,
            "UNKNOWN_RESULTS_ID",
        ),
    ] {
        let answer = client.get(&path).await?;
        assert_eq!(
            (answer.status, &*answer.text_at("/status")),
            (status, word),
            "{path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_asynchronous_call_is_pending_first_and_read_later() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = path(&client, &one, "balances").await?;
    let asked = client
        .get(&format!("{path}&async=true&meta=%7B%22a%22%3A1.0%7D"))
        .await?;
    assert_eq!(
        (asked.status, asked.text_at("/status")),
        (202, "PENDING".into())
    );
    let results = format!("/data/v2/results/{}", asked.text_at("/results_id"));
    assert_eq!(client.get(&results).await?.text_at("/status"), "PENDING");
    sandbox.advance_clock(Duration::from_secs(1));
    let read = client.get(&results).await?;
    assert_eq!(read.text_at("/status"), "OK");
    assert_eq!(read.text_at("/results_id"), asked.text_at("/results_id"));
    assert_eq!(read.text_at("/type"), "balances");
    assert_eq!(read.length_at("/data/balances"), 13);
    assert!(read.text.contains(r#""meta":{"a":1.0}"#), "{}", read.text);
    Ok(())
}

#[tokio::test]
async fn amounts_are_written_in_more_than_one_scale() -> Outcome {
    let sandbox = fixed().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let account = client
        .get(&format!("/data/v2/accounts?entity_id={}", one.entity))
        .await?;
    let other = account.text_at("/data/accounts/6/account_id");
    let text = client
        .get(&format!(
            "/data/v2/accounts/{other}/transactions?entity_id={}",
            one.entity
        ))
        .await?
        .text;
    assert!(
        text.contains(r#""amount":{"amount":6.0,"currency":"SAR"}"#)
            || text.contains(r#""amount":{"amount":6,"#),
        "{text}"
    );
    Ok(())
}
