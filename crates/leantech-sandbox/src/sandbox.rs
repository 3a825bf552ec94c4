//! A running sandbox, as a Rust test uses it.
//! Uses the controls and the server; nothing in the crate uses it.

pub(crate) mod builder;
mod fixtures;
mod records;
mod time;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use leantech_core::Secret;

use crate::error::{Kind, SandboxError};
use crate::life::consent_end;
use crate::life::decision::{self, CONSENT_REJECTED, Undecidable};
use crate::memory::rows::Standing;
use crate::memory::shared::Shared;
use crate::mock::persona::AccountKind;
use crate::server::service::ServingThread;
use builder::SandboxBuilder;

/// Lean's KSA sandbox on this machine.
///
/// It serves from its own thread, has its own state and stops when it is dropped; the port
/// is free again by then. Each test can have its own:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), leantech_sandbox::SandboxError> {
/// let sandbox = leantech_sandbox::Sandbox::start().await?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// # Ok(()) }
/// ```
pub struct Sandbox {
    pub(crate) shared: Arc<Shared>,
    /// Stops serving when it is dropped.
    serving: ServingThread,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1 and a free port, with the default credentials.
    ///
    /// # Errors
    ///
    /// Fails when no port can be bound or no thread can be started.
    pub async fn start() -> Result<Self, SandboxError> {
        Self::builder().start().await
    }

    /// Sets up a sandbox with other settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    pub(crate) fn new(shared: Arc<Shared>, serving: ServingThread) -> Self {
        Self { shared, serving }
    }

    /// The base URL of both hosts, the token host and the API host, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.shared.hosts.base_url()
    }

    /// The client id that the token endpoint accepts.
    pub fn client_id(&self) -> &str {
        &self.shared.settings.client_id
    }

    /// The client secret that the token endpoint accepts now. It is a test value, not a secret.
    pub fn client_secret(&self) -> String {
        self.shared.client_secret().expose().to_owned()
    }

    /// Accepts this client secret from now on; the former one is refused with 401 `invalid_client`.
    /// Tokens that were issued stay valid. A sandbox that is started again begins with the secret that it
    /// is started with.
    pub fn rotate_client_secret(&self, secret: impl Into<Secret>) {
        self.shared.rotate_client_secret(secret.into());
    }

    /// The secret that webhooks are signed with. It is a test value, not a secret.
    pub fn webhook_secret(&self) -> &str {
        self.shared.settings.webhook_secret.expose()
    }

    /// The customer consents at the bank. Returns the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// Fails when the link is unknown, has been decided on, or has expired.
    pub fn approve(&self, bank_consent_id: &str) -> Result<String, SandboxError> {
        decision::approve(&self.shared, bank_consent_id, None).map_err(refused)
    }

    /// The customer consents at the bank and picks only accounts of these kinds, such as
    /// `CURRENT`; see [`NewConsent::accounts`](crate::NewConsent::accounts). Returns the address
    /// that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// Fails as [`approve`](Self::approve) does, and when a kind is unknown.
    pub fn approve_accounts<W: AsRef<str>>(
        &self,
        bank_consent_id: &str,
        kinds: &[W],
    ) -> Result<String, SandboxError> {
        let kinds: Option<Vec<AccountKind>> = kinds
            .iter()
            .map(|kind| AccountKind::of_word(kind.as_ref()))
            .collect();
        let kinds = kinds.ok_or(Kind::Unmakeable("an account has an unknown kind"))?;
        decision::approve(&self.shared, bank_consent_id, Some(&kinds)).map_err(refused)
    }

    /// The customer refuses at the bank. Returns the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// Fails as [`approve`](Self::approve) does.
    pub fn reject(&self, bank_consent_id: &str) -> Result<String, SandboxError> {
        self.fail(bank_consent_id, CONSENT_REJECTED)
    }

    /// The bank ends the attempt with a code other than `CONSENT_REJECTED`, such as
    /// `BANK_ISSUE`. Returns the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// Fails as [`approve`](Self::approve) does.
    pub fn fail(
        &self,
        bank_consent_id: &str,
        granular_status_code: &str,
    ) -> Result<String, SandboxError> {
        decision::reject(&self.shared, bank_consent_id, granular_status_code).map_err(refused)
    }

    /// Expires a consent. The id is Lean's or the bank's.
    ///
    /// # Errors
    ///
    /// Fails when there is no active consent with that id.
    pub fn expire_consent(&self, id: &str) -> Result<(), SandboxError> {
        if consent_end::end(&self.shared, id, Standing::Expired) {
            return Ok(());
        }
        Err(Kind::UnknownConsent.into())
    }

    /// Revokes a consent, as its customer may at the bank. The id is Lean's or the bank's.
    ///
    /// # Errors
    ///
    /// Fails when there is no active consent with that id.
    pub fn revoke_consent(&self, id: &str) -> Result<(), SandboxError> {
        if consent_end::end(&self.shared, id, Standing::Revoked) {
            return Ok(());
        }
        Err(Kind::UnknownConsent.into())
    }

    /// How many requests were received, without those to the sandbox's own controls.
    pub fn requests(&self) -> u64 {
        self.shared.calls.all()
    }

    /// How many requests were received for the operation with this `operationId` of Lean's, such as
    /// `createCustomer`.
    pub fn requests_of(&self, operation_id: &str) -> u64 {
        self.shared.calls.of(operation_id)
    }

    /// Stops: no new connection is accepted, requests in progress are answered within `grace`, and
    /// everything is in the state file. A sandbox that is dropped stops at once instead.
    ///
    /// # Errors
    ///
    /// Fails when the state file cannot be written.
    pub fn shut_down(mut self, grace: Duration) -> Result<(), SandboxError> {
        self.serving.stop(grace);
        self.save()
    }

    /// Waits until the state file cannot be written any more, which ends the use of a sandbox that has
    /// one: every request is answered with 500 from then on. Without a state file it waits for ever.
    pub async fn state_lost(&self) {
        match &self.shared.store {
            Some(store) => store.failed().await,
            None => std::future::pending().await,
        }
    }

    /// Waits until everything so far is in the state file, if the sandbox has one.
    /// Everything that was answered over HTTP already is.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be written.
    pub fn save(&self) -> Result<(), SandboxError> {
        self.shared.keep_all()
    }
}

fn refused(why: Undecidable) -> SandboxError {
    match why {
        Undecidable::Unknown => Kind::UnknownConsent.into(),
        Undecidable::AlreadyDecided => Kind::DecidedConsent.into(),
        Undecidable::Expired => Kind::ExpiredLink.into(),
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

#[cfg(all(
    test,
    not(any(
        feature = "insights",
        feature = "open-banking",
        feature = "payouts",
        feature = "reports",
        feature = "verifications"
    ))
))]
mod tests {
    use std::error::Error;

    use serde_json::Value;

    use super::Sandbox;
    use crate::memory::settings::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET};

    #[tokio::test]
    async fn a_call_of_an_area_that_is_left_out_names_the_feature() -> Result<(), Box<dyn Error>> {
        let sandbox = Sandbox::start().await?;
        let http = reqwest::Client::new();
        let form = [
            ("client_id", DEFAULT_CLIENT_ID),
            ("client_secret", DEFAULT_CLIENT_SECRET),
            ("grant_type", "client_credentials"),
            ("scope", "api"),
        ];
        let url = |path: &str| format!("{}{path}", sandbox.base_url());
        let token = http.post(url("/oauth2/token")).form(&form).send().await?;
        let token: Value = token.json().await?;
        let token = token
            .get("access_token")
            .and_then(Value::as_str)
            .ok_or("no token")?;
        for (path, feature) in [
            ("/payouts/v1/payments", "payouts"),
            ("/insights/v2/expenses", "insights"),
            ("/insights/v3/behaviors", "insights"),
            (
                "/open-banking/account-information/2022.11.01-final-errata2/accounts",
                "open-banking",
            ),
            ("/reports/v2/customers/a/reports", "reports"),
            ("/verifications/v2/iban/banks", "verifications"),
        ] {
            let answer = http.get(url(path)).bearer_auth(token).send().await?;
            assert_eq!(answer.status(), 501, "{path}");
            let body: Value = answer.json().await?;
            assert_eq!(body["status"], "AREA_LEFT_OUT");
            assert_eq!(
                body["message"],
                format!(
                    "this sandbox was built without {feature}; switch on the feature \
                     `{feature}` of leantech-sandbox"
                )
            );
        }
        let link = http.get(url("/hyperlink/a")).send().await?;
        assert_eq!(link.status(), 404);
        let banks = http.get(url("/banks/v1")).bearer_auth(token).send().await?;
        assert_eq!(banks.status(), 200);
        Ok(())
    }
}
