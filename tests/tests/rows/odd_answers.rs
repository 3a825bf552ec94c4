//! Answers with something odd in them: what it costs, and what stays.

use std::io::Write;

use futures_util::TryStreamExt;
use leantech::data::types::TransactionsData;
use leantech::{Client, Error, ErrorCode, Lenient, LenientCall, LenientStream, Row};
use leantech_tests::hostile::{
    BANKS, CUSTOMERS, HostileServer, LIMIT, Reply, create_customer, list_banks, whole_text, within,
};

const DATA: &str = "/data/v2/*";

async fn transactions(client: &Client) -> Result<TransactionsData, Error> {
    let data = client.data();
    data.fetch_transactions("22222222-2222-4222-8222-222222222201")
        .entity_id("11111111-1111-4111-8111-111111111111")
        .send()
        .await
}

/// What stands next to `status` in bodies that cost a failure its code.
const ODD_PARTS: &[&[u8]] = &[
    br#""status_detail":"x""#,
    br#""status_detail":7"#,
    br#""status_detail":["BANK_ISSUE"]"#,
    br#""status_detail":{"granular_status_code":{}}"#,
    br#""message":"a","message":"b""#,
    br#""status":"OTHER""#,
    br#""Status":"OTHER""#,
    br#""metadata":1,"metadata":2"#,
    br#""message":"\ud800""#,
    b"\"message\":\"\xff\"",
    b"\"\xff\":1",
    b"\"message\":\"a\nb\"",
    br#""n":1e999,"m":NaN"#,
];

#[tokio::test]
async fn h07_a_request_that_is_running_is_not_sent_again_whatever_stands_next_to_its_code() {
    within(LIMIT, async {
        for odd in ODD_PARTS {
            for begin in [&b"{"[..], b"\xef\xbb\xbf{", b"\r\n {"] {
                let status = b"\"status\":\"DUPLICATED_REQUEST\"";
                let body = [begin, status, b",", odd, b"}"].concat();
                let shown = String::from_utf8_lossy(&body).into_owned();
                let server = HostileServer::start();
                server.on("GET", BANKS, [Reply::json(429, body.clone())]);
                server.on("POST", CUSTOMERS, [Reply::json(429, body)]);
                let client = server.hasty_client();
                for error in [
                    list_banks(&client).await.unwrap_err(),
                    create_customer(&client).await.unwrap_err(),
                ] {
                    assert!(error.is_duplicate_request(), "{shown}: {error}");
                }
                let counts = (server.count("GET", BANKS), server.count("POST", CUSTOMERS));
                assert_eq!(counts, (1, 1), "{shown}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_as_an_error_says_nothing() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let reply = Reply::json(400, r#"["DUPLICATED_REQUEST","m"]"#);
        server.on("GET", BANKS, [reply]);
        let error = list_banks(&server.hasty_client()).await.unwrap_err();
        assert_eq!(error.code(), None);
    })
    .await;
}

#[tokio::test]
async fn an_odd_part_of_an_envelope_costs_itself_alone() {
    within(LIMIT, async {
        for odd in [
            &br#""status_detail":"x""#[..],
            br#""status_detail":7"#,
            br#""status_detail":[1]"#,
            br#""status_detail":{"granular_status_code":7,"status_additional_info":[]}"#,
            br#""message":{"a":1}"#,
            br#""message":"a","message":"b""#,
            br#""message":"\ud800","status_detail":true,"timestamp":"yesterday","results_id":{}"#,
            br#""timestamp":"2026-01-01T00:00:00""#,
            br#""refreshed_at":0"#,
            br#""results_id":17"#,
            b"\"message\":\"\xff\"",
            b"\"message\":\"a\nb\"",
        ] {
            let shown = String::from_utf8_lossy(odd).into_owned();
            let data = br#","data":{"transactions":[]}}"#;
            let body = [b"{\"status\":\"OK\",", odd, data].concat();
            let server = HostileServer::start();
            server.on("GET", DATA, [Reply::json(200, body)]);
            let answer = transactions(&server.hasty_client()).await;
            let data = answer.unwrap_or_else(|error| panic!("{shown}: {error}"));
            assert_eq!(data.transactions, Some(vec![]), "{shown}");

            let body = [b"{\"status\":\"FAILED\",", odd, b"}"].concat();
            server.on("GET", DATA, [Reply::json(200, body)]);
            let answer = transactions(&server.hasty_client()).await;
            let error = answer.unwrap_err();
            assert_eq!(error.code(), Some(&ErrorCode::Failed), "{shown}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_finer_code_stays_next_to_an_odd_part_of_its_detail() {
    within(LIMIT, async {
        for detail in [
            r#"{"granular_status_code":"BANK_ISSUE","status_additional_info":7}"#,
            r#"{"granular_status_code":"BANK_ISSUE","granular_status_code":7}"#,
        ] {
            let server = HostileServer::start();
            let body = format!(r#"{{"status":"FAILED","status_detail":{detail}}}"#);
            server.on("GET", DATA, [Reply::json(200, body)]);
            let answer = transactions(&server.hasty_client()).await;
            let error = answer.unwrap_err();
            assert_eq!(error.code(), Some(&ErrorCode::BankIssue), "{detail}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_failure_whose_data_cannot_be_read_keeps_its_code() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let body = r#"{"status":"FAILED","data":"none","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#;
        server.on("GET", DATA, [Reply::json(200, body)]);
        let error = transactions(&server.hasty_client()).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.code(), Some(&ErrorCode::BankIssue));
        assert_eq!(error.status_code_word(), Some(&ErrorCode::Failed));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_cut_is_never_made_whole() {
    within(LIMIT, async {
        for body in [
            r#"{"status":"OK","status_detail":"x","data":{"transactions":[]}"#,
            r#"{"status":"OK","status_detail":"x""#,
            r#"{"status":"OK","data":{"transactions":[{"amount":"x"},{"#,
            r#"{"status":"OK","status_detail":"x"} x"#,
        ] {
            let server = HostileServer::start();
            server.on("GET", DATA, [Reply::json(200, body)]);
            let client = server.hasty_client();
            assert!(
                transactions(&client).await.unwrap_err().is_decode(),
                "{body}"
            );
            let error = transactions(&client).lenient().await.unwrap_err();
            assert!(error.is_decode(), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over_in_every_answer() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let token = "\u{feff}{\"access_token\":\"token-1\",\"expires_in\":3599}";
        server.on("POST", "/oauth2/token", [Reply::json(200, token)]);
        server.on("GET", BANKS, [Reply::json(200, "\u{feff}[]")]);
        list_banks(&server.client().build().unwrap()).await.unwrap();
        assert_eq!(server.token_requests(), 1);
    })
    .await;
}

/// Transactions, told apart by a text; an object stands for itself.
fn page(rows: &[&str]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| match row.bytes().next() {
            Some(b'{') => (*row).to_owned(),
            _ => format!(r#"{{"transaction_id":"{row}"}}"#),
        })
        .collect();
    let rows = rows.join(",");
    format!(
        r#"{{"status":"OK","data":{{"transactions":[{rows}],"page":{{"number":0.0,"size":5e1}}}}}}"#
    )
}

/// Rows that each cost a page, and where they are odd.
const ODD_ROWS: &[(&str, &str)] = &[
    (
        r#"{"transaction_id":"a","local_time_zone":"\ud800"}"#,
        ".local_time_zone",
    ),
    (
        r#"{"transaction_id":"a","booking_date_time":"2026-01-01T00:00:00"}"#,
        ".booking_date_time",
    ),
    (
        r#"{"transaction_id":"a","amount":{"amount":""}}"#,
        ".amount.amount",
    ),
    (
        r#"{"transaction_id":"a","amount":{"amount":true}}"#,
        ".amount.amount",
    ),
    (r#"{"transaction_id":"a","index":1.5}"#, ".index"),
];

#[tokio::test]
async fn d05_lenient_lists_bring_the_good_rows_and_say_what_became_of_the_others() {
    within(LIMIT, async {
        for (odd, at) in ODD_ROWS {
            let server = HostileServer::start();
            let body = page(&["one", odd, "two", odd]);
            server.on("GET", DATA, [Reply::json(200, body)]);
            let client = server.hasty_client();
            // Without being asked for, nothing is left out.
            let error = transactions(&client).await.unwrap_err();
            assert!(error.is_decode(), "{odd}");

            let answer = transactions(&client).lenient().await.unwrap();
            let Lenient { value, refused } = answer;
            let ids = value.transactions.unwrap();
            let ids: Vec<_> = ids.iter().map(|row| row.transaction_id.as_str()).collect();
            assert_eq!(ids, ["one", "two"], "{odd}: {refused:?}");
            let places: Vec<&str> = refused.iter().map(leantech::RefusedRow::path).collect();
            let expected = [1, 3].map(|row| format!("data.transactions[{row}]{at}"));
            assert_eq!(places, expected, "{odd}");
            assert!(refused.iter().all(|row| row.raw() == *odd), "{odd}");
            let shown = format!("{refused:?} {}", refused[0]);
            assert!(!shown.contains(odd) && shown.contains("JSON"), "{shown}");
        }
    })
    .await;
}

#[tokio::test]
async fn d05_leniency_ends_with_the_call_that_asked_for_it() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on(
            "GET",
            DATA,
            [Reply::json(200, page(&["one", ODD_ROWS[2].0]))],
        );
        let client = server.hasty_client();
        assert!(transactions(&client).lenient().await.is_ok());
        assert!(transactions(&client).await.unwrap_err().is_decode());
        // What is not a row stays strict.
        let body = r#"{"status":"OK","data":{"transactions":7}}"#;
        server.on("GET", DATA, [Reply::json(200, body)]);
        let error = transactions(&client).lenient().await.unwrap_err();
        assert!(error.to_string().contains("data.transactions"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn d05_a_lenient_stream_brings_every_page_to_its_end() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let good = |id: &str| {
            format!(
                r#"{{"customer_id":"0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11","app_user_id":"{id}"}}"#
            )
        };
        let odd = || r#"{"customer_id":7,"app_user_id":"canary"}"#.to_owned();
        // Without totals a page that is not full would be the last.
        let pages = [
            vec![good("1"), odd(), good("2")],
            vec![odd(), odd(), odd()],
            vec![good("3"), odd()],
        ];
        server.on_each("GET", "/customers/v1", move |seen| {
            let number: usize = seen.query("page_number").unwrap().parse().unwrap();
            let rows = pages[number].join(",");
            let body = format!(r#"{{"data":[{rows}],"page":{{"number":{number},"size":3}}}}"#);
            Reply::json(200, body)
        });
        let client = server.hasty_client();
        let customers = client.customers().get_customers().page_size(3_u32);
        let rows: Vec<_> = customers
            .clone()
            .stream()
            .lenient()
            .try_collect()
            .await
            .unwrap();
        let shown = rows.iter().map(|row| match row {
            Row::Good(customer) => customer.app_user_id.as_str().to_owned(),
            Row::Refused(row) => row.path().to_owned(),
        });
        let expected = [
            "data[1].customer_id",
            "1",
            "2",
            "data[0].customer_id",
            "data[1].customer_id",
            "data[2].customer_id",
            "data[1].customer_id",
            "3",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        assert!(customers.stream().try_collect::<Vec<_>>().await.is_err());
    })
    .await;
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[tokio::test]
async fn h14_text_json_is_read() {
    within(LIMIT, async {
        for kind in ["text/json", "Text/JSON; charset=utf-8"] {
            let server = HostileServer::start();
            let reply = Reply::status(200).header("content-type", kind).body("[]");
            server.on("GET", BANKS, [reply]);
            list_banks(&server.hasty_client()).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn h14_the_error_names_the_encoding_and_the_type_that_were_refused() {
    within(LIMIT, async {
        let problem = r#"{"type":"about:blank","title":"canary","status":200}"#;
        let html = Reply::status(200)
            .header("content-type", "text/html")
            .body("canary");
        let gzip = |reply: Reply| reply.header("content-encoding", "gzip");
        let table = [
            (
                gzip(Reply::json(200, packed("[]"))),
                "application/json, content encoding gzip",
            ),
            (gzip(Reply::json(200, "[]")), "content encoding gzip"),
            (
                Reply::json(200, "[]").header("content-encoding", "br, gzip canary"),
                "content encoding not shown",
            ),
            (
                Reply::status(200)
                    .header("content-type", "application/problem+json")
                    .body(problem),
                "a problem instead of an answer",
            ),
            (html, "content type text/html"),
        ];
        for (reply, words) in table {
            let server = HostileServer::start();
            server.on("GET", BANKS, [reply.clone()]);
            server.on("POST", CUSTOMERS, [reply]);
            let client = server.hasty_client();
            for error in [
                list_banks(&client).await.unwrap_err(),
                create_customer(&client).await.unwrap_err(),
            ] {
                assert!(error.is_decode() && !error.is_retryable(), "{error}");
                assert!(error.to_string().contains(words), "{words}: {error}");
                // That the request was answered with 2xx is known.
                assert!(!error.is_outcome_unknown(), "{error}");
                assert!(!whole_text(&error).contains("canary"), "{error}");
            }
            assert_eq!(server.seen_count(), 2);
        }
        let server = HostileServer::start();
        server.on("GET", BANKS, [gzip(Reply::json(400, packed("{}")))]);
        let error = list_banks(&server.hasty_client()).await.unwrap_err();
        assert!(
            error.to_string().contains("content encoding gzip"),
            "{error}"
        );
        let reply = Reply::json(200, "[]").header("content-encoding", "identity");
        server.on("GET", BANKS, [reply]);
        list_banks(&server.hasty_client()).await.unwrap();
    })
    .await;
}
