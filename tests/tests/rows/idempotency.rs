//! Requests with an idempotency key: sent again like a GET, with the same key each time.

use std::collections::BTreeSet;
use std::time::Duration;

use leantech::payouts::types::{PayoutPaymentDetails, PayoutRow, PayoutRowDescription};
use leantech::{Client, Error, ExactDecimal, IdempotencyKey};
use leantech_tests::hostile::{HostileServer, JumpClock, LIMIT, Reply, within};

const PAYOUT: &str = "/payouts/v1/payment";
const DESTINATIONS: &str = "/payouts/v1/payment/destinations";

fn clock() -> JumpClock {
    JumpClock::new(Duration::from_secs(10))
}

fn rows() -> Vec<PayoutPaymentDetails> {
    let amount: ExactDecimal = "1250.50".parse().unwrap();
    let description: PayoutRowDescription = "Salary".parse().unwrap();
    let row = PayoutRow::new(amount, false, description);
    vec![PayoutPaymentDetails::new("a", vec![row])]
}

async fn pay(client: &Client, key: Option<&IdempotencyKey>) -> Result<(), Error> {
    let call = client.payouts().create_payout().payment_details(rows());
    let call = match key {
        Some(key) => call.idempotency_key(key),
        None => call,
    };
    call.send().await.map(drop)
}

/// The keys that arrived, in the order of the requests.
fn keys(server: &HostileServer) -> Vec<String> {
    let seen = server.seen_at("POST", PAYOUT);
    let keys = seen.iter().map(|seen| seen.header("idempotency-key"));
    keys.map(|key| key.unwrap().to_owned()).collect()
}

#[tokio::test]
async fn h06_request_with_a_key_is_sent_again_with_the_same_key() {
    within(LIMIT, async {
        let failures = [
            Reply::reset(),
            Reply::raw("HTTP/1.1 2"),
            Reply::status(502),
            Reply::status(503),
            Reply::status(504),
            Reply::status(408),
            Reply::status(429),
        ];
        for failure in failures {
            let (server, clock) = (HostileServer::start(), clock());
            let good = Reply::json(200, "{}");
            server.on("POST", PAYOUT, [failure.clone(), failure.clone(), good]);
            pay(&server.client_by(&clock), None).await.unwrap();
            let keys = keys(&server);
            assert_eq!(keys.len(), 3, "{failure:?}");
            assert_eq!(BTreeSet::from_iter(&keys).len(), 1, "{keys:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_requests_have_two_keys() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("POST", PAYOUT, [Reply::json(200, "{}")]);
        let client = server.client_by(&clock);
        pay(&client, None).await.unwrap();
        pay(&client, None).await.unwrap();
        let keys = keys(&server);
        assert_eq!(BTreeSet::from_iter(&keys).len(), 2, "{keys:?}");
    })
    .await;
}

#[tokio::test]
async fn key_of_the_caller_is_sent_and_told_with_the_failure() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("POST", PAYOUT, [Reply::status(503)]);
        let key: IdempotencyKey = "order-7".parse().unwrap();
        let error = pay(&server.client_by(&clock), Some(&key))
            .await
            .unwrap_err();
        assert_eq!(keys(&server), ["order-7"; 3]);
        assert_eq!(error.idempotency_key(), Some(&key));
        // It may have been paid; with the same key it is asked again without paying twice.
        assert!(error.is_outcome_unknown());
    })
    .await;
}

#[tokio::test]
async fn refusal_of_a_request_with_a_key_is_not_sent_again() {
    within(LIMIT, async {
        // A 500 is not a refusal: it is asked again, with the same key.
        for (status, requests) in [(400, 1), (403, 1), (404, 1), (409, 1), (501, 1), (500, 3)] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", PAYOUT, [Reply::status(status)]);
            let error = pay(&server.client_by(&clock), None).await.unwrap_err();
            let keys = keys(&server);
            assert_eq!(keys.len(), requests, "{status}");
            assert!(keys.iter().all(|key| *key == keys[0]), "{status}");
            assert_eq!(error.is_outcome_unknown(), status >= 500, "{status}");
        }
    })
    .await;
}

#[tokio::test]
async fn h06_request_without_a_key_is_still_never_sent_twice() {
    within(LIMIT, async {
        for failure in [Reply::reset(), Reply::status(502), Reply::status(503)] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", DESTINATIONS, [failure.clone()]);
            let client = server.client_by(&clock);
            let call = client.payouts().create_payout_destination().body(vec![]);
            let error = call.send().await.map(drop).unwrap_err();
            assert!(error.is_outcome_unknown(), "{failure:?}");
            assert_eq!(error.idempotency_key(), None);
            assert_eq!(server.count("POST", DESTINATIONS), 1, "{failure:?}");
        }
    })
    .await;
}
