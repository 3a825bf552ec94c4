//! What a sandbox is started with.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leantech_core::Secret;
use sha2::{Digest, Sha512};
use url::Url;

/// The client id that a sandbox accepts unless set.
pub const DEFAULT_CLIENT_ID: &str = "00000000-0000-4000-8000-000000000001";

/// The client secret that a sandbox accepts unless set.
pub const DEFAULT_CLIENT_SECRET: &str = "sandbox-secret";

/// The secret that webhooks are signed with unless set.
pub const DEFAULT_WEBHOOK_SECRET: &str = "sandbox-webhook-secret";

/// The application's own account in a sandbox, from which payouts are paid.
///
/// Lean has no call that tells it; the current, savings and wallet accounts of connected customers
/// are taken as well.
pub const PAYOUT_ACCOUNT_ID: &str = "00000000-0000-4000-8000-000000000002";

/// The rules of one running sandbox.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Drawn where none was set.
    pub(crate) seed: u64,
    pub(crate) client_id: String,
    pub(crate) webhook_secret: Secret,
    /// Where webhooks are sent, if anywhere.
    pub(crate) webhook_url: Option<Url>,
    pub(crate) token_lifetime: Duration,
    /// How long a refresh and an asynchronous result take, by the sandbox's clock.
    pub(crate) refresh_time: Duration,
    /// The largest page of a list whose limit Lean does not document.
    pub(crate) largest_page: u32,
    /// What stands for a minute of Lean's delays between deliveries of a webhook, by the
    /// sandbox's clock.
    pub(crate) retry_minute: Duration,
    /// What the pages call the application; its address unless set.
    pub(crate) application: Option<String>,
    /// The origins whose scripts may call Lean's paths, `*` for all.
    pub(crate) cors: Vec<String>,
    /// What the controls and the dashboard ask for, if anything.
    pub(crate) control_token: Option<ControlToken>,
}

/// What whoever uses the controls must know.
#[derive(Debug, Clone)]
pub(crate) struct ControlToken(pub(crate) Secret);

impl ControlToken {
    /// Whether this is the token; how long the comparison takes does not tell where they differ.
    pub(crate) fn is(&self, said: &[u8]) -> bool {
        Sha512::digest(said) == Sha512::digest(self.0.expose())
    }

    /// Whether `user:password` in base64 has the token as its password.
    pub(crate) fn is_password(&self, said: &str) -> bool {
        let said = STANDARD.decode(said).unwrap_or_default();
        let colon = said.iter().position(|byte| *byte == b':');
        colon
            .and_then(|colon| said.get(colon + 1..))
            .is_some_and(|password| self.is(password))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: drawn_seed(),
            client_id: DEFAULT_CLIENT_ID.into(),
            webhook_secret: DEFAULT_WEBHOOK_SECRET.into(),
            webhook_url: None,
            // Lean's hour, told as 3599 seconds.
            token_lifetime: Duration::from_secs(3599),
            refresh_time: Duration::from_millis(500),
            largest_page: 1000,
            retry_minute: Duration::from_secs(60),
            application: None,
            cors: Vec::new(),
            control_token: None,
        }
    }
}

/// A seed that no other sandbox is likely to have; short enough to be typed.
fn drawn_seed() -> u64 {
    // Each state is keyed by the operating system's chance.
    RandomState::new().hash_one(()) % 1_000_000_000
}
