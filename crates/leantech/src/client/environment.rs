//! Where Lean is reached: its published environments, a custom pair of hosts, or a local emulator.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use leantech_core::Region;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::client::base_url::{
    Address, EnvironmentError, base_elsewhere, https_base, loopback_base,
};
use crate::permission::Quoted;

/// The hosts that a client talks to.
///
/// The constants never mix a production host with a sandbox host:
/// a token of one environment is not valid in the other.
///
/// ```
/// use leantech::Environment;
///
/// assert_eq!(Environment::SANDBOX.api_url(), "https://sandbox.sa.leantech.me");
/// let local = Environment::emulator("http://127.0.0.1:8080")?;
/// assert!(local.is_emulator());
/// # Ok::<(), leantech::EnvironmentError>(())
/// ```
///
/// `Debug` and `Display` show names and hosts only, never a path.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Environment {
    kind: Kind,
    auth_url: Cow<'static, str>,
    api_url: Cow<'static, str>,
    link_url: Option<Cow<'static, str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    KsaSandbox,
    KsaProduction,
    UaeSandbox,
    UaeProduction,
    Custom,
    Emulator,
}

impl Kind {
    /// The name, for people and for [`FromStr`].
    const fn name(self) -> &'static str {
        match self {
            Self::KsaSandbox => "ksa-sandbox",
            Self::KsaProduction => "ksa-production",
            Self::UaeSandbox => "uae-sandbox",
            Self::UaeProduction => "uae-production",
            Self::Custom => "custom",
            Self::Emulator => "emulator",
        }
    }
}

impl Environment {
    /// The Saudi sandbox: the same as [`KSA_SANDBOX`](Self::KSA_SANDBOX).
    pub const SANDBOX: Self = Self::KSA_SANDBOX;

    /// Saudi production: the same as [`KSA_PRODUCTION`](Self::KSA_PRODUCTION).
    pub const PRODUCTION: Self = Self::KSA_PRODUCTION;

    /// The Saudi sandbox with Lean's mock banks.
    ///
    /// Certain: Lean's own KSA collection names each host and its recorded tokens carry the token
    /// host. The KSA guide shows the production token host with the sandbox API; that mix is not
    /// used here, and [`custom`](Self::custom) can still make it.
    pub const KSA_SANDBOX: Self = Self::published(
        Kind::KsaSandbox,
        "https://auth.sandbox.sa.leantech.me",
        "https://sandbox.sa.leantech.me",
        "https://link.sandbox.sa.leantech.me",
    );

    /// Saudi production.
    ///
    /// Certain: Lean's KSA reference and its collection agree. `api.sa.leantech.me`, which one
    /// introduction page still names, is the older host for mutual TLS.
    pub const KSA_PRODUCTION: Self = Self::published(
        Kind::KsaProduction,
        "https://auth.sa.leantech.me",
        "https://api2.sa.leantech.me",
        "https://link.sa.leantech.me",
    );

    /// The sandbox of the Emirates.
    ///
    /// Likely, not certain: the API host is in Lean's generic reference; the token host was seen
    /// to publish an `openid-configuration`, and no page of Lean's names it.
    pub const UAE_SANDBOX: Self = Self::published(
        Kind::UaeSandbox,
        "https://auth.sandbox.leantech.me",
        "https://sandbox.leantech.me",
        "https://link.sandbox.leantech.me",
    );

    /// Production of the Emirates.
    ///
    /// Certain: Lean's generic documents name both hosts. `api.leantech.me` is the older host for
    /// mutual TLS.
    pub const UAE_PRODUCTION: Self = Self::published(
        Kind::UaeProduction,
        "https://auth.leantech.me",
        "https://api2.leantech.me",
        "https://link.leantech.me",
    );

    const fn published(
        kind: Kind,
        auth_url: &'static str,
        api_url: &'static str,
        link_url: &'static str,
    ) -> Self {
        Self {
            kind,
            auth_url: Cow::Borrowed(auth_url),
            api_url: Cow::Borrowed(api_url),
            link_url: Some(Cow::Borrowed(link_url)),
        }
    }

    /// Two hosts of your choice, such as a gateway in front of Lean's.
    ///
    /// `auth_base_url` is the host of the token call, `api_base_url` the host of all others, both
    /// without the operation's path. A path in front of it, a stem, is allowed; trailing slashes do
    /// not matter. Only `https` is taken: for plain `http` on this machine, see
    /// [`emulator`](Self::emulator).
    ///
    /// # Errors
    ///
    /// Fails when either URL cannot be read, is not `https`, or holds a user name, a password, a
    /// query or a fragment; [`EnvironmentError::fault`] says which.
    pub fn custom(auth_base_url: &str, api_base_url: &str) -> Result<Self, EnvironmentError> {
        Ok(Self {
            kind: Kind::Custom,
            auth_url: https_base(auth_base_url)
                .map_err(|fault| fault.of(Address::Authorization))?
                .into(),
            api_url: https_base(api_base_url)
                .map_err(|fault| fault.of(Address::Api))?
                .into(),
            link_url: None,
        })
    }

    /// A server on this machine that plays both of Lean's hosts, such as `leantech-sandbox`.
    ///
    /// Plain `http` is taken to `127.0.0.0/8`, `[::1]`, `localhost` and names below it, and
    /// `host.docker.internal`: the client secret must not cross a network in the clear. No proxy is
    /// used. For an emulator in another container see [`emulator_at`](Self::emulator_at).
    ///
    /// # Errors
    ///
    /// Fails when the URL cannot be read, is neither `http` nor `https`, names another machine, or
    /// holds a user name, a password, a query or a fragment; [`EnvironmentError::fault`] says which.
    pub fn emulator(base_url: &str) -> Result<Self, EnvironmentError> {
        let base = loopback_base(base_url).map_err(|fault| fault.of(Address::Emulator))?;
        Ok(Self::emulator_of(base))
    }

    /// A server on any machine that stands in for both of Lean's hosts, such as `leantech-sandbox` in
    /// another container.
    ///
    /// **Never use it with real credentials**: over plain `http`, anybody on the network can read the
    /// client secret and the tokens. No proxy is used.
    ///
    /// ```
    /// use leantech::Environment;
    ///
    /// assert!(Environment::emulator_at("http://sandbox:8080")?.is_emulator());
    /// assert!(Environment::emulator_at("http://api.leantech.me").is_err());
    /// # Ok::<(), leantech::EnvironmentError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the URL cannot be read, is neither `http` nor `https`, names a host of Lean's, or
    /// holds a user name, a password, a query or a fragment; [`EnvironmentError::fault`] says which.
    pub fn emulator_at(base_url: &str) -> Result<Self, EnvironmentError> {
        let base = base_elsewhere(base_url).map_err(|fault| fault.of(Address::Emulator))?;
        Ok(Self::emulator_of(base))
    }

    fn emulator_of(base: String) -> Self {
        Self {
            kind: Kind::Emulator,
            auth_url: base.clone().into(),
            api_url: base.into(),
            link_url: None,
        }
    }

    /// The base URL of the token call, without a trailing slash.
    pub fn auth_url(&self) -> &str {
        &self.auth_url
    }

    /// The base URL of all other calls, without a trailing slash.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// The base URL of the `LinkSDK`'s back end, where Lean publishes one.
    ///
    /// Recorded customer tokens of the Saudi sandbox carry it as their audience. Source: `LinkSDK`
    /// page for the web, list of hosts.
    pub fn link_url(&self) -> Option<&str> {
        self.link_url.as_deref()
    }

    /// The region that is served; `None` where only the owner of the hosts knows it.
    pub const fn region(&self) -> Option<Region> {
        match self.kind {
            Kind::KsaSandbox | Kind::KsaProduction => Some(Region::SaudiArabia),
            Kind::UaeSandbox | Kind::UaeProduction => Some(Region::UnitedArabEmirates),
            Kind::Custom | Kind::Emulator => None,
        }
    }

    /// Whether both hosts are one server on this machine.
    pub const fn is_emulator(&self) -> bool {
        matches!(self.kind, Kind::Emulator)
    }

    /// Whether no host is reached by TLS.
    #[cfg(any(
        feature = "rustls",
        feature = "rustls-no-provider",
        feature = "native-tls"
    ))]
    pub(crate) fn is_plain_http(&self) -> bool {
        let urls = [self.auth_url(), self.api_url()];
        urls.iter().all(|url| url.starts_with("http://"))
    }

    /// Whether this is one of Lean's two sandboxes or an emulator: no real customer is behind it.
    ///
    /// Custom hosts count as production.
    pub const fn is_sandbox(&self) -> bool {
        matches!(
            self.kind,
            Kind::KsaSandbox | Kind::UaeSandbox | Kind::Emulator
        )
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Environment({self})")
    }
}

/// Writes the name, and for custom hosts their origins.
impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        match self.kind {
            Kind::Emulator => write!(f, " at {}", origin(&self.api_url)),
            Kind::Custom => write!(
                f,
                " with tokens from {} and data from {}",
                origin(&self.auth_url),
                origin(&self.api_url)
            ),
            _ => Ok(()),
        }
    }
}

/// The path of a gateway can hold a key, so only what comes before it is shown.
fn origin(base_url: &str) -> String {
    Url::parse(base_url).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
}

/// Parses a name or a URL, for example from a configuration file.
///
/// The names are `sandbox` and `production`, with the prefix `sa-`, `ksa-`, `ae-` or `uae-`; without one
/// they mean Saudi Arabia. A URL of this machine is an [`emulator`](Environment::emulator), and any
/// other is [`custom`](Environment::custom) with the same host for tokens and calls.
///
/// ```
/// use leantech::Environment;
///
/// assert_eq!("sa-sandbox".parse(), Ok(Environment::SANDBOX));
/// assert!("http://127.0.0.1:8080".parse::<Environment>()?.is_emulator());
/// # Ok::<(), leantech::UnknownEnvironment>(())
/// ```
impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "sandbox" | "sa-sandbox" | "ksa-sandbox" => Self::KSA_SANDBOX,
            "production" | "sa-production" | "ksa-production" => Self::KSA_PRODUCTION,
            "ae-sandbox" | "uae-sandbox" => Self::UAE_SANDBOX,
            "ae-production" | "uae-production" => Self::UAE_PRODUCTION,
            url if url.contains("://") => Self::emulator(url)
                .or_else(|_| Self::custom(url, url))
                .map_err(|source| UnknownEnvironment {
                name: "".into(),
                source: Some(source),
            })?,
            _ => {
                return Err(UnknownEnvironment {
                    name: name.into(),
                    source: None,
                });
            }
        })
    }
}

/// From a string, as [`FromStr`] parses it.
impl<'de> Deserialize<'de> for Environment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|error: UnknownEnvironment| {
            D::Error::custom(match &error.source {
                Some(source) => source.to_string(),
                None => error.to_string(),
            })
        })
    }
}

/// A text that is neither the name of one of Lean's environments nor a URL of one.
///
/// Its own text quotes a name, and never a URL, which may hold a password; what is wrong with a URL
/// is its source, an [`EnvironmentError`](crate::EnvironmentError).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEnvironment {
    name: Box<str>,
    source: Option<EnvironmentError>,
}

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.is_some() {
            return f.write_str("could not take the URL for an environment");
        }
        write!(
            f,
            "could not find the environment {}; there are sandbox, production, sa-sandbox, \
             sa-production, ae-sandbox, ae-production, and URLs",
            Quoted(&self.name)
        )
    }
}

impl std::error::Error for UnknownEnvironment {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
