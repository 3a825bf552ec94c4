//! Every place at which something can end: a call after any number of polls, an answer after any byte.

use std::pin::pin;
use std::task::Context;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::task::noop_waker;
use leantech::{Client, Error, ErrorKind};
use leantech_tests::hostile::{
    BANKS, CUSTOMER, CUSTOMERS, HostileServer, JumpClock, LIMIT, Reply, TOKEN_PATH,
    create_customer, list_banks, within,
};

/// How often the whole is done; at night more often, for other moments.
const ROUNDS: usize = if cfg!(feature = "night") { 5 } else { 1 };

/// Polls a call so many times, with time between them; whether it ended.
async fn ends_within<T>(polls: usize, call: impl Future<Output = T>) -> bool {
    let mut call = pin!(call);
    let waker = noop_waker();
    for _ in 0..polls {
        if call
            .as_mut()
            .poll(&mut Context::from_waker(&waker))
            .is_ready()
        {
            return true;
        }
        // Long enough for the server to be a step further, now and then.
        tokio::time::sleep(Duration::from_micros(fastrand::u64(0..300))).await;
    }
    false
}

/// The name of the only bank of an answer.
async fn bank(client: &Client) -> Result<String, Error> {
    let banks = client.banks().list_banks().send().await?;
    Ok(banks.iter().map(|bank| bank.identifier.clone()).collect())
}

#[tokio::test]
async fn h12_call_that_is_dropped_after_any_number_of_polls_harms_no_other() {
    within(LIMIT * 4, async {
        for _ in 0..ROUNDS {
            let server = HostileServer::start();
            server.on("POST", CUSTOMERS, [Reply::json(200, CUSTOMER)]);
            server.on_each("GET", BANKS, |seen| {
                let name = seen.header("lean-correlation-id").unwrap_or_default();
                Reply::json(200, format!(r#"[{{"identifier":"{name}"}}]"#))
            });
            let mut ended = 0;
            for polls in 0..200 {
                let lean = server.client().build().unwrap();
                let posts = server.count("POST", CUSTOMERS);
                let is_ended = ends_within(polls, create_customer(&lean)).await;
                let named = lean
                    .with_correlation_id(&format!("dropped-{polls}"))
                    .unwrap();
                ends_within(polls, bank(&named)).await;
                for number in 0..3 {
                    let name = format!("call-{polls}-{number}");
                    let named = lean.with_correlation_id(&name).unwrap();
                    assert_eq!(bank(&named).await.unwrap(), name);
                }
                let sent = server.count("POST", CUSTOMERS) - posts;
                assert!(sent <= 1, "{sent} after {polls} polls");
                ended += usize::from(is_ended);
                if ended > 3 {
                    break;
                }
            }
            assert!(ended > 0);
        }
    })
    .await;
}

/// The bytes of an answer, in three forms that say where it ends.
fn forms(body: &str) -> [String; 3] {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let length = body.len();
    let (first, second) = body.split_at(length / 2);
    [
        format!("{head}content-length: {length}\r\n\r\n{body}"),
        format!(
            "{head}transfer-encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
            first.len(),
            second.len()
        ),
        format!("HTTP/1.1 103 Early Hints\r\n\r\n{head}content-length: {length}\r\n\r\n{body}"),
    ]
}

/// A client that has its token and tries once.
fn once(server: &HostileServer) -> Client {
    let client = server.client_with_token();
    client.retry(leantech::RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn h05_answer_that_is_cut_after_any_byte_is_an_error() {
    within(LIMIT * 2, async {
        let server = HostileServer::start();
        let lean = once(&server);
        for whole in forms(r#"[{"identifier":"LEA1_SAMAOB_SAU"}]"#) {
            for at in 0..=whole.len() {
                let reply = Reply::raw(Bytes::copy_from_slice(&whole.as_bytes()[..at]));
                let reply = if at % 2 == 0 {
                    reply
                } else {
                    reply.then_reset()
                };
                server.on("GET", BANKS, [reply]);
                let outcome = list_banks(&lean).await;
                let is_whole = at == whole.len();
                assert!(is_whole || outcome.is_err(), "cut at {at} of {whole}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn h06_write_whose_answer_is_cut_after_any_byte_is_sent_once() {
    within(LIMIT * 2, async {
        let server = HostileServer::start();
        let lean = server.hasty_client();
        for whole in forms(CUSTOMER) {
            for at in 0..whole.len() {
                server.on(
                    "POST",
                    CUSTOMERS,
                    [Reply::raw(Bytes::copy_from_slice(&whole.as_bytes()[..at]))],
                );
                let sent = server.count("POST", CUSTOMERS);
                let error = create_customer(&lean).await.unwrap_err();
                assert!(
                    error.is_outcome_unknown(),
                    "cut at {at} of {whole}: {error:?}"
                );
                assert_eq!(server.count("POST", CUSTOMERS), sent + 1, "cut at {at}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn t11_token_that_is_cut_after_any_byte_is_not_used() {
    within(LIMIT * 2, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        for whole in forms(r#"{"access_token":"token-whole","expires_in":3599}"#) {
            for at in 0..whole.len() {
                server.on(
                    "POST",
                    TOKEN_PATH,
                    [Reply::raw(Bytes::copy_from_slice(&whole.as_bytes()[..at]))],
                );
                let lean = server.fetching_client(&JumpClock::new(Duration::from_secs(5)));
                let error = list_banks(&lean).await.unwrap_err();
                assert!(error.is_token(), "cut at {at} of {whole}: {error}");
            }
        }
        assert_eq!(server.count("GET", BANKS), 0);
    })
    .await;
}

#[tokio::test]
async fn h19_file_that_is_cut_after_any_byte_is_an_error() {
    within(LIMIT * 2, async {
        let server = HostileServer::start();
        let lean = once(&server);
        let path = "/reports/v2/customers/c/reports/r";
        for whole in forms("%PDF-1.7 made up, with some more bytes") {
            let whole = whole.replace("application/json", "application/pdf");
            for at in 0..whole.len() {
                let reply = Reply::raw(Bytes::copy_from_slice(&whole.as_bytes()[..at]));
                server.on("GET", path, [reply]);
                let id: leantech::CustomerId = "c".parse().unwrap();
                let file = lean.reports().get_report(id, "r").send().await;
                let outcome = match file {
                    Ok(file) => file.into_stream().try_collect::<Vec<_>>().await.map(drop),
                    Err(error) => Err(error),
                };
                assert!(outcome.is_err(), "cut at {at} of {whole}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h06_storm_of_faults_sends_no_write_twice() {
    within(LIMIT * 4, async {
        let server = HostileServer::start();
        let table = std::sync::Arc::new(std::sync::Mutex::new(fastrand::Rng::with_seed(21)));
        server.on_each("POST", CUSTOMERS, move |_| {
            match table.lock().unwrap().u8(0..8) {
                0 => Reply::reset(),
                1 => Reply::status(500),
                2 => Reply::raw("HTTP/1.1 200 OK\r\ncontent-le"),
                3 => Reply::status(101),
                4 => Reply::raw("made up"),
                5 => Reply::json(200, CUSTOMER).then_reset(),
                6 => Reply::json(200, CUSTOMER).then_close(),
                _ => Reply::json(200, CUSTOMER),
            }
        });
        let lean = server.client_with_token().build().unwrap();
        let workers: Vec<_> = (0..32)
            .map(|worker| {
                let lean = lean.clone();
                tokio::spawn(async move {
                    for number in 0..20 * ROUNDS {
                        let name = format!("storm-{worker}-{number}");
                        let call = lean.customers().create_customer().app_user_id(&*name);
                        let outcome = call.send().await;
                        let is_told = outcome.as_ref().err().is_none_or(|error| {
                            error.is_outcome_unknown() && error.kind() != ErrorKind::Configuration
                        });
                        assert!(is_told, "{outcome:?}");
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        let mut bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
        let sent = bodies.len();
        bodies.sort_unstable();
        bodies.dedup();
        assert_eq!(bodies.len(), sent, "some write came twice");
        assert!(sent > 0);
    })
    .await;
}
