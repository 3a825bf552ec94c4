//! How a sandbox is set up.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
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
use crate::memory::hosts::Hosts;
use crate::memory::journal::Journal;
use crate::memory::link::attempts::Attempts;
use crate::memory::settings::{ControlToken, DEFAULT_CLIENT_SECRET, Settings};
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
    client_secret: Secret,
    hosts: Vec<String>,
    public_url: Option<String>,
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
            client_secret: DEFAULT_CLIENT_SECRET.into(),
            hosts: Vec::new(),
            public_url: None,
            standing_clock: None,
            clock_ahead: Duration::ZERO,
            state_file: None,
        }
    }
}

impl SandboxBuilder {
    /// The host to listen on, with all its addresses; 127.0.0.1 unless set. With one that other machines
    /// reach, set [`control_token`](Self::control_token) as well.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// The port to listen on; a free one unless set.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The seed of every id and of the data of the mock customers; drawn by chance unless set. Two
    /// sandboxes with the same seed give the same answers to the same requests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The client id and secret that the token endpoint accepts.
    pub fn credentials(mut self, client_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.settings.client_id = client_id.into();
        self.client_secret = secret.into();
        self
    }

    /// How long a token lives, in full seconds; 3,599 seconds unless set.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.token_lifetime = lifetime;
        self
    }

    /// The address that all links have, where clients reach the sandbox by another one than it listens
    /// on, such as that of a proxy. Without it they have the host of each request.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// A further name that the sandbox answers to, such as that of its container. A request for any
    /// other host than a loopback one is refused with 421, because a page of another site could have
    /// sent it.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// An origin whose scripts may call Lean's paths from a browser, `*` for all; none unless set, as
    /// at Lean. The controls are never for other origins.
    pub fn cors(mut self, origin: impl Into<String>) -> Self {
        self.settings.cors.push(origin.into());
        self
    }

    /// What the controls and the dashboard ask for, as a bearer token or as the password of a browser;
    /// nothing unless set.
    pub fn control_token(mut self, token: impl Into<Secret>) -> Self {
        self.settings.control_token = Some(ControlToken(token.into()));
        self
    }

    /// What the bank's pages call the application; its address unless set.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.settings.application = Some(name.into());
        self
    }

    /// Where webhooks are sent, an address that begins with `http://`, or with the feature `https` also
    /// with `https://`; nowhere unless set. It must hold neither a user name nor a password.
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
        let public_url = self.public_url.as_deref();
        let public_url = public_url.map(parse_public_url).transpose()?;
        // The port comes first: a second sandbox on it must not touch the file of the first.
        let listeners = bind(&self.host, self.port)?;
        let first = listeners.first().ok_or_else(|| Kind::Address {
            host: self.host.clone(),
        })?;
        let address = first.local_addr().map_err(Kind::Start)?;
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
            hosts: Hosts::new(address, &self.hosts, public_url.as_ref()),
            client_secret: Mutex::new(self.client_secret),
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
            listeners,
            shared: Arc::clone(&shared),
        };
        Ok(Sandbox::new(shared, service.start()?))
    }
}

fn parse_webhook_url(text: &str) -> Result<Url, SandboxError> {
    let refuse = |why| Err(Kind::WebhookUrl(why).into());
    let Some(url) = Url::parse(text).ok().filter(Url::has_host) else {
        return refuse("it must be absolute and begin with http:// or https://");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("it must hold neither a user name nor a password");
    }
    match url.scheme() {
        "http" => Ok(url),
        "https" if cfg!(feature = "https") => Ok(url),
        "https" => refuse(
            "this sandbox was built without TLS; switch on the feature `https` of leantech-sandbox",
        ),
        _ => refuse("it must begin with http:// or https://"),
    }
}

fn parse_public_url(text: &str) -> Result<Url, SandboxError> {
    let is_good = |url: &Url| {
        let is_bare =
            url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        matches!(url.scheme(), "http" | "https") && url.has_host() && is_bare
    };
    let url = Url::parse(text).ok().filter(is_good);
    url.ok_or_else(|| Kind::PublicUrl.into())
}

/// Listens on every address of a host that this machine has, on one port.
fn bind(host: &str, port: u16) -> Result<Vec<TcpListener>, SandboxError> {
    /// How often another port is tried where one is free in one family and taken in the other.
    const TRIES: usize = 20;
    let unknown = || Kind::Address { host: host.into() };
    let mut addresses: Vec<SocketAddr> = (host, port)
        .to_socket_addrs()
        .map_err(|_| unknown())?
        .collect();
    // The one that every client has comes first, and with it the port.
    addresses.sort_by_key(SocketAddr::is_ipv6);
    addresses.dedup();
    let mut outcome = Err(unknown().into());
    for _ in 0..TRIES {
        outcome = bind_all(&addresses, host, port);
        let is_taken = matches!(&outcome, Err(error) if error.is_taken_port());
        if port != 0 || !is_taken {
            break;
        }
    }
    outcome
}

fn bind_all(
    addresses: &[SocketAddr],
    host: &str,
    port: u16,
) -> Result<Vec<TcpListener>, SandboxError> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut refused = None;
    for address in addresses {
        let mut address = *address;
        if let Some(first) = listeners.first() {
            address.set_port(first.local_addr().map_err(Kind::Start)?.port());
        }
        let fail = |source| Kind::Bind {
            address: format!("{host}:{port}"),
            source,
        };
        match TcpListener::bind(address) {
            Ok(listener) => {
                listener.set_nonblocking(true).map_err(Kind::Start)?;
                listeners.push(listener);
            }
            // A machine without this family, or without this address.
            Err(error) if error.kind() != ErrorKind::AddrInUse => refused = Some(fail(error)),
            Err(error) => return Err(fail(error).into()),
        }
    }
    match refused {
        Some(refused) if listeners.is_empty() => Err(refused.into()),
        _ => Ok(listeners),
    }
}
