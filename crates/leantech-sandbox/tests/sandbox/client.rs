//! A small client of the sandbox: JSON in, JSON out.

use std::error::Error;

use crate::context::Sandbox;
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) type Outcome = Result<(), Box<dyn Error>>;
pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;

/// Lean's nine permissions.
pub(crate) const ALL: [&str; 9] = [
    "identity",
    "accounts",
    "balance",
    "transactions",
    "identities",
    "scheduled_payments",
    "standing_orders",
    "direct_debits",
    "beneficiaries",
];

pub(crate) const BANK: &str = "LEA1_SAMAOB_SAU";

/// An answer with its JSON; what is no JSON is null.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Answer {
    /// The text at a pointer, or nothing.
    pub(crate) fn text_at(&self, pointer: &str) -> String {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    }

    /// How long the list at a pointer is.
    pub(crate) fn length_at(&self, pointer: &str) -> usize {
        self.body
            .pointer(pointer)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    }
}

/// A client with a token.
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
}

/// A bank connection of a new customer.
pub(crate) struct Connection {
    pub(crate) customer: String,
    pub(crate) entity: String,
    pub(crate) bank_consent: String,
}

impl Client {
    pub(crate) async fn of(sandbox: &Sandbox) -> Fallible<Self> {
        let mut client = Self::without_token(sandbox);
        client.token = client.new_token("api").await?.text_at("/access_token");
        Ok(client)
    }

    pub(crate) fn without_token(sandbox: &Sandbox) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: sandbox.base_url().to_owned(),
            token: String::new(),
        }
    }

    pub(crate) async fn new_token(&self, scope: &str) -> Fallible<Answer> {
        let form = [
            ("client_id", leantech_sandbox::DEFAULT_CLIENT_ID),
            ("client_secret", leantech_sandbox::DEFAULT_CLIENT_SECRET),
            ("grant_type", "client_credentials"),
            ("scope", scope),
        ];
        self.form(&form).await
    }

    pub(crate) async fn form(&self, form: &[(&str, &str)]) -> Fallible<Answer> {
        let request = self
            .http
            .post(format!("{}/oauth2/token", self.base))
            .form(form);
        read(request.send().await?).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Fallible<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request.send().await?).await
    }

    pub(crate) async fn get(&self, path: &str) -> Fallible<Answer> {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Fallible<Answer> {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Fallible<Answer> {
        self.send(Method::DELETE, path, None).await
    }

    pub(crate) async fn new_customer(&self, app_user_id: &str) -> Fallible<String> {
        let answer = self
            .post("/customers/v1/", json!({ "app_user_id": app_user_id }))
            .await?;
        Ok(answer.text_at("/customer_id"))
    }

    pub(crate) async fn new_link(
        &self,
        customer: &str,
        bank: &str,
        permissions: &[&str],
    ) -> Fallible<Answer> {
        self.post(
            "/v2/accounts-access-consents",
            link(customer, bank, permissions),
        )
        .await
    }

    /// Connects a new customer to the first bank.
    pub(crate) async fn connect(
        &self,
        app_user_id: &str,
        permissions: &[&str],
    ) -> Fallible<Connection> {
        let customer = self.new_customer(app_user_id).await?;
        self.reconnect(customer, permissions).await
    }

    /// Connects a customer to the first bank, whether it was before or not.
    pub(crate) async fn reconnect(
        &self,
        customer: String,
        permissions: &[&str],
    ) -> Fallible<Connection> {
        let link = self.new_link(&customer, BANK, permissions).await?;
        let bank_consent = link.text_at("/bank_consent_id");
        let path = format!("/_sandbox/consents/{bank_consent}/approve");
        let url = self.post(&path, json!({})).await?.text_at("/redirect_url");
        let entity = query_value(&url, "entity_id");
        Ok(Connection {
            customer,
            entity,
            bank_consent,
        })
    }
}

/// The body of a connect link.
pub(crate) fn link(customer: &str, bank: &str, permissions: &[&str]) -> Value {
    json!({
        "customer_id": customer,
        "bank_identifier": bank,
        "success_redirect_url": "https://app.example.com/?success=true",
        "failure_redirect_url": "https://app.example.com/?success=false",
        "permissions": permissions,
    })
}

pub(crate) async fn read(response: reqwest::Response) -> Fallible<Answer> {
    let status = response.status().as_u16();
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer { status, body, text })
}

/// A parameter of a URL.
pub(crate) fn query_value(url: &str, name: &str) -> String {
    let url = reqwest::Url::parse(url).ok();
    let pairs = url.iter().flat_map(|url| url.query_pairs());
    pairs
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}
