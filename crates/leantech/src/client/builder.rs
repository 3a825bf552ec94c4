//! How a client is put together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "metrics")]
use leantech_core::Observer;
use leantech_core::{Clock, Deadlines, Error, HttpPools, RetryPolicy, Session, TokenSource};

use crate::client::Client;
use crate::client::environment::Environment;
use crate::token::cache::TokenCache;
use crate::token::credentials::{ClientCredentials, ProvideCredentials};
use crate::token::endpoint::TokenEndpoint;
use crate::token::settings::TokenSettings;

/// How long connecting may take, by default.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an unused connection is kept: less than the minute after which servers and
/// firewalls are known to drop it.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// How large an answer of the token endpoint may be.
const TOKEN_BODY_CAP: usize = 64 * 1024;

/// Puts a [`Client`] together; see [`Client::builder`].
#[derive(Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    tokens: Option<Arc<dyn TokenSource>>,
    http: Option<reqwest::Client>,
    connect_timeout: Duration,
    deadlines: Deadlines,
    retry: RetryPolicy,
    body_cap: usize,
    token_settings: TokenSettings,
    clock: Option<Arc<dyn Clock>>,
    #[cfg(feature = "mtls")]
    mutual_tls: Option<crate::client::mutual_tls::MutualTls>,
    #[cfg(feature = "metrics")]
    observer: Option<Arc<dyn Observer>>,
    #[cfg(feature = "testing")]
    transport: Option<Arc<dyn leantech_core::Transport>>,
}

impl ClientBuilder {
    pub(crate) fn new(environment: Environment) -> Self {
        Self {
            environment,
            credentials: None,
            tokens: None,
            http: None,
            connect_timeout: CONNECT_TIMEOUT,
            deadlines: Deadlines::default(),
            retry: RetryPolicy::default(),
            body_cap: leantech_core::DEFAULT_BODY_CAP,
            token_settings: TokenSettings::default(),
            clock: None,
            #[cfg(feature = "mtls")]
            mutual_tls: None,
            #[cfg(feature = "metrics")]
            observer: None,
            #[cfg(feature = "testing")]
            transport: None,
        }
    }

    /// The application's credentials, with which tokens are fetched from Lean.
    pub fn credentials(self, credentials: ClientCredentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// Provides the application's credentials, for secrets that change while the service runs. It is
    /// called for each token that is fetched, and once more if Lean refuses the credentials.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// Your own token source, such as a vault or a sidecar, instead of credentials.
    pub fn token_source(mut self, source: Arc<dyn TokenSource>) -> Self {
        self.tokens = Some(source);
        self
    }

    /// Lean's older mechanism, instead of credentials and tokens; see
    /// [`MutualTls`](crate::MutualTls).
    #[cfg(feature = "mtls")]
    #[deprecated(note = "Lean drops mutual TLS: use `credentials`")]
    pub fn mutual_tls(mut self, mutual_tls: crate::client::mutual_tls::MutualTls) -> Self {
        self.mutual_tls = Some(mutual_tls);
        self
    }

    /// Your own HTTP client: with a proxy, pinned certificates or a TLS identity.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: when reqwest follows a 307 it
    /// sends the form again, and the client secret with it. The connect timeout is then the HTTP
    /// client's.
    ///
    /// It is used as it is, with one connection pool for all tokio runtimes. If several runtimes use
    /// the client and one of them rests, a call of another may wait on a connection that the resting one
    /// opened, until its deadline. Without this setting each runtime has its own pool.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// How long connecting may take; 5 s by default. [`Duration::MAX`] means no limit.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long calls and their attempts may take; see [`Deadlines`].
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// When a request is sent again; see [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The largest answer that is read, in bytes; 16 MB by default.
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.body_cap = bytes;
        self
    }

    /// How tokens are fetched and kept; see [`TokenSettings`].
    pub fn token_settings(mut self, settings: TokenSettings) -> Self {
        self.token_settings = settings;
        self
    }

    /// The clock of deadlines, waits and renewals, for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The observer of attempts, calls and token renewals.
    #[cfg(feature = "metrics")]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Sends requests, those for tokens included, instead of HTTP; see
    /// [`testing`](crate::testing). Never use it outside tests.
    #[cfg(feature = "testing")]
    pub fn transport(mut self, transport: impl leantech_core::Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client. Nothing is sent and nothing is started.
    ///
    /// # Errors
    ///
    /// Fails when there are neither credentials nor a token source, and when the TLS setup of
    /// the platform cannot be used: with the feature `rustls-no-provider` when no crypto provider
    /// is installed, and without the platform's CA certificates unless both hosts use plain HTTP.
    pub fn build(self) -> Result<Client, Error> {
        #[cfg(feature = "mtls")]
        if let Some(mutual_tls) = &self.mutual_tls {
            return self.build_with(mutual_tls);
        }
        let http = match &self.http {
            Some(http) => HttpPools::from(http.clone()),
            None => self.pools(Ok)?,
        };
        let tokens: Arc<dyn TokenSource> = match (&self.tokens, &self.credentials) {
            (Some(source), _) => Arc::clone(source),
            (None, Some(credentials)) => Arc::new(self.cache(&http, Arc::clone(credentials))),
            (None, None) => {
                return Err(Error::configuration(
                    "there are neither credentials nor a token source",
                ));
            }
        };
        let session = self.api_session(http).tokens(Arc::clone(&tokens)).build();
        Ok(Client::assemble(self.environment.clone(), session, tokens))
    }

    /// The client of the older mechanism. Anything that would add `Authorization` is refused.
    #[cfg(feature = "mtls")]
    fn build_with(
        &self,
        mutual_tls: &crate::client::mutual_tls::MutualTls,
    ) -> Result<Client, Error> {
        if self.tokens.is_some() || self.credentials.is_some() {
            return Err(Error::configuration(
                "mutual TLS is used instead of credentials or a token source; \
                 set one of them alone",
            ));
        }
        let http = match &self.http {
            Some(_) if mutual_tls.shapes_the_http_client() => {
                return Err(Error::configuration(
                    "your own HTTP client already has its certificates; \
                     use MutualTls::without_identity with it",
                ));
            }
            Some(http) => HttpPools::from(http.clone()),
            None => {
                let mutual_tls = mutual_tls.clone();
                self.pools(move |http| mutual_tls.apply(http))?
            }
        };
        let session = self.api_session(http).app_token(mutual_tls.app_token());
        Ok(Client::assemble(
            self.environment.clone(),
            session.build(),
            Arc::new(crate::client::mutual_tls::NoTokens),
        ))
    }

    fn api_session(&self, http: HttpPools) -> leantech_core::SessionBuilder {
        let session = self
            .session(self.environment.api_url(), http)
            .retry(self.retry.clone())
            .deadlines(self.deadlines)
            .body_cap(self.body_cap);
        let session = match self.environment.region() {
            Some(region) => session.region(region),
            None => session,
        };
        #[cfg(feature = "metrics")]
        let session = match self.observer.clone() {
            Some(observer) => session.observer(observer),
            None => session,
        };
        session
    }

    fn session(&self, base_url: &str, http: HttpPools) -> leantech_core::SessionBuilder {
        let session = Session::builder(base_url, http);
        #[cfg(feature = "testing")]
        let session = match &self.transport {
            Some(transport) => session.transport(Arc::clone(transport)),
            None => session,
        };
        match &self.clock {
            Some(clock) => session.clock(Arc::clone(clock)),
            None => session,
        }
    }

    fn cache(&self, http: &HttpPools, credentials: Arc<dyn ProvideCredentials>) -> TokenCache {
        // The cache decides about retries and the deadline of a fetch.
        let session = self
            .session(self.environment.auth_url(), http.clone())
            .retry(RetryPolicy::none())
            .deadlines(self.token_settings.call_deadlines())
            .body_cap(TOKEN_BODY_CAP)
            .build();
        let endpoint = TokenEndpoint::new(session, credentials);
        let cache = TokenCache::builder(Arc::new(endpoint)).settings(self.token_settings);
        let cache = match &self.clock {
            Some(clock) => cache.clock(Arc::clone(clock)),
            None => cache,
        };
        #[cfg(feature = "metrics")]
        let cache = match self.observer.clone() {
            Some(observer) => cache.observer(observer),
            None => cache,
        };
        cache.build()
    }

    /// An HTTP client for each runtime, all of them built in the same way.
    fn pools(
        &self,
        shape: impl Fn(reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error>
        + Send
        + Sync
        + 'static,
    ) -> Result<HttpPools, Error> {
        let basics = Basics {
            connect_timeout: self.connect_timeout,
            #[cfg(any(
                feature = "rustls",
                feature = "rustls-no-provider",
                feature = "native-tls"
            ))]
            is_plain_http: self.environment.is_plain_http(),
            is_emulator: self.environment.is_emulator(),
        };
        HttpPools::per_runtime(move || built(shape(basics.http_client())?))
    }
}

/// What the HTTP clients depend on.
struct Basics {
    connect_timeout: Duration,
    #[cfg(any(
        feature = "rustls",
        feature = "rustls-no-provider",
        feature = "native-tls"
    ))]
    is_plain_http: bool,
    is_emulator: bool,
}

impl Basics {
    fn http_client(&self) -> reqwest::ClientBuilder {
        let client = reqwest::Client::builder()
            .user_agent(concat!("leantech/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .referer(false)
            // Decompression is off, whatever features another crate of the build turns on.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd();
        // Without TLS, no certificates have to be trusted: a container with an emulator
        // does not need CA certificates.
        #[cfg(any(
            feature = "rustls",
            feature = "rustls-no-provider",
            feature = "native-tls"
        ))]
        let client = if self.is_plain_http {
            client.tls_certs_only([])
        } else {
            client
        };
        // A local server is never reached through a proxy set in the environment.
        if self.is_emulator {
            client.no_proxy()
        } else {
            client
        }
    }
}

/// Builds an HTTP client. reqwest panics when rustls has no crypto provider.
fn built(client: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    catch_unwind(AssertUnwindSafe(|| client.build()))
        .map_err(|_| {
            Error::configuration(
                "the HTTP client cannot be built; with the feature `rustls-no-provider`, install a \
                 crypto provider of rustls first, such as \
                 `rustls::crypto::ring::default_provider().install_default()`",
            )
        })?
        .map_err(Error::setup)
}
