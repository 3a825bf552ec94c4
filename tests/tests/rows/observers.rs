//! What a service's metrics are told: every attempt, every call, every renewal.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use leantech::{
    AttemptEvent, CallEvent, ClientCredentials, Environment, ErrorKind, Observer, RenewalEvent,
};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{
    BANKS, FixedToken, HostileServer, Reply, create_customer, list_banks, within,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Writes down what it is told.
#[derive(Debug, Default)]
struct Notebook(Mutex<Vec<String>>);

impl Notebook {
    fn write(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn failed(kind: Option<ErrorKind>) -> String {
    kind.map_or_else(|| "well".to_owned(), |kind| format!("{kind:?}"))
}

impl Observer for Notebook {
    fn attempt(&self, event: &AttemptEvent) {
        let status = event.status.unwrap_or_default();
        let end = failed(event.failure);
        self.write(format!(
            "attempt {} of {}: {status} {end}",
            event.attempt, event.operation.id
        ));
    }

    fn call(&self, event: &CallEvent) {
        let end = failed(event.failure);
        self.write(format!(
            "call of {}: {} attempts, {end}",
            event.operation.id, event.attempts
        ));
    }

    fn renewal(&self, event: &RenewalEvent) {
        self.write(format!(
            "token for {}: {}",
            event.scope,
            failed(event.failure)
        ));
    }
}

#[tokio::test]
async fn every_attempt_and_every_call_is_told_with_its_end() {
    within(Duration::from_secs(20), async {
        let server = HostileServer::start();
        let notebook = Arc::new(Notebook::default());
        let lean = server
            .client_with_token()
            .observer(notebook.clone())
            .build()
            .unwrap();
        server.on(
            "GET",
            "/banks/v1/",
            [Reply::status(503), Reply::json(200, "[]")],
        );
        list_banks(&lean).await.unwrap();
        assert_eq!(
            notebook.lines(),
            [
                "attempt 1 of listBanks: 503 well",
                "attempt 2 of listBanks: 200 well",
                "call of listBanks: 2 attempts, well",
            ]
        );
        server.on("POST", "/customers/v1/", [Reply::reset()]);
        create_customer(&lean).await.unwrap_err();
        assert_eq!(
            notebook.lines(),
            [
                "attempt 1 of createCustomer: 0 Transport",
                "call of createCustomer: 1 attempts, Transport",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_renewal_is_told_once_however_many_calls_follow() {
    let sandbox = Sandbox::start().await.unwrap();
    let credentials = ClientCredentials::new(sandbox.client_id(), sandbox.client_secret());
    let notebook = Arc::new(Notebook::default());
    let lean = leantech::Client::builder(Environment::emulator(sandbox.base_url()).unwrap())
        .credentials(credentials)
        .observer(notebook.clone())
        .build()
        .unwrap();
    list_banks(&lean).await.unwrap();
    list_banks(&lean).await.unwrap();
    let lines = notebook.lines();
    let renewals: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("token"))
        .collect();
    assert_eq!(renewals, ["token for api: well"]);
}

/// Remembers which attempts were answered with the id of another request.
#[derive(Debug, Default)]
struct Foreign(Mutex<Vec<bool>>);

impl Observer for Foreign {
    fn attempt(&self, event: &AttemptEvent) {
        self.0.lock().unwrap().push(event.has_foreign_id);
    }
}

#[tokio::test]
async fn an_answer_with_the_id_of_another_request_is_told() {
    within(Duration::from_secs(20), async {
        let answer = |id: &str| {
            format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
                 lean-correlation-id: {id}\r\n\r\n[]"
            )
        };
        let server = HostileServer::start();
        let foreign = Arc::new(Foreign::default());
        let lean = server.client_with_token().observer(foreign.clone());
        let lean = lean.build().unwrap();
        let call = async |id: &str| {
            let lean = lean.with_correlation_id(id).unwrap();
            list_banks(&lean).await.unwrap();
            // The server closes after each answer, so an attempt may find its connection closed.
            std::mem::take(&mut *foreign.0.lock().unwrap()).contains(&true)
        };
        server.on("GET", BANKS, [Reply::raw(answer("first"))]);
        assert!(!call("first").await);
        // The late answer to a request before it.
        assert!(call("second").await);
        // An answer without an id tells nothing, and neither does a request without one.
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        assert!(!call("third").await);
        server.on("GET", BANKS, [Reply::raw(answer("first"))]);
        list_banks(&lean).await.unwrap();
        assert!(!foreign.0.lock().unwrap().contains(&true));
    })
    .await;
}

#[tokio::test]
async fn a_second_answer_that_comes_late_on_a_pooled_connection_is_told() {
    within(Duration::from_secs(20), async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer_twice(stream));
            }
        });
        let foreign = Arc::new(Foreign::default());
        let lean = leantech::Client::builder(Environment::emulator(&url).unwrap())
            .token_source(Arc::new(FixedToken::default()))
            .observer(foreign.clone())
            .build()
            .unwrap();
        // Sooner or later one comes between two calls, and is taken for the answer to the second.
        for number in 0..5_000 {
            let lean = lean.with_correlation_id(&format!("call-{number}")).unwrap();
            let _ = list_banks(&lean).await;
            if foreign
                .0
                .lock()
                .unwrap()
                .iter()
                .any(|is_foreign| *is_foreign)
            {
                return;
            }
        }
        panic!("no late answer was told");
    })
    .await;
}

/// Answers each request twice, with its own id, the second time a moment later.
async fn answer_twice(mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = [0; 4_096];
    loop {
        let read = stream.read(&mut head).await?;
        if read == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&head[..read]);
        let mut lines = text.lines();
        let id = lines.find_map(|line| line.strip_prefix("lean-correlation-id: "));
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
             lean-correlation-id: {}\r\n\r\n[]",
            id.unwrap_or_default()
        );
        stream.write_all(answer.as_bytes()).await?;
        tokio::time::sleep(Duration::from_micros(fastrand::u64(0..400))).await;
        stream.write_all(answer.as_bytes()).await?;
    }
}
