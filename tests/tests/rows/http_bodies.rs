//! Rows H5, H10, H14 and H15 of the reliability table: answers that are broken, huge or no JSON.

use std::io::Write;

use leantech::{Client, Error, ErrorCode, ErrorKind, ErrorShape};
use leantech_tests::hostile::{BANKS, CUSTOMERS, HostileServer, LIMIT, Reply, whole_text, within};

const ONE: &str = r#"[{"identifier":"A"}]"#;
const TWO: &str = r#"[{"identifier":"A"},{"identifier":"B"}]"#;

async fn list_banks(client: &Client) -> Result<usize, Error> {
    client
        .banks()
        .list_banks()
        .send()
        .await
        .map(|banks| banks.len())
}

async fn create_customer(client: &Client) -> Result<(), Error> {
    let call = client.customers().create_customer().app_user_id("a");
    call.send().await.map(|_| ())
}

/// Answers whose bytes so far would be good JSON, and which break off.
fn broken() -> Vec<Reply> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n");
    vec![
        Reply::json(200, "")
            .body_announced_as("[]", 1_000)
            .then_close(),
        Reply::json(200, "")
            .body_announced_as("[]", 1_000)
            .then_reset(),
        Reply::raw(format!("{chunked}2\r\n[]\r\n")),
        Reply::raw(format!("{chunked}2\r\n[]\r\n")).then_reset(),
        Reply::raw(format!("{chunked}2\r\n[]\r\nzz\r\n[]\r\n0\r\n\r\n")),
        Reply::raw(format!("{chunked}2\r\n[]x\r\n0\r\n\r\n")),
        Reply::raw(format!("{chunked}-2\r\n[]\r\n0\r\n\r\n")),
        Reply::raw(format!("{chunked}ffffffffffffffffff\r\n[]")),
        Reply::raw(format!(
            "{head}content-length: 2\r\ncontent-length: 3\r\n\r\n[]"
        )),
        Reply::raw(format!("{head}content-length: -1\r\n\r\n[]")),
    ]
}

#[tokio::test]
async fn h05_broken_answer_is_never_taken_for_a_whole_one() {
    within(LIMIT, async {
        for reply in broken() {
            let server = HostileServer::start();
            server.on("GET", BANKS, [reply.clone()]);
            let error = list_banks(&server.hasty_client()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport, "{reply:?}: {error}");
            assert!(error.is_retryable() && !error.is_outcome_unknown());
            assert_eq!(
                (server.count("GET", BANKS), error.attempts()),
                (3, 3),
                "{reply:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h05_broken_answer_to_a_get_is_asked_for_again() {
    within(LIMIT, async {
        for reply in broken() {
            let server = HostileServer::start();
            server.on("GET", BANKS, [reply, Reply::json(200, TWO)]);
            assert_eq!(list_banks(&server.hasty_client()).await.unwrap(), 2);
            assert_eq!(server.count("GET", BANKS), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn h10_answer_over_the_cap_is_refused() {
    within(LIMIT, async {
        let body = format!("[{}]", " ".repeat(10_000));
        let (chunk, times) = (" ".repeat(1_000), 11);
        for (cap, is_taken) in [(10_002, true), (10_001, false)] {
            let server = HostileServer::start();
            server.on("GET", BANKS, [Reply::json(200, body.clone())]);
            let client = server.client_with_token().body_cap(cap).build().unwrap();
            let result = list_banks(&client).await;
            assert_eq!(result.is_ok(), is_taken);
            server.on(
                "GET",
                BANKS,
                [Reply::json(200, "").body_repeated(chunk.clone(), times)],
            );
            let error = list_banks(&client).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            // The connection of a body that was not read to its end is not used again.
            server.on("GET", BANKS, [Reply::json(200, ONE)]);
            assert_eq!(list_banks(&client).await.unwrap(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn h10_too_large_an_answer_is_not_asked_for_again() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let huge = Reply::json(200, "")
            .body_announced_as("[", 10_000_000_000)
            .then_hang();
        server.on("GET", BANKS, [huge.clone()]);
        server.on("POST", CUSTOMERS, [huge]);
        let client = server.hasty_client();
        let error = list_banks(&client).await.unwrap_err();
        assert!(error.kind() == ErrorKind::TooLarge && !error.is_outcome_unknown());
        let error = create_customer(&client).await.unwrap_err();
        assert!(error.kind() == ErrorKind::TooLarge && error.is_outcome_unknown());
        assert_eq!(
            (server.count("GET", BANKS), server.count("POST", CUSTOMERS)),
            (1, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn h10_compressed_answer_is_not_asked_for_and_not_unpacked() {
    within(LIMIT, async {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(ONE.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        let server = HostileServer::start();
        server.on(
            "GET",
            BANKS,
            [Reply::json(200, packed).header("content-encoding", "gzip")],
        );
        let error = list_banks(&server.hasty_client()).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(server.seen()[0].header("accept-encoding"), None);
    })
    .await;
}

#[tokio::test]
async fn h10_deep_json_is_an_error_and_no_end_of_the_stack() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let client = server.hasty_client();
        let deep =
            |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        let bodies = [
            deep("[", "]"),
            deep(r#"{"a":"#, "}"),
            format!(r#"[{{"identifier":"A","unknown":{}}}]"#, deep("[", "]")),
            format!(
                r#"[{{"identifier":"A","availability":{}}}]"#,
                deep(r#"{"active":"#, "}")
            ),
            "[".repeat(100_000),
        ];
        for body in bodies {
            server.on("GET", BANKS, [Reply::json(200, body.clone())]);
            // What a field that nobody knows holds is passed over, however deep it is.
            if let Err(error) = list_banks(&client).await {
                assert!(error.is_decode(), "{error}");
            }
            server.on("GET", BANKS, [Reply::json(400, body)]);
            assert_eq!(
                list_banks(&client).await.unwrap_err().kind(),
                ErrorKind::Api
            );
        }
    })
    .await;
}

#[tokio::test]
async fn h10_long_header_is_refused() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let client = server.hasty_client();
        let long = Reply::json(200, "[]").header("x-long", &"x".repeat(64 * 1024));
        server.on("GET", BANKS, [long]);
        assert_eq!(
            list_banks(&client).await.unwrap_err().kind(),
            ErrorKind::TooLarge
        );
        let many = (0..90).fold(Reply::json(200, "[]"), |reply, n| {
            reply.header(&format!("x-{n}"), &"x".repeat(1_000))
        });
        server.on("GET", BANKS, [many]);
        assert_eq!(
            list_banks(&client).await.unwrap_err().kind(),
            ErrorKind::TooLarge
        );
        let endless = format!("HTTP/1.1 200 OK\r\nx-endless: {}", "x".repeat(10_000_000));
        server.on("GET", BANKS, [Reply::raw(endless)]);
        assert_eq!(
            list_banks(&client).await.unwrap_err().kind(),
            ErrorKind::Transport
        );
        server.on(
            "GET",
            BANKS,
            [Reply::json(200, "[]").header("x-some", &"x".repeat(8 * 1024))],
        );
        assert_eq!(list_banks(&client).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn h14_answer_that_is_no_json_is_an_error_without_its_text() {
    within(LIMIT, async {
        let html = "<html>canary</html>";
        let typed = |kind: &str, body: &'static str| {
            Reply::status(200).header("content-type", kind).body(body)
        };
        let table = [
            (typed("text/html; charset=utf-8", html), "text/html"),
            (typed("application/json", html), "application/json"),
            (Reply::status(200).body(html), "none"),
            (Reply::status(200), "none"),
            (typed("text/html", r#"[{"name":"canary"}]"#), "text/html"),
            (typed("text/plain", "[]"), "text/plain"),
            (
                typed("application/json", r#"{"canary":1}"#),
                "application/json",
            ),
            (
                typed("application/json", r#"["canary"]"#),
                "application/json",
            ),
            (
                typed("application/json", r#"[{"name":"canary"#),
                "application/json",
            ),
            (
                typed("application/json", "\u{feff}canary"),
                "application/json",
            ),
            (typed("canary canary canary", "canary"), "not shown"),
        ];
        for (reply, kind) in table {
            let server = HostileServer::start();
            server.on("GET", BANKS, [reply.clone()]);
            let error = list_banks(&server.hasty_client()).await.unwrap_err();
            assert!(error.is_decode(), "{reply:?}: {error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            let text = whole_text(&error);
            assert!(
                error.to_string().contains("200") && text.contains(kind),
                "{text}"
            );
            assert!(!text.contains("canary"), "{text}");
            assert_eq!(server.count("GET", BANKS), 1);
        }
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::status(204)]);
        let error = list_banks(&server.hasty_client()).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains("204"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn h14_unreadable_answer_to_a_creation_leaves_its_outcome_unknown() {
    within(LIMIT, async {
        for reply in [Reply::json(201, "<html>"), Reply::status(204)] {
            let server = HostileServer::start();
            server.on("POST", CUSTOMERS, [reply]);
            let error = create_customer(&server.hasty_client()).await.unwrap_err();
            assert!(error.is_decode() && error.is_outcome_unknown(), "{error}");
            assert_eq!(server.count("POST", CUSTOMERS), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn h14_json_of_any_spelling_is_read() {
    within(LIMIT, async {
        for kind in [
            "application/json",
            "Application/JSON;charset=UTF-8",
            "application/vnd.lean+json",
        ] {
            let server = HostileServer::start();
            let reply = Reply::status(200).header("content-type", kind).body(ONE);
            server.on("GET", BANKS, [reply]);
            assert_eq!(
                list_banks(&server.hasty_client()).await.unwrap(),
                1,
                "{kind}"
            );
        }
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::status(200).body(ONE)]);
        assert_eq!(
            list_banks(&server.hasty_client()).await.unwrap(),
            1,
            "of no type"
        );
    })
    .await;
}

#[tokio::test]
async fn h15_error_of_any_body_is_typed() {
    within(LIMIT, async {
        let large = format!(
            r#"{{"message":"{}","status":"INVALID_PARAMETERS"}}"#,
            "x".repeat(1 << 20)
        );
        let table: [(&[u8], ErrorShape, Option<&str>); 9] = [
            (
                br#"{"status":"UNKNOWN_ENTITY","message":"canary"}"#,
                ErrorShape::Status,
                Some("UNKNOWN_ENTITY"),
            ),
            (
                br#"{"status":"WORD_OF_TOMORROW"}"#,
                ErrorShape::Status,
                Some("WORD_OF_TOMORROW"),
            ),
            (
                br#"{"status_code":404,"message":"canary"}"#,
                ErrorShape::StatusCode,
                None,
            ),
            (
                br#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#,
                ErrorShape::Result,
                Some("BANK_ISSUE"),
            ),
            (
                br#"{"Status":"FAILED","StatusDetail":{"GranularStatusCode":"LEAN_ERROR"}}"#,
                ErrorShape::OpenBanking,
                Some("LEAN_ERROR"),
            ),
            (
                large.as_bytes(),
                ErrorShape::Status,
                Some("INVALID_PARAMETERS"),
            ),
            (b"canary", ErrorShape::Other, None),
            (b"", ErrorShape::Other, None),
            (b"\xff\xfe canary \x80", ErrorShape::Other, None),
        ];
        for (body, shape, code) in table {
            for status in [400, 404, 422, 500, 501] {
                let server = HostileServer::start();
                let reply =
                    Reply::json(status, body.to_vec()).header("lean-correlation-id", "corr-1");
                server.on("GET", BANKS, [reply]);
                let error = list_banks(&server.hasty_client()).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Api);
                assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
                assert_eq!(error.code().map(ErrorCode::to_string).as_deref(), code);
                assert_eq!(error.correlation_id(), Some("corr-1"));
                let kept = error.body().expect("kept");
                assert_eq!((kept.shape(), kept.length()), (shape, body.len()));
                assert_eq!(kept.bytes(), &body[..body.len().min(4_096)]);
                assert!(!format!("{} {kept:?}", whole_text(&error)).contains("canary"));
                assert!(whole_text(&error).len() < 16_384);
            }
        }
    })
    .await;
}
