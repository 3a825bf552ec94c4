//! The names that a sandbox may be called by, and the address that its links have.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::Url;

/// The names that a sandbox answers to.
///
/// A page of another site may have its own name lead to this machine; its browser then sends that
/// name, and nothing here must answer to it.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    /// Where it listens, as an address that a browser can open.
    base_url: String,
    /// Whether other machines reach it, so that any address may be its own.
    is_beyond_loopback: bool,
    /// Further names, in lower case.
    names: Vec<String>,
    /// The address that all links have, if it was set.
    public_url: Option<String>,
}

impl Hosts {
    pub(crate) fn new(listening: SocketAddr, names: &[String], public_url: Option<&Url>) -> Self {
        let mut names: Vec<String> = names.iter().map(|name| plain(name)).collect();
        names.extend(public_url.and_then(Url::host_str).map(plain));
        let public_url = public_url.map(|url| url.as_str().trim_end_matches('/').to_owned());
        Self {
            base_url: format!("http://{}", reachable(listening)),
            is_beyond_loopback: !listening.ip().is_loopback(),
            names,
            public_url,
        }
    }

    /// The address that links have where no request says by which name it came.
    pub(crate) fn base_url(&self) -> &str {
        self.public_url.as_deref().unwrap_or(&self.base_url)
    }

    /// The address that links have in the answer to a request for this host, `name:port`; `None`
    /// where the sandbox does not answer to that name.
    pub(crate) fn base_of(&self, authority: &str) -> Option<String> {
        let authority: http::uri::Authority = authority.parse().ok()?;
        if authority.as_str().contains('@') {
            return None;
        }
        let name = plain(authority.host());
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = bare.parse().ok();
        let is_own = match address {
            Some(address) => {
                is_loopback(address) || (self.is_beyond_loopback && !address.is_multicast())
            }
            None => name == "localhost" || name.ends_with(".localhost"),
        };
        if !is_own && !self.names.contains(&name) {
            return None;
        }
        Some(match (&self.public_url, address) {
            (Some(url), _) => url.clone(),
            // Nobody else can open that.
            (None, Some(address)) if address.is_unspecified() => self.base_url.clone(),
            (None, _) => format!("http://{authority}"),
        })
    }
}

/// A name without what makes no difference: case, and the dot of the root.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn is_loopback(address: IpAddr) -> bool {
    let mapped = match address {
        IpAddr::V6(address) => address.to_ipv4_mapped().map(IpAddr::V4),
        IpAddr::V4(_) => None,
    };
    mapped.unwrap_or(address).is_loopback()
}

/// An address that can be opened from this machine: what listens everywhere, listens on loopback.
fn reachable(mut listening: SocketAddr) -> SocketAddr {
    if listening.ip().is_unspecified() {
        listening.set_ip(match listening {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    listening
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(listening: &str, names: &[&str], public_url: Option<&str>) -> Hosts {
        let listening = listening
            .parse()
            .unwrap_or_else(|_| SocketAddr::from(([127, 0, 0, 1], 80)));
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let url = public_url.and_then(|url| Url::parse(url).ok());
        Hosts::new(listening, &names, url.as_ref())
    }

    #[test]
    fn only_names_that_no_other_site_can_have_are_answered_to() {
        let hosts = hosts("127.0.0.1:8080", &[], None);
        for own in [
            "127.0.0.1:8080",
            "127.0.0.1",
            "127.9.9.9:1",
            "localhost:8080",
            "LOCALHOST.:8080",
            "app.localhost",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:8080",
        ] {
            assert_eq!(hosts.base_of(own), Some(format!("http://{own}")), "{own}");
        }
        for other in [
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "notlocalhost",
            "192.168.1.5:8080",
            "0.0.0.0:8080",
            "[::]:8080",
            "[fe80::1]",
            "2130706433",
            "me@localhost",
            "",
            ":8080",
        ] {
            assert_eq!(hosts.base_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_sandbox_for_other_machines_answers_to_addresses_and_named_hosts() {
        let hosts = hosts("0.0.0.0:8080", &["Sandbox"], None);
        assert_eq!(hosts.base_url(), "http://127.0.0.1:8080");
        let base = |authority| hosts.base_of(authority);
        assert_eq!(
            base("192.168.1.5:8080").as_deref(),
            Some("http://192.168.1.5:8080")
        );
        assert_eq!(base("sandbox:80").as_deref(), Some("http://sandbox:80"));
        assert_eq!(
            base("0.0.0.0:8080").as_deref(),
            Some("http://127.0.0.1:8080")
        );
        assert_eq!(base("evil.example"), None);
    }

    #[test]
    fn a_public_url_is_in_every_link() {
        let url = Some("https://Sandbox.example/lean/");
        let hosts = hosts("[::]:8080", &[], url);
        let public = "https://sandbox.example/lean";
        assert_eq!(hosts.base_url(), public);
        for own in ["sandbox.example", "localhost:8080", "[fe80::1]"] {
            assert_eq!(hosts.base_of(own).as_deref(), Some(public), "{own}");
        }
        assert_eq!(hosts.base_of("other.example"), None);
    }
}
