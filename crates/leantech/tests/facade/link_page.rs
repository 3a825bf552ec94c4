//! The example `link_page` over real sockets: its page, its redirects, its callback.
#![cfg(all(feature = "axum", feature = "link-sdk"))]

#[path = "../../examples/link_page/site.rs"]
mod site;

use std::time::Duration;

use leantech::consents::types::Permission as ConsentPermission;
use leantech::link_sdk::ContentSecurityPolicy;
use leantech::{Client, ClientCredentials, Environment};
use leantech_sandbox::Sandbox;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use site::Site;
use tokio::net::TcpListener;

const USER: &str = "link-page-user";

/// A site and its sandbox, both on loopback.
struct Served {
    sandbox: Sandbox,
    lean: Client,
    origin: String,
    browser: reqwest::Client,
}

impl Served {
    async fn start() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let lean = Client::builder(Environment::emulator(sandbox.base_url()).unwrap())
            .credentials(ClientCredentials::new(
                sandbox.client_id(),
                sandbox.client_secret(),
            ))
            .build()
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let site = Site::new(lean.clone(), "app-token".to_owned(), origin.clone(), USER)
            .await
            .unwrap();
        tokio::spawn(async move { axum::serve(listener, site.router()).await });
        let browser = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        Self {
            sandbox,
            lean,
            origin,
            browser,
        }
    }

    async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.origin);
        self.browser.get(url).send().await.unwrap()
    }

    async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// The bank consent of a link that leads back to the site.
    async fn link(&self) -> String {
        let user = USER.parse().unwrap();
        let customer = self.lean.get_or_create_customer(&user).await.unwrap();
        let customer = customer.customer_id;
        let link = self
            .lean
            .consents()
            .create_connect_link()
            .customer_id(customer)
            .bank_identifier("LEA1_SAMAOB_SAU")
            .success_redirect_url(format!("{}/connected?lang=en", self.origin))
            .failure_redirect_url(format!("{}/not-connected?lang=ar", self.origin))
            .permissions(vec![ConsentPermission::Accounts])
            .send()
            .await
            .unwrap();
        link.bank_consent_id.unwrap()
    }

    /// The page on which the customer ends up, by the address that the bank sends them to.
    async fn back(&self, url: &str) -> String {
        assert!(url.starts_with(&self.origin), "{url}");
        self.browser
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).unwrap().to_str().unwrap()
}

/// What stands between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn the_page_s_policy_lets_in_its_own_script_and_the_loader_s_origin() {
    let served = Served::start().await;
    let response = served.get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "cache-control"), "no-store");
    let policy = header(&response, "content-security-policy").to_owned();
    let policy: ContentSecurityPolicy = policy.parse().unwrap();
    let page = response.text().await.unwrap();
    let nonce = between(&page, "<script nonce=\"", "\"");
    let scripts = policy.sources("script-src").unwrap();
    assert!(scripts.contains(&format!("'nonce-{nonce}'")), "{scripts:?}");
    assert!(scripts.contains(&served.sandbox.base_url().to_owned()));
    let loader = format!(
        "{}/link/loader/prod/sa/latest/lean-link-loader.min.js",
        served.sandbox.base_url()
    );
    assert!(page.contains(&format!("src=\"{loader}\"")), "{page}");
    assert_eq!(
        policy.sources("connect-src").unwrap().first().unwrap(),
        "'self'"
    );
    // Each answer has a nonce of its own.
    assert!(!served.text("/").await.contains(nonce));
}

#[tokio::test]
async fn the_page_holds_the_configuration_of_its_language() {
    let served = Served::start().await;
    for (path, language, direction) in [("/", "en", "ltr"), ("/?lang=ar", "ar", "rtl")] {
        let page = served.text(path).await;
        assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")));
        let configuration = between(&page, "const configuration = ", ";\n");
        let configuration: Value = serde_json::from_str(configuration).unwrap();
        let field = |name: &str| configuration.get(name).unwrap().clone();
        assert_eq!(field("language"), language);
        assert_eq!(field("sandbox"), true);
        assert_eq!(field("app_token"), "app-token");
        let back = format!("{}/connected?lang={language}", served.origin);
        assert_eq!(field("success_redirect_url"), back);
    }
}

#[tokio::test]
async fn a_connection_is_shown_when_leans_api_has_it() {
    let served = Served::start().await;
    assert!(served.text("/status").await.contains("data-state=\"none\""));
    let link = served.link().await;
    let url = served.sandbox.approve(&link).unwrap();
    let entity = between(&format!("{url}&"), "entity_id=", "&").to_owned();
    let page = served.back(&url).await;
    assert!(page.contains("data-state=\"confirmed\""), "{page}");
    assert!(
        page.contains(&format!("data-entity=\"{entity}\"")),
        "{page}"
    );
    assert!(page.contains("LEA1_SAMAOB_SAU"));
    assert!(served.text("/status").await.contains(&entity));
}

#[tokio::test]
async fn a_redirect_that_somebody_made_up_is_not_believed() {
    let served = Served::start().await;
    for query in [
        "?entity_id=00000000-0000-4000-8000-0000000000e1",
        "?entity_id=%3Cscript%3Ealert(1)%3C/script%3E",
        "?nothing=at-all",
        "",
    ] {
        let page = served.text(&format!("/connected{query}")).await;
        assert!(page.contains("data-state=\"not-confirmed\""), "{page}");
        assert!(!page.contains("<script>alert"));
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_the_customer_s_language() {
    let served = Served::start().await;
    let link = served.link().await;
    let url = served.sandbox.reject(&link).unwrap();
    let page = served.back(&url).await;
    assert!(page.contains("data-state=\"failed\"") && page.contains("CONSENT_REJECTED"));
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    let forged = "/not-connected?granular_status_code=%3Cb%3E";
    assert!(served.text(forged).await.contains("&lt;b&gt;"));
}

#[tokio::test]
async fn a_callback_says_where_to_look_next() {
    let served = Served::start().await;
    let post = async |origin: Option<&str>, kind: &str, body: String| {
        let url = format!("{}/callback", served.origin);
        let request = served.browser.post(url).header("content-type", kind);
        let request = match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        };
        request.body(body).send().await.unwrap()
    };
    let own = served.origin.as_str();
    let json = "application/json";
    for (status, next) in [("SUCCESS", "/status"), ("CANCELLED", ""), ("NEW", "")] {
        let answer = post(Some(own), json, json!({ "status": status }).to_string()).await;
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer, json!({ "next": next }), "{status}");
    }
    // A success that the page claims makes no connection.
    assert!(served.text("/status").await.contains("data-state=\"none\""));
    let body = || "{}".to_owned();
    let foreign = post(Some("https://evil.example"), json, body()).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    let form = post(None, "text/plain", body()).await;
    assert_eq!(form.status(), StatusCode::FORBIDDEN);
    let broken = post(Some(own), json, "{".to_owned()).await;
    assert_eq!(broken.status(), StatusCode::BAD_REQUEST);
    let large = post(Some(own), json, " ".repeat(20_000)).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
