//! Row W6 of the reliability table: deliveries that drip.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use leantech::webhook::{VerifiedEvent, WebhookVerifier};
use leantech_tests::hostile::{resident_memory, within};
use leantech_tests::own_process::passed_alone;
use leantech_tests::signing::signature;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "made-up-secret";

/// How many connections drip at once.
const CONNECTIONS: usize = if cfg!(feature = "night") { 2_000 } else { 400 };

async fn serve(verifier: WebhookVerifier) -> SocketAddr {
    let handler = |_: VerifiedEvent| async {};
    let app = axum::Router::new()
        .route("/lean", axum::routing::post(handler))
        .with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// A delivery whose body never comes to its end: what it is answered, and when the connection ends.
async fn drip(address: SocketAddr, head: &str) -> (String, Duration) {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("POST /lean HTTP/1.1\r\nhost: made-up\r\n{head}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let dripping = async {
        while writing.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        std::future::pending::<()>().await;
    };
    let mut answer = Vec::new();
    let reading = async {
        let _ = reading.read_to_end(&mut answer).await;
    };
    tokio::select! {
        () = reading => {}
        () = dripping => {}
    }
    (
        String::from_utf8_lossy(&answer).into_owned(),
        began.elapsed(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w06_dripping_deliveries_all_end() {
    if passed_alone("webhook_bodies::w06_dripping_deliveries_all_end") {
        return;
    }
    within(Duration::from_secs(60), async {
        let address = serve(WebhookVerifier::new(SECRET).unwrap()).await;
        let signature = signature(SECRET, b"another body");
        let head = format!("lean-signature: {signature}\r\ncontent-length: 1000000");
        let before = resident_memory();
        let all = join_all((0..CONNECTIONS).map(|_| drip(address, &head))).await;
        let grown = resident_memory().saturating_sub(before);
        let mut answered = 0;
        for (answer, took) in all {
            assert!(took < Duration::from_secs(15), "{took:?}");
            // A byte that comes after the end resets the connection, and may take the answer with it.
            let is_told = answer.starts_with("HTTP/1.1 408 ");
            assert!(is_told || answer.is_empty(), "{answer}");
            answered += usize::from(is_told);
        }
        assert!(answered > CONNECTIONS / 2, "{answered} of {CONNECTIONS}");
        assert!(grown < 200 << 20, "{grown} bytes");
    })
    .await;
}

#[tokio::test]
async fn w06_body_without_a_fit_signature_is_not_read() {
    within(Duration::from_secs(20), async {
        let address = serve(WebhookVerifier::new(SECRET).unwrap()).await;
        let good = signature(SECRET, b"{}");
        for head in [
            "content-length: 1000000".to_owned(),
            "transfer-encoding: chunked".to_owned(),
            "lean-signature: sha512=00\r\ncontent-length: 1000000".to_owned(),
            format!("lean-signature: {good}\r\nlean-signature: {good}\r\ncontent-length: 1000000"),
        ] {
            let (answer, took) = drip(address, &head).await;
            assert!(took < Duration::from_secs(2), "{head}: {took:?}");
            assert!(answer.starts_with("HTTP/1.1 401 "), "{head}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn w06_time_of_a_body_can_be_set() {
    within(Duration::from_secs(20), async {
        let good = signature(SECRET, b"{}");
        let verifier = |limit| {
            WebhookVerifier::builder()
                .secret(SECRET)
                .body_timeout(limit)
        };
        let hasty = serve(verifier(Duration::from_millis(100)).build().unwrap()).await;
        let head = format!("lean-signature: {good}\r\ncontent-length: 1000000");
        let (answer, took) = drip(hasty, &head).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(took < Duration::from_secs(3), "{took:?}");
        // Without a limit the body is read to its end, which comes after one blank.
        let patient = serve(verifier(Duration::MAX).build().unwrap()).await;
        let signed = signature(SECRET, b" ");
        let head = format!("lean-signature: {signed}\r\ncontent-length: 1\r\nconnection: close");
        let (answer, _) = drip(patient, &head).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    })
    .await;
}
