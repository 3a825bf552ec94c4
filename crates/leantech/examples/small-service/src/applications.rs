//! The applications: each with its own client, tokens and webhook secret.

use std::collections::HashMap;

use leantech::webhook::{VerifierError, WebhookVerifier};
use leantech::{Client, ClientCredentials, Deadlines, Environment, RetryPolicy, Secret};
use leantech_sandbox::Sandbox;
use serde::Deserialize;
use serde_json::json;

/// One application in the configuration file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationConfig {
    /// Its name in the service's own addresses.
    pub name: String,
    /// `sa-sandbox`, `sa-production`, or the URL of a sandbox on this machine.
    pub environment: Environment,
    /// `client_id` and `client_secret`.
    pub credentials: ClientCredentials,
    /// The secret by which Lean signs its webhooks.
    pub webhook_secret: Secret,
    /// How long calls may take.
    #[serde(default)]
    pub deadlines: Deadlines,
    /// When they are repeated.
    #[serde(default)]
    pub retry: RetryPolicy,
}

/// One application of Lean's dashboard.
#[derive(Debug)]
pub struct Application {
    /// Its name in the service's own addresses.
    pub name: String,
    /// Its client; tokens are not shared between applications.
    pub lean: Client,
    /// Verifies its webhooks.
    pub verifier: WebhookVerifier,
}

/// All applications by name.
#[derive(Debug, Default)]
pub struct Applications(HashMap<String, Application>);

/// Why an application cannot be used.
#[derive(Debug)]
pub enum SetupError {
    /// Its client cannot be built.
    Client(leantech::Error),
    /// Its webhook secret cannot be used.
    Webhooks(VerifierError),
}

impl std::fmt::Display for SetupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Client(error) => error.fmt(f),
            Self::Webhooks(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SetupError {}

impl Application {
    /// The application of a configuration.
    ///
    /// # Errors
    ///
    /// Fails when the client cannot be built, or when the webhook secret is empty.
    pub fn of(config: ApplicationConfig) -> Result<Self, SetupError> {
        let lean = Client::builder(config.environment)
            .credentials(config.credentials)
            .deadlines(config.deadlines)
            .retry(config.retry)
            .build()
            .map_err(SetupError::Client)?;
        Ok(Self {
            name: config.name,
            lean,
            verifier: WebhookVerifier::new(config.webhook_secret).map_err(SetupError::Webhooks)?,
        })
    }
}

/// Starts a sandbox that stands in for Lean, and the application that uses it, as a configuration file would
/// describe it. The service is at the URL.
///
/// # Errors
///
/// Fails when the sandbox cannot be started or the application cannot be used.
pub async fn in_sandbox(
    name: &str,
    service_url: &str,
) -> Result<(Application, Sandbox), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .webhook_url(format!("{service_url}/{name}/webhooks"))
        .webhook_secret(format!("made up for {name}"))
        .start()
        .await?;
    let config: ApplicationConfig = serde_json::from_value(json!({
        "name": name,
        "environment": sandbox.base_url(),
        "credentials": {
            "client_id": sandbox.client_id(),
            "client_secret": sandbox.client_secret(),
        },
        "webhook_secret": sandbox.webhook_secret(),
        "deadlines": { "call_seconds": 20 },
        "retry": { "attempts": 2 },
    }))?;
    Ok((Application::of(config)?, sandbox))
}

impl Applications {
    /// The applications of a list.
    pub fn of(applications: impl IntoIterator<Item = Application>) -> Self {
        let named = applications.into_iter().map(|own| (own.name.clone(), own));
        Self(named.collect())
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&Application> {
        self.0.get(name)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
