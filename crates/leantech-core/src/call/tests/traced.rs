//! What the span of a call says at its end.

use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

use super::server::{Server, answer};
use super::{FAILED, GOOD, LIST, Wrapped};
use crate::call::Call;

/// Writes down what is recorded on the spans of one name after they have begun, and for attempts also
/// what they begin with.
#[derive(Clone)]
struct Notes {
    of: &'static str,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Notes {
    fn of(of: &'static str) -> Self {
        Self {
            of,
            lines: Arc::default(),
        }
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == self.of
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        if self.of == "lean_attempt" {
            attributes.record(&mut Visitor(self));
        }
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Visitor(self));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Visitor<'a>(&'a Notes);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let line = format!("{}={value:?}", field.name());
        self.0.lines.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn the_span_says_how_the_result_failed() {
    let notes = Notes::of("lean_call");
    let guard = subscriber::set_default(notes.clone());
    let server = Server::of_json(&[GOOD, FAILED, FAILED, "7"]);
    let call = Call::new(&server.session(), &LIST);
    call.clone().send_payload::<Wrapped>().await.unwrap();
    let good = notes.take();
    assert_eq!(
        good,
        [
            "http.response.status_code=200",
            "lean.correlation_id=\"c-7\""
        ]
    );
    call.clone().send_payload::<Wrapped>().await.unwrap_err();
    call.clone().send_envelope::<Wrapped>().await.unwrap();
    call.send::<String>().await.unwrap_err();
    drop(guard);
    let all = notes.take();
    let of = |field: &str| {
        let of_field = all.iter().filter(|line| line.starts_with(field));
        of_field.map(String::as_str).collect::<Vec<_>>()
    };
    let expected = [
        "error.type=\"result\"",
        "error.type=\"result\"",
        "error.type=\"decode\"",
    ];
    assert_eq!(of("error.type="), expected);
    assert_eq!(of("lean.code="), ["lean.code=\"BANK_ISSUE\""; 2]);
    assert_eq!(of("http.response"), ["http.response.status_code=200"; 3]);
}

#[tokio::test]
async fn each_attempt_has_a_span_with_the_names_of_the_conventions() {
    let notes = Notes::of("lean_attempt");
    let guard = subscriber::set_default(notes.clone());
    let server = Server::start(vec![answer("503 Busy", "{}"), answer("200 OK", GOOD)]);
    Call::new(&server.session(), &LIST)
        .send_payload::<Wrapped>()
        .await
        .unwrap();
    drop(guard);
    let lines = notes.take();
    let first = [
        r#"otel.name="GET /banks/v1/""#,
        r#"otel.kind="client""#,
        r#"http.request.method="GET""#,
        r#"url.template="/banks/v1/""#,
        r#"server.address="127.0.0.1""#,
    ];
    assert_eq!(lines.get(..5), Some(&first.map(str::to_owned)[..]));
    let of = |field: &str| -> Vec<&str> {
        let of_field = lines.iter().filter(|line| line.starts_with(field));
        of_field.map(String::as_str).collect()
    };
    assert_eq!(of("server.port=").len(), 2);
    assert_eq!(
        of("http.response.status_code="),
        [
            "http.response.status_code=503",
            "http.response.status_code=200"
        ]
    );
    assert_eq!(
        of("http.request.resend_count="),
        ["http.request.resend_count=1"]
    );
    assert_eq!(of("error.type="), ["error.type=503"]);
}
