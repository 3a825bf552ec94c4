//! How every kind of error reads.

use std::fmt::Write as _;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Error, ErrorKind};
use crate::json::DecodeFailure;
use crate::{ErrorCode, Operation, Transient};

const OPERATION: Operation = Operation::new("listBanks", "banks", "GET", "/banks/v1/");

/// A marker in every text that must not be shown.
const CANARY: &str = "canary-41c9";

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        "lean-correlation-id",
        HeaderValue::from_static("3f0c-made-up"),
    );
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers
}

fn api(status: u16, body: &str, wait: Option<u64>) -> Error {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    Error::api(
        status,
        &headers(),
        body.as_bytes(),
        wait.map(Duration::from_secs),
    )
}

/// An error of a server that nobody reaches.
async fn unreachable() -> Error {
    let address = format!("http://127.0.0.1:1/{CANARY}?a={CANARY}");
    match reqwest::Client::new().get(address).send().await {
        Err(error) => Error::from_reqwest(error),
        Ok(_) => Error::configuration("nobody listens there"),
    }
}

/// An error of the HTTP client that is none of the finer ones.
async fn broken() -> Error {
    let response = reqwest::Response::from(http::Response::new(CANARY));
    match response.json::<u8>().await {
        Err(error) => Error::from_reqwest(error),
        Ok(_) => Error::configuration("it is not a number"),
    }
}

async fn every_kind() -> Vec<(&'static str, Error)> {
    let refused = || {
        api(
            401,
            r#"{"error":"invalid_client","error_description":"canary-41c9"}"#,
            None,
        )
    };
    let location = format!("https://user:{CANARY}@elsewhere.example/{CANARY}?a={CANARY}");
    let mut to_elsewhere = headers();
    to_elsewhere.insert(
        header::LOCATION,
        HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("")),
    );
    let failure = DecodeFailure {
        path: "data.transactions[517].booking_date_time".to_owned(),
        line: 1,
        column: 4_711,
        category: "other JSON than expected",
    };
    let ok = StatusCode::OK;
    vec![
        ("connect", unreachable().await),
        ("transport", broken().await),
        (
            "configuration",
            Error::configuration("there are neither credentials nor a token source"),
        ),
        (
            "invalid request",
            Error::invalid_request("customer_id was not initialized"),
        ),
        (
            "token, from the endpoint",
            Error::token_because(refused(), "scope \"api\""),
        ),
        (
            "token, in words",
            Error::token_detail("no answer within 10 s", Transient::Yes),
        ),
        ("timeout", Error::timeout(Duration::from_millis(1_500))),
        (
            "timeout of a write",
            Error::timeout(Duration::from_secs(30)).with_outcome_unknown(),
        ),
        (
            "api, status and message",
            api(
                404,
                r#"{"status":"UNKNOWN_ENTITY","message":"canary-41c9"}"#,
                None,
            ),
        ),
        (
            "api, status_code and message",
            api(401, r#"{"status_code":401,"message":"canary-41c9"}"#, None),
        ),
        (
            "api, result envelope",
            api(
                500,
                r#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#,
                None,
            ),
        ),
        (
            "api, rate limited",
            api(429, r#"{"status":"RATE_LIMIT_EXCEEDED"}"#, Some(120)),
        ),
        ("api, no JSON", api(502, "<html>canary-41c9</html>", None)),
        (
            "api, a malformed code",
            api(400, r#"{"status":"canary-41c9 is taken"}"#, None),
        ),
        (
            "result",
            Error::result(ErrorCode::read("CONSENT_EXPIRED"), None, None),
        ),
        (
            "decode",
            Error::decode(ok, &headers(), &[b' '; 88_213], &failure),
        ),
        ("too large", Error::too_large(16_777_216, ok, &headers())),
        (
            "redirect",
            Error::redirect(StatusCode::TEMPORARY_REDIRECT, &to_elsewhere),
        ),
        (
            "paging",
            Error::paging("page 3 was asked for and another one came"),
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_error_reads_alone() {
    let mut table = String::new();
    for (name, error) in every_kind().await {
        let error = error.during(&OPERATION).after_attempts(2);
        let _ = writeln!(table, "{name}\n  {error}");
        // What the HTTP client says differs from machine to machine.
        if let Some(inner) = std::error::Error::source(&error)
            && inner.is::<Error>()
        {
            let _ = writeln!(table, "  because: {inner}");
        }
    }
    insta::assert_snapshot!("every_kind", table);
}

#[tokio::test]
async fn s04_no_error_shows_what_a_body_or_an_address_held() {
    for (name, error) in every_kind().await {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains(CANARY), "{name}: {shown}");
    }
}

#[tokio::test]
async fn s05_an_error_of_the_http_client_loses_its_address() {
    let error = unreachable().await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        let _ = write!(shown, "{inner} {inner:?}");
        source = inner.source();
    }
    assert!(!shown.contains(CANARY), "{shown}");
}

#[test]
fn a_refused_token_says_each_part_of_the_answer_once() {
    let refused = api(401, r#"{"error":"invalid_client"}"#, Some(2));
    let failure = DecodeFailure::of_the_whole("other JSON than expected");
    let unreadable = Error::decode(StatusCode::OK, &headers(), b"<html>", &failure);
    for (cause, parts) in [
        (
            refused,
            ["answered 401", "invalid_client", "retry after 2 s"],
        ),
        (
            unreadable,
            ["answered 200", "correlation id", "answered 200"],
        ),
    ] {
        let error = Error::token_because(cause, "scope \"api\" at POST /oauth2/token");
        let mut chain = error.to_string();
        let mut next = std::error::Error::source(&error);
        while let Some(source) = next {
            let _ = write!(chain, "\n{source}");
            next = source.source();
        }
        for part in parts {
            assert_eq!(chain.matches(part).count(), 1, "{chain}");
        }
    }
}

#[tokio::test]
async fn every_kind_of_error_suggests_a_status() {
    let mut table = String::new();
    for (name, error) in every_kind().await {
        let _ = writeln!(table, "{} {name}", error.suggested_status().as_u16());
    }
    insta::assert_snapshot!("suggested_status", table);
    let pending = Error::result(ErrorCode::read("PENDING"), None, None);
    assert_eq!(pending.suggested_status(), StatusCode::ACCEPTED);
    let expired = api(403, r#"{"status":"CONSENT_EXPIRED"}"#, None);
    assert_eq!(expired.suggested_status(), StatusCode::CONFLICT);
}
