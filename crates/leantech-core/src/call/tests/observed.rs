//! What observers are told of calls: the end that the caller sees, or would see of the payload.

use std::sync::{Arc, Mutex};

use futures_util::StreamExt;

use super::server::Server;
use super::{CREATE, FAILED, GOOD, LIST, PENDING, Wrapped};
use crate::call::Call;
use crate::call::paging::{PageInfo, PagedAnswer, items};
use crate::{CallEvent, Envelope, Error, ErrorKind, Observer, Session};

#[derive(Debug, Default)]
struct Told(Mutex<Vec<(u32, Option<ErrorKind>)>>);

impl Observer for Told {
    fn call(&self, event: &CallEvent<'_>) {
        let told = (event.attempts, event.failure);
        self.0.lock().unwrap().push(told);
    }
}

fn observed(server: &Server) -> (Session, Arc<Told>) {
    let told = Arc::new(Told::default());
    let session = server.session().to_builder().observer(told.clone());
    (session.build(), told)
}

fn told(told: &Told) -> Vec<(u32, Option<ErrorKind>)> {
    std::mem::take(&mut *told.0.lock().unwrap())
}

#[tokio::test]
async fn observers_see_the_failure_of_a_result() {
    let server = Server::of_json(&[FAILED, PENDING, GOOD]);
    let (session, notes) = observed(&server);
    let call = Call::new(&session, &LIST);
    let failed = [(1, Some(ErrorKind::Result))];
    call.clone().send_payload::<Wrapped>().await.unwrap_err();
    assert_eq!(told(&notes), failed);
    call.clone().send_envelope::<Wrapped>().await.unwrap();
    assert_eq!(told(&notes), failed);
    call.send_envelope::<Wrapped>().await.unwrap();
    assert_eq!(told(&notes), [(1, None)]);
}

/// What an event says of the answer: status, code, correlation id.
type Seen = (Option<u16>, Option<String>, Option<String>);

#[derive(Debug, Default)]
struct Answers(Mutex<Vec<Seen>>);

impl Observer for Answers {
    fn call(&self, event: &CallEvent<'_>) {
        let code = event.code.map(ToString::to_string);
        let id = event.correlation_id.map(str::to_owned);
        self.0.lock().unwrap().push((event.status, code, id));
    }
}

#[tokio::test]
async fn observers_see_status_code_and_correlation_id_of_good_and_bad_answers() {
    let server = Server::of_json(&[GOOD, FAILED, "7"]);
    let answers = Arc::new(Answers::default());
    let session = server.session().to_builder().observer(answers.clone());
    let call = Call::new(&session.build(), &LIST);
    call.clone().send_payload::<Wrapped>().await.unwrap();
    call.clone().send_envelope::<Wrapped>().await.unwrap();
    call.send::<String>().await.unwrap_err();
    let seen = |code: Option<&str>| (Some(200), code.map(str::to_owned), Some("c-7".to_owned()));
    let expected = [seen(None), seen(Some("BANK_ISSUE")), seen(None)];
    assert_eq!(*answers.0.lock().unwrap(), expected);
}

#[tokio::test]
async fn observers_see_a_body_that_cannot_be_read() {
    let server = Server::of_json(&["7", "7"]);
    let (session, notes) = observed(&server);
    let call = Call::new(&session, &LIST);
    call.clone().send::<String>().await.unwrap_err();
    assert_eq!(told(&notes), [(1, Some(ErrorKind::Decode))]);
    call.send::<u8>().await.unwrap();
    assert_eq!(told(&notes), [(1, None)]);
}

#[tokio::test]
async fn observers_see_a_file_that_is_not_ready() {
    let server = Server::of_json(&["{}"]);
    let (session, notes) = observed(&server);
    let call = Call::new(&session, &LIST);
    assert!(call.download("application/pdf").await.is_err());
    assert_eq!(told(&notes), [(1, Some(ErrorKind::Result))]);
}

#[tokio::test]
async fn observers_are_not_told_of_what_was_never_sent() {
    let session = Session::builder("http://lean.example", reqwest::Client::new());
    let notes = Arc::new(Told::default());
    let session = session.observer(notes.clone()).build();
    Call::new(&session, &CREATE).send::<u8>().await.unwrap_err();
    assert_eq!(told(&notes), []);
}

impl PagedAnswer for Wrapped {
    type Item = u32;
    type Page = Vec<u32>;

    fn page_info(&self) -> PageInfo {
        PageInfo::default()
    }

    fn item_count(&self) -> usize {
        self.data.as_ref().map_or(0, Vec::len)
    }

    fn check(&self) -> Result<(), Error> {
        Envelope::check(self)
    }

    fn into_page(self) -> Result<Vec<u32>, Error> {
        self.into_result()
    }

    fn into_items(page: Vec<u32>) -> Vec<u32> {
        page
    }
}

#[tokio::test]
async fn observers_see_the_failed_page_of_a_stream() {
    let server = Server::of_json(&[FAILED]);
    let (session, notes) = observed(&server);
    let rows = items::<Wrapped>(Call::new(&session, &LIST), "page");
    let rows: Vec<_> = rows.collect().await;
    assert!(matches!(rows.as_slice(), [Err(_)]));
    assert_eq!(told(&notes), [(1, Some(ErrorKind::Result))]);
}
