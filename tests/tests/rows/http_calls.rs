//! Rows H8, H11, H12 and H17 of the reliability table: creation, redirects, dropped calls and
//! connections.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use leantech::{AppUserId, Client, CustomerId, Deadlines, Environment, ErrorKind, RetryPolicy};
use leantech_tests::hostile::{
    BANKS, CLIENT_SECRET, CUSTOMERS, FixedToken, Gate, HostileServer, JumpClock, LIMIT, Reply,
    ReservedPort, TOKEN_PATH, UnansweredPort, create_customer, list_banks, whole_text, within,
    within_blocking,
};
use tokio::runtime::Runtime;

const BY_APP_USER_ID: &str = "/customers/v1/app-user-id/user-1";

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn clock() -> JumpClock {
    JumpClock::new(seconds(10))
}

fn client_of(url: &str) -> leantech::ClientBuilder {
    Client::builder(Environment::emulator(url).unwrap())
        .token_source(Arc::new(FixedToken::default()))
}

fn customer(id: &str) -> String {
    format!(r#"{{"customer_id":"{id}","app_user_id":"user-1"}}"#)
}

fn user() -> AppUserId {
    "user-1".parse().unwrap()
}

fn exists(status: u16) -> Reply {
    Reply::json(
        status,
        r#"{"status":"CUSTOMER_ALREADY_EXISTS","message":"m"}"#,
    )
}

#[tokio::test]
async fn h08_creation_repeated_after_a_timeout_finds_the_customer() {
    within(LIMIT, async {
        for refusal in [exists(409), exists(400), Reply::status(409)] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", CUSTOMERS, [Reply::hang(), refusal]);
            server.on("GET", BY_APP_USER_ID, [Reply::json(200, customer("c-1"))]);
            let client = server.client_by(&clock);
            let first = tokio::spawn({
                let client = client.clone();
                async move { client.get_or_create_customer(&user()).await.unwrap_err() }
            });
            server.has_seen("POST", CUSTOMERS, 1).await;
            clock.advance(seconds(30));
            assert!(first.await.unwrap().is_outcome_unknown());
            let found = client.get_or_create_customer(&user()).await.unwrap();
            assert_eq!(found.customer_id, *"c-1");
            assert_eq!(
                (
                    server.count("POST", CUSTOMERS),
                    server.count("GET", BY_APP_USER_ID)
                ),
                (2, 1)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h08_conflict_is_the_error_when_nobody_is_found() {
    within(LIMIT, async {
        for refusal in [exists(409), exists(400)] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", CUSTOMERS, [refusal]);
            server.on(
                "GET",
                BY_APP_USER_ID,
                [Reply::json(404, r#"{"status":"UNKNOWN_CUSTOMER"}"#)],
            );
            let error = server
                .client_by(&clock)
                .get_or_create_customer(&user())
                .await
                .unwrap_err();
            assert!(error.is_conflict() && !error.is_not_found(), "{error}");
            assert_eq!(
                error.code().map(ToString::to_string).as_deref(),
                Some("CUSTOMER_ALREADY_EXISTS")
            );
        }
        // Another refusal is not looked up.
        let (server, clock) = (HostileServer::start(), clock());
        server.on(
            "POST",
            CUSTOMERS,
            [Reply::json(400, r#"{"status":"INVALID_PARAMETERS"}"#)],
        );
        assert!(
            server
                .client_by(&clock)
                .get_or_create_customer(&user())
                .await
                .is_err()
        );
        assert_eq!(server.count("GET", BY_APP_USER_ID), 0);
    })
    .await;
}

#[tokio::test]
async fn h08_two_creators_at_once_end_with_one_customer() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        let both = Gate::closed();
        let gate = both.clone();
        server.on_each("POST", CUSTOMERS, move |seen| match seen.nth {
            0 => Reply::json(201, customer("c-1")).behind(&gate),
            _ => exists(409).behind(&gate),
        });
        server.on("GET", BY_APP_USER_ID, [Reply::json(200, customer("c-1"))]);
        let client = server.client_by(&clock);
        let creators = [1, 2].map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_or_create_customer(&user()).await.unwrap() })
        });
        server.has_seen("POST", CUSTOMERS, 2).await;
        both.open();
        for creator in creators {
            assert_eq!(creator.await.unwrap().customer_id, *"c-1");
        }
    })
    .await;
}

#[tokio::test]
async fn h11_redirect_is_not_followed_and_nothing_leaves() {
    within(LIMIT, async {
        let other = HostileServer::start();
        let port = other.address().port();
        let same_host = format!("http://127.0.0.1:{port}/canary-path?canary=1");
        let targets = [
            (same_host.clone(), format!("http://127.0.0.1:{port}")),
            (
                format!("http://localhost:{port}/canary-path"),
                format!("http://localhost:{port}"),
            ),
            (
                format!("https://127.0.0.1:{port}/canary-path"),
                format!("https://127.0.0.1:{port}"),
            ),
            (
                format!("//127.0.0.1:{port}/canary-path"),
                "another path".into(),
            ),
            ("/canary-path".into(), "another path".into()),
            ("canary canary".into(), "another path".into()),
        ];
        for (target, named) in targets {
            for status in [301, 302, 303, 307, 308] {
                let (server, clock) = (HostileServer::start(), clock());
                let away = Reply::status(status)
                    .header("location", &target)
                    .header("set-cookie", "canary=1");
                server.on("GET", BANKS, [away.clone()]);
                server.on("POST", CUSTOMERS, [away.clone()]);
                let with_token = server.client_by(&clock);
                for result in [
                    list_banks(&with_token).await,
                    create_customer(&with_token).await,
                ] {
                    let error = result.unwrap_err();
                    assert_eq!(error.kind(), ErrorKind::Redirect);
                    assert!(error.to_string().contains(&named), "{error}");
                    assert!(!whole_text(&error).contains("canary"), "{error:?}");
                }
                assert_eq!(server.seen().len(), 2);
                // The request for a token holds the secret in its body.
                server.on("POST", TOKEN_PATH, [away]);
                let client = server.client().clock(clock.shared()).build().unwrap();
                let error = list_banks(&client).await.unwrap_err();
                let text = whole_text(&error);
                assert!(error.is_token() && text.contains(&named), "{text}");
                assert!(
                    !text.contains("canary") && !text.contains(CLIENT_SECRET),
                    "{text}"
                );
                assert!(
                    server
                        .seen()
                        .iter()
                        .all(|seen| seen.header("cookie").is_none())
                );
            }
        }
        assert_eq!(other.connections(), 0);
    })
    .await;
}

#[tokio::test]
async fn h12_next_call_gets_its_own_answer_after_a_dropped_one() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        let gate = Gate::closed();
        let late = gate.clone();
        server.on_each("GET", "/customers/v1/*", move |seen| {
            let id = seen
                .path()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            let answer = Reply::json(200, customer(&id));
            if id.starts_with("dropped") {
                answer.behind(&late)
            } else {
                answer
            }
        });
        let client = server.client_by(&clock);
        let get = |id: String| {
            let client = client.clone();
            async move {
                let id: CustomerId = id.parse().unwrap();
                client.customers().get_customer_by_id(id).send().await
            }
        };
        for number in 0..50 {
            let dropped = tokio::spawn(get(format!("dropped-{number}")));
            server
                .has_seen("GET", &format!("/customers/v1/dropped-{number}"), 1)
                .await;
            dropped.abort();
            assert!(dropped.await.is_err());
            if number % 2 == 1 {
                // Now the answers to what was dropped come.
                gate.open();
            }
            let own = format!("own-{number}");
            assert_eq!(get(own.clone()).await.unwrap().customer_id, *own.as_str());
        }
    })
    .await;
}

#[test]
fn h17_runtime_ends_with_calls_in_flight() {
    within_blocking(LIMIT, || {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::hang()]);
        let client = server.client_with_token().build().unwrap();
        let runtime = Runtime::new().unwrap();
        for _ in 0..64 {
            let client = client.clone();
            drop(runtime.spawn(async move { list_banks(&client).await }));
        }
        let another = Runtime::new().unwrap();
        another.block_on(server.has_seen("GET", BANKS, 64));
        let began = Instant::now();
        drop(runtime);
        assert!(began.elapsed() < seconds(1), "{:?}", began.elapsed());
        another.block_on(server.has_open_connections(0));
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        another.block_on(list_banks(&client)).unwrap();
    });
}

/// Says that every name is the same changeable address on loopback.
struct OneName(Arc<AtomicU8>);

impl reqwest::dns::Resolve for OneName {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let last = self.0.load(Ordering::SeqCst);
        let found = SocketAddr::from(([127, 0, 0, last], 0));
        Box::pin(async move { Ok(Box::new(std::iter::once(found)) as reqwest::dns::Addrs) })
    }
}

#[tokio::test]
async fn h17_new_address_of_a_name_is_found() {
    within(LIMIT, async {
        let old = HostileServer::start();
        let port = old.address().port();
        let at = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), port);
        let new = ReservedPort::take_at(at).open();
        old.on("GET", BANKS, [Reply::json(200, "[]").then_close()]);
        new.on("GET", BANKS, [Reply::json(200, "[]")]);
        let last = Arc::new(AtomicU8::new(1));
        let http = reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(Arc::new(OneName(last.clone())));
        let client = client_of(&format!("http://localhost:{port}"))
            .http_client(http.build().unwrap())
            .clock(clock().shared())
            .build()
            .unwrap();
        list_banks(&client).await.unwrap();
        old.has_open_connections(0).await;
        last.store(2, Ordering::SeqCst);
        list_banks(&client).await.unwrap();
        assert_eq!((old.count("GET", BANKS), new.count("GET", BANKS)), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn h17_half_open_connection_ends_with_the_deadline_of_the_call() {
    within(LIMIT, async {
        for (limit, set) in [(30, None), (7, Some(Deadlines::default().call(seconds(7))))] {
            let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(1)));
            // The first answer is good; after it the other end is gone without a word.
            server.on("GET", BANKS, [Reply::json(200, "[]"), Reply::hang()]);
            let client = server.client_by(&clock);
            let client = set.map_or(client.clone(), |set| client.with_deadlines(set));
            list_banks(&client).await.unwrap();
            let call = tokio::spawn(async move { list_banks(&client).await.unwrap_err() });
            server.has_seen("GET", BANKS, 2).await;
            assert_eq!(server.connections(), 1);
            clock.advance(seconds(limit - 1));
            tokio::task::yield_now().await;
            assert!(!call.is_finished());
            clock.advance(seconds(1));
            let error = call.await.unwrap();
            assert!(error.is_timeout() && error.is_retryable(), "{error}");
            assert_eq!(server.count("GET", BANKS), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn h17_attempt_that_takes_too_long_makes_room_for_another() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::hang(), Reply::json(200, "[]")]);
        let deadlines = Deadlines::default().attempt(Duration::from_millis(100));
        let client = server
            .client_with_token()
            .deadlines(deadlines)
            .build()
            .unwrap();
        list_banks(&client).await.unwrap();
        assert_eq!(server.count("GET", BANKS), 2);
    })
    .await;
}

#[tokio::test]
async fn h17_connecting_takes_no_longer_than_its_own_limit() {
    within(LIMIT, async {
        let port = UnansweredPort::take();
        let began = Instant::now();
        let builders = [(5.0, None), (0.3, Some(Duration::from_millis(300)))];
        let calls = builders.map(|(limit, set)| {
            let mut builder = client_of(&port.url()).retry(RetryPolicy::none());
            if let Some(set) = set {
                builder = builder.connect_timeout(set);
            }
            let client = builder.build().unwrap();
            async move {
                let error = create_customer(&client).await.unwrap_err();
                (limit, error, began.elapsed().as_secs_f64())
            }
        });
        for (limit, error, took) in join_all(calls).await {
            assert!(
                error.is_connect() && !error.is_outcome_unknown(),
                "{error:?}"
            );
            assert!(
                (limit - 0.01..limit + 1.5).contains(&took),
                "{took} of {limit}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h17_idle_connection_is_given_up_within_a_minute() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        let client = server.client_with_token().build().unwrap();
        list_banks(&client).await.unwrap();
        list_banks(&client).await.unwrap();
        assert_eq!(server.connections(), 1);
        tokio::time::pause();
        tokio::time::advance(seconds(59)).await;
        tokio::time::resume();
        list_banks(&client).await.unwrap();
        assert_eq!(server.connections(), 2);
    })
    .await;
}
