//! Webhooks and redirects as arguments of axum's handlers: each failure has its status.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::IntoResponse;
use futures_util::stream;
use leantech::webhook::{DEFAULT_WEBHOOK_CAP, VerifiedEvent, WebhookError, WebhookVerifier};
use leantech::{Redirect, RedirectError};
use leantech_tests::hostile::within;
use leantech_tests::signing::signature;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "made-up-secret";
const BODY: &str = r#"{"type":"entity.created","payload":{"id":"e-1"}}"#;

async fn extract_by(
    verifier: &WebhookVerifier,
    request: Request,
) -> Result<VerifiedEvent, WebhookError> {
    VerifiedEvent::from_request(request, verifier).await
}

async fn extract(request: Request) -> Result<VerifiedEvent, WebhookError> {
    extract_by(&WebhookVerifier::new(SECRET).unwrap(), request).await
}

fn signed(body: impl Into<Body>, of: &[u8]) -> Request {
    Request::post("/lean")
        .header("lean-signature", signature(SECRET, of))
        .body(body.into())
        .unwrap()
}

/// A body without a length, in so many pieces of 64 KiB; counts those that were asked for.
fn pieces(count: usize, asked: &std::sync::Arc<std::sync::atomic::AtomicUsize>) -> Body {
    let asked = std::sync::Arc::clone(asked);
    Body::from_stream(stream::iter((0..count).map(move |_| {
        asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok::<_, io::Error>(Bytes::from(vec![b' '; 64 * 1024]))
    })))
}

#[tokio::test]
async fn a_signed_event_is_an_argument() {
    let event = extract(signed(BODY, BODY.as_bytes())).await.unwrap();
    assert_eq!(event.event_type, "entity.created");
}

#[tokio::test]
async fn each_failure_answers_with_its_status() {
    let request = |header: &str| {
        Request::post("/lean")
            .header("lean-signature", header)
            .body(Body::from(BODY))
            .unwrap()
    };
    let missing = Request::post("/lean").body(Body::from(BODY)).unwrap();
    let mut twice = signed(BODY, BODY.as_bytes());
    let again = twice.headers().get("lean-signature").unwrap().clone();
    twice.headers_mut().append("lean-signature", again);
    for (request, status, refusal) in [
        (missing, 401, WebhookError::MissingSignature),
        (twice, 401, WebhookError::RepeatedSignature),
        (request("sha512=00"), 401, WebhookError::MalformedSignature),
        (
            request(&signature("guessed", BODY.as_bytes())),
            401,
            WebhookError::WrongSignature,
        ),
        (
            signed("other", BODY.as_bytes()),
            401,
            WebhookError::WrongSignature,
        ),
    ] {
        let error = extract(request).await.unwrap_err();
        assert_eq!(error, refusal);
        assert_eq!(error.into_response().status(), status);
    }
    let error = extract(signed("no json", b"no json")).await.unwrap_err();
    assert!(matches!(error, WebhookError::Unreadable(_)));
    assert_eq!(error.into_response().status(), 400);
    let broken = Body::from_stream(stream::iter([
        Ok(Bytes::from(BODY)),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ]));
    let error = extract(signed(broken, BODY.as_bytes())).await.unwrap_err();
    assert_eq!(error, WebhookError::Interrupted);
    assert_eq!(error.into_response().status(), 400);
}

/// What a refused sender reads.
async fn told(refusal: impl IntoResponse) -> String {
    let body = refusal.into_response().into_body();
    let bytes = axum::body::to_bytes(body, 10_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_refused_sender_is_told_nothing_of_the_configuration() {
    let refusals = [
        WebhookError::MissingSignature,
        WebhookError::RepeatedSignature,
        WebhookError::MalformedSignature,
        WebhookError::WrongSignature,
    ];
    for refusal in refusals {
        // Which of the checks failed would tell how the verifier is set up.
        assert_eq!(told(refusal).await, "the signature is missing or wrong");
    }
    let small = WebhookVerifier::builder()
        .secret(SECRET)
        .body_cap(4_711)
        .build()
        .unwrap();
    let long = " ".repeat(5_000);
    let large = extract_by(&small, signed(long.clone(), long.as_bytes())).await;
    assert_eq!(told(large.unwrap_err()).await, "the body is too long");
    assert_eq!(
        told(WebhookError::Interrupted).await,
        "the body did not arrive whole"
    );
    let odd = extract(signed("[\"canary\"]", b"[\"canary\"]")).await;
    assert_eq!(
        told(odd.unwrap_err()).await,
        "the body is not a JSON object"
    );
    for query in [
        "/back",
        "/back?entity_id=a&entity_id=b",
        "/back?entity_id=%ff",
    ] {
        let refusal = redirect(query).await.unwrap_err();
        assert_eq!(told(refusal).await, "the redirect cannot be read");
    }
}

#[tokio::test]
async fn an_odd_event_is_an_argument_too() {
    for body in [
        r#"{"type":"entity.created","payload":{"id":7},"event_id":17}"#,
        r#"{"payload":null,"timestamp":""}"#,
        "\u{feff}{}",
    ] {
        assert!(
            extract(signed(body, body.as_bytes())).await.is_ok(),
            "{body}"
        );
    }
}

/// Serves a handler that answers with the event's type; gives its address.
async fn serve(verifier: WebhookVerifier) -> SocketAddr {
    let handler = |event: VerifiedEvent| async move { event.event_type.clone() };
    let app = axum::Router::new()
        .route("/lean", axum::routing::post(handler))
        .with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

#[tokio::test]
async fn w05_an_announced_length_is_refused_before_the_body_comes() {
    within(Duration::from_secs(20), async {
        let address = serve(WebhookVerifier::new(SECRET).unwrap()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        // The body is announced and never sent.
        let head = "POST /lean HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 413");
    })
    .await;
}

#[tokio::test]
async fn w05_a_body_without_a_length_is_cut_off_at_the_limit() {
    let asked = std::sync::Arc::default();
    let error = extract(signed(pieces(1_600, &asked), b""))
        .await
        .unwrap_err();
    let cap = DEFAULT_WEBHOOK_CAP;
    assert_eq!(error, WebhookError::TooLarge { cap });
    // The 17th piece is the first above the limit.
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 17);
}

#[tokio::test]
async fn the_limit_is_the_verifiers_and_not_axums() {
    let body = format!("{BODY}{}", " ".repeat(3 * 1024 * 1024));
    let large = WebhookVerifier::builder()
        .secret(SECRET)
        .body_cap(4 * 1024 * 1024)
        .build()
        .unwrap();
    // The router lays axum's own limit of 2 MB on every body.
    let url = format!("http://{}/lean", serve(large).await);
    let answer = reqwest::Client::new()
        .post(url)
        .header("lean-signature", signature(SECRET, body.as_bytes()))
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().await.unwrap(), "entity.created");
}

async fn redirect(target: &str) -> Result<Redirect, RedirectError> {
    let (mut parts, ()) = Request::get(target).body(()).unwrap().into_parts();
    Redirect::from_request_parts(&mut parts, &()).await
}

#[tokio::test]
async fn d06_a_redirect_is_an_argument_and_what_is_none_is_a_bad_request() {
    let read = redirect("/back?success=true&entity_id=e-1&own=a%20b")
        .await
        .unwrap();
    assert_eq!(read.entity_id(), Some("e-1"));
    // The query is taken for what it is, however much a value looks like an address.
    let odd = redirect("/back?x://y=1&entity_id=e-1").await.unwrap();
    assert_eq!(odd.extra().collect::<Vec<_>>(), [("x://y", "1")]);
    for target in [
        "/back",
        "/back?",
        "/back?success=true",
        "/back?entity_id=a&entity_id=b",
        "/back?entity_id=%ff",
    ] {
        let error = redirect(target).await.unwrap_err();
        assert_eq!(error.into_response().status(), 400, "{target}");
    }
}
