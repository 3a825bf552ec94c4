//! Row H16 of the reliability table: proxies of the environment, in a process of their own.

use std::sync::Arc;

use leantech::{Client, Environment, RetryPolicy};
use leantech_tests::hostile::{
    BANKS, FixedToken, HostileServer, LIMIT, Reply, within, within_blocking,
};
use leantech_tests::own_process::{again, has_passed};

/// Tells the inner process where the server is.
const SERVER: &str = "LEANTECH_TESTS_SERVER";

/// Runs one test of this file again, in a process whose environment names a proxy.
fn run_behind(proxy: &HostileServer, server: &HostileServer, test: &'static str) {
    let (proxy, server) = (proxy.url(), server.url());
    let ended = within_blocking(LIMIT, move || {
        let mut inner = again(test);
        inner.env(SERVER, server);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            inner.env(name, &proxy).env(name.to_lowercase(), &proxy);
        }
        for name in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
            inner.env_remove(name);
        }
        inner.output().unwrap()
    });
    has_passed(&ended);
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
        "http_proxies::h16_emulator_is_never_reached_through_a_proxy",
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
        "http_proxies::h16_lean_is_reached_through_the_proxy_of_the_environment",
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
