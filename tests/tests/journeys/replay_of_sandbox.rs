//! Captures of account access, replayed: every answer of the sandbox comes back exact, and damage is found.

use std::path::Path;

use leantech::Redirect;
use leantech_sandbox::Sandbox;
use serde_json::{Value, json};
use xtask_replay::{Kind, Options, Report, run, specs};

/// One exchange with the sandbox, as its text.
struct Capture {
    method: &'static str,
    url: String,
    status: u16,
    body: String,
}

/// Talks to the sandbox as any HTTP client would, and writes down what it says.
struct Recorder {
    http: reqwest::Client,
    base_url: String,
    token: String,
    captures: Vec<Capture>,
}

impl Recorder {
    async fn send(&mut self, method: &'static str, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}{path}", self.base_url);
        let mut request = self
            .http
            .request(method.parse().unwrap(), &url)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.keep(method, url, request).await
    }

    async fn get(&mut self, path: &str) -> Value {
        self.send("GET", path, None).await
    }

    async fn token(&mut self, sandbox: &Sandbox, secret: &str) {
        let form = format!(
            "client_id={}&client_secret={secret}&grant_type=client_credentials&scope=api",
            sandbox.client_id()
        );
        let url = format!("{}/oauth2/token", self.base_url);
        let kind = "application/x-www-form-urlencoded";
        let request = self.http.post(&url).header("content-type", kind).body(form);
        let answer = self.keep("POST", url, request).await;
        answer["access_token"]
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut self.token);
    }

    async fn keep(
        &mut self,
        method: &'static str,
        url: String,
        request: reqwest::RequestBuilder,
    ) -> Value {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap();
        let value = serde_json::from_str(&body).unwrap_or(Value::Null);
        self.captures.push(Capture {
            method,
            url,
            status,
            body,
        });
        value
    }
}

/// Everything that can be asked of the sandbox, good and bad.
async fn record() -> (Sandbox, Vec<Capture>) {
    let sandbox = Sandbox::start().await.unwrap();
    let mut recorder = Recorder {
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        base_url: sandbox.base_url().to_owned(),
        token: String::new(),
        captures: Vec::new(),
    };
    let it = &mut recorder;
    it.get("/customers/v1").await;
    it.token(&sandbox, "wrong").await;
    it.token(&sandbox, &sandbox.client_secret()).await;

    let made = it
        .send(
            "POST",
            "/customers/v1/",
            Some(json!({"app_user_id": "replay"})),
        )
        .await;
    let customer = made["customer_id"].as_str().unwrap().to_owned();
    it.send(
        "POST",
        "/customers/v1/",
        Some(json!({"app_user_id": "replay"})),
    )
    .await;
    it.send("POST", "/customers/v1", Some(json!({}))).await;
    it.get("/customers/v1?page_number=0&page_size=20").await;
    it.get(&format!("/customers/v1/{customer}")).await;
    it.get("/customers/v1/app-user-id/replay").await;
    it.get("/customers/v1/app-user-id/nobody").await;
    it.get("/banks/v1/?account_types=PERSONAL").await;

    let asked = json!({
        "customer_id": customer, "bank_identifier": "LEA2_SAMAOB_SAU",
        "success_redirect_url": "https://example.com/?success=true",
        "failure_redirect_url": "https://example.com/?success=false",
        "permissions": ["identity", "accounts", "balance", "transactions", "identities",
            "scheduled_payments", "standing_orders", "direct_debits", "beneficiaries"],
    });
    let link = it
        .send("POST", "/v2/accounts-access-consents", Some(asked))
        .await;
    it.send("POST", "/v2/accounts-access-consents", Some(json!({})))
        .await;
    let back = sandbox
        .approve(link["bank_consent_id"].as_str().unwrap())
        .unwrap();
    let entity = Redirect::parse(&back)
        .unwrap()
        .entity_id()
        .unwrap()
        .to_owned();

    let consents = it
        .get(&format!("/customers/v1/{customer}/consents?pageSize=5"))
        .await;
    let consent = consents["data"][0]["id"].as_str().unwrap().to_owned();
    it.get(&format!("/customers/v1/{customer}/consents/{consent}"))
        .await;
    it.get(&format!("/customers/v1/{customer}/entities")).await;
    it.get(&format!("/customers/v1/{customer}/entities/{entity}"))
        .await;
    it.get("/customers/v1/entities?start_date=2020-01-01&end_date=2099-01-01")
        .await;
    data(it, &entity).await;

    let reason = "?reason=USER_REQUESTED";
    let below = format!("/customers/v1/{customer}/entities/{entity}");
    it.send(
        "DELETE",
        &format!("{below}/consent/{consent}{reason}"),
        None,
    )
    .await;
    it.get(&format!("/data/v2/accounts?entity_id={entity}"))
        .await;
    let again = json!({"entity_id": entity});
    it.send("POST", "/data/v2/refreshes", Some(again)).await;
    it.send("DELETE", &format!("{below}{reason}"), None).await;
    let captures = recorder.captures;
    (sandbox, captures)
}

async fn data(it: &mut Recorder, entity: &str) {
    let begun = json!({"entity_id": entity});
    let refreshes = it
        .get(&format!("/data/v2/refreshes?entity_id={entity}"))
        .await;
    let refresh = refreshes["content"][0]["refresh_id"]
        .as_str()
        .unwrap()
        .to_owned();
    // The one that began by itself is over after a few looks.
    for _ in 0..4 {
        it.get(&format!("/data/v2/refreshes/{refresh}")).await;
    }
    // The second one meets the first.
    it.send("POST", "/data/v2/refreshes", Some(begun.clone()))
        .await;
    it.send("POST", "/data/v2/refreshes", Some(begun)).await;

    let accounts = it
        .get(&format!("/data/v2/accounts?entity_id={entity}"))
        .await;
    let accounts = accounts["data"]["accounts"].as_array().unwrap().clone();
    it.get(&format!(
        "/data/v2/accounts?entity_id={entity}&verbose=true"
    ))
    .await;
    it.get(&format!(
        "/data/v2/identity?entity_id={entity}&verbose=true"
    ))
    .await;
    for account in &accounts {
        let account = account["account_id"].as_str().unwrap();
        for resource in [
            "balances",
            "transactions",
            "identities",
            "beneficiaries",
            "direct-debits",
            "scheduled-payments",
            "standing-orders",
        ] {
            let path = format!("/data/v2/accounts/{account}/{resource}?entity_id={entity}");
            it.get(&path).await;
            it.get(&format!("{path}&verbose=true&size=100")).await;
        }
    }
    let later = it
        .get(&format!("/data/v2/accounts?entity_id={entity}&async=true"))
        .await;
    let results = later["results_id"].as_str().unwrap();
    it.get(&format!("/data/v2/results/{results}")).await;
    it.get("/data/v2/results/00000000-0000-4000-8000-00000000dead")
        .await;
    it.get("/data/v2/accounts?entity_id=00000000-0000-4000-8000-00000000dead")
        .await;
}

fn replay(path: &Path) -> Report {
    run(&[path.to_owned()], &Options::load(&specs()).unwrap()).unwrap()
}

fn folder(captures: &[Capture]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, capture) in captures.iter().enumerate() {
        let text = json!({
            "request": {"method": capture.method, "url": capture.url},
            "response": {"status": capture.status, "body_text": capture.body},
        });
        std::fs::write(
            folder.path().join(format!("{number:03}.json")),
            text.to_string(),
        )
        .unwrap();
    }
    folder
}

fn file(name: &str, value: &Value) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, value.to_string()).unwrap();
    (folder, path)
}

fn assert_exact(report: &Report, count: usize) {
    assert_eq!(report.findings, [], "{:#?}", report.findings);
    assert_eq!(
        (report.responses, report.matched, report.exact),
        (count, count, count)
    );
}

#[tokio::test]
async fn everything_the_sandbox_says_comes_back_exact_in_every_form_of_recording() {
    let (_sandbox, captures) = record().await;
    let count = captures.len();
    let written = folder(&captures);
    assert_exact(&replay(written.path()), count);

    let answers: Vec<_> = captures
        .iter()
        .map(|capture| {
            let request = json!({"method": capture.method, "url": {"raw": capture.url}});
            json!({"name": "one", "request": request.clone(), "response": [{
                "name": "saved", "originalRequest": request, "code": capture.status,
                "body": capture.body,
            }]})
        })
        .collect();
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let collection = json!({
        "info": {"name": "sandbox", "schema": schema},
        "item": [{"name": "all", "item": answers}],
    });
    let (_kept, path) = file("collection.json", &collection);
    assert_exact(&replay(&path), count);

    let entries: Vec<_> = captures
        .iter()
        .map(|capture| {
            json!({
                "request": {"method": capture.method, "url": capture.url},
                "response": {"status": capture.status, "content": {
                    "mimeType": "application/json", "text": capture.body,
                }},
            })
        })
        .collect();
    let log = json!({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": entries}});
    let (_kept, path) = file("sandbox.har", &log);
    assert_exact(&replay(&path), count);
}

#[tokio::test]
async fn every_operation_of_account_access_is_among_the_captures() {
    let (sandbox, captures) = record().await;
    let all = leantech_tests::all_operations();
    for operation in all.filter(|one| leantech_tests::is_account_access(one)) {
        assert!(
            sandbox.requests_of(operation.id) > 0,
            "{} was not called",
            operation.id
        );
    }
    let good = captures
        .iter()
        .filter(|capture| capture.status < 300)
        .count();
    assert!(
        good > 60 && captures.len() - good > 8,
        "{good} of {}",
        captures.len()
    );
}

/// The kind of finding that one damaged capture leads to.
fn found(capture: &Capture, from: &str, to: &str) -> Vec<Kind> {
    assert!(capture.body.contains(from), "{from} is not in the capture");
    let damaged = Capture {
        method: capture.method,
        url: capture.url.clone(),
        status: capture.status,
        body: capture.body.replacen(from, to, 1),
    };
    let report = replay(folder(&[damaged]).path());
    report.findings.iter().map(|finding| finding.kind).collect()
}

#[tokio::test]
async fn each_kind_of_damage_is_found() {
    let (_sandbox, captures) = record().await;
    let of = |part: &str, status: u16| {
        let is_meant = |c: &&Capture| c.url.contains(part) && c.status == status;
        captures.iter().find(is_meant).unwrap()
    };
    let balances = of("/balances", 200);
    assert_eq!(
        found(balances, "{", r#"{"unheard_of":null,"#),
        [Kind::UnknownField]
    );
    assert_eq!(
        found(balances, r#""balances":["#, r#""balances":7,"odd":["#)[0],
        Kind::Undecodable
    );
    let token = of("/oauth2/token", 200);
    assert_eq!(found(token, ":3599", r#":"soon""#), [Kind::Lost]);
    assert_eq!(found(token, ":3599", r#":"3599""#), [Kind::Changed]);
    let refused = of("/customers/v1/app-user-id/nobody", 404);
    assert_eq!(
        found(refused, &refused.body, "<html>gone</html>"),
        [Kind::ErrorUnparsed]
    );
}
