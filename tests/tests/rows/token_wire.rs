//! Rows T6, T10 to T14, T16 to T18 and T20 to T22 of the reliability table: tokens over the wire.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use leantech::{ErrorKind, Scope};
use leantech_tests::hostile::{
    BANKS, CLIENT_SECRET, CUSTOMER, CUSTOMERS, Gate, HostileServer, JumpClock, LIMIT, Reply,
    TOKEN_PATH, create_customer, list_banks, token_answer, whole_text, within, within_blocking,
};
use tokio::runtime::{Handle, Runtime};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// Waits end at once; the deadlines of tokens and calls are longer.
fn clock() -> JumpClock {
    JumpClock::new(seconds(5))
}

fn server() -> HostileServer {
    let server = HostileServer::start();
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    server.on("POST", CUSTOMERS, [Reply::json(201, CUSTOMER)]);
    server
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t02_failing_endpoint_is_asked_twice_for_all_callers() {
    within(LIMIT, async {
        for status in [500, 502, 503, 504] {
            let (server, clock) = (server(), clock());
            server.on(
                "POST",
                TOKEN_PATH,
                [Reply::status(status).after(Duration::from_millis(50))],
            );
            let client = server.fetching_client(&clock);
            let errors = join_all((0..1_000).map(|_| list_banks(&client))).await;
            let first = errors[0].as_ref().unwrap_err().to_string();
            for error in errors.iter().map(|result| result.as_ref().unwrap_err()) {
                assert!(error.is_token() && error.is_retryable() && !error.is_outcome_unknown());
                assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
                assert_eq!(error.to_string(), first);
            }
            assert_eq!(
                (server.token_requests(), server.count("GET", BANKS)),
                (2, 0)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn t06_refused_credentials_are_remembered_for_thirty_seconds() {
    within(LIMIT, async {
        for (status, body) in [(400, r#"{"error":"invalid_client"}"#), (401, ""), (403, "")] {
            let (server, clock) = (server(), clock());
            server.on("POST", TOKEN_PATH, [Reply::json(status, body)]);
            let client = server.fetching_client(&clock);
            let error = list_banks(&client).await.unwrap_err();
            assert!(error.is_token() && !error.is_retryable());
            server.on("POST", TOKEN_PATH, [token_answer("mended", 3_599)]);
            for _ in 0..29 {
                clock.advance(seconds(1));
                let again = list_banks(&client).await.unwrap_err();
                assert_eq!(again.to_string(), error.to_string());
            }
            assert_eq!(server.token_requests(), 1);
            clock.advance(seconds(2));
            list_banks(&client).await.unwrap();
            assert_eq!(server.token_requests(), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn t10_dripping_endpoint_is_ended_by_the_deadline_of_the_whole() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        let drop_by_drop =
            Reply::status(200).body_dripped("{".repeat(1_000), Duration::from_millis(20));
        server.on("POST", TOKEN_PATH, [drop_by_drop]);
        let client = server.fetching_client(&clock);
        let call = tokio::spawn({
            let client = client.clone();
            async move { list_banks(&client).await.unwrap_err() }
        });
        server.has_seen("POST", TOKEN_PATH, 1).await;
        clock.advance(seconds(10));
        let error = call.await.unwrap();
        assert!(error.is_token() && error.is_retryable(), "{error}");
        assert_eq!(server.count("GET", BANKS), 0);
        server.on("POST", TOKEN_PATH, [token_answer("good", 3_599)]);
        clock.advance(seconds(2));
        list_banks(&client).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn t11_answer_that_is_no_token_is_an_error_without_its_text() {
    within(LIMIT, async {
        let bodies = [
            "<html>canary</html>",
            "",
            r#"{"access_token":"canary"#,
            "null",
            "[]",
            r#"["canary"]"#,
            r#""canary""#,
            r#"{"canary":"canary"}"#,
        ];
        for body in bodies {
            let (server, clock) = (server(), clock());
            server.on("POST", TOKEN_PATH, [Reply::json(200, body)]);
            let client = server.fetching_client(&clock);
            let error = list_banks(&client).await.unwrap_err();
            assert!(error.is_token(), "{error}");
            assert_eq!(
                error.status().map(|status| status.as_u16()),
                Some(200),
                "{body}"
            );
            let text = whole_text(&error);
            assert!(text.contains(&format!("{} bytes", body.len())), "{text}");
            assert!(
                !text.contains("canary") && !text.contains(CLIENT_SECRET),
                "{text}"
            );
            // It may pass: one repeat. Nothing went to the API, and nothing is kept for long.
            assert_eq!(
                (server.token_requests(), server.count("GET", BANKS)),
                (2, 0),
                "{body}"
            );
            server.on("POST", TOKEN_PATH, [token_answer("good", 3_599)]);
            clock.advance(seconds(2));
            list_banks(&client).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn t12_unusable_token_is_an_error_and_nothing_is_sent() {
    within(LIMIT, async {
        let tokens = [
            "{}",
            "null",
            r#""""#,
            r#""a\r\nx-injected: 1""#,
            r#""tökén""#,
            r#""a b""#,
            r#""\u0000""#,
            "7",
        ];
        for token in tokens {
            let (server, clock) = (server(), clock());
            let answer =
                format!(r#"{{"access_token":{token},"token_type":"bearer","expires_in":3599}}"#);
            let answer = if token == "{}" { token } else { &answer };
            server.on("POST", TOKEN_PATH, [Reply::json(200, answer.to_owned())]);
            let error = list_banks(&server.fetching_client(&clock))
                .await
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Token, "{token}");
            assert!(!whole_text(&error).contains("injected"));
            assert_eq!(server.count("GET", BANKS), 0, "{token}");
        }
    })
    .await;
}

#[tokio::test]
async fn t13_lifetime_is_read_however_it_is_written() {
    within(LIMIT, async {
        let table = [
            (r#","expires_in":3599"#, 3_599),
            (r#","expires_in":"3599""#, 3_599),
            (r#","expires_in":3599.7"#, 3_599),
            ("", 300),
            (r#","expires_in":null"#, 300),
            (r#","expires_in":1e300"#, 86_400),
            (r#","expires_in":9223372036854775808"#, 86_400),
            (r#","expires_in":18446744073709551615"#, 86_400),
        ];
        for (life, expected) in table {
            let (server, clock) = (server(), clock());
            server.issue_tokens_living(life);
            let client = server.fetching_client(&clock);
            list_banks(&client).await.unwrap();
            let token = client.token_source().cached(&Scope::Api).expect("kept");
            let left = token.remaining(leantech::Clock::now(&clock));
            assert_eq!(left, Some(seconds(expected)), "{life}");
        }
    })
    .await;
}

#[tokio::test]
async fn t13_token_without_a_life_is_used_once_and_no_busy_loop() {
    within(LIMIT, async {
        for life in [
            r#","expires_in":0"#,
            r#","expires_in":-5"#,
            r#","expires_in":"-1""#,
            r#","expires_in":-1e300"#,
        ] {
            let (server, clock) = (server(), clock());
            let times = Arc::new(Mutex::new(Vec::new()));
            let (seen, hands) = (times.clone(), clock.clone());
            let life = life.to_owned();
            server.on_each("POST", TOKEN_PATH, move |request| {
                seen.lock().unwrap().push(hands.elapsed());
                let token = format!(r#"{{"access_token":"token-{}"{life}}}"#, request.nth + 1);
                Reply::json(200, token)
            });
            let client = server.fetching_client(&clock);
            for _ in 0..5 {
                list_banks(&client).await.unwrap();
            }
            let bearers: Vec<_> = server
                .seen_at("GET", BANKS)
                .iter()
                .filter_map(|seen| seen.header("authorization").map(str::to_owned))
                .collect();
            assert_eq!(
                bearers,
                (1..=5)
                    .map(|n| format!("Bearer token-{n}"))
                    .collect::<Vec<_>>()
            );
            let times = times.lock().unwrap();
            assert!(
                times.windows(2).all(|pair| pair[1] >= pair[0] + seconds(1)),
                "{times:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn t14_token_type_is_bearer_in_any_case_or_unsaid() {
    within(LIMIT, async {
        let table = [
            (r#","token_type":"bearer""#, true),
            (r#","token_type":"Bearer""#, true),
            (r#","token_type":"BEARER""#, true),
            (r#","token_type":null"#, true),
            ("", true),
            (r#","token_type":"mac""#, false),
            (r#","token_type":"""#, false),
        ];
        for (kind, is_taken) in table {
            let (server, clock) = (server(), clock());
            let answer = format!(r#"{{"access_token":"t","expires_in":3599{kind}}}"#);
            server.on("POST", TOKEN_PATH, [Reply::json(200, answer)]);
            let result = list_banks(&server.fetching_client(&clock)).await;
            assert_eq!(result.is_ok(), is_taken, "{kind}");
            if let Err(error) = result {
                assert!(
                    error.is_token() && error.to_string().contains("bearer"),
                    "{error}"
                );
                assert_eq!(
                    (server.token_requests(), server.count("GET", BANKS)),
                    (1, 0)
                );
            }
        }
    })
    .await;
}

/// Refuses one token on all paths and takes any other.
fn revoke(server: &HostileServer, token: &str) {
    let revoked = format!("Bearer {token}");
    for (method, path, answer) in [
        ("GET", BANKS, Reply::json(200, "[]")),
        ("POST", CUSTOMERS, Reply::json(201, CUSTOMER)),
    ] {
        let revoked = revoked.clone();
        server.on_each(method, path, move |seen| {
            let is_revoked = seen.header("authorization") == Some(&revoked);
            if is_revoked {
                Reply::status(401)
            } else {
                answer.clone()
            }
        });
    }
}

#[tokio::test]
async fn t15_token_that_died_while_the_clock_stood_costs_one_request() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        let client = server.fetching_client(&clock);
        list_banks(&client).await.unwrap();
        // The machine slept: the token is dead at the server and young by the clock.
        revoke(&server, "token-1");
        list_banks(&client).await.unwrap();
        assert_eq!(
            (server.token_requests(), server.count("GET", BANKS)),
            (2, 3)
        );
    })
    .await;
}

#[tokio::test]
async fn t16_refused_token_is_renewed_and_the_request_sent_once_more() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        let client = server.fetching_client(&clock);
        list_banks(&client).await.unwrap();
        revoke(&server, "token-1");
        create_customer(&client).await.unwrap();
        assert_eq!(
            (server.token_requests(), server.count("POST", CUSTOMERS)),
            (2, 2)
        );
        let sent = server.seen_at("POST", CUSTOMERS);
        assert_eq!(sent[0].body, sent[1].body);
        assert_eq!(sent[1].header("authorization"), Some("Bearer token-2"));
        list_banks(&client).await.unwrap();
        assert_eq!(server.token_requests(), 2);
    })
    .await;
}

#[tokio::test]
async fn t16_second_refusal_is_the_error() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        let refusal = Reply::json(401, r#"{"status":"UNAUTHORIZED"}"#);
        server.on("POST", CUSTOMERS, [refusal]);
        let error = create_customer(&server.fetching_client(&clock))
            .await
            .unwrap_err();
        assert!(
            error.is_unauthorized() && !error.is_outcome_unknown(),
            "{error}"
        );
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.attempts(), 2);
        assert_eq!(
            (server.token_requests(), server.count("POST", CUSTOMERS)),
            (2, 2)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t17_storm_of_refusals_over_the_wire_makes_one_token_request() {
    within(LIMIT, async {
        const CALLS: usize = 500;
        const LATE: usize = 20;
        let (server, clock) = (server(), clock());
        let (all_there, late) = (Gate::closed(), Gate::closed());
        let (gate, late_gate) = (all_there.clone(), late.clone());
        server.on_each("GET", BANKS, move |seen| {
            if seen.header("authorization") != Some("Bearer token-1") {
                return Reply::json(200, "[]");
            }
            Reply::status(401).behind(if seen.nth < LATE { &late_gate } else { &gate })
        });
        let client = server.fetching_client(&clock);
        let calls: Vec<_> = (0..CALLS)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { list_banks(&client).await })
            })
            .collect();
        server.has_seen("GET", BANKS, CALLS).await;
        all_there.open();
        server.has_seen("GET", BANKS, CALLS + CALLS - LATE).await;
        // The new token is there; what comes now is about the old one.
        late.open();
        for call in join_all(calls).await {
            call.unwrap().unwrap();
        }
        assert_eq!(server.count("GET", BANKS), 2 * CALLS);
        assert_eq!(server.token_requests(), 2);
    })
    .await;
}

#[tokio::test]
async fn t18_server_that_refuses_every_token_makes_no_loop() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        server.on("GET", BANKS, [Reply::status(401)]);
        let times = Arc::new(Mutex::new(Vec::new()));
        let (seen, hands) = (times.clone(), clock.clone());
        server.on_each("POST", TOKEN_PATH, move |request| {
            seen.lock().unwrap().push(hands.elapsed());
            token_answer(&format!("token-{}", request.nth), 3_599)
        });
        let client = server.fetching_client(&clock);
        for _ in 0..10 {
            assert!(list_banks(&client).await.unwrap_err().is_unauthorized());
        }
        let herd = (0..50).map(|_| list_banks(&client));
        assert!(join_all(herd).await.iter().all(Result::is_err));
        assert!(server.count("GET", BANKS) <= 2 * 60);
        let times = times.lock().unwrap();
        assert!(
            times.windows(2).all(|pair| pair[1] >= pair[0] + seconds(1)),
            "{times:?}"
        );
        assert!(times.len() <= 11 + 50, "{}", times.len());
    })
    .await;
}

#[tokio::test]
async fn t20_clones_share_one_cache_and_leave_nothing_behind() {
    within(LIMIT, async {
        let server = server();
        let tasks_before = Handle::current().metrics().num_alive_tasks();
        let client = server.client().build().unwrap();
        assert_eq!(
            Handle::current().metrics().num_alive_tasks(),
            tasks_before,
            "nothing is started"
        );
        assert_eq!(server.connections(), 0);
        let clones: Vec<_> = (0..1_000).map(|_| client.clone()).collect();
        for chunk in clones.chunks(100) {
            join_all(chunk.iter().map(list_banks))
                .await
                .into_iter()
                .for_each(|result| result.unwrap());
        }
        assert_eq!(server.token_requests(), 1);
        // One renewal is under way when the last clone goes.
        server.on("POST", TOKEN_PATH, [Reply::hang()]);
        let source = client.token_source();
        source.refuse(&Scope::Api, &source.cached(&Scope::Api).unwrap());
        let waiting = tokio::spawn(async move { list_banks(&client).await });
        server.has_seen("POST", TOKEN_PATH, 2).await;
        waiting.abort();
        let _ = waiting.await;
        drop((clones, source));
        let gone = async {
            while Handle::current().metrics().num_alive_tasks() > tasks_before {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            server.has_open_connections(0).await;
        };
        tokio::time::timeout(seconds(1), gone)
            .await
            .expect("all is gone within a second");
    })
    .await;
}

#[test]
fn t20_second_runtime_can_use_the_client_of_the_first() {
    within_blocking(LIMIT, || {
        let server = server();
        let client = server.client().build().unwrap();
        let first = Runtime::new().unwrap();
        first.block_on(list_banks(&client)).unwrap();
        drop(first);
        let second = Runtime::new().unwrap();
        second.block_on(create_customer(&client)).unwrap();
        second.block_on(list_banks(&client)).unwrap();
        assert_eq!(server.count("POST", CUSTOMERS), 1);
        assert_eq!(server.token_requests(), 1);
    });
}

#[test]
fn t20_fetch_that_ended_with_its_runtime_is_begun_anew_by_who_waits() {
    within_blocking(LIMIT, || {
        let server = server();
        let gate = Gate::closed();
        let held = token_answer("too-late", 3_599).behind(&gate);
        server.on("POST", TOKEN_PATH, [held, token_answer("good", 3_599)]);
        let client = server.client().build().unwrap();
        let (first, second) = (Runtime::new().unwrap(), Runtime::new().unwrap());
        drop(first.spawn({
            let client = client.clone();
            async move { list_banks(&client).await }
        }));
        second.block_on(server.has_seen("POST", TOKEN_PATH, 1));
        let waiting = second.spawn({
            let client = client.clone();
            async move { list_banks(&client).await }
        });
        // Lets it find the fetch of the first runtime under way.
        second.block_on(async { tokio::time::sleep(Duration::from_millis(50)).await });
        first.shutdown_background();
        second.block_on(waiting).unwrap().unwrap();
        assert_eq!(server.token_requests(), 2);
    });
}

#[tokio::test]
async fn t21_refused_credentials_are_not_tried_again_and_the_error_says_where() {
    within(LIMIT, async {
        let oauth = r#"{"error":"invalid_client","error_description":"canary"}"#;
        let table = [
            (400, oauth, "invalid_client"),
            (401, oauth, "invalid_client"),
            (401, "", "401"),
            (403, "", "403"),
        ];
        for (status, body, said) in table {
            let (server, clock) = (server(), clock());
            server.on("POST", TOKEN_PATH, [Reply::json(status, body)]);
            let error = list_banks(&server.fetching_client(&clock))
                .await
                .unwrap_err();
            assert!(error.is_token() && !error.is_retryable() && !error.is_outcome_unknown());
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            assert!(error.to_string().contains(said), "{error}");
            let text = whole_text(&error);
            assert!(text.contains("POST /oauth2/token"), "{text}");
            assert!(
                !text.contains("canary") && !text.contains(CLIENT_SECRET),
                "{text}"
            );
            assert_eq!(
                (server.token_requests(), server.count("GET", BANKS)),
                (1, 0)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn t22_slowed_down_callers_fail_together_and_one_request_follows() {
    within(LIMIT, async {
        let (server, clock) = (server(), clock());
        let slow_down = Reply::status(429).header("retry-after", "3");
        server.on("POST", TOKEN_PATH, [slow_down, token_answer("good", 3_599)]);
        let client = server.fetching_client(&clock);
        for _ in 0..3 {
            for result in join_all((0..50).map(|_| list_banks(&client))).await {
                let error = result.unwrap_err();
                assert!(error.is_token() && error.is_rate_limited());
                assert_eq!(error.retry_after(), Some(seconds(3)));
            }
            clock.advance(Duration::from_millis(900));
        }
        assert_eq!(server.token_requests(), 1);
        clock.advance(Duration::from_millis(400));
        for result in join_all((0..50).map(|_| list_banks(&client))).await {
            result.unwrap();
        }
        assert_eq!(server.token_requests(), 2);
    })
    .await;
}
