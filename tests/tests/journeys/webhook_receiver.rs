//! The example of a receiver, between the sandbox's webhooks and its API, over real sockets.

#[path = "../../../crates/leantech/examples/webhook_receiver/receiver.rs"]
mod receiver;

use leantech_tests::sandbox::client_of;
use std::time::{Duration, Instant};

use leantech::consents::types::Permission;
use leantech::webhook::WebhookVerifier;
use leantech::{Client, EntityId, Redirect};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::within;
use leantech_tests::signing::signature;
use receiver::{Done, Worker, receiver};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const LIMIT: Duration = Duration::from_secs(30);

/// A sandbox that tells a receiver, and the receiver, whose worker does not work yet.
struct Scene {
    sandbox: Sandbox,
    lean: Client,
    worker: Worker,
    url: String,
}

impl Scene {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/lean", listener.local_addr().unwrap());
        let sandbox = Sandbox::builder()
            .webhook_url(&url)
            .webhook_secret("own-secret")
            .start()
            .await
            .unwrap();
        let lean = client_of(&sandbox).build().unwrap();
        let verifier = WebhookVerifier::new("own-secret").unwrap();
        let (router, worker) = receiver(verifier, lean.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            sandbox,
            lean,
            worker,
            url,
        }
    }

    /// A customer connects a bank; gives the bank's consent and the entity.
    async fn connect(&self) -> (String, EntityId) {
        let customer = self
            .lean
            .get_or_create_customer(&"somebody".parse().unwrap())
            .await
            .unwrap();
        let link = self
            .lean
            .consents()
            .create_connect_link()
            .customer_id(customer.customer_id)
            .bank_identifier("LEA1_SAMAOB_SAU")
            .success_redirect_url("https://example.com/back")
            .failure_redirect_url("https://example.com/back")
            .permissions(vec![Permission::Accounts, Permission::Balance])
            .send()
            .await
            .unwrap();
        let consent = link.bank_consent_id.unwrap();
        let back = self.sandbox.approve(&consent).unwrap();
        let entity = Redirect::parse(&back).unwrap();
        (consent, entity.entity_id().unwrap().parse().unwrap())
    }
}

/// Lets the worker work, and gives what it reports.
fn work(worker: Worker) -> mpsc::UnboundedReceiver<Done> {
    let (report, reports) = mpsc::unbounded_channel();
    tokio::spawn(worker.run(move |done| {
        let _ = report.send(done);
    }));
    reports
}

/// Delivers an event as Lean would, or as somebody else; gives the status and how long it took.
async fn deliver(url: &str, secret: &str, body: &str) -> (u16, Duration) {
    let begun = Instant::now();
    let answer = reqwest::Client::new()
        .post(url)
        .header("Lean-Signature", signature(secret, body.as_bytes()))
        .body(body.to_owned())
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), begun.elapsed())
}

#[tokio::test]
async fn the_sandboxs_webhooks_arrive_and_data_is_fetched_once_the_refresh_is_over() {
    within(LIMIT, async {
        let scene = Scene::open().await;
        let (consent, entity) = scene.connect().await;
        let mut reports = work(scene.worker);

        let Some(Done::Connected(connected)) = reports.recv().await else {
            panic!("the first event is of another kind")
        };
        assert_eq!(connected, entity);
        let Some(Done::Noted(noted)) = reports.recv().await else {
            panic!("data was fetched while the refresh went on")
        };
        assert_eq!(noted, "entity.data.refresh.updated");
        let Some(Done::Fetched(fetched, accounts)) = reports.recv().await else {
            panic!("the refresh is over and nothing was fetched")
        };
        assert_eq!(fetched, entity);
        assert!(accounts > 0);
        assert_eq!(scene.sandbox.requests_of("fetchAccounts"), 1);

        scene.sandbox.expire_consent(&consent).unwrap();
        let Some(Done::Noted(noted)) = reports.recv().await else {
            panic!("the end of the consent was not told")
        };
        assert_eq!(noted, "entity.updated");
    })
    .await;
}

#[tokio::test]
async fn a_delivery_is_acknowledged_while_nobody_works_and_worked_on_once() {
    within(LIMIT, async {
        let scene = Scene::open().await;
        let (_, entity) = scene.connect().await;
        let body = format!(
            r#"{{"type":"entity.data.refresh.updated","event_id":"again-and-again","message":"m",
            "payload":{{"refresh_id":"r-1","entity_id":"{entity}","status":"FINISHED"}}}}"#
        );
        for _ in 0..5 {
            let (status, took) = deliver(&scene.url, "own-secret", &body).await;
            assert_eq!(status, 200);
            assert!(took < Duration::from_secs(5), "{took:?}");
        }
        assert_eq!(scene.sandbox.requests_of("fetchAccounts"), 0);
        let mut reports = work(scene.worker);
        deliver(&scene.url, "own-secret", r#"{"type":"the.end"}"#).await;
        let (mut fetched, mut is_over) = (0, false);
        // The sandbox's own event of the end may come before or after.
        while !is_over || fetched < 2 {
            match reports.recv().await.unwrap() {
                Done::Fetched(..) => fetched += 1,
                Done::Noted(kind) if kind == "the.end" => is_over = true,
                Done::Connected(_) | Done::Malformed(..) | Done::Noted(_) => {}
                Done::Failed(_, error) => panic!("{error}"),
            }
        }
        // One by the sandbox's event, one by the five above.
        assert_eq!(fetched, 2);
        assert_eq!(scene.sandbox.requests_of("fetchAccounts"), 2);
    })
    .await;
}

#[tokio::test]
async fn what_lean_did_not_sign_is_refused_and_not_worked_on() {
    within(LIMIT, async {
        let scene = Scene::open().await;
        let body = r#"{"type":"entity.created","payload":{"id":"e-1"}}"#;
        assert_eq!(deliver(&scene.url, "guessed", body).await.0, 401);
        assert_eq!(deliver(&scene.url, "own-secret", "no json").await.0, 400);
        let unsigned = reqwest::Client::new().post(&scene.url).body(body);
        assert_eq!(unsigned.send().await.unwrap().status(), 401);
        let mut reports = work(scene.worker);
        deliver(&scene.url, "own-secret", r#"{"type":"the.end"}"#).await;
        let first = reports.recv().await.unwrap();
        assert!(matches!(first, Done::Noted(kind) if kind == "the.end"));
    })
    .await;
}

#[tokio::test]
async fn an_event_with_an_odd_payload_is_acknowledged_and_reported() {
    within(LIMIT, async {
        let scene = Scene::open().await;
        let body = r#"{"type":"entity.created","event_id":"ev-1","timestamp":17,"payload":[]}"#;
        assert_eq!(deliver(&scene.url, "own-secret", body).await.0, 200);
        let mut reports = work(scene.worker);
        let Some(Done::Malformed(key, error)) = reports.recv().await else {
            panic!("it was taken for something else")
        };
        assert_eq!(key.as_str(), "id:ev-1");
        assert_eq!(error.path(), "payload");
    })
    .await;
}

#[tokio::test]
async fn an_event_whose_work_cannot_succeed_is_reported_once_and_put_aside() {
    within(LIMIT, async {
        let scene = Scene::open().await;
        let body = r#"{"type":"entity.data.refresh.updated","event_id":"ev-1",
            "payload":{"refresh_id":"r-1","entity_id":"nobody","status":"FINISHED"}}"#;
        let mut reports = work(scene.worker);
        assert_eq!(deliver(&scene.url, "own-secret", body).await.0, 200);
        let Some(Done::Failed(key, error)) = reports.recv().await else {
            panic!("nobody has accounts, and they were fetched")
        };
        assert_eq!(key.as_str(), "id:ev-1");
        assert!(error.status().is_some(), "{error}");
        assert_eq!(deliver(&scene.url, "own-secret", body).await.0, 200);
        deliver(&scene.url, "own-secret", r#"{"type":"the.end"}"#).await;
        let next = reports.recv().await;
        assert!(matches!(next, Some(Done::Noted(kind)) if kind == "the.end"));
    })
    .await;
}
