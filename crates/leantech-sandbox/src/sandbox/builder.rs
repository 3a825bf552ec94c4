//! How a sandbox is set up.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use leantech_core::Secret;
use tokio::sync::{Notify, watch};
use url::Url;

use super::Sandbox;
use crate::error::{Kind, SandboxError, StateFault};
use crate::faults::Faults;
use crate::memory::clock::Clock;
use crate::memory::journal::Journal;
use crate::memory::link::attempts::Attempts;
use crate::memory::settings::Settings;
use crate::memory::shared::Shared;
use crate::memory::state::State;
use crate::memory::store::Store;
use crate::routing::operation::Calls;
use crate::server::service::Service;

/// Sets up a [`Sandbox`]; made by [`Sandbox::builder`].
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it is started"]
pub struct SandboxBuilder {
    host: String,
    port: u16,
    settings: Settings,
    seed: Option<u64>,
    webhook_url: Option<String>,
    standing_clock: Option<DateTime<Utc>>,
    clock_ahead: Duration,
    state_file: Option<PathBuf>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: 0,
            settings: Settings::default(),
            seed: None,
            webhook_url: None,
            standing_clock: None,
            clock_ahead: Duration::ZERO,
            state_file: None,
        }
    }
}

impl SandboxBuilder {
    /// The host to listen on; 127.0.0.1 unless set.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// The port to listen on; a free one unless set.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The seed of every id and of the data of the mock customers; 1 unless set. Two sandboxes
    /// with the same seed give the same answers to the same requests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The client id and secret that the token endpoint accepts.
    pub fn credentials(mut self, client_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.settings.client_id = client_id.into();
        self.settings.client_secret = secret.into();
        self
    }

    /// How long a token lives, in full seconds; 3,599 seconds unless set.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.token_lifetime = lifetime;
        self
    }

    /// Where webhooks are sent, an address that begins with `http://`; nowhere unless set.
    pub fn webhook_url(mut self, url: impl Into<String>) -> Self {
        self.webhook_url = Some(url.into());
        self
    }

    /// The secret that webhooks are signed with.
    pub fn webhook_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.settings.webhook_secret = secret.into();
        self
    }

    /// How long a minute of Lean's delays between deliveries of a webhook takes (1, 2, 5, 10,
    /// 60 and 180 minutes after the first), by the sandbox's clock; a minute unless set.
    pub fn webhook_retry_minute(mut self, minute: Duration) -> Self {
        self.settings.retry_minute = minute;
        self
    }

    /// The largest page of customers, consents and entities, whose limit Lean does not document;
    /// 1,000 unless set. A request for more gets this many.
    pub fn largest_page(mut self, size: u32) -> Self {
        self.settings.largest_page = size;
        self
    }

    /// How long a refresh of data, and an asynchronous call, stay `PENDING` by the sandbox's
    /// clock; half a second unless set. They are finished at the third read in any case.
    pub fn refresh_time(mut self, time: Duration) -> Self {
        self.settings.refresh_time = time;
        self
    }

    /// Starts the clock this much ahead of the computer's.
    pub fn clock_ahead(mut self, ahead: Duration) -> Self {
        self.clock_ahead = ahead;
        self
    }

    /// Stops the clock at an instant; it moves only with [`Sandbox::advance_clock`]. Then
    /// even the times in answers are the same in every run.
    pub fn standing_clock(mut self, at: DateTime<Utc>) -> Self {
        self.standing_clock = Some(at);
        self
    }

    /// Keeps the state in a file: it continues from what the file holds, clock included, and each
    /// change is on disk before it is answered. Nothing is kept unless set.
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Starts the sandbox on its own thread.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be bound, the webhook URL cannot be used, or the state file
    /// cannot be read or understood.
    #[expect(
        clippy::unused_async,
        reason = "a start that has to wait must not change the callers"
    )]
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        self.start_now()
    }

    /// Starts the sandbox as [`start`](Self::start) does, outside any async context.
    ///
    /// # Errors
    ///
    /// Fails as [`start`](Self::start) does.
    pub fn start_now(self) -> Result<Sandbox, SandboxError> {
        let mut settings = self.settings;
        let webhook_url = self.webhook_url.as_deref();
        settings.webhook_url = webhook_url.map(parse_webhook_url).transpose()?;
        // The port comes first: a second sandbox on it must not touch the file of the first.
        let listener = bind(&self.host, self.port)?;
        let address = listener.local_addr().map_err(Kind::Start)?;
        let (store, restored) = match &self.state_file {
            Some(path) => {
                let (store, restored) = Store::open(path)?;
                (Some(store), restored)
            }
            None => (None, None),
        };
        let (mut state, kept_clock) = match restored {
            Some((state, clock)) => (state, Some(clock)),
            None => (State::new(self.seed.unwrap_or(settings.seed)), None),
        };
        if let (Some(path), Some(seed)) = (&self.state_file, self.seed)
            && state.seed != seed
        {
            return Err(SandboxError::state(path, StateFault::OtherSeed(state.seed)));
        }
        if kept_clock.is_some() {
            state.drop_changes();
        }
        settings.seed = state.seed;
        let clock = match (kept_clock, self.standing_clock) {
            (Some(clock), _) => Clock::restored(clock),
            (None, Some(at)) => Clock::frozen(at),
            (None, None) => Clock::running(self.clock_ahead),
        };
        let shared = Arc::new(Shared {
            settings,
            base_url: format!("http://{address}"),
            clock,
            calls: Calls::none(),
            faults: Faults::default(),
            journal: Journal::default(),
            alarm: Notify::new(),
            posted: Notify::new(),
            changes: watch::Sender::new(()),
            stopping: watch::Sender::new(false),
            state: Mutex::new(state),
            store,
            traces: AtomicU64::new(0),
            attempts: Attempts::default(),
        });
        shared.keep_all()?;
        let service = Service {
            listener,
            shared: Arc::clone(&shared),
        };
        Ok(Sandbox::new(shared, service.start()?))
    }
}

fn parse_webhook_url(text: &str) -> Result<Url, SandboxError> {
    Url::parse(text)
        .ok()
        .filter(|url| url.scheme() == "http" && url.has_host())
        .ok_or_else(|| Kind::WebhookUrl.into())
}

fn bind(host: &str, port: u16) -> Result<std::net::TcpListener, SandboxError> {
    let addresses: Vec<SocketAddr> = (host, port)
        .to_socket_addrs()
        .map_err(|_| Kind::Address { host: host.into() })?
        .collect();
    let listener = std::net::TcpListener::bind(&*addresses).map_err(|source| Kind::Bind {
        address: format!("{host}:{port}"),
        source,
    })?;
    listener.set_nonblocking(true).map_err(Kind::Start)?;
    Ok(listener)
}
