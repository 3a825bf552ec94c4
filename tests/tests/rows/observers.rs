//! What a service's metrics are told: every attempt, every call, every renewal.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use leantech::{
    AttemptEvent, CallEvent, ClientCredentials, Environment, ErrorKind, Observer, RenewalEvent,
};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{HostileServer, Reply, create_customer, list_banks, within};

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
