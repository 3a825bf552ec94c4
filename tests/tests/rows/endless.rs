//! Row T27 of the reliability table: durations without an end.

use std::time::Duration;

use leantech::{Deadlines, RetryPolicy, Scope, TokenSettings};
use leantech_tests::hostile::{
    BANKS, CUSTOMER, CUSTOMERS, HostileServer, JumpClock, LIMIT, Reply, TOKEN_PATH,
    create_customer, list_banks, within,
};

fn server() -> HostileServer {
    let server = HostileServer::start();
    server.on("GET", BANKS, [Reply::status(503), Reply::json(200, "[]")]);
    server.on("POST", CUSTOMERS, [Reply::json(200, CUSTOMER)]);
    server
}

#[tokio::test]
async fn t27_duration_without_an_end_is_no_limit() {
    within(LIMIT, async {
        let server = server();
        let deadlines = Deadlines::default();
        let tokens = TokenSettings::default();
        let hasty = RetryPolicy::default().backoff(Duration::ZERO, Duration::MAX);
        for client in [
            server.client().deadlines(deadlines.call(Duration::MAX)),
            server.client().deadlines(deadlines.attempt(Duration::MAX)),
            server
                .client()
                .token_settings(tokens.deadline(Duration::MAX)),
            server.client().connect_timeout(Duration::MAX),
            server
                .client()
                .retry(hasty.retry_after_up_to(Duration::MAX)),
        ] {
            server.on("GET", BANKS, [Reply::status(503), Reply::json(200, "[]")]);
            let lean = client.build().unwrap();
            list_banks(&lean).await.unwrap();
            create_customer(&lean).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn t27_wait_without_an_end_is_no_panic() {
    within(LIMIT, async {
        let server = server();
        // It is never in time, so that the call ends with the answer.
        let policy = RetryPolicy::default().backoff(Duration::MAX, Duration::MAX);
        let lean = server.client_with_token().retry(policy).build().unwrap();
        let error = list_banks(&lean).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 503);
        for seconds in [
            "18446744073709551615",
            "18446744073709551614.5",
            "9223372036854775808",
        ] {
            let late = Reply::status(429).header("retry-after", seconds);
            server.on("GET", BANKS, [late.clone()]);
            server.on("POST", CUSTOMERS, [late]);
            for policy in [
                RetryPolicy::default(),
                RetryPolicy::default().retry_after_up_to(Duration::MAX),
            ] {
                let lean = server.client_with_token().retry(policy).build().unwrap();
                let error = list_banks(&lean).await.unwrap_err();
                assert_eq!(error.status().unwrap().as_u16(), 429);
                assert!(error.retry_after() > Some(Duration::from_secs(1 << 40)));
                let error = create_customer(&lean).await.unwrap_err();
                assert_eq!(error.status().unwrap().as_u16(), 429);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn t27_token_endpoint_that_asks_for_an_endless_wait_is_no_panic() {
    within(LIMIT, async {
        let server = server();
        let late = Reply::status(429).header("retry-after", "18446744073709551615");
        server.on("POST", TOKEN_PATH, [late]);
        let lean = server.client().build().unwrap();
        for _ in 0..2 {
            assert!(list_banks(&lean).await.unwrap_err().is_token());
        }
        assert_eq!(server.token_requests(), 1);
    })
    .await;
}

#[tokio::test]
async fn t27_token_that_has_to_live_for_ever_is_an_error() {
    within(LIMIT, async {
        let server = server();
        let lean = server.client().build().unwrap();
        let source = lean.token_source();
        source.token(&Scope::Api).await.unwrap();
        let error = source.token_for(&Scope::Api, Duration::MAX).await;
        assert!(error.unwrap_err().is_token());
    })
    .await;
}

#[tokio::test]
async fn t27_waits_for_what_lean_makes_later_have_no_end() {
    within(LIMIT, async {
        let server = server();
        let finished = r#"{"refresh_id":"r","status":"FINISHED"}"#;
        server.on_each("GET", "*", move |_| Reply::json(200, finished));
        let clock = JumpClock::new(Duration::from_secs(20));
        let lean = server.client_by(&clock);
        let id = "r".parse().unwrap();
        let wait = lean.wait_for_refresh(&id).deadline(Duration::MAX);
        wait.wait().await.unwrap();
        let call = lean
            .consents()
            .create_connect_link()
            .expires_in(Duration::MAX);
        let error = call.send().await.map(drop).unwrap_err();
        assert!(error.to_string().contains("year 9999"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn t27_cap_without_an_end_and_a_length_without_an_end_are_no_panic() {
    within(LIMIT, async {
        let server = server();
        let lean = server.client_with_token().body_cap(usize::MAX);
        let lean = lean.build().unwrap();
        for length in ["9223372036854775807", "18446744073709551614"] {
            // The body comes in several pieces, so that they are put together.
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            let answer = Reply::raw(answer + &" ".repeat(1 << 20));
            server.on("POST", CUSTOMERS, [answer]);
            let error = create_customer(&lean).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{length}: {error}");
        }
    })
    .await;
}
