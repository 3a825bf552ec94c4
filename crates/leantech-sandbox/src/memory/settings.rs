//! What a sandbox is started with.

use std::time::Duration;

use leantech_core::Secret;
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
    pub(crate) seed: u64,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            client_id: DEFAULT_CLIENT_ID.into(),
            client_secret: DEFAULT_CLIENT_SECRET.into(),
            webhook_secret: DEFAULT_WEBHOOK_SECRET.into(),
            webhook_url: None,
            // Lean's hour, told as 3599 seconds.
            token_lifetime: Duration::from_secs(3599),
            refresh_time: Duration::from_millis(500),
            largest_page: 1000,
            retry_minute: Duration::from_secs(60),
        }
    }
}
