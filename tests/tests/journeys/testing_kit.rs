//! A service's unit tests without a server: canned answers, recorded ones, and signed webhooks.

use std::fs;
use std::time::Duration;

use leantech::testing::{self, Answer, CannedAnswers, Recorder, SignedWebhook, TestTokens};
use leantech::webhook::{Delivery, Payload, WebhookVerifier};
use leantech::{
    AppUserId, Client, CustomerId, EntityId, Environment, ErrorKind, Redirect, RetryPolicy,
};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{LIMIT, within};
use leantech_tests::sandbox::client_of;
use serde_json::json;

const CUSTOMER: &str = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

fn unknown() -> CustomerId {
    CUSTOMER.parse().unwrap()
}

#[tokio::test]
async fn answers_are_given_in_order_and_the_last_one_again() {
    let answers = CannedAnswers::new()
        .on(
            &leantech::banks::operations::LIST_BANKS,
            Answer::json(200, &json!([])),
        )
        .on("GET /banks/v1", Answer::error(404, "DATA_NOT_FOUND"));
    let lean = testing::client(answers.clone()).unwrap();
    assert!(lean.banks().list_banks().send().await.is_ok());
    for _ in 0..2 {
        let error = lean.banks().list_banks().send().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    let requests = answers.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[0].path.starts_with("/banks/v1"));
    // Neither a token nor a sign of one.
    let shown = format!("{requests:?} {:?}", requests[0].headers);
    assert!(!shown.contains("test-token"), "{shown}");
}

#[tokio::test]
async fn retries_and_bodies_are_those_of_the_run_time() {
    within(LIMIT, async {
        let timed_out = CannedAnswers::new().on("GET /banks/v1", Answer::timed_out());
        let error = testing::client(timed_out)
            .unwrap()
            .with_retry(RetryPolicy::none());
        let error = error.banks().list_banks().send().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");

        let answers = CannedAnswers::new()
            .on("GET /banks/v1", Answer::not_connected())
            .on("GET /banks/v1", Answer::broken())
            .on("GET /banks/v1", Answer::json(200, &json!([])))
            .on("POST /customers/v1", Answer::broken());
        let lean = Client::builder(Environment::SANDBOX)
            .token_source(std::sync::Arc::new(TestTokens))
            .transport(answers.clone())
            .build()
            .unwrap();
        assert!(lean.banks().list_banks().send().await.is_ok());
        assert_eq!(answers.requests().len(), 3);

        let id: AppUserId = "u-1".parse().unwrap();
        let error = lean
            .customers()
            .create_customer()
            .app_user_id(id)
            .send()
            .await
            .unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        let sent = answers.requests().pop().unwrap();
        assert_eq!(sent.json(), json!({ "app_user_id": "u-1" }));
    })
    .await;
}

#[tokio::test]
async fn a_request_without_an_answer_is_named() {
    let lean = testing::client(CannedAnswers::new()).unwrap();
    let lean = lean.with_retry(RetryPolicy::none());
    let call = lean.customers().get_customer_by_id(unknown());
    let error = call.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = error.to_string();
    assert!(
        shown.contains("no canned answer for GET /customers/v1/"),
        "{shown}"
    );
}

#[tokio::test]
async fn recorded_answers_hold_nothing_personal_and_are_given_back() {
    within(Duration::from_secs(60), async {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start().await.unwrap();
        let recorder = Recorder::new(folder.path(), reqwest::Client::new()).unwrap();
        let live = client_of(&sandbox).transport(recorder).build().unwrap();
        let user: AppUserId = "canary-user".parse().unwrap();
        let customer = live
            .customers()
            .create_customer()
            .app_user_id(user)
            .send()
            .await
            .unwrap();
        let id = customer.customer_id.clone();
        live.customers()
            .get_customer_by_id(id.clone())
            .send()
            .await
            .unwrap();
        let banks = live.banks().list_banks().send().await.unwrap();
        let missing = live.customers().get_customer_by_id(unknown());
        assert!(missing.send().await.is_err());

        let mut names = Vec::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            for canary in [
                "canary",
                id.as_str(),
                CUSTOMER,
                &sandbox.client_secret(),
                "access_token",
            ] {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
            names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
        names.sort();
        assert_eq!(names.len(), 4, "{names:?}");

        let answers = CannedAnswers::from_folder(folder.path()).unwrap();
        let lean = testing::client(answers).unwrap();
        let given_back = lean
            .customers()
            .get_customer_by_id(id.clone())
            .send()
            .await
            .unwrap();
        assert_ne!(given_back.customer_id, id);
        assert_eq!(
            lean.banks().list_banks().send().await.unwrap().len(),
            banks.len()
        );
        let missing = lean.customers().get_customer_by_id(id).send().await;
        assert!(missing.is_err_and(|error| error.is_not_found()));
    })
    .await;
}

#[test]
fn a_folder_that_holds_something_else_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), "{\n  \"request\": 7}").unwrap();
    let error = CannedAnswers::from_folder(folder.path()).unwrap_err();
    assert!(error.to_string().contains("a.json:2:"), "{error}");
    let error = Recorder::new(folder.path(), reqwest::Client::new()).unwrap_err();
    assert_eq!(error.path(), folder.path());
}

#[test]
fn a_made_up_delivery_verifies_with_its_secret_alone() {
    let customer = unknown();
    let entity = "e-1".parse().unwrap();
    let delivery = SignedWebhook::entity_created(&customer, &entity);
    let verifier = WebhookVerifier::new("made up").unwrap();
    let event = verifier
        .receive(delivery.headers("made up"), delivery.body())
        .unwrap();
    assert!(matches!(&event.payload, Payload::EntityCreated(created) if created.id == entity));
    assert!(event.event_id.is_some() && event.timestamp.is_some());
    let refused = verifier.receive(delivery.headers("another"), delivery.body());
    assert!(refused.is_err());
    let nameless = delivery.with_field("event_id", &serde_json::Value::Null);
    assert!(nameless.event().unwrap().event_id.is_none());
}

#[test]
fn a_stored_delivery_is_the_same_event_and_still_confirms_a_redirect() {
    let (customer, entity): (CustomerId, EntityId) = (unknown(), "e-1".parse().unwrap());
    let body = format!(
        r#"{{"type":"entity.created","event_id":"ev-1","new":null,"more":1.50,
            "payload":{{"id":"e-1","customer_id":"{CUSTOMER}","also":[null]}}}}"#
    );
    let webhook = SignedWebhook::from_body(body.clone());
    let verifier = WebhookVerifier::new("made up").unwrap();
    let event = verifier
        .receive(webhook.headers("made up"), webhook.body())
        .unwrap();
    let delivery = event.delivery();
    assert_eq!(delivery.order_key.as_deref(), Some("entity:e-1"));

    // As columns of a table.
    let (key, bytes) = (delivery.key.as_str().to_owned(), delivery.bytes.clone());
    let stored = Delivery::new(&key, delivery.order_key, bytes)
        .unwrap()
        .event()
        .unwrap();
    assert_eq!(stored, event);
    assert_eq!(stored.bytes(), body.as_bytes());
    assert!(!format!("{stored:?}").contains("1.50"));
    let url =
        format!("https://shop.example/back?status=SUCCESS&customer_id={CUSTOMER}&entity_id=e-1");
    let redirect = Redirect::parse(&url).unwrap();
    let confirmation = redirect.confirm_by_event(&stored, &customer);
    assert_eq!(
        confirmation
            .connection()
            .map(|connection| &connection.entity_id),
        Some(&entity)
    );
}
