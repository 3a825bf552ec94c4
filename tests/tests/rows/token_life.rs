//! Rows T6, T13 and T15 of the reliability table: tokens that live for less than they are said to.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leantech::{CustomerId, ErrorCode};
use leantech_tests::hostile::{
    BANKS, HostileServer, JumpClock, LIMIT, Reply, TOKEN_PATH, list_banks, token_answer, within,
};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn server() -> HostileServer {
    let server = HostileServer::start();
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    server
}

fn customer() -> CustomerId {
    "0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11".parse().unwrap()
}

/// A token that says it ends so many seconds from now.
fn jwt(number: usize, life: i64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let exp = i64::try_from(now.unwrap().as_secs()).unwrap() + life;
    let payload = format!(r#"{{"jti":"{number}","exp":{exp}}}"#);
    let parts = ["{}", &payload].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{}.c2ln", parts.join("."))
}

/// Answers with tokens that are said to live for an hour and end by these lives.
fn issue<const N: usize>(server: &HostileServer, lives: [i64; N], date: Option<&'static str>) {
    server.on_each("POST", TOKEN_PATH, move |seen| {
        let life = lives[seen.nth.min(N - 1)];
        let answer = token_answer(&jwt(seen.nth, life), 3_599);
        match date {
            Some(date) => answer.header("date", date),
            None => answer,
        }
    });
}

#[tokio::test]
async fn t06_error_under_200_keeps_its_code_and_is_remembered_for_thirty_seconds() {
    within(LIMIT, async {
        for body in [
            r#"{"error":"invalid_client"}"#,
            "\u{feff}{\"error\":\"invalid_client\",\"error_description\":7}",
            r#"{"error":"invalid_client","access_token":null}"#,
        ] {
            let (server, clock) = (server(), JumpClock::new(seconds(5)));
            server.on("POST", TOKEN_PATH, [Reply::json(200, body)]);
            let client = server.fetching_client(&clock);
            for _ in 0..3 {
                let error = list_banks(&client).await.unwrap_err();
                assert!(error.is_token() && !error.is_retryable(), "{error}");
                assert_eq!(error.code(), Some(&ErrorCode::InvalidClient), "{body}");
                clock.advance(seconds(9));
            }
            assert_eq!(server.token_requests(), 1, "{body}");
            clock.advance(seconds(4));
            list_banks(&client).await.unwrap_err();
            assert_eq!(server.token_requests(), 2, "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn t11_answer_without_a_code_is_still_asked_for_again() {
    within(LIMIT, async {
        for body in ["{}", r#"{"error":{"code":7}}"#, r#"{"message":"m"}"#] {
            let (server, clock) = (server(), JumpClock::new(seconds(5)));
            server.on("POST", TOKEN_PATH, [Reply::json(200, body)]);
            let error = list_banks(&server.fetching_client(&clock))
                .await
                .unwrap_err();
            assert!(error.is_token() && error.is_retryable(), "{error}");
            assert_eq!(server.token_requests(), 2, "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn t13_life_of_a_customers_token_that_was_handed_out_before_is_its_own_word() {
    within(LIMIT, async {
        // A token from the issuer's own cache, with a minute left, or none.
        for left in [60, 0, -60] {
            let (server, clock) = (server(), JumpClock::new(seconds(5)));
            issue(&server, [left, 3_599], None);
            let client = server.fetching_client(&clock);
            let error = client.customer_token(&customer()).await.unwrap_err();
            assert!(
                error.is_token() && error.to_string().contains("630 s"),
                "{error}"
            );
            client.customer_token(&customer()).await.unwrap();
            client.customer_token(&customer()).await.unwrap();
            assert_eq!(server.token_requests(), 2, "{left}");
        }
    })
    .await;
}

#[tokio::test]
async fn t13_life_by_the_token_is_measured_by_the_issuers_clock() {
    within(LIMIT, async {
        // By its own clock, of 2001, the issuer's tokens live for years; they are used for an hour.
        let (server, clock) = (server(), JumpClock::new(seconds(5)));
        issue(&server, [-86_400], Some("Sun, 09 Sep 2001 01:46:40 GMT"));
        let client = server.fetching_client(&clock);
        client.customer_token(&customer()).await.unwrap();
        list_banks(&client).await.unwrap();
        list_banks(&client).await.unwrap();
        assert_eq!(server.token_requests(), 2);
    })
    .await;
}

#[tokio::test]
async fn t13_life_that_the_issuer_does_not_say_is_the_tokens_own() {
    within(LIMIT, async {
        let (server, clock) = (server(), JumpClock::new(seconds(5)));
        let body = format!(r#"{{"access_token":"{}"}}"#, jwt(0, 3_599));
        server.on("POST", TOKEN_PATH, [Reply::json(200, body)]);
        let client = server.fetching_client(&clock);
        list_banks(&client).await.unwrap();
        clock.advance(seconds(3_000));
        list_banks(&client).await.unwrap();
        assert_eq!(server.token_requests(), 1);
    })
    .await;
}

#[tokio::test]
async fn t15_token_of_the_api_is_used_whatever_the_wall_shows() {
    within(LIMIT, async {
        let (server, clock) = (server(), JumpClock::new(seconds(5)));
        issue(&server, [3_599], None);
        let client = server.fetching_client(&clock);
        list_banks(&client).await.unwrap();
        clock.set_wall_ahead(seconds(86_400));
        list_banks(&client).await.unwrap();
        clock.set_wall_back(seconds(2 * 86_400));
        list_banks(&client).await.unwrap();
        assert_eq!(server.token_requests(), 1);
        // While the machine slept, the token ended: one refusal, one new token.
        server.on("GET", BANKS, [Reply::status(401), Reply::json(200, "[]")]);
        list_banks(&client).await.unwrap();
        assert_eq!(server.token_requests(), 2);
    })
    .await;
}

#[tokio::test]
async fn t15_clock_of_ours_that_is_a_day_ahead_makes_no_busy_loop() {
    within(LIMIT, async {
        let (server, clock) = (server(), JumpClock::new(seconds(5)));
        clock.set_wall_ahead(seconds(86_400));
        issue(&server, [3_599], None);
        let client = server.fetching_client(&clock);
        for _ in 0..5 {
            list_banks(&client).await.unwrap();
        }
        assert_eq!(server.token_requests(), 1);
    })
    .await;
}

#[tokio::test]
async fn t15_customers_token_that_ended_while_the_machine_slept_is_not_handed_out() {
    within(LIMIT, async {
        for (slept, requests) in [(0, 1), (2_000, 1), (3_000, 2), (86_400, 2)] {
            let (server, clock) = (server(), JumpClock::new(seconds(5)));
            let client = server.fetching_client(&clock);
            let first = client.customer_token(&customer()).await.unwrap();
            clock.set_wall_ahead(seconds(slept));
            let second = client.customer_token(&customer()).await.unwrap();
            assert_eq!(server.token_requests(), requests, "{slept}");
            assert_eq!(first.is_same(&second), requests == 1);
            // The new token is measured from its own beginning.
            client.customer_token(&customer()).await.unwrap();
            // A clock that is set back takes nothing away.
            clock.set_wall_back(seconds(2 * slept));
            client.customer_token(&customer()).await.unwrap();
            assert_eq!(server.token_requests(), requests, "{slept}");
        }
    })
    .await;
}
