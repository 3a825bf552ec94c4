//! What the span of a call says at its end.

use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

use super::server::Server;
use super::{FAILED, GOOD, LIST, Wrapped};
use crate::call::Call;

/// Writes down what is recorded on spans after they have begun, and when they are closed.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == "lean_call"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
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
        self.0.0.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn the_span_says_how_the_result_failed() {
    let notes = Notes::default();
    let guard = subscriber::set_default(notes.clone());
    let server = Server::of_json(&[GOOD, FAILED, FAILED, "7"]);
    let call = Call::new(&server.session(), &LIST);
    call.clone().send_payload::<Wrapped>().await.unwrap();
    let good = std::mem::take(&mut *notes.0.lock().unwrap());
    assert_eq!(good, ["status=200", "correlation_id=\"c-7\""]);
    call.clone().send_payload::<Wrapped>().await.unwrap_err();
    call.clone().send_envelope::<Wrapped>().await.unwrap();
    call.send::<String>().await.unwrap_err();
    drop(guard);
    let all = notes.0.lock().unwrap();
    let of = |field: &str| {
        let of_field = all.iter().filter(|line| line.starts_with(field));
        of_field.map(String::as_str).collect::<Vec<_>>()
    };
    let expected = ["failure=Result", "failure=Result", "failure=Decode"];
    assert_eq!(of("failure="), expected);
    assert_eq!(of("code="), ["code=\"BANK_ISSUE\""; 2]);
    assert_eq!(of("status="), ["status=200"; 3]);
}
