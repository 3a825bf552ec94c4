//! Rows H1 to H4, H6, H7 and H9 of the reliability table: what is sent again, when, and what never.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use leantech::{Client, Deadlines, Environment, ErrorKind, RetryPolicy};
use leantech_tests::hostile::{
    BANKS, CUSTOMER, CUSTOMERS, FixedToken, HostileServer, JumpClock, LIMIT, Reply, ReservedPort,
    create_customer, list_banks, within,
};

fn seconds(count: f64) -> Duration {
    Duration::from_secs_f64(count)
}

/// Waits of up to 10 s end at once; the deadline of a call is longer.
fn clock() -> JumpClock {
    JumpClock::new(seconds(10.0))
}

fn banks() -> Reply {
    Reply::json(200, "[]")
}

fn created() -> Reply {
    Reply::json(201, CUSTOMER)
}

/// A client whose calls and waits may be as long as they like.
fn patient(server: &HostileServer, clock: &JumpClock) -> Client {
    let patient = Deadlines::default().call(seconds(600.0));
    server.client_by(clock).with_deadlines(patient)
}

#[tokio::test]
async fn h01_seconds_of_retry_after_are_waited_for() {
    within(LIMIT, async {
        for asked in [1, 2, 30, 60] {
            for _ in 0..10 {
                let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(100.0)));
                let slow_down = Reply::status(429).header("retry-after", &asked.to_string());
                server.on("GET", BANKS, [slow_down, banks()]);
                list_banks(&patient(&server, &clock)).await.unwrap();
                let waits = clock.waits();
                let least = f64::from(asked);
                assert_eq!(waits.len(), 1);
                assert!(
                    (least..=least + 0.5).contains(&waits[0].as_secs_f64()),
                    "{waits:?}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn h01_too_long_a_wait_is_handed_to_the_caller_at_once() {
    within(LIMIT, async {
        // Longer than the cap, and longer than what is left of the call.
        for (asked, deadline) in [(61, 600.0), (86_400, 600.0), (45, 30.0)] {
            for status in [429, 503] {
                let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(20.0)));
                let slow_down = Reply::status(status).header("retry-after", &asked.to_string());
                server.on("GET", BANKS, [slow_down]);
                let client = server
                    .client_by(&clock)
                    .with_deadlines(Deadlines::default().call(seconds(deadline)));
                let error = list_banks(&client).await.unwrap_err();
                assert_eq!(error.retry_after(), Some(Duration::from_secs(asked)));
                assert!(error.is_retryable() && error.is_rate_limited() == (status == 429));
                assert_eq!((server.count("GET", BANKS), clock.waits()), (1, vec![]));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn h02_date_of_retry_after_is_measured_by_the_servers_clock() {
    within(LIMIT, async {
        const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        let table = [
            ("Sun, 06 Nov 1994 08:49:42 GMT", 5.0..=5.5),
            ("Sun, 06 Nov 1994 08:50:07 GMT", 30.0..=30.5),
            // The past, garbage and less than nothing: the usual backoff.
            ("Sun, 06 Nov 1994 08:49:00 GMT", 0.0..=0.2),
            ("Sat, 05 Nov 1994 08:49:37 GMT", 0.0..=0.2),
            ("soon", 0.0..=0.2),
            ("-5", 0.0..=0.2),
            ("2.5s", 0.0..=0.2),
            // A fraction is rounded up.
            ("2.5", 3.0..=3.5),
            ("0.001", 1.0..=1.5),
            ("", 0.0..=0.2),
            ("99999999999999999999999999", 0.0..=0.2),
            ("Sun, 99 Nov 1994 99:49:00 GMT", 0.0..=0.2),
        ];
        for (until, expected) in table {
            let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(100.0)));
            let slow_down = Reply::status(429)
                .header("retry-after", until)
                .header("date", NOW);
            server.on("GET", BANKS, [slow_down, banks()]);
            list_banks(&patient(&server, &clock)).await.unwrap();
            let waits = clock.waits();
            assert_eq!(waits.len(), 1, "{until}");
            assert!(
                expected.contains(&waits[0].as_secs_f64()),
                "{until}: {waits:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h03_passing_failure_of_a_get_is_waited_out() {
    within(LIMIT, async {
        for status in [408, 429, 500, 502, 503, 504] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on(
                "GET",
                BANKS,
                [Reply::status(status), Reply::status(status), banks()],
            );
            list_banks(&server.client_by(&clock)).await.unwrap();
            assert_eq!(server.count("GET", BANKS), 3, "{status}");
        }
        for status in [400, 403, 404, 409, 501] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("GET", BANKS, [Reply::status(status)]);
            assert!(list_banks(&server.client_by(&clock)).await.is_err());
            assert_eq!(server.count("GET", BANKS), 1, "{status}");
        }
    })
    .await;
}

#[tokio::test]
async fn h03_there_are_three_attempts_and_then_the_error() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("GET", BANKS, [Reply::status(503)]);
        let error = list_banks(&server.client_by(&clock)).await.unwrap_err();
        assert_eq!((server.count("GET", BANKS), error.attempts()), (3, 3));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
        assert!(error.is_retryable() && !error.is_outcome_unknown());
    })
    .await;
}

#[tokio::test]
async fn h03_a_post_that_only_reads_is_repeated_and_its_outcome_is_never_unknown() {
    within(LIMIT, async {
        const INCOME: &str = "/insights/v2/income";
        for failure in [Reply::status(500), Reply::status(504), Reply::reset()] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", INCOME, [failure]);
            let lean = server.client_by(&clock);
            let entity: leantech::EntityId = "e-1".parse().unwrap();
            let call = lean.insights().verify_income_v2().entity_id(entity);
            let error = call.send().await.unwrap_err();
            assert_eq!(server.count("POST", INCOME), 3, "{error}");
            assert!(
                error.is_retryable() && !error.is_outcome_unknown(),
                "{error}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h03_waits_are_drawn_from_nothing_to_a_doubling_bound() {
    within(LIMIT, async {
        let mut waits: [Vec<f64>; 7] = Default::default();
        for _ in 0..40 {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("GET", BANKS, [Reply::status(503)]);
            let client = server
                .client_by(&clock)
                .with_retry(RetryPolicy::default().attempts(8));
            assert!(list_banks(&client).await.is_err());
            for (waits, wait) in waits.iter_mut().zip(clock.waits()) {
                waits.push(wait.as_secs_f64());
            }
        }
        for (waits, bound) in waits.iter().zip([0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]) {
            assert_eq!(waits.len(), 40);
            let longest = waits.iter().copied().fold(0.0, f64::max);
            let shortest = waits.iter().copied().fold(f64::MAX, f64::min);
            // Forty even draws: none in the upper or in the lower half is as good as impossible.
            assert!(
                longest <= bound && longest > bound / 2.0,
                "{longest} of {bound}"
            );
            assert!(shortest < bound / 2.0, "{shortest} of {bound}");
        }
    })
    .await;
}

#[tokio::test]
async fn h03_waits_end_with_the_deadline_of_the_call() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        let later = |wait| Reply::status(503).header("retry-after", wait);
        server.on("GET", BANKS, [later("8"), later("8"), later("25")]);
        let policy = RetryPolicy::default().attempts(100);
        let error = list_banks(&server.client_by(&clock).with_retry(policy))
            .await
            .unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
        assert_eq!(server.count("GET", BANKS), 3);
        assert!(clock.elapsed() < seconds(17.0));
    })
    .await;
}

#[tokio::test]
async fn h03_repeats_add_a_fifth_to_a_thousand_calls_at_most() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("GET", BANKS, [Reply::status(503)]);
        let client = server
            .client_by(&clock)
            .with_deadlines(Deadlines::default().call(seconds(1_000_000.0)));
        let calls = stream::iter(0..1_000)
            .map(|_| list_banks(&client))
            .buffer_unordered(16);
        assert_eq!(
            calls
                .filter(|result| std::future::ready(result.is_err()))
                .count()
                .await,
            1_000
        );
        let requests = server.count("GET", BANKS);
        assert!((1_150..=1_200).contains(&requests), "{requests}");
    })
    .await;
}

#[tokio::test]
async fn h04_refused_connection_is_tried_again() {
    within(LIMIT, async {
        let (port, clock) = (ReservedPort::take(), JumpClock::by_hand(seconds(10.0)));
        let client = client_of(&port.url(), &clock);
        let call = tokio::spawn(async move { list_banks(&client).await });
        clock.has_waits(1).await;
        let server = port.open();
        server.on("GET", BANKS, [banks()]);
        clock.release();
        call.await.unwrap().unwrap();
        assert_eq!(server.count("GET", BANKS), 1);
    })
    .await;
}

#[tokio::test]
async fn h04_connection_that_stays_refused_is_the_error() {
    within(LIMIT, async {
        let (port, clock) = (ReservedPort::take(), clock());
        for call in [true, false] {
            let client = client_of(&port.url(), &clock);
            let result = if call {
                list_banks(&client).await
            } else {
                create_customer(&client).await
            };
            let error = result.unwrap_err();
            assert!(error.is_connect() && error.is_retryable() && !error.is_outcome_unknown());
            assert_eq!(error.attempts(), 3);
        }
    })
    .await;
}

#[tokio::test]
async fn h04_reset_before_the_head_is_tried_again() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("GET", BANKS, [Reply::reset(), Reply::reset(), banks()]);
        list_banks(&server.client_by(&clock)).await.unwrap();
        assert_eq!(server.count("GET", BANKS), 3);
        server.on("GET", BANKS, [Reply::raw("HTTP/1.1 2"), banks()]);
        list_banks(&server.client_by(&clock)).await.unwrap();
        assert_eq!(server.count("GET", BANKS), 5);
    })
    .await;
}

fn client_of(url: &str, clock: &JumpClock) -> Client {
    Client::builder(Environment::emulator(url).unwrap())
        .token_source(Arc::new(FixedToken::default()))
        .clock(clock.shared())
        .build()
        .unwrap()
}

#[tokio::test]
async fn h06_creation_that_may_have_happened_is_never_sent_twice() {
    within(LIMIT, async {
        let replies = [
            Reply::reset(),
            Reply::raw("HTTP/1.1 2"),
            Reply::raw("no HTTP at all\r\n\r\n"),
            Reply::status(500),
            Reply::status(502),
            Reply::status(503),
            Reply::status(504),
            Reply::status(408),
            created().body_announced_as(CUSTOMER, 1_000).then_close(),
            created().body_announced_as("", 1_000).then_reset(),
            created().body_announced_as("", 100_000_000).then_hang(),
        ];
        for reply in replies {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", CUSTOMERS, [reply.clone()]);
            let error = create_customer(&server.client_by(&clock))
                .await
                .unwrap_err();
            assert!(error.is_outcome_unknown(), "{reply:?}: {error}");
            assert!(!error.is_retryable() && error.to_string().contains("outcome unknown"));
            assert_eq!(
                (server.count("POST", CUSTOMERS), error.attempts()),
                (1, 1),
                "{reply:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h06_creation_that_times_out_is_never_sent_twice() {
    within(LIMIT, async {
        // Before the head, and in the middle of the body.
        for reply in [
            Reply::hang(),
            created().body_announced_as("{", 100).then_hang(),
        ] {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", CUSTOMERS, [reply]);
            let client = server.client_by(&clock);
            let call = tokio::spawn(async move { create_customer(&client).await.unwrap_err() });
            server.has_seen("POST", CUSTOMERS, 1).await;
            clock.advance(seconds(30.0));
            let error = call.await.unwrap();
            assert!(error.is_timeout() && error.is_outcome_unknown() && !error.is_retryable());
            assert_eq!(server.count("POST", CUSTOMERS), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn h06_no_policy_makes_a_creation_be_sent_twice() {
    within(LIMIT, async {
        use leantech::Outcome;
        let (server, clock) = (HostileServer::start(), clock());
        server.on("POST", CUSTOMERS, [Reply::status(500)]);
        let outcomes = [Outcome::Broken, Outcome::TimedOut, Outcome::Status(500)];
        let policy = RetryPolicy::default()
            .attempts(9)
            .outcomes(outcomes)
            .budget_percent(100);
        let client = server.client_by(&clock).with_retry(policy);
        assert!(
            create_customer(&client)
                .await
                .unwrap_err()
                .is_outcome_unknown()
        );
        server.on("POST", CUSTOMERS, [Reply::reset()]);
        assert!(
            create_customer(&client)
                .await
                .unwrap_err()
                .is_outcome_unknown()
        );
        assert_eq!(server.count("POST", CUSTOMERS), 2);
    })
    .await;
}

#[tokio::test]
async fn h07_creation_that_was_turned_away_with_a_fraction_is_sent_again() {
    within(LIMIT, async {
        for status in [429, 503] {
            let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(100.0)));
            let turned_away = Reply::status(status).header("retry-after", "1.25");
            server.on("POST", CUSTOMERS, [turned_away, created()]);
            create_customer(&patient(&server, &clock)).await.unwrap();
            assert_eq!(server.count("POST", CUSTOMERS), 2);
            assert!(clock.waits()[0] >= seconds(2.0), "{:?}", clock.waits());
        }
    })
    .await;
}

#[tokio::test]
async fn h01_too_long_a_fraction_is_handed_to_the_caller_at_once() {
    within(LIMIT, async {
        for (status, method, path) in [(429, "GET", BANKS), (503, "POST", CUSTOMERS)] {
            let (server, clock) = (HostileServer::start(), JumpClock::new(seconds(20.0)));
            let slow_down = Reply::status(status).header("retry-after", "299.997");
            server.on(method, path, [slow_down]);
            let client = patient(&server, &clock);
            let error = match method {
                "GET" => list_banks(&client).await.unwrap_err(),
                _ => create_customer(&client).await.unwrap_err(),
            };
            assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
            assert!(
                !error.is_outcome_unknown() && error.is_retryable(),
                "{error}"
            );
            assert_eq!((server.count(method, path), clock.waits()), (1, vec![]));
        }
    })
    .await;
}

#[tokio::test]
async fn h07_creation_that_was_not_sent_is_tried_again() {
    within(LIMIT, async {
        let (port, clock) = (ReservedPort::take(), JumpClock::by_hand(seconds(10.0)));
        let client = client_of(&port.url(), &clock);
        let call = tokio::spawn(async move { create_customer(&client).await });
        clock.has_waits(1).await;
        let server = port.open();
        server.on("POST", CUSTOMERS, [created()]);
        clock.release();
        call.await.unwrap().unwrap();
        assert_eq!(server.count("POST", CUSTOMERS), 1);
    })
    .await;
}

/// Finds no address the first times, and then loopback.
struct LateNames(AtomicUsize);

impl reqwest::dns::Resolve for LateNames {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let asked = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if asked < 2 {
                return Err("no such name".into());
            }
            let found = std::iter::once(SocketAddr::from(([127, 0, 0, 1], 0)));
            Ok(Box::new(found) as reqwest::dns::Addrs)
        })
    }
}

#[tokio::test]
async fn h07_name_that_is_not_found_is_looked_up_again() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start(), clock());
        server.on("POST", CUSTOMERS, [created()]);
        let names = Arc::new(LateNames(AtomicUsize::new(0)));
        let http = reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(names.clone())
            .build();
        let url = format!("http://localhost:{}", server.address().port());
        let client = Client::builder(Environment::emulator(&url).unwrap())
            .token_source(Arc::new(FixedToken::default()))
            .http_client(http.unwrap())
            .clock(clock.shared())
            .build()
            .unwrap();
        create_customer(&client).await.unwrap();
        assert_eq!(
            (
                server.count("POST", CUSTOMERS),
                names.0.load(Ordering::Relaxed)
            ),
            (1, 3)
        );
    })
    .await;
}

#[tokio::test]
async fn h07_failed_handshake_is_tried_again() {
    within(LIMIT, async {
        let (server, clock) = (HostileServer::start_saying(b"this is no TLS"), clock());
        let url = server.url().replace("http:", "https:");
        let error = create_customer(&client_of(&url, &clock)).await.unwrap_err();
        assert!(error.is_connect() && !error.is_outcome_unknown(), "{error}");
        assert_eq!((server.connections(), error.attempts()), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn h07_creation_that_was_turned_away_is_sent_again() {
    within(LIMIT, async {
        let replies = [
            Reply::status(429),
            Reply::status(429).header("retry-after", "1"),
            Reply::status(503).header("retry-after", "1"),
            Reply::json(429, r#"{"status":"RATE_LIMIT_EXCEEDED"}"#),
        ];
        for reply in replies {
            let (server, clock) = (HostileServer::start(), clock());
            server.on("POST", CUSTOMERS, [reply.clone(), reply.clone(), created()]);
            create_customer(&server.client_by(&clock)).await.unwrap();
            assert_eq!(server.count("POST", CUSTOMERS), 3, "{reply:?}");
            server.on("POST", CUSTOMERS, [reply.clone()]);
            let error = create_customer(&server.client_by(&clock))
                .await
                .unwrap_err();
            assert!(
                error.is_retryable() && !error.is_outcome_unknown(),
                "{error}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h07_request_that_is_running_already_is_not_sent_again() {
    within(LIMIT, async {
        let running =
            Reply::json(429, r#"{"status":"DUPLICATED_REQUEST"}"#).header("retry-after", "1");
        let (server, clock) = (HostileServer::start(), clock());
        server.on("POST", CUSTOMERS, [running.clone()]);
        server.on("GET", BANKS, [running]);
        let client = server.client_by(&clock);
        for error in [create_customer(&client).await, list_banks(&client).await] {
            let error = error.unwrap_err();
            assert!(error.is_duplicate_request() && !error.is_rate_limited());
        }
        assert_eq!(
            (server.count("POST", CUSTOMERS), server.count("GET", BANKS)),
            (1, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn h09_connection_that_closed_while_idle_costs_a_get_nothing_and_no_second_post() {
    within(LIMIT, async {
        for reset in [true, false] {
            for _ in 0..20 {
                let (server, clock) = (HostileServer::start(), clock());
                let last = if reset {
                    banks().then_reset()
                } else {
                    banks().then_close()
                };
                server.on("GET", BANKS, [last.clone(), last, banks()]);
                server.on("POST", CUSTOMERS, [created()]);
                let client = server.client_by(&clock);
                // The reset may overtake the answer, which is then asked for again.
                list_banks(&client).await.unwrap();
                server.has_open_connections(0).await;
                list_banks(&client).await.unwrap();
                server
                    .has_open_connections(usize::from(server.count("GET", BANKS) > 2))
                    .await;
                // The client may not have heard of the end yet; then nobody knows what became of it.
                match create_customer(&client).await {
                    Ok(()) => assert_eq!(server.count("POST", CUSTOMERS), 1),
                    Err(error) => {
                        assert!(error.is_outcome_unknown(), "{error}");
                        assert!(server.count("POST", CUSTOMERS) <= 1);
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn h09_connection_that_closes_under_a_request_costs_a_get_nothing_and_no_second_post() {
    within(LIMIT, async {
        for end in [Reply::reset(), Reply::raw("")] {
            let (server, clock) = (HostileServer::start(), clock());
            let closing = end.clone();
            // Whatever comes second over a connection finds it closing.
            let used = AtomicUsize::new(usize::MAX);
            server.on_each("GET", BANKS, move |seen| {
                let is_second = used.swap(seen.connection, Ordering::Relaxed) == seen.connection;
                if is_second { closing.clone() } else { banks() }
            });
            server.on("POST", CUSTOMERS, [end]);
            let client = server.client_by(&clock);
            list_banks(&client).await.unwrap();
            list_banks(&client).await.unwrap();
            assert_eq!((server.count("GET", BANKS), server.connections()), (3, 2));
            let error = create_customer(&client).await.unwrap_err();
            assert!(
                error.is_outcome_unknown() && error.kind() == ErrorKind::Transport,
                "{error}"
            );
            assert_eq!(
                (server.count("POST", CUSTOMERS), server.connections()),
                (1, 2)
            );
        }
    })
    .await;
}
