//! The service between two sandboxes: what belongs to one application never reaches the other.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use leantech::testing::{Answer, CannedAnswers, SignedWebhook, TestTokens};
use leantech::webhook::WebhookVerifier;
use leantech::{Client, Environment};
use leantech_sandbox::Sandbox;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use small_service::applications::{Application, Applications, in_sandbox};
use small_service::store::Store;
use small_service::{Service, routes, worker};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// How long the service may take to react to a webhook.
const PATIENCE: Duration = Duration::from_secs(30);

struct Scene {
    url: String,
    browser: reqwest::Client,
    shop: Sandbox,
    lender: Sandbox,
    service: Service,
    _folder: TempDir,
}

impl Scene {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (of_shop, shop) = in_sandbox("shop", &url).await.unwrap();
        let (of_lender, lender) = in_sandbox("lender", &url).await.unwrap();
        let service = Service {
            applications: Arc::new(Applications::of([of_shop, of_lender])),
            store: Store::open(&folder.path().join("service.sqlite"))
                .await
                .unwrap(),
            public_url: url.as_str().into(),
        };
        for name in ["shop", "lender"] {
            tokio::spawn(worker::run(service.clone(), name.to_owned()));
        }
        let router = routes::router(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let browser = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            url,
            browser,
            shop,
            lender,
            service,
            _folder: folder,
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.browser
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    async fn list(&self, path: &str) -> Vec<Value> {
        self.get(path).await.json().await.unwrap()
    }

    /// A customer connects a bank.
    async fn connect(&self, name: &str, sandbox: &Sandbox, user: &str) {
        let asked = json!({ "user": user, "bank": "LEA1_SAMAOB_SAU" });
        let answer = self
            .browser
            .post(format!("{}/{name}/connect", self.url))
            .json(&asked)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers()["location"].to_str().unwrap();
        assert!(location.starts_with(sandbox.base_url()), "{location}");
        let consent = self
            .service
            .store
            .latest_consent(name)
            .await
            .unwrap()
            .unwrap();
        let back = sandbox.approve(&consent).unwrap();
        let answer = self.browser.get(back).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), "connected");
    }

    /// Waits until a list is as long as it has to be.
    async fn until(&self, path: &str, is_right: impl Fn(usize) -> bool) -> Vec<Value> {
        let begun = Instant::now();
        loop {
            let list = self.list(path).await;
            if is_right(list.len()) {
                return list;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} has {}", list.len());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test]
async fn each_application_sees_its_own_customers_alone() {
    let scene = Scene::open().await;
    scene.connect("shop", &scene.shop, "noura").await;
    let booked = scene
        .until("/shop/users/noura/transactions", |count| count > 100)
        .await;
    let first = booked[0].as_object().unwrap();
    assert_eq!(first["day"].as_str().unwrap().len(), 10);
    assert!(
        first["amount"].as_str().unwrap().ends_with(" SAR"),
        "{first:?}"
    );
    assert!(!first["account_id"].as_str().unwrap().is_empty());
    let amounts: Vec<_> = booked
        .iter()
        .filter_map(|one| one["amount"].as_str())
        .collect();
    assert!(amounts.iter().any(|amount| amount.starts_with('-')));
    assert!(amounts.iter().any(|amount| !amount.starts_with('-')));

    // The other application knows neither the user nor the application's calls.
    assert_eq!(
        scene.get("/lender/users/noura/transactions").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        scene.get("/nobody/users/noura/transactions").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(scene.lender.requests_of("fetchTransactions"), 0);
    let affordability = scene.list("/shop/users/noura/affordability").await;
    assert!(
        affordability[0]["salary"]
            .as_str()
            .unwrap()
            .ends_with(" SAR"),
        "{affordability:?}"
    );
    let consents = scene.list("/shop/users/noura/consents").await;
    assert_eq!(
        (consents.len(), &consents[0]["is_usable"]),
        (1, &json!(true))
    );
}

#[tokio::test]
async fn a_customer_who_leaves_has_nothing_stored_any_more() {
    let scene = Scene::open().await;
    scene.connect("lender", &scene.lender, "noura").await;
    scene
        .until("/lender/users/noura/transactions", |count| count > 100)
        .await;
    let customer = scene
        .service
        .store
        .customer("lender", "noura")
        .await
        .unwrap()
        .unwrap();
    let entity = scene
        .service
        .store
        .connections("lender", &customer)
        .await
        .unwrap()
        .remove(0);
    let gone = scene
        .browser
        .delete(format!(
            "{}/lender/users/noura/connections/{entity}",
            scene.url
        ))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        scene.list("/lender/users/noura/transactions").await.len(),
        0
    );
    let consents = scene.list("/lender/users/noura/consents").await;
    assert_eq!(consents[0]["is_usable"], json!(false));
}

#[tokio::test]
async fn a_consent_that_ends_at_the_bank_takes_the_data_with_it() {
    let scene = Scene::open().await;
    scene.connect("shop", &scene.shop, "noura").await;
    scene
        .until("/shop/users/noura/transactions", |count| count > 100)
        .await;
    let consent = scene
        .service
        .store
        .latest_consent("shop")
        .await
        .unwrap()
        .unwrap();
    scene.shop.revoke_consent(&consent).unwrap();
    scene
        .until("/shop/users/noura/transactions", |count| count == 0)
        .await;
}

#[tokio::test]
async fn a_webhook_of_another_application_is_refused() {
    let scene = Scene::open().await;
    let webhook = SignedWebhook::new("results.ready", &json!({ "id": "r-1" }));
    for (name, secret, expected) in [
        ("shop", "made up for shop", StatusCode::OK),
        ("shop", "made up for shop", StatusCode::OK),
        ("shop", "made up for lender", StatusCode::UNAUTHORIZED),
        ("nobody", "made up for shop", StatusCode::NOT_FOUND),
    ] {
        let mut request = scene.browser.post(format!("{}/{name}/webhooks", scene.url));
        for (header, value) in webhook.headers(secret) {
            request = request.header(header, value);
        }
        let answer = request.body(webhook.body().to_vec()).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{name} {secret}");
    }
}

/// Without a sandbox: what the service answers when Lean fails.
#[tokio::test]
async fn failures_of_lean_become_the_services_own_answers() {
    let folder = tempfile::tempdir().unwrap();
    let answers = CannedAnswers::new()
        .on(
            "POST /customers/v1",
            Answer::error(429, "RATE_LIMIT_EXCEEDED").with_header("retry-after", "600"),
        )
        .on("POST /customers/v1", Answer::error(400, "INVALID_REQUEST"));
    let lean = Client::builder(Environment::SANDBOX)
        .token_source(Arc::new(TestTokens))
        .transport(answers.clone())
        .build()
        .unwrap();
    let application = Application {
        name: "shop".to_owned(),
        lean,
        verifier: WebhookVerifier::new("made up").unwrap(),
    };
    let service = Service {
        applications: Arc::new(Applications::of([application])),
        store: Store::open(&folder.path().join("service.sqlite"))
            .await
            .unwrap(),
        public_url: "https://shop.example".into(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/shop/connect", listener.local_addr().unwrap());
    let router = routes::router(service);
    tokio::spawn(async move { axum::serve(listener, router).await });
    for expected in [
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::INTERNAL_SERVER_ERROR,
    ] {
        let asked = json!({ "user": "noura", "bank": "LEA1_SAMAOB_SAU" });
        let request = reqwest::Client::new()
            .post(&url)
            .header("x-request-id", "r-7")
            .json(&asked);
        assert_eq!(request.send().await.unwrap().status(), expected);
    }
    let ids: Vec<_> = answers
        .requests()
        .iter()
        .map(|request| request.header("lean-correlation-id").map(str::to_owned))
        .collect();
    assert_eq!(ids, [Some("r-7".to_owned()), Some("r-7".to_owned())]);
}

#[test]
fn the_program_walks_a_customer_of_each_application_through() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_small-service"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    for expected in ["shop: connected", "lender: connected", "lender: 1 consent"] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
    assert!(!said.contains(" 0 transactions"), "{said}");
}
