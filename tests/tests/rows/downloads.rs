//! Rows H19 and H20 of the reliability table, and files: streamed, capped, and told apart from a report that is not ready.

use std::time::Duration;

use futures_util::TryStreamExt;
use leantech::{Client, CustomerId, Deadlines, Download, Error, ErrorKind};
use leantech_tests::hostile::{HostileServer, JumpClock, LIMIT, Reply, within};

const FILE: &str = "/reports/v2/customers/c/reports/r";
const STATEMENTS: &str = "/insights/v2/customers/c/reports/bank-statements/r";

fn customer() -> CustomerId {
    "c".parse().unwrap()
}

async fn get(client: &Client) -> Result<Download, Error> {
    let call = client.reports().get_report(customer(), "r");
    call.send().await
}

fn pdf(bytes: &str) -> Reply {
    Reply::status(200)
        .body(bytes.to_owned())
        .header("content-type", "application/pdf")
}

#[tokio::test]
async fn file_comes_whole_and_pdf_is_asked_for() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", FILE, [Reply::reset(), pdf("%PDF-1.7 made up")]);
        let file = get(&server.hasty_client()).await.unwrap();
        assert_eq!(file.content_type(), Some("application/pdf"));
        assert_eq!(file.length(), Some(16));
        let pieces: Vec<_> = file.into_stream().try_collect().await.unwrap();
        assert_eq!(pieces.concat(), b"%PDF-1.7 made up");
        let asked = server.last_seen().unwrap();
        assert_eq!(asked.header("accept"), Some("application/pdf"));
    })
    .await;
}

#[tokio::test]
async fn file_over_the_cap_is_refused_before_it_is_read() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", FILE, [pdf("0123456789")]);
        let mut file = get(&server.hasty_client()).await.unwrap().with_cap(9);
        let error = file.chunk().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        let mut file = get(&server.hasty_client()).await.unwrap().with_cap(10);
        assert_eq!(file.chunk().await.unwrap().unwrap().len(), 10);
    })
    .await;
}

#[tokio::test]
async fn endless_file_ends_at_the_cap() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let endless = Reply::status(200).body_repeated("x".repeat(1 << 16), 1 << 20);
        server.on(
            "GET",
            FILE,
            [endless.header("content-type", "application/pdf")],
        );
        let file = get(&server.hasty_client()).await.unwrap();
        let cap = usize::try_from(file.cap()).unwrap();
        assert_eq!(cap, leantech::DEFAULT_BODY_CAP);
        let (mut taken, mut stream) = (0, file.into_stream());
        let error = loop {
            match stream.try_next().await {
                Ok(piece) => taken += piece.unwrap().len(),
                Err(error) => break error,
            }
        };
        assert!(taken <= cap, "{taken}");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(stream.try_next().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn break_in_the_middle_is_an_error_and_never_a_short_file() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on(
            "GET",
            FILE,
            [pdf("0123").body_announced_as("0123", 1_000).then_close()],
        );
        let file = get(&server.hasty_client()).await.unwrap();
        let error = file.into_stream().try_collect::<Vec<_>>().await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Transport);
    })
    .await;
}

#[tokio::test]
async fn report_that_is_not_ready_is_pending_and_no_file() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let pending = Reply::json(200, r#"{"report_id":"r","status":"PENDING"}"#);
        server.on("GET", STATEMENTS, [pending, Reply::status(202)]);
        for _ in 0..2 {
            let client = server.hasty_client();
            let reports = client.reports();
            let call = reports.get_bank_statements_report(customer(), "r");
            let error = call.download().await.map(drop).unwrap_err();
            assert!(error.is_pending(), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn report_is_waited_for_until_it_is_ready() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let pending = Reply::json(200, r#"{"status":"PENDING","report":{"banks":[]}}"#);
        let ready = Reply::json(200, r#"{"status":"OK","report":{"banks":[]}}"#);
        server.on("GET", STATEMENTS, [pending.clone(), pending, ready]);
        let client = server.hasty_client();
        let wait = client.wait_for_report(&customer(), "r");
        assert!(wait.bank_statements().await.unwrap().report.is_some());
        assert_eq!(server.count("GET", STATEMENTS), 3);
        let failed = Reply::json(
            200,
            r#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#,
        );
        server.on("GET", STATEMENTS, [failed]);
        let wait = client.wait_for_report(&customer(), "r");
        let error = wait.bank_statements().await.unwrap_err();
        assert_eq!(error.code().unwrap().to_string(), "BANK_ISSUE");
    })
    .await;
}

/// Ten bytes of a longer file, after which the server closes.
fn cut(head: &str) -> Reply {
    Reply::raw(format!(
        "{head}\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7 m"
    ))
}

#[tokio::test]
async fn h19_file_without_a_length_is_not_taken_for_whole() {
    within(LIMIT, async {
        let server = HostileServer::start();
        for head in [
            "HTTP/1.1 200 OK",
            "HTTP/1.0 200 OK",
            "HTTP/1.1 200 OK\r\nconnection: close",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: identity",
        ] {
            server.on("GET", FILE, [cut(head)]);
            let file = get(&server.hasty_client()).await.unwrap();
            let error = file.into_stream().try_collect::<Vec<_>>().await;
            let error = error.map(|pieces| pieces.len()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport, "{head}: {error}");
            assert!(error.to_string().contains("may be cut"), "{head}: {error}");
        }
    })
    .await;
}

#[tokio::test]
async fn h20_file_that_drips_below_every_cap_ends() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let every = Duration::from_millis(2);
        server.on(
            "GET",
            FILE,
            [pdf("").body_dripped("x".repeat(1_000), every)],
        );
        let clock = JumpClock::new(Duration::from_secs(1));
        let mut file = get(&server.client_by(&clock)).await.unwrap();
        let error = loop {
            match file.chunk().await {
                Ok(piece) => assert!(piece.is_some(), "it came to its end"),
                Err(error) => break error,
            }
            clock.advance(Duration::from_secs(29));
        };
        assert!(error.is_timeout(), "{error}");
        let (least, most) = (Duration::from_secs(570), Duration::from_secs(660));
        assert!(
            (least..most).contains(&clock.elapsed()),
            "{:?}",
            clock.elapsed()
        );
    })
    .await;
}

#[tokio::test]
async fn h19_file_without_a_length_is_taken_by_who_accepts_it() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", FILE, [cut("HTTP/1.1 200 OK")]);
        let file = get(&server.hasty_client()).await.unwrap();
        let pieces = file.accept_unmarked_end().into_stream();
        let pieces: Vec<_> = pieces.try_collect().await.unwrap();
        assert_eq!(pieces.concat(), b"%PDF-1.7 m");
        // A length that is not reached is never accepted.
        let short = pdf("0123").body_announced_as("0123", 1_000).then_close();
        server.on("GET", FILE, [short]);
        let file = get(&server.hasty_client()).await.unwrap();
        let pieces = file.accept_unmarked_end().into_stream();
        assert!(pieces.try_collect::<Vec<_>>().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn h20_both_limits_of_a_file_can_be_set() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let (short, long) = (Duration::from_millis(200), Duration::from_secs(60));
        let silent = || pdf("").body_announced_as("0123", 1_000).then_hang();
        let every = Duration::from_millis(20);
        let dripping = || pdf("").body_dripped("x".repeat(1_000), every);
        let limits = Deadlines::default().chunk(long).download(long);
        for (reply, chunk, whole) in [(silent(), short, long), (dripping(), long, short)] {
            server.on("GET", FILE, [reply]);
            // By the client, and by the file itself.
            let of_client = limits.chunk(chunk).download(whole);
            let client = server.client_with_token().deadlines(of_client);
            let by_client = get(&client.build().unwrap()).await.unwrap();
            let client = server.client_with_token().deadlines(limits);
            let by_file = get(&client.build().unwrap()).await.unwrap();
            for file in [by_client, by_file.with_limits(chunk, whole)] {
                let began = std::time::Instant::now();
                let error = file.into_stream().try_collect::<Vec<_>>().await;
                assert!(error.unwrap_err().is_timeout());
                assert!(began.elapsed() < short * 10);
            }
        }
        // No limit at all.
        server.on("GET", FILE, [pdf("0123")]);
        let file = get(&server.hasty_client()).await.unwrap();
        let file = file.with_limits(Duration::MAX, Duration::MAX).into_stream();
        assert_eq!(
            file.try_collect::<Vec<_>>().await.unwrap().concat(),
            b"0123"
        );
    })
    .await;
}
