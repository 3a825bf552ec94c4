//! What is made of answers.

use http::StatusCode;

use super::server::{Server, answer};
use super::{CANARY, CREATE, FAILED, GOOD, LIST, PENDING, Wrapped};
use crate::call::Call;
use crate::{Envelope, ErrorCode, ErrorKind, IdempotencyKey, LenientCall, Operation};

#[tokio::test]
async fn a_value_comes_with_its_head() {
    let server = Server::of_json(&["[1,2]"]);
    let call = Call::new(&server.session(), &LIST);
    let answer = call.send_with_head::<Vec<u32>>().await.unwrap();
    assert_eq!(*answer, [1, 2]);
    assert_eq!((answer.status(), answer.attempts()), (StatusCode::OK, 1));
    assert_eq!(answer.correlation_id(), Some("c-7"));
    let request = server.requests().pop().unwrap();
    assert!(
        request.starts_with("GET /banks/v1/ HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("accept: application/json\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_repeat_counts_as_an_attempt() {
    let busy = answer("503 Service Unavailable", "{}");
    let server = Server::start(vec![busy, answer("200 OK", "7")]);
    let call = Call::new(&server.session(), &LIST);
    let answer = call.send_with_head::<u8>().await.unwrap();
    assert_eq!((*answer, answer.attempts()), (7, 2));
}

#[tokio::test]
async fn a_payload_comes_without_its_envelope() {
    let server = Server::of_json(&[GOOD, GOOD]);
    let call = Call::new(&server.session(), &LIST);
    let payload = call.clone().send_payload::<Wrapped>().await;
    assert_eq!(payload.unwrap(), [1, 2]);
    let answer = call.send_payload_with_head::<Wrapped>().await.unwrap();
    assert_eq!(
        (&*answer, answer.correlation_id()),
        (&vec![1, 2], Some("c-7"))
    );
}

#[tokio::test]
async fn a_failed_result_is_an_error_with_all_that_is_known() {
    let server = Server::of_json(&[FAILED]);
    let call = Call::new(&server.session(), &LIST);
    let error = call.send_payload::<Wrapped>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Result);
    assert_eq!(error.operation(), Some(&LIST));
    assert_eq!(error.code(), Some(&ErrorCode::BankIssue));
    assert_eq!(error.message(), Some(CANARY));
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!((error.correlation_id(), error.attempts()), (Some("c-7"), 1));
    let expected =
        "could not list banks: Lean answered 200 (FAILED, BANK_ISSUE), correlation id c-7";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_pending_result_is_an_error_with_the_id_to_ask_with() {
    let server = Server::of_json(&[PENDING]);
    let call = Call::new(&server.session(), &LIST);
    let error = call.send_payload::<Wrapped>().await.unwrap_err();
    assert!(error.is_pending() && error.is_retryable());
    let id = error.results_id().map(|id| id.as_str().to_owned());
    assert_eq!(id.as_deref(), Some("r-canary-41c9"));
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains(CANARY), "{shown}");
}

#[tokio::test]
async fn an_envelope_without_a_status_or_without_data_is_an_error() {
    let server = Server::of_json(&["{}", r#"{"status":"OK"}"#]);
    let call = Call::new(&server.session(), &LIST);
    for detail in [
        "the answer has no status",
        "the status is OK, but the answer has no data",
    ] {
        let error = call.clone().send_payload::<Wrapped>().await.unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.starts_with(&format!("could not list banks: {detail}")),
            "{shown}"
        );
        assert_eq!(
            (error.status(), error.attempts()),
            (Some(StatusCode::OK), 1)
        );
    }
}

#[tokio::test]
async fn who_asks_for_the_envelope_gets_it_and_its_error_knows_the_operation() {
    let server = Server::of_json(&[PENDING]);
    let call = Call::new(&server.session(), &LIST);
    let answer = call.send_envelope::<Wrapped>().await.unwrap();
    assert_eq!(Envelope::status(&*answer), Some("PENDING"));
    let error = answer.into_result().unwrap_err();
    assert_eq!(error.operation(), Some(&LIST));
    assert_eq!((error.correlation_id(), error.attempts()), (Some("c-7"), 1));
    assert!(error.results_id().is_some());
}

#[tokio::test]
async fn an_answer_of_which_nothing_is_read_is_not_asked_for_as_json() {
    let server = Server::start(vec![answer("204 No Content", "")]);
    let call = Call::new(&server.session(), &LIST);
    let answer = call.send_empty_with_head().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let request = server.requests().pop().unwrap();
    assert!(!request.contains("application/json"), "{request}");
}

#[tokio::test]
async fn a_file_that_is_not_ready_tells_its_result() {
    let body = r#"{"results_id":"r-9","message":"later"}"#;
    let server = Server::start(vec![answer("202 Accepted", body)]);
    let call = Call::new(&server.session(), &LIST);
    let error = call.download("application/pdf").await.err().unwrap();
    assert!(error.is_pending());
    assert_eq!(
        error.results_id().map(crate::ResultsId::as_str),
        Some("r-9")
    );
    assert_eq!((error.message(), error.attempts()), (Some("later"), 1));
    let request = server.requests().pop().unwrap();
    assert!(request.contains("accept: application/pdf\r\n"), "{request}");
}

#[tokio::test]
async fn an_unreadable_answer_of_a_write_tells_its_key_and_an_unknown_outcome() {
    const PAY: Operation = Operation::new("pay", "things", "POST", "/pay").with_body();
    let server = Server::of_json(&["7"]);
    let call = Call::new(&server.session(), &PAY);
    let call = call.header::<IdempotencyKey>("idempotency-key", "key-1");
    let error = call.send::<String>().await.unwrap_err();
    assert!(error.is_decode() && error.is_outcome_unknown());
    assert_eq!(
        error.idempotency_key().map(IdempotencyKey::as_str),
        Some("key-1")
    );
    assert_eq!(error.operation(), Some(&PAY));
    let request = server.requests().pop().unwrap();
    assert!(request.ends_with("{}"), "{request}");
}

#[tokio::test]
async fn rows_are_read_leniently_where_they_are_asked_for() {
    #[derive(serde::Deserialize)]
    struct Row {
        a: u8,
    }
    let server = Server::of_json(&[r#"[{"a":1},{"a":"x"},{"a":3}]"#]);
    let call = Call::new(&server.session(), &LIST);
    let found = call.send::<Vec<Row>>().lenient().await.unwrap();
    let good: Vec<u8> = found.value.iter().map(|row| row.a).collect();
    assert_eq!((good, found.refused.len()), (vec![1, 3], 1));
}

/// Ten thousand callers may wait for one token.
#[test]
fn a_waiting_call_is_small() {
    let session = crate::Session::builder("http://lean.example", reqwest::Client::new()).build();
    let call = Call::new(&session, &CREATE);
    let sizes = [
        size_of_val(&call.clone().send::<String>()),
        size_of_val(&call.clone().send_payload::<Wrapped>()),
        size_of_val(&call.clone().send_envelope::<Wrapped>()),
        size_of_val(&call.clone().send_empty()),
        size_of_val(&call.download("application/pdf")),
    ];
    assert!(sizes.iter().all(|size| *size <= 1_024), "{sizes:?}");
}
