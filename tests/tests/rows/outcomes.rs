//! HTTP 200 is not success: the status of an envelope decides, whatever word it is.

use std::time::Duration;

use leantech::{Error, ErrorCode, ErrorKind};
use leantech_tests::hostile::{HostileServer, Reply, within};

/// The outcome of a call whose 200 has this body.
async fn outcome(body: &str) -> Result<(), Error> {
    let server = HostileServer::start();
    let reply = Reply::json(200, body.to_owned()).header("lean-correlation-id", "made-up-1");
    server.on("GET", "/data/v2/accounts", [reply]);
    let lean = server.client_with_token().build().unwrap();
    let call = lean.data().fetch_accounts().entity_id("e-1");
    call.send().await.map(drop)
}

#[tokio::test]
async fn each_word_of_an_envelope_is_an_outcome_of_its_own() {
    type Is = fn(&Error) -> bool;
    let detail = r#""status_detail":{"granular_status_code":"BANK_ISSUE"}"#;
    let table: [(String, &str, Is); 7] = [
        (
            r#"{"status":"PENDING"}"#.into(),
            "PENDING",
            Error::is_pending,
        ),
        (
            r#"{"status":"PROCESSING_STARTED"}"#.into(),
            "PROCESSING_STARTED",
            Error::is_pending,
        ),
        (
            format!(r#"{{"status":"FAILED",{detail}}}"#),
            "BANK_ISSUE",
            Error::is_retryable,
        ),
        (r#"{"status":"FAILED"}"#.into(), "FAILED", |error| {
            !error.is_retryable()
        }),
        (
            r#"{"status":"CONSENT_EXPIRED"}"#.into(),
            "CONSENT_EXPIRED",
            Error::is_consent_expired,
        ),
        (
            r#"{"status":"RECONNECT_REQUIRED"}"#.into(),
            "RECONNECT_REQUIRED",
            Error::is_reconnect_required,
        ),
        // A word that nobody has heard of is kept, and is no success.
        (
            r#"{"status":"PAUSED_FOR_NOW"}"#.into(),
            "PAUSED_FOR_NOW",
            |error| !error.is_retryable(),
        ),
    ];
    within(Duration::from_secs(20), async {
        for (body, code, is) in table {
            let error = outcome(&body).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Result, "{body}");
            assert_eq!(error.code().map(ErrorCode::as_str), Some(code), "{body}");
            assert!(is(&error), "{body}: {error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            assert_eq!(error.correlation_id(), Some("made-up-1"));
        }
    })
    .await;
}

#[tokio::test]
async fn an_envelope_without_a_status_or_without_data_is_no_success() {
    for body in [
        r#"{"data":{"accounts":[]}}"#,
        r#"{"status":"OK","data":null}"#,
    ] {
        assert_eq!(
            outcome(body).await.unwrap_err().kind(),
            ErrorKind::Result,
            "{body}"
        );
    }
    assert!(
        outcome(r#"{"status":"OK","data":{"accounts":null}}"#)
            .await
            .is_ok()
    );
}
