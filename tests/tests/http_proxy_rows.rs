//! Row H16 of the reliability table: proxies of the environment, in a process of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use leantech::{Client, Environment, RetryPolicy};
use leantech_tests::hostile::{FixedToken, HostileServer, Reply, within, within_blocking};

/// The outer limit of a test.
const LIMIT: Duration = Duration::from_secs(30);

/// Tells the process that it is the inner one, and where the server is.
const SERVER: &str = "LEANTECH_TESTS_SERVER";

const BANKS: &str = "/banks/v1/";

/// Runs one test of this file again, in a process whose environment names a proxy.
fn run_behind(proxy: &HostileServer, server: &HostileServer, test: &'static str) {
    let (proxy, server) = (proxy.url(), server.url());
    let ended = within_blocking(LIMIT, move || {
        let mut inner = Command::new(std::env::current_exe().unwrap());
        inner
            .args(["--exact", test, "--nocapture"])
            .env(SERVER, server);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            inner.env(name, &proxy).env(name.to_lowercase(), &proxy);
        }
        for name in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
            inner.env_remove(name);
        }
        inner.output().unwrap()
    });
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stdout)
    );
}

fn client(environment: Environment) -> Client {
    Client::builder(environment)
        .token_source(Arc::new(FixedToken::default()))
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

#[tokio::test]
async fn h16_emulator_is_never_reached_through_a_proxy() {
    if let Ok(server) = std::env::var(SERVER) {
        let names = [server.clone(), server.replace("127.0.0.1", "localhost")];
        for url in names {
            let client = client(Environment::emulator(&url).unwrap());
            within(LIMIT, client.banks().list_banks().send())
                .await
                .unwrap();
        }
        return;
    }
    let (proxy, server) = (HostileServer::start(), HostileServer::start());
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    run_behind(
        &proxy,
        &server,
        "h16_emulator_is_never_reached_through_a_proxy",
    );
    assert_eq!((server.count("GET", BANKS), proxy.connections()), (2, 0));
}

#[tokio::test]
async fn h16_lean_is_reached_through_the_proxy_of_the_environment() {
    if std::env::var(SERVER).is_ok() {
        let lean = Environment::custom("https://auth.invalid", "https://api.invalid").unwrap();
        let client = client(lean);
        let error = within(LIMIT, client.banks().list_banks().send())
            .await
            .unwrap_err();
        assert!(error.is_connect(), "{error}");
        return;
    }
    let (proxy, server) = (HostileServer::start(), HostileServer::start());
    run_behind(
        &proxy,
        &server,
        "h16_lean_is_reached_through_the_proxy_of_the_environment",
    );
    let asked: Vec<_> = proxy
        .seen()
        .into_iter()
        .map(|seen| (seen.method, seen.target))
        .collect();
    assert_eq!(
        asked,
        [("CONNECT".to_owned(), "api.invalid:443".to_owned())]
    );
    assert_eq!(server.connections(), 0);
}
