//! A running sandbox, as its owner sees it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::builder::SandboxBuilder;
use crate::control;
use crate::decision::{self, CONSENT_REJECTED, Undecidable};
use crate::error::{Kind, SandboxError};
use crate::faults::Fault;
use crate::service::ServingThread;
use crate::shared::Shared;

/// Lean's KSA sandbox on this machine.
///
/// It serves from a thread of its own, holds its own state and stops when it is dropped; the port
/// is free again by then. A test has one for itself:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), leantech_sandbox::SandboxError> {
/// let sandbox = leantech_sandbox::Sandbox::start().await?;
/// assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
/// # Ok(()) }
/// ```
pub struct Sandbox {
    shared: Arc<Shared>,
    /// Stops serving when it is dropped.
    _serving: ServingThread,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1 and a free port, with the default credentials.
    ///
    /// # Errors
    ///
    /// Fails when no port can be bound or no thread be started.
    pub async fn start() -> Result<Self, SandboxError> {
        Self::builder().start().await
    }

    /// Sets up a sandbox in other ways.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    pub(crate) fn new(shared: Arc<Shared>, serving: ServingThread) -> Self {
        Self {
            shared,
            _serving: serving,
        }
    }

    /// The base URL of both hosts, the token host and the API host, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// The client id that the token endpoint accepts.
    pub fn client_id(&self) -> &str {
        &self.shared.settings.client_id
    }

    /// The client secret that the token endpoint accepts. It is made up and no secret.
    pub fn client_secret(&self) -> &str {
        self.shared.settings.client_secret.expose()
    }

    /// The secret that webhooks are signed with. It is made up and no secret.
    pub fn webhook_secret(&self) -> &str {
        self.shared.settings.webhook_secret.expose()
    }

    /// The customer consents at the bank. Gives the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// Fails when there is no such link, it was decided on before, or its time is over.
    pub fn approve(&self, bank_consent_id: &str) -> Result<String, SandboxError> {
        decision::approve(&self.shared, bank_consent_id, None).map_err(refused)
    }

    /// The customer refuses at the bank. Gives the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// As those of [`approve`](Self::approve).
    pub fn reject(&self, bank_consent_id: &str) -> Result<String, SandboxError> {
        self.fail(bank_consent_id, CONSENT_REJECTED)
    }

    /// The bank ends the attempt with another word than `CONSENT_REJECTED`, such as
    /// `BANK_ISSUE`. Gives the address that Lean sends the browser to.
    ///
    /// # Errors
    ///
    /// As those of [`approve`](Self::approve).
    pub fn fail(
        &self,
        bank_consent_id: &str,
        granular_status_code: &str,
    ) -> Result<String, SandboxError> {
        decision::reject(&self.shared, bank_consent_id, granular_status_code).map_err(refused)
    }

    /// Ends a consent as its expiry would. The id is Lean's or the bank's.
    ///
    /// # Errors
    ///
    /// Fails when there is no active consent of that id.
    pub fn expire_consent(&self, id: &str) -> Result<(), SandboxError> {
        if control::expire_consent(&self.shared, id) {
            return Ok(());
        }
        Err(Kind::UnknownConsent.into())
    }

    /// Moves the sandbox's time forward: tokens and consents expire, refreshes finish.
    pub fn advance_clock(&self, by: Duration) {
        control::advance(&self.shared, by);
    }

    /// The sandbox's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Takes back every token that was given out, as Lean may.
    pub fn revoke_tokens(&self) {
        self.shared.state().tokens.clear();
    }

    /// Lets the next requests of a path fail.
    ///
    /// # Errors
    ///
    /// Fails when the fault's status is not 200 to 599.
    pub fn inject(&self, fault: Fault) -> Result<(), SandboxError> {
        if !fault.is_valid() {
            return Err(Kind::BadFault.into());
        }
        self.shared.faults.add(fault);
        Ok(())
    }

    /// How many requests came, those to the sandbox's own controls left out.
    pub fn requests(&self) -> u64 {
        self.shared.calls.all()
    }

    /// How many requests came for the operation with that id of Lean's, such as
    /// `createCustomer`.
    pub fn requests_of(&self, operation_id: &str) -> u64 {
        self.shared.calls.of(operation_id)
    }

    /// Forgets everything but the settings and the time; ids begin again as in a new sandbox.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Waits until everything so far is in the state file, if the sandbox was set up with one.
    /// What was answered over HTTP is there anyway.
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
