//! Rows T20 and S1 of the reliability table: what a client needs around it, a runtime and
//! certificates; and waits that end with what came.

use std::future::Future;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use leantech::{Client, ClientCredentials, Environment, Error, ErrorCode, ErrorKind};
use leantech_tests::hostile::{
    HostileServer, JumpClock, LIMIT, Reply, create_customer, list_banks, within,
};
use leantech_tests::own_process::again;

/// What a future is after one poll, in no runtime.
fn polled<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for a runtime"),
    }
}

fn is_told(error: &Error, words: &str) {
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains(words), "{error}");
    assert!(
        !error.is_outcome_unknown() && !error.is_retryable(),
        "{error}"
    );
}

#[test]
fn t20_call_without_a_runtime_is_an_error() {
    let server = HostileServer::start();
    let clock = JumpClock::new(Duration::from_secs(10));
    let customer = "0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11".parse().unwrap();
    for client in [
        server.client().build().unwrap(),
        server.client_with_token().build().unwrap(),
        server
            .client_with_token()
            .clock(clock.shared())
            .build()
            .unwrap(),
    ] {
        is_told(
            &polled(list_banks(&client)).unwrap_err(),
            "no tokio runtime",
        );
        is_told(
            &polled(create_customer(&client)).unwrap_err(),
            "no tokio runtime",
        );
        let refresh = "r-1".parse().unwrap();
        let wait = client.wait_for_refresh(&refresh).wait();
        is_told(&polled(wait).unwrap_err(), "no tokio runtime");
    }
    let client = server.client().build().unwrap();
    is_told(
        &polled(client.customer_token(&customer)).unwrap_err(),
        "no tokio runtime",
    );
    assert_eq!(server.seen_count(), 0);
}

#[test]
fn t20_call_in_a_runtime_that_lacks_something_is_an_error() {
    let server = HostileServer::start();
    let client = server.client_with_token().build().unwrap();
    for runtime in [
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap(),
        tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .unwrap(),
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap(),
    ] {
        is_told(
            &runtime.block_on(list_banks(&client)).unwrap_err(),
            "enable_all",
        );
        is_told(
            &runtime.block_on(create_customer(&client)).unwrap_err(),
            "enable_all",
        );
    }
}

/// What the test below is told to do in a process of its own.
const BUILT_FOR: &str = "LEANTECH_TESTS_BUILT_FOR";

/// Builds a client in a process that finds no CA certificates.
fn built_without_certificates(url: &str) -> (bool, String) {
    let output = again("surroundings::client_for_the_address_of_the_environment")
        .env(BUILT_FOR, url)
        .env("SSL_CERT_FILE", "/nonexistent/file")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let has_passed = output.status.success() && text.contains("1 passed");
    let errors = String::from_utf8_lossy(&output.stderr);
    (has_passed, format!("{text}{errors}"))
}

#[test]
#[ignore = "the tests below run it in a process of its own"]
fn client_for_the_address_of_the_environment() {
    let Ok(url) = std::env::var(BUILT_FOR) else {
        return;
    };
    let environment = if url.starts_with("http://") {
        Environment::emulator(&url).unwrap()
    } else {
        Environment::custom(&url, &url).unwrap()
    };
    let credentials = ClientCredentials::new("client-id", "client-secret");
    let built = Client::builder(environment)
        .credentials(credentials)
        .build();
    assert!(built.is_ok(), "{}", built.unwrap_err());
}

#[test]
fn s01_emulator_over_http_needs_no_certificates() {
    let (is_built, text) = built_without_certificates("http://127.0.0.1:1");
    assert!(is_built, "{text}");
}

#[test]
fn s01_what_to_install_for_https_is_said() {
    for url in ["https://lean.example", "https://127.0.0.1:1"] {
        let (is_built, text) = built_without_certificates(url);
        assert!(!is_built && text.contains("ca-certificates"), "{text}");
    }
}

fn waiting_client(server: &HostileServer) -> (Client, JumpClock) {
    let clock = JumpClock::new(Duration::from_secs(20));
    let client = server.client_with_token().clock(clock.shared());
    (client.build().unwrap(), clock)
}

#[tokio::test]
async fn wait_for_a_refresh_ends_with_the_status_that_came() {
    within(LIMIT, async {
        for (status, words) in [
            (r#""CANCELLED""#, "answered CANCELLED"),
            (r#""FAILED""#, "answered FAILED"),
            (r#""LEAN_ERROR""#, "answered LEAN_ERROR"),
            (r#""finished""#, "answered finished"),
            (r#""canary of a customer""#, "malformed status"),
            ("null", "no status"),
        ] {
            let server = HostileServer::start();
            let pending = Reply::json(200, r#"{"refresh_id":"r-1","status":"PENDING"}"#);
            let started = Reply::json(200, r#"{"refresh_id":"r-1","status":"PROCESSING_STARTED"}"#);
            let body = format!(r#"{{"refresh_id":"r-1","status":{status}}}"#);
            let path = "/data/*";
            server.on("GET", path, [pending, started, Reply::json(200, body)]);
            let (client, clock) = waiting_client(&server);
            let wait = client.wait_for_refresh(&"r-1".parse().unwrap()).wait();
            let error = wait.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Result, "{error}");
            let text = error.to_string();
            assert!(text.contains(words) && text.contains("efresh"), "{text}");
            assert!(!text.contains("canary"), "{text}");
            assert_eq!(
                (server.seen_count(), clock.waits().len()),
                (3, 2),
                "{status}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn wait_for_an_insight_or_a_report_ends_with_the_status_that_came() {
    within(LIMIT, async {
        for (status, code) in [
            (r#""CANCELLED""#, Some("CANCELLED")),
            (r#""LEAN_ERROR""#, Some("LEAN_ERROR")),
            (r#""canary of a customer""#, None),
            ("null", None),
        ] {
            let server = HostileServer::start();
            let pending = Reply::json(200, r#"{"status":"PENDING"}"#);
            let body = Reply::json(200, format!(r#"{{"status":{status}}}"#));
            server.on("GET", "/*", [pending.clone(), body.clone()]);
            let (client, clock) = waiting_client(&server);
            let insight = client.wait_for_insight(&"r-1".parse().unwrap()).wait();
            let insight = insight.await.unwrap_err();
            server.on("GET", "/*", [pending, body]);
            let customer = "0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11".parse().unwrap();
            let report = client.wait_for_report(&customer, "r-2").bank_statements();
            let report = report.await.unwrap_err();
            for error in [insight, report] {
                assert_eq!(error.kind(), ErrorKind::Result, "{error}");
                assert_eq!(error.code().map(ErrorCode::as_str), code, "{error}");
                assert!(
                    error.to_string().contains(code.unwrap_or("status")),
                    "{error}"
                );
                assert!(!error.to_string().contains("canary"), "{error}");
            }
            assert_eq!(
                (server.seen_count(), clock.waits().len()),
                (4, 2),
                "{status}"
            );
        }
    })
    .await;
}
