//! Whether a form was sent from a page of the sandbox itself.

use http::{HeaderMap, HeaderName, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a request that changes something comes from the sandbox's own pages, or from no page at
/// all. Every browser of today says where a form comes from, and no page can change what it says;
/// programs say nothing and may do what they like, as with the sandbox's controls.
pub(crate) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = text(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(header::ORIGIN) else {
        return true;
    };
    let host = text(header::HOST).unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(HeaderName, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::HOST,
            http::HeaderValue::from_static("127.0.0.1:8080"),
        );
        for (name, value) in pairs {
            headers.insert(name, http::HeaderValue::from_static(value));
        }
        is_own(&headers)
    }

    #[test]
    fn only_the_sandbox_s_own_pages_and_programs_are_trusted() {
        assert!(own(&[]));
        assert!(own(&[(SEC_FETCH_SITE, "same-origin")]));
        assert!(own(&[(header::ORIGIN, "http://127.0.0.1:8080")]));
        for site in ["cross-site", "same-site", ""] {
            assert!(!own(&[(SEC_FETCH_SITE, site)]), "{site}");
        }
        for origin in ["null", "http://127.0.0.1:8081", "https://evil.example", ""] {
            assert!(!own(&[(header::ORIGIN, origin)]), "{origin}");
        }
        // What the browser says of the site counts before the origin.
        assert!(!own(&[
            (SEC_FETCH_SITE, "cross-site"),
            (header::ORIGIN, "http://127.0.0.1:8080"),
        ]));
    }
}
