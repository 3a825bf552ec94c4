//! Where a request comes from, as far as a browser tells: the sandbox's own pages, or others.

use http::{HeaderMap, HeaderName, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// A program, or a person who typed the address: no page is behind it.
    Program,
    /// A page of the sandbox itself.
    Own,
    /// A page of another site.
    Other,
}

/// Tells who sent a request to the sandbox at that address.
///
/// Every browser says where a request comes from, and no page can change what it says. Programs
/// say nothing, and may do what they like.
pub(crate) fn site(headers: &HeaderMap, base_url: &str) -> Site {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let fetched = text(SEC_FETCH_SITE);
    let origin = text(header::ORIGIN);
    let host = text(header::HOST).unwrap_or_default();
    if origin.is_some_and(|origin| !is_of(origin, host) && !is_of(origin, authority(base_url))) {
        return Site::Other;
    }
    match (fetched, origin) {
        (None | Some("none"), None) => Site::Program,
        (None | Some("same-origin" | "none"), _) => Site::Own,
        (Some(_), _) => Site::Other,
    }
}

/// Whether an origin is on that host; what ends TLS before the sandbox changes the scheme.
fn is_of(origin: &str, host: &str) -> bool {
    let (scheme, on) = origin.split_once("://").unwrap_or_default();
    matches!(scheme, "http" | "https") && !on.is_empty() && on.eq_ignore_ascii_case(host)
}

/// The host and the port of an address.
fn authority(address: &str) -> &str {
    let (_, rest) = address.split_once("://").unwrap_or_default();
    rest.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(HeaderName, &'static str)]) -> Site {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, http::HeaderValue::from_static("localhost:1"));
        for (name, value) in pairs {
            headers.insert(name, http::HeaderValue::from_static(value));
        }
        site(&headers, "http://127.0.0.1:8080")
    }

    #[test]
    fn only_the_sandbox_s_own_pages_and_programs_are_trusted() {
        assert_eq!(told(&[]), Site::Program);
        assert_eq!(told(&[(SEC_FETCH_SITE, "none")]), Site::Program);
        assert_eq!(told(&[(SEC_FETCH_SITE, "same-origin")]), Site::Own);
        let own = (header::ORIGIN, "http://127.0.0.1:8080");
        assert_eq!(told(std::slice::from_ref(&own)), Site::Own);
        assert_eq!(told(&[(header::ORIGIN, "http://LOCALHOST:1")]), Site::Own);
        for fetched in ["cross-site", "same-site", "", "new"] {
            assert_eq!(told(&[(SEC_FETCH_SITE, fetched)]), Site::Other, "{fetched}");
            // What the browser says of the site counts as well as the origin.
            let both = [(SEC_FETCH_SITE, fetched), own.clone()];
            assert_eq!(told(&both), Site::Other, "{fetched}");
        }
        for origin in [
            "null",
            "http://127.0.0.1:80801",
            "http://127.0.0.1:808",
            "file://127.0.0.1:8080",
            "https://evil.example",
            "",
        ] {
            assert_eq!(told(&[(header::ORIGIN, origin)]), Site::Other, "{origin}");
            let both = [(SEC_FETCH_SITE, "same-origin"), (header::ORIGIN, origin)];
            assert_eq!(told(&both), Site::Other, "{origin}");
        }
    }
}
