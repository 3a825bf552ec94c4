//! What the values of a call become.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use reqwest::Request;
use serde::Serialize;
use serde_json::json;

use super::{CANARY, CREATE, LIST};
use crate::call::{Call, JSON};
use crate::session::base_url::Base;
use crate::{
    CustomerId, Error, ErrorKind, ExactDecimal, IdempotencyKey, Operation, Region, Session,
    Timestamp,
};

const SERVER: &str = "http://lean.example";

fn session() -> Session {
    Session::builder(SERVER, reqwest::Client::new()).build()
}

fn call(operation: &'static Operation) -> Call {
    Call::new(&session(), operation)
}

/// A call that has what it needs.
fn whole() -> Call {
    call(&CREATE)
        .path::<CustomerId>("thing_id", "t/1")
        .path::<u8>("part_id", 7)
        .field::<String>("app_user_id", "user")
        .field::<ExactDecimal>("amount", "10.000")
}

fn request(call: &Call) -> Result<Request, Error> {
    let draft = call.draft(Some(JSON));
    draft.and_then(|draft| draft.request(&Base::read(SERVER), None, &HeaderMap::new()))
}

fn url(call: &Call) -> String {
    request(call).map_or_else(|error| error.to_string(), |found| found.url().to_string())
}

fn body(call: &Call) -> String {
    request(call).map_or_else(
        |error| error.to_string(),
        |found| {
            let bytes = found.body().and_then(reqwest::Body::as_bytes);
            String::from_utf8_lossy(bytes.unwrap_or(b"[none]")).into_owned()
        },
    )
}

fn fault(call: &Call) -> String {
    request(call).err().map_or_else(String::new, |error| {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    })
}

#[test]
fn all_that_is_missing_or_does_not_convert_is_told_at_once() {
    let call = call(&CREATE)
        .path::<CustomerId>("thing_id", "..")
        .query::<u32>("page", -1)
        .field::<ExactDecimal>("amount", CANARY)
        .header::<IdempotencyKey>("idempotency-key", "a b");
    let told = fault(&call);
    assert_eq!(
        told,
        "could not call Lean: the request is not valid: app_user_id is missing; part_id is missing; \
         thing_id: an id must not be \".\" or \"..\"; \
         page: out of range integral type conversion attempted; \
         amount: not a decimal number; \
         idempotency-key: an idempotency key must be 1 to 255 visible ASCII characters"
    );
}

#[test]
fn a_second_value_replaces_the_first_also_where_one_of_them_is_wrong() {
    let call = whole().field::<ExactDecimal>("amount", "wrong");
    assert!(fault(&call).contains("amount: "));
    let call = call.field::<ExactDecimal>("amount", "5");
    assert_eq!(body(&call), r#"{"app_user_id":"user","amount":5}"#);
}

#[test]
fn ids_of_a_path_keep_its_segments() {
    assert_eq!(url(&whole()), "http://lean.example/things/t%2F1/7");
}

#[test]
fn what_looks_like_a_parameter_in_an_id_stays_an_id() {
    let call = whole().path::<String>("thing_id", "{part_id}");
    assert_eq!(url(&call), "http://lean.example/things/%7Bpart_id%7D/7");
}

#[test]
fn values_of_a_query_are_encoded_and_lists_are_repeated() {
    let call = call(&LIST)
        .query::<String>("a", "b c&d=e+ش")
        .query::<Vec<u8>>("list", vec![1, 2])
        .query::<bool>("yes", true)
        .query::<Vec<u8>>("none", Vec::new())
        .query::<ExactDecimal>("amount", "10.000");
    let expected = "http://lean.example/banks/v1/?a=b+c%26d%3De%2B%D8%B4&list=1&list=2&yes=true\
                    &amount=10.000";
    assert_eq!(url(&call), expected);
}

#[test]
fn a_query_of_nothing_leaves_the_address_alone() {
    let call = call(&LIST)
        .query::<Option<u8>>("a", None::<u8>)
        .query::<Vec<u8>>("list", Vec::new());
    assert_eq!(url(&call), "http://lean.example/banks/v1/");
}

#[test]
fn a_null_is_as_missing_as_a_parameter_that_is_not_set() {
    const SEARCH: Operation =
        Operation::new("search", "things", "GET", "/things").with_required(&["name"]);
    let call = call(&SEARCH).query::<Option<u8>>("name", None::<u8>);
    assert!(fault(&call).ends_with(": name is missing"));
}

#[test]
fn an_object_cannot_stand_in_a_query_and_its_values_are_not_told() {
    let call = call(&LIST).query::<serde_json::Value>("filter", json!([{ "iban": CANARY }]));
    let told = fault(&call);
    assert!(
        told.ends_with("filter: it cannot be written in a query"),
        "{told}"
    );
}

#[test]
fn a_header_that_cannot_be_carried_is_a_fault_and_is_not_told() {
    let call = call(&LIST)
        .header::<String>("customer-ip", format!("{CANARY}\r\n"))
        .query::<u8>("page", 300);
    let told = fault(&call);
    assert!(
        told.contains("customer-ip: it holds characters that a header cannot carry; page: "),
        "{told}"
    );
    assert!(!told.contains(CANARY));
}

#[test]
fn headers_go_out_under_their_names() {
    let call = call(&LIST)
        .header::<String>("Customer-IP", "192.0.2.1")
        .header::<IdempotencyKey>("idempotency-key", IdempotencyKey::random())
        .header::<IdempotencyKey>("idempotency-key", "key-1");
    let request = request(&call).unwrap();
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    assert_eq!(header("customer-ip"), Some("192.0.2.1"));
    assert_eq!(header("idempotency-key"), Some("key-1"));
    assert_eq!(header("accept"), Some("application/json"));
    assert_eq!(header("content-type"), None);
}

#[test]
fn fields_are_written_in_their_order_and_money_keeps_its_digits() {
    assert_eq!(body(&whole()), r#"{"app_user_id":"user","amount":10.000}"#);
}

#[derive(Serialize)]
struct Thing {
    amount: ExactDecimal,
    app_user_id: &'static str,
    parts: Vec<u8>,
}

fn thing() -> Thing {
    Thing {
        amount: "12.30".parse().unwrap(),
        app_user_id: "a \"quoted\" }",
        parts: vec![1],
    }
}

#[test]
fn fields_can_be_set_after_a_whole_body() {
    let call = whole().body::<Thing>(thing());
    let expected = r#"{"amount":12.30,"app_user_id":"a \"quoted\" }","parts":[1]}"#;
    assert_eq!(body(&call), expected);
    let call = call.field::<String>("app_user_id", "other");
    let expected = r#"{"amount":12.30,"app_user_id":"other","parts":[1]}"#;
    assert_eq!(body(&call), expected);
}

const SWITCH: Operation = Operation::new("switch", "things", "PUT", "/switches")
    .with_body()
    .with_required(&["body"]);

#[test]
fn a_list_is_a_body_as_it_is_and_has_no_fields() {
    let list = call(&SWITCH).body::<Vec<u8>>(vec![1, 2]);
    assert_eq!(body(&list), "[1,2]");
    let told = fault(&list.field::<u8>("a", 1));
    assert!(told.ends_with("a: the body is not an object, so it has no fields"));
    assert!(fault(&call(&SWITCH)).ends_with(": body is missing"));
}

#[test]
fn a_body_that_is_any_object_is_there_when_it_is_empty_as_well() {
    let given = |value: serde_json::Value| body(&call(&SWITCH).body::<serde_json::Value>(value));
    assert_eq!(given(json!({})), "{}");
    assert_eq!(given(json!({ "a": 1 })), r#"{"a":1}"#);
    assert_eq!(given(json!({ "body": 1 })), r#"{"body":1}"#);
}

#[test]
fn a_body_that_does_not_convert_is_told_without_its_fields() {
    let told = fault(&whole().body::<u8>(300));
    assert_eq!(
        told,
        "could not call Lean: the request is not valid: body: out of range integral type conversion attempted"
    );
}

/// A value that tells itself when it cannot be written.
struct Telltale;

impl Serialize for Telltale {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(CANARY))
    }
}

#[test]
fn a_value_that_cannot_be_written_is_a_fault_and_is_not_told() {
    let told = fault(&whole().field::<Telltale>("part", Telltale));
    assert!(
        told.ends_with("part: it cannot be written as JSON"),
        "{told}"
    );
}

#[test]
fn a_body_of_which_nothing_is_set_is_an_empty_object() {
    const OPTIONAL: Operation = Operation::new("ask", "things", "POST", "/ask").with_body();
    const BARE: Operation = Operation::new("start", "things", "POST", "/start");
    assert_eq!(body(&call(&OPTIONAL)), "{}");
    assert_eq!(body(&call(&BARE)), "[none]");
}

#[test]
fn a_form_is_written_as_a_form() {
    const TOKEN: Operation = Operation::new("token", "auth", "POST", "/token").with_form();
    let call = call(&TOKEN)
        .field::<String>("client_secret", "a&b=ش")
        .field::<Option<u8>>("none", None::<u8>)
        .field::<ExactDecimal>("amount", "10.000");
    assert_eq!(body(&call), "client_secret=a%26b%3D%D8%B4&amount=10.000");
    let request = request(&call).unwrap();
    let media_type = request.headers().get("content-type");
    assert_eq!(media_type.unwrap(), "application/x-www-form-urlencoded");
    let told = fault(&call.field::<serde_json::Value>("x", json!({ "a": 1 })));
    assert!(
        told.ends_with("x: it cannot be written in a form"),
        "{told}"
    );
}

#[tokio::test]
async fn a_call_outside_its_countries_fails_before_a_token_is_fetched() {
    let tokens = std::sync::Arc::new(NoTokens);
    let session = session().to_builder().tokens(tokens);
    let session = session.region(Region::UnitedArabEmirates).build();
    let error = Call::new(&session, &CREATE).send::<u8>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "could not create thing: the request is not valid: Lean does not have this operation in the United Arab \
         Emirates, which the client is set up for; call it with a client whose environment is in \
         Saudi Arabia"
    );
}

#[tokio::test]
async fn a_call_with_a_fault_fails_before_a_token_is_fetched() {
    let session = session().to_builder();
    let session = session.tokens(std::sync::Arc::new(NoTokens)).build();
    let call = Call::new(&session, &LIST).query::<u8>("page", 300);
    let error = call.send::<u8>().await.unwrap_err();
    let expected = "could not list banks: the request is not valid: \
                    page: out of range integral type conversion attempted";
    assert_eq!(
        (error.to_string().as_str(), error.attempts()),
        (expected, 0)
    );
}

/// Nobody may ask it.
#[derive(Debug)]
struct NoTokens;

impl crate::TokenSource for NoTokens {
    fn token<'a>(&'a self, _: &'a crate::Scope) -> crate::TokenFuture<'a> {
        Box::pin(async { Err(Error::configuration("a token was fetched")) })
    }
}

#[test]
fn s04_debug_shows_no_values() {
    let shown = format!("{:?}", whole().field::<String>("app_user_id", CANARY));
    assert_eq!(shown, r#"Call { operation: "createThing", .. }"#);
}

/// A conversion whose reason is its own.
struct Reason(&'static str);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

struct Never;

impl TryFrom<Never> for String {
    type Error = Reason;

    fn try_from(_: Never) -> Result<Self, Reason> {
        Err(Reason("it is closed on Fridays"))
    }
}

#[test]
fn the_reason_of_a_conversion_is_told_as_it_is() {
    let told = fault(&call(&LIST).query::<String>("day", Never));
    assert!(told.ends_with(": day: it is closed on Fridays"), "{told}");
}

#[test]
fn an_end_in_the_past_is_refused_before_sending() {
    let past = "2001-01-01T00:00:00+03:00";
    let told = fault(&whole().end("ends_at", past));
    assert_eq!(
        told,
        "could not call Lean: the request is not valid: ends_at: it is in the past; give a time in the future"
    );
    let told = fault(&whole().end_in("ends_at", Duration::ZERO));
    assert!(told.ends_with("give a time in the future"), "{told}");
    let told = fault(&whole().end_in("ends_at", Duration::MAX));
    assert!(told.ends_with("it ends after the year 9999"), "{told}");
    assert!(!body(&whole().end("ends_at", "9999-12-31T00:00:00Z")).is_empty());
}

#[test]
fn an_end_is_so_long_from_now_as_was_asked_for() {
    let hour = Duration::from_secs(3600);
    let before = Timestamp::now().checked_add(hour);
    let sent: serde_json::Value =
        serde_json::from_str(&body(&whole().end_in("ends_at", hour))).unwrap_or_default();
    let end = sent
        .get("ends_at")
        .and_then(|end| end.as_str())
        .and_then(|end| end.parse().ok());
    let after = Timestamp::now().checked_add(hour + Duration::from_secs(1));
    assert!(before <= end && end <= after, "{sent}");
}

#[test]
fn a_header_of_the_session_never_replaces_one_of_the_call() {
    let headers = HeaderMap::from_iter([
        (http::header::ACCEPT, "text/plain".parse().unwrap()),
        ("x-mine".parse().unwrap(), "mine".parse().unwrap()),
    ]);
    let draft = whole().draft(Some(JSON)).unwrap();
    let request = draft.request(&Base::read(SERVER), None, &headers).unwrap();
    let sent = request.headers();
    assert_eq!(sent.get(http::header::ACCEPT).unwrap(), JSON);
    assert_eq!(sent.get("x-mine").unwrap(), "mine");
}
