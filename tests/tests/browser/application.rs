//! An application of the test's own: a customer, a page with the `LinkSDK`, a webhook receiver.

use leantech_tests::sandbox::client_of;
use std::time::Duration;

use leantech::Client;
use leantech::consents::types::Permission;
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{HostileServer, Reply};
use serde_json::{Value, json};

use crate::{Fallible, Outcome};

/// Everything around the browser.
pub(crate) struct Application {
    pub(crate) sandbox: Sandbox,
    /// The application's pages, and where it takes webhooks.
    pub(crate) server: HostileServer,
    pub(crate) lean: Client,
    pub(crate) customer: String,
}

impl Application {
    pub(crate) async fn start() -> Fallible<Self> {
        let server = HostileServer::start();
        server.on("POST", "/webhooks", [Reply::status(200)]);
        let html = |text: &str| {
            Reply::status(200)
                .header("content-type", "text/html; charset=utf-8")
                .body(format!("<!doctype html><html lang=en><title>{text}</title><link rel=icon href=data:,><h1>{text}"))
        };
        server.on("GET", "/connected", [html("connected")]);
        server.on("GET", "/not-connected", [html("not connected")]);
        let sandbox = Sandbox::builder()
            .webhook_url(format!("{}/webhooks", server.url()))
            .start()
            .await?;
        let lean = client_of(&sandbox).build()?;
        let customer = lean
            .get_or_create_customer(&"browser_user".parse()?)
            .await?;
        Ok(Self {
            customer: customer.customer_id.to_string(),
            sandbox,
            server,
            lean,
        })
    }

    /// The bank's id of a new link's consent.
    pub(crate) async fn consent(&self) -> Fallible<String> {
        Ok(self.new_link().await?.0)
    }

    /// Where a new link leads, as it came.
    pub(crate) async fn link(&self) -> Fallible<String> {
        Ok(self.new_link().await?.1)
    }

    async fn new_link(&self) -> Fallible<(String, String)> {
        let customer = self
            .lean
            .get_or_create_customer(&"browser_user".parse()?)
            .await?;
        let request = self
            .lean
            .consents()
            .create_connect_link()
            .customer_id(customer.customer_id.clone())
            .bank_identifier("LEA1_SAMAOB_SAU")
            .success_redirect_url(format!("{}/connected?own=1", self.server.url()))
            .failure_redirect_url(format!("{}/not-connected?own=1", self.server.url()))
            .permissions(vec![
                Permission::Identity,
                Permission::Accounts,
                Permission::Balance,
                Permission::Transactions,
                Permission::Beneficiaries,
                Permission::StandingOrders,
            ]);
        let link = request.send().await?;
        Ok((link.bank_consent_id.unwrap_or_default(), link.redirect_url))
    }

    /// The kinds of the accounts that can be read of an entity.
    pub(crate) async fn account_kinds(&self, entity: &str) -> Fallible<Vec<String>> {
        let url = format!(
            "{}/data/v2/accounts?entity_id={entity}",
            self.sandbox.base_url()
        );
        let token = self.token("api").await?;
        let answer = reqwest::Client::new()
            .get(url)
            .bearer_auth(token)
            .send()
            .await?;
        let answer: Value = serde_json::from_str(&answer.text().await?)?;
        let accounts = answer["data"]["accounts"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let kind = |account: &Value| account["account_sub_type"].as_str().map(str::to_owned);
        Ok(accounts.iter().filter_map(kind).collect())
    }

    /// Waits until a webhook of that kind about that entity has come.
    pub(crate) async fn expect_webhook(&self, kind: &str, entity: &str) -> Outcome {
        let has_come = || {
            let seen = self.server.seen_at("POST", "/webhooks");
            seen.iter().any(|webhook| {
                let event: Value = serde_json::from_slice(&webhook.body).unwrap_or_default();
                event["type"] == kind
                    && event["payload"]["id"] == entity
                    && webhook.header("lean-signature").is_some()
            })
        };
        for _ in 0..400 {
            if has_come() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err(format!("no webhook {kind} came").into())
    }

    pub(crate) fn dashboard(&self) -> String {
        format!("{}/_sandbox/", self.sandbox.base_url())
    }

    /// A token of the customer for the page.
    pub(crate) async fn customer_token(&self) -> Fallible<String> {
        self.token(&format!("customer.{}", self.customer)).await
    }

    pub(crate) async fn token(&self, scope: &str) -> Fallible<String> {
        let form = [
            ("client_id", self.sandbox.client_id()),
            ("client_secret", &*self.sandbox.client_secret()),
            ("grant_type", "client_credentials"),
            ("scope", scope),
        ];
        let url = format!("{}/oauth2/token", self.sandbox.base_url());
        let answer = reqwest::Client::new().post(url).form(&form).send().await?;
        let answer: Value = serde_json::from_str(&answer.text().await?)?;
        let token = answer["access_token"].as_str().ok_or("no token")?;
        Ok(token.to_owned())
    }

    /// A good configuration of `Lean.connect`.
    pub(crate) async fn configuration(&self) -> Fallible<Value> {
        Ok(json!({
            "app_token": self.sandbox.client_id(),
            "customer_id": self.customer,
            "permissions": ["accounts", "balance", "transactions"],
            "access_token": self.customer_token().await?,
            "success_redirect_url": format!("{}/connected?own=1", self.server.url()),
            "fail_redirect_url": format!("{}/not-connected?own=1", self.server.url()),
            "sandbox": true,
        }))
    }

    /// Serves a page that hands over a configuration with a click, and gives its address. The
    /// callbacks are in the page's `told`; its policy lets in the sandbox and nothing inline.
    pub(crate) fn page(&self, method: &str, configuration: &Value, script: &str) -> String {
        let base = self.sandbox.base_url();
        let policy = format!(
            "default-src 'self'; script-src 'self' {base}; frame-src {base}; connect-src 'self'; img-src data:"
        );
        let page = format!(
            "<!doctype html><html lang=en><title>shop</title><link rel=icon href=data:,>\
             <h1>Shop</h1><div id=lean-link></div><button id=connect>Connect</button>\
             <script src=\"{base}{script}\"></script><script src=/own.js></script>"
        );
        let global = if script.ends_with("/Lean.min.js") {
            "LeanV2"
        } else {
            "Lean"
        };
        let own = format!(
            "window.told = JSON.parse(sessionStorage.told || '[]'); \
             const callback = (data) => {{ told.push(data); sessionStorage.told = JSON.stringify(told); }}; \
             document.getElementById('connect').addEventListener('click', \
             () => {global}.{method}({{ ...{configuration}, callback }}));"
        );
        let html = Reply::status(200)
            .header("content-type", "text/html; charset=utf-8")
            .header("content-security-policy", &policy)
            .body(page);
        let script = Reply::status(200)
            .header("content-type", "text/javascript")
            .body(own);
        self.server.on("GET", "/", [html]);
        self.server.on("GET", "/own.js", [script]);
        format!("{}/", self.server.url())
    }
}

/// The path of the recommended way to load the `LinkSDK`.
pub(crate) const LOADER: &str = "/link/loader/prod/sa/latest/lean-link-loader.min.js";

/// The path of the bundle itself.
pub(crate) const BUNDLE: &str = "/link/sdk/web/v2/prod/sa/latest/Lean.min.js";
