//! Rows H21 and H22 of the reliability table: heads that are none, or come without an end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use leantech::{Client, Deadlines, Environment, Error};
use leantech_tests::hostile::{
    CUSTOMERS, FixedToken, HostileServer, LIMIT, Reply, create_customer, list_banks, within,
    within_blocking,
};

/// What a write ends with that is answered so.
async fn outcome(reply: Reply) -> (Result<(), Error>, usize) {
    let server = HostileServer::start();
    server.on("POST", CUSTOMERS, [reply]);
    let outcome = create_customer(&server.hasty_client()).await;
    (outcome, server.count("POST", CUSTOMERS))
}

#[tokio::test]
async fn h21_write_with_an_odd_status_has_an_unknown_outcome() {
    within(LIMIT, async {
        for status in [101, 300, 303, 304, 306, 399, 600, 601, 700, 999] {
            let (outcome, count) = outcome(Reply::status(status)).await;
            let error = outcome.unwrap_err();
            assert!(error.is_outcome_unknown(), "{status}: {error:?}");
            assert_eq!(count, 1, "{status}");
        }
        // These say that nothing was done.
        for status in [301, 302, 307, 308, 400, 404, 409, 422, 499] {
            let (outcome, _) = outcome(Reply::status(status)).await;
            let error = outcome.unwrap_err();
            assert!(!error.is_outcome_unknown(), "{status}: {error:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn h21_write_answered_with_no_http_has_an_unknown_outcome() {
    within(LIMIT, async {
        let heads: [&[u8]; 12] = [
            b"SSH-2.0-made-up\r\n",
            b"\x16\x03\x01\x00\x05hello",
            b"HTTP/1.1 99 Low\r\n\r\n",
            b"HTTP/1.1 1000 High\r\n\r\n",
            b"HTTP/1.1 abc\r\n\r\n",
            b"HTTP/9.9 200 OK\r\n\r\n",
            b"HTTP/2.0 200 OK\r\ncontent-length: 0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            b"\r\n\r\n",
            b"{\"customer_id\":\"c\"}",
        ];
        for head in heads {
            let (outcome, count) = outcome(Reply::raw(Bytes::from_static(head))).await;
            let shown = String::from_utf8_lossy(head);
            let error = outcome.unwrap_err();
            assert!(error.is_outcome_unknown(), "{shown}: {error:?}");
            assert_eq!(count, 1, "{shown}");
        }
    })
    .await;
}

/// A server that answers every connection with the same bytes, this many times.
fn flood(head: &'static [u8], times: usize) -> std::net::SocketAddr {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let many = head.repeat(4_096);
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let many = many.clone();
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4_096]);
                let mut rounds = times.div_ceil(4_096);
                while rounds > 0 && stream.write_all(&many).is_ok() {
                    rounds -= 1;
                }
                // The connection stays open: only the deadline ends the call.
                let _ = stream.read(&mut [0]);
            });
        }
    });
    address
}

/// An informational answer, of which there may be any number before the answer itself.
const HINT: &[u8] = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";

/// The deadline of a call that is flooded.
const DEADLINE: Duration = Duration::from_millis(50);

/// By how much row H22 allows the deadline to be missed.
const ALLOWED: Duration = Duration::from_millis(50);

/// By how much a deadline is missed, and how long another task had to wait at most.
async fn missed_by(flood: std::net::SocketAddr) -> (Duration, Duration) {
    let environment = Environment::emulator(&format!("http://{flood}"));
    let lean = Client::builder(environment.unwrap())
        .token_source(Arc::new(FixedToken::default()))
        .deadlines(Deadlines::default().call(DEADLINE))
        .build()
        .unwrap();
    let (ended, mut end) = tokio::sync::oneshot::channel::<()>();
    let other = tokio::spawn(async move {
        let mut longest = Duration::ZERO;
        while end.try_recv().is_err() {
            let asked = Instant::now();
            tokio::time::sleep(Duration::from_millis(1)).await;
            longest = longest.max(asked.elapsed());
        }
        longest
    });
    let began = Instant::now();
    let error = list_banks(&lean).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let late = began.elapsed().saturating_sub(DEADLINE);
    ended.send(()).unwrap();
    (late, other.await.unwrap())
}

/// Row H22 is not held, and this is how it fails: on a runtime with one thread, a flood of informational
/// answers delays the deadline, and every other task, until it has been read.
///
/// hyper reads informational answers in a loop that only ends when the socket has nothing to read, or when
/// tokio stops the task after 128 reads of up to 400 KB each. hyper would have to yield in that loop or limit
/// the number of informational answers; reqwest would have to pass on hyper's `max_buf_size`. If this test
/// fails, the row holds: require that both times are within `ALLOWED`.
#[test]
fn h22_is_not_held_on_a_runtime_with_one_thread() {
    within_blocking(LIMIT, || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        let (late, longest) = runtime.block_on(missed_by(flood(HINT, 400_000)));
        assert!(
            late > ALLOWED && longest > ALLOWED,
            "the deadline was missed by {late:?}, and another task waited for {longest:?}"
        );
    });
}

/// What does hold: a runtime with a second thread ends the call, which stays a timeout.
#[test]
fn h22_flooded_call_ends_where_the_runtime_has_a_second_thread() {
    within_blocking(LIMIT, || {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
        let (late, _) = runtime.block_on(missed_by(flood(HINT, usize::MAX)));
        assert!(late < Duration::from_secs(5), "{late:?}");
        runtime.shutdown_background();
    });
}
