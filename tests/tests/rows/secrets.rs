//! Rows S1 to S3 and S5 of the reliability table: hostile addresses, hostile ids, and what errors
//! say of them.

use std::time::Duration;

use leantech::{
    AccountId, AppUserId, Client, ClientCredentials, ConsentId, CustomerId, EntityId, Environment,
    EnvironmentFault, Error, ErrorKind, RetryPolicy,
};
use leantech_tests::hostile::{
    CLIENT_SECRET, HostileServer, Reply, ReservedPort, TOKEN_PATH, whole_text, within,
};
use serde_json::json;

/// The outer limit of a test.
const LIMIT: Duration = Duration::from_secs(50);

#[test]
fn s01_address_that_could_leak_the_secret_is_refused() {
    use EnvironmentFault::{NotAUrl, NotLoopback, PlainHttp, QueryOrFragment, Scheme, UserInfo};
    // An address, and what is wrong with it for Lean's hosts and for an emulator.
    let table = [
        ("https://api.example.com", None, Some(NotLoopback)),
        ("http://api.example.com", Some(PlainHttp), Some(NotLoopback)),
        (
            "http://localhost.evil.com",
            Some(PlainHttp),
            Some(NotLoopback),
        ),
        ("http://127.0.0.1.evil", Some(PlainHttp), Some(NotLoopback)),
        (
            "http://127.0.0.1.evil.com:8080",
            Some(PlainHttp),
            Some(NotLoopback),
        ),
        ("http://evil.com\\@127.0.0.1", Some(NotAUrl), Some(NotAUrl)),
        ("http://10.0.0.1", Some(PlainHttp), Some(NotLoopback)),
        ("http://0.0.0.0", Some(PlainHttp), Some(NotLoopback)),
        ("http://[::]", Some(PlainHttp), Some(NotLoopback)),
        (
            "http://[::ffff:10.0.0.1]",
            Some(PlainHttp),
            Some(NotLoopback),
        ),
        ("https://user:pw@host", Some(UserInfo), Some(UserInfo)),
        ("https://user@host", Some(UserInfo), Some(UserInfo)),
        ("http://127.0.0.1@evil.com", Some(UserInfo), Some(UserInfo)),
        ("http://@127.0.0.1", Some(UserInfo), Some(UserInfo)),
        (
            "https://host?key=canary",
            Some(QueryOrFragment),
            Some(QueryOrFragment),
        ),
        (
            "https://host/#canary",
            Some(QueryOrFragment),
            Some(QueryOrFragment),
        ),
        ("ftp://127.0.0.1", Some(Scheme), Some(Scheme)),
        ("file:///etc/passwd", Some(Scheme), Some(Scheme)),
        ("127.0.0.1:8080", Some(NotAUrl), Some(NotAUrl)),
        ("https://", Some(NotAUrl), Some(NotAUrl)),
        ("", Some(NotAUrl), Some(NotAUrl)),
        ("https://ho\nst", Some(NotAUrl), Some(NotAUrl)),
        ("http://127.0.0.1", Some(PlainHttp), None),
        ("http://127.0.0.1:8080/", Some(PlainHttp), None),
        ("http://[::1]:8080", Some(PlainHttp), None),
        ("http://localhost", Some(PlainHttp), None),
        ("HTTP://LOCALHOST", Some(PlainHttp), None),
        ("https://127.0.0.1", None, None),
    ];
    for (address, for_lean, for_emulator) in table {
        let good = "https://good.example.com";
        for (result, expected) in [
            (Environment::custom(good, address), for_lean),
            (Environment::custom(address, good), for_lean),
            (Environment::emulator(address), for_emulator),
        ] {
            let text = format!("{result:?}");
            assert_eq!(
                result.err().map(|error| error.fault()),
                expected,
                "{address:?}"
            );
            assert!(!text.contains("canary") && !text.contains("user"), "{text}");
        }
    }
}

/// Pieces that somebody tried before.
const PIECES: [&str; 40] = [
    "..",
    ".",
    "/",
    "\\",
    "a",
    "..\\..\\oauth2",
    "../",
    "..%2f",
    "%2e",
    "%2E%2e",
    "%2f",
    "%5c",
    "%00",
    "%",
    "%zz",
    "?",
    "?x=y",
    "#",
    "#f",
    "&",
    "=",
    "+",
    ";",
    ":",
    "@",
    "//evil.com",
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\u{7f}",
    "é",
    "🏦",
    "\u{202e}",
    "\u{feff}",
    "\u{ff0e}\u{ff0e}",
    "\u{2215}",
    "\"",
    "{}",
];

/// A few pieces in a row; now and then very many.
fn hostile_id(random: &mut fastrand::Rng) -> String {
    let count = if random.u32(..200) == 0 {
        4_000
    } else {
        random.usize(..5)
    };
    (0..count)
        .map(|_| PIECES[random.usize(..PIECES.len())])
        .collect()
}

/// Calls one of the operations that take ids in their path, each id read from an answer and so
/// never checked before.
async fn call(client: &Client, which: usize, id: &str) -> Error {
    fn read<T: serde::de::DeserializeOwned>(id: &str) -> T {
        serde_json::from_value(json!(id)).unwrap()
    }
    let customer: CustomerId = read(id);
    let consent: ConsentId = read(id);
    let entity: EntityId = read(id);
    let result = match which {
        0 => client
            .customers()
            .get_customer_by_id(customer)
            .send()
            .await
            .map(|_| ()),
        1 => {
            let app_user: AppUserId = read(id);
            let call = client.customers().get_customer_by_app_user_id(app_user);
            call.send().await.map(|_| ())
        }
        2 => {
            let consents = client.consents();
            let call = consents.get_customer_consent_by_id(customer, consent);
            call.send().await.map(|_| ())
        }
        3 => {
            let call = client.entities().get_entity_by_id(customer, entity);
            call.send().await.map(|_| ())
        }
        _ => {
            let account: AccountId = read(id);
            let call = client.data().fetch_balances(account).entity_id(entity);
            call.send().await.map(|_| ())
        }
    };
    result.unwrap_err()
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// Sends one call and looks at what came over the wire, if anything did.
async fn check_segments(server: &HostileServer, client: &Client, which: usize, id: &str) -> bool {
    let before = server.seen_count();
    let error = call(client, which, id).await;
    assert!(!whole_text(&error).contains("canary"));
    if error.kind() == ErrorKind::InvalidRequest {
        assert_eq!(server.seen_count(), before, "{id:?}");
        let is_step = id.is_empty() || id == "." || id == ".." || id.len() > 1_020;
        assert!(is_step, "{id:?} was refused");
        return false;
    }
    assert!(error.is_not_found(), "{id:?}: {error}");
    assert_eq!(server.seen_count(), before + 1);
    let seen = server.last_seen().expect("a request");
    let template = error.operation().expect("named").path;
    let (path, template): (Vec<_>, Vec<_>) = (
        seen.path().split('/').collect(),
        template.split('/').collect(),
    );
    assert_eq!(path.len(), template.len(), "{:?} for {id:?}", seen.target);
    for (sent, meant) in path.iter().zip(template) {
        if meant.starts_with('{') {
            assert_eq!(decoded(sent), id);
            assert!(*sent != "." && *sent != "..");
        } else {
            assert_eq!(*sent, meant);
        }
    }
    true
}

#[tokio::test]
async fn s02_id_is_one_segment_of_the_path_whatever_it_holds() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let client = server.hasty_client();
        let long = "a".repeat(10_000);
        let known = [
            "..",
            ".",
            "",
            "a/b",
            "..\\..\\oauth2",
            "%2e%2e",
            "%2e",
            "a?x",
            "a#f",
            "a\0b",
            "a\nb",
            &long,
            "\u{202e}abc",
            "🏦",
            "/",
            "//",
            "\\",
            "a b",
            "a%2fb",
            "a;b",
            "...",
            ".a",
            "~",
        ];
        for id in known {
            for which in 0..5 {
                check_segments(&server, &client, which, id).await;
            }
        }
        let mut random = fastrand::Rng::with_seed(0x1ea7);
        let mut sent = 0;
        for number in 0..10_000 {
            let id = hostile_id(&mut random);
            sent += u32::from(check_segments(&server, &client, number % 5, &id).await);
        }
        assert!(sent > 5_000, "{sent}");
    })
    .await;
}

#[test]
fn s02_id_that_is_made_from_text_is_checked_at_once() {
    let long = "a".repeat(1_021);
    for id in ["..", ".", "", &long] {
        assert!(id.parse::<CustomerId>().is_err() && id.parse::<AppUserId>().is_err());
        assert!(id.parse::<EntityId>().is_err() && id.parse::<ConsentId>().is_err());
    }
}

#[tokio::test]
async fn s03_id_of_the_application_arrives_byte_for_byte() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on_each("POST", "/customers/v1/", |seen| {
            let sent: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
            Reply::json(
                201,
                json!({"customer_id": "c", "app_user_id": sent["app_user_id"]}).to_string(),
            )
        });
        let client = server.hasty_client();
        for id in [
            "a\nb",
            "a\r\nx-injected: 1",
            "\"quoted\"",
            "\\",
            "a\0b",
            "\u{1}",
            "\u{7f}",
            "é🏦",
            "\u{202e}",
            "\u{2028}",
            "</script>",
            "' or 1=1",
            "{\"a\":1}",
            "a&b=c+d e%20",
            &"é".repeat(255),
        ] {
            let user: AppUserId = id.parse().unwrap();
            let create = client.customers().create_customer().app_user_id(&user);
            let made = create.send().await.unwrap();
            assert_eq!(made.app_user_id, user, "{id:?}");
            let find = client.customers().get_customer_by_app_user_id(&user);
            assert!(find.send().await.unwrap_err().is_not_found());
            let find = client
                .data()
                .fetch_accounts()
                .entity_id("e")
                .meta(id.to_owned());
            assert!(find.send().await.unwrap_err().is_not_found());
            let (by_path, by_query) = {
                let seen = server.seen();
                (seen[seen.len() - 2].clone(), seen[seen.len() - 1].clone())
            };
            assert_eq!(decoded(by_path.path().rsplit('/').next().unwrap()), id);
            let meta = by_query.query("meta").unwrap().replace('+', " ");
            assert_eq!(decoded(&meta), id);
            for seen in server.seen() {
                assert!(seen.header("x-injected").is_none());
                assert!(
                    seen.headers.iter().all(|(_, value)| value != id),
                    "{id:?} in a header"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn s03_text_that_is_unfit_for_a_header_is_refused() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let client = server.hasty_client();
        for text in ["canary\r\nx-injected: 1", "canary\n", "canary\0"] {
            let call = client.data().fetch_accounts().entity_id("e");
            let error = call
                .lean_correlation_id(text.to_owned())
                .send()
                .await
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(!whole_text(&error).contains("canary"), "{error:?}");
        }
        assert_eq!(server.connections(), 0);
    })
    .await;
}

#[tokio::test]
async fn s03_megabyte_of_an_id_and_half_a_character_are_refused() {
    within(LIMIT, async {
        assert!("x".repeat(1 << 20).parse::<AppUserId>().is_err());
        let server = HostileServer::start();
        let client = server.hasty_client();
        for id in [r"\ud800", r"\udc00\ud800", r"\ud83c", r"\u12"] {
            let body = format!(r#"{{"customer_id":"c","app_user_id":"{id}"}}"#);
            server.on("GET", "/customers/v1/*", [Reply::json(200, body)]);
            let error = call(&client, 0, "c").await;
            assert!(error.is_decode(), "{id}: {error}");
        }
    })
    .await;
}

#[tokio::test]
async fn s05_error_of_a_broken_connection_holds_no_address_with_secrets() {
    within(LIMIT, async {
        let port = ReservedPort::take();
        let stem = format!("{}/canary-stem", port.url());
        let without_retry = |url: &str| {
            Client::builder(Environment::emulator(url).unwrap())
                .credentials(ClientCredentials::new("canary-id", CLIENT_SECRET))
                .retry(RetryPolicy::none())
                .build()
                .unwrap()
        };
        // Refused, and later reset, hanging up, redirecting and sending nonsense.
        let mut errors = vec![call(&without_retry(&stem), 0, "canary-customer").await];
        let server = port.open();
        let replies = [
            Reply::reset(),
            Reply::raw("HTTP/1.1 2"),
            Reply::raw("nonsense\r\n\r\n"),
            Reply::status(307).header("location", "http://other.example/canary"),
            Reply::json(200, "{")
                .body_announced_as("{", 100)
                .then_reset(),
            Reply::json(
                400,
                r#"{"error":"invalid_request","error_description":"canary"}"#,
            ),
        ];
        for reply in replies {
            server.on(
                "POST",
                &format!("/canary-stem{TOKEN_PATH}"),
                [reply.clone()],
            );
            errors.push(call(&without_retry(&stem), 0, "canary-customer").await);
            // The same from the API itself, where ids are in the path and in the query.
            let client = server.hasty_client().with_retry(RetryPolicy::none());
            server.on("GET", "/*", [reply]);
            for which in 0..5 {
                errors.push(call(&client, which, "canary-customer").await);
            }
        }
        for error in &errors {
            let text = whole_text(error);
            assert!(std::error::Error::source(error).is_some() || error.status().is_some());
            assert!(
                !text.contains("canary") && !text.contains(CLIENT_SECRET),
                "{text}"
            );
        }
        assert!(errors[0].is_token() && errors.len() == 37);
    })
    .await;
}
