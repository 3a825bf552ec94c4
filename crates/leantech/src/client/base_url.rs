//! Base URLs that are safe to send a client secret to.

use std::fmt;

use url::{Host, Url};

/// The domain of all of Lean's hosts.
const LEAN: &str = "leantech.me";

/// Reads the base URL of a host that is reached over a network.
pub(crate) fn https_base(text: &str) -> Result<String, Fault> {
    let url = base(text)?;
    if url.scheme() == "http" {
        return Err(EnvironmentFault::PlainHttp.into());
    }
    Ok(without_trailing_slashes(&url))
}

/// Parses the base URL of a server on this machine.
pub(crate) fn loopback_base(text: &str) -> Result<String, Fault> {
    let url = base(text)?;
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // The host of a container is the machine itself, seen from within.
        Some(Host::Domain(name)) => {
            matches!(name, "localhost" | "host.docker.internal") || name.ends_with(".localhost")
        }
        None => false,
    };
    if !is_loopback {
        return Err(EnvironmentFault::NotLoopback.into());
    }
    Ok(without_trailing_slashes(&url))
}

/// Reads the base URL of any server but Lean's own.
pub(crate) fn base_elsewhere(text: &str) -> Result<String, Fault> {
    let url = base(text)?;
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    if host == LEAN || host.ends_with(&format!(".{LEAN}")) {
        return Err(EnvironmentFault::LeansOwn.into());
    }
    Ok(without_trailing_slashes(&url))
}

/// Reads a base URL. What is kept and dialled later is the parsed form, the one that was checked.
fn base(text: &str) -> Result<Url, Fault> {
    // The parser drops tabs and line ends and takes a backslash for a slash. A person who reads the
    // text sees a host other than the one that is connected to, so such text is refused first.
    let is_hidden = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.contains(is_hidden) {
        return Err(EnvironmentFault::NotAUrl.into());
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(EnvironmentFault::NotAUrl.into());
    };
    if !["https", "http"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return Err(EnvironmentFault::Scheme.into());
    }
    if rest.contains(['?', '#']) {
        return Err(EnvironmentFault::QueryOrFragment.into());
    }
    let authority = rest.split('/').next().unwrap_or_default();
    // Looked for in the text: the parser makes no difference between `https://@host` and no `@`.
    if authority.contains('@') {
        return Err(EnvironmentFault::UserInfo.into());
    }
    if authority.is_empty() {
        return Err(EnvironmentFault::NotAUrl.into());
    }
    Ok(Url::parse(text)?)
}

fn without_trailing_slashes(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// A fault, before it is known which of the URLs it belongs to.
pub(crate) struct Fault {
    fault: EnvironmentFault,
    source: Option<url::ParseError>,
}

impl Fault {
    /// A fault in one of the URLs.
    pub(crate) fn of(self, address: Address) -> EnvironmentError {
        EnvironmentError {
            address,
            fault: self.fault,
            source: self.source,
        }
    }
}

impl From<EnvironmentFault> for Fault {
    fn from(fault: EnvironmentFault) -> Self {
        Self {
            fault,
            source: None,
        }
    }
}

impl From<url::ParseError> for Fault {
    fn from(source: url::ParseError) -> Self {
        Self {
            fault: EnvironmentFault::NotAUrl,
            source: Some(source),
        }
    }
}

/// Which of the environment's URLs it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    Authorization,
    Api,
    Emulator,
}

/// A base URL that is not safe to send a client secret to, or not a base URL at all.
///
/// The URL itself is in neither `Display` nor `Debug`: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentError {
    address: Address,
    fault: EnvironmentFault,
    source: Option<url::ParseError>,
}

impl EnvironmentError {
    /// What is wrong with the URL.
    pub const fn fault(&self) -> EnvironmentFault {
        self.fault
    }
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = match self.address {
            Address::Authorization => "authorization",
            Address::Api => "API",
            Address::Emulator => "emulator",
        };
        write!(f, "could not use the {address} base URL: {}", self.fault)
    }
}

impl std::error::Error for EnvironmentError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// What is wrong with a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnvironmentFault {
    /// It is not an absolute URL with a host, or holds blanks, control characters or backslashes.
    NotAUrl,
    /// Its scheme is neither `https` nor `http`.
    Scheme,
    /// It is plain `http` and not for an emulator.
    PlainHttp,
    /// It is for an emulator and names another machine.
    NotLoopback,
    /// It is for an emulator and names a host of Lean's.
    LeansOwn,
    /// It holds a user name or a password.
    UserInfo,
    /// It holds a query or a fragment.
    QueryOrFragment,
}

impl fmt::Display for EnvironmentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAUrl => "it is not an absolute URL with a host",
            Self::Scheme => "its scheme is neither https nor http",
            Self::PlainHttp => {
                "it is plain http, which is allowed only for an emulator on this machine"
            }
            Self::NotLoopback => {
                "it names another machine; an emulator is reached by 127.0.0.1, [::1], localhost or \
                 host.docker.internal, and elsewhere with `Environment::emulator_at`"
            }
            Self::LeansOwn => "it names a host of Lean's own, which is not an emulator",
            Self::UserInfo => "it holds a user name or a password",
            Self::QueryOrFragment => "it holds a query or a fragment",
        })
    }
}
