//! A header that a service adds to all its calls.

use http::{HeaderName, HeaderValue, header};

use super::app_token::LEAN_APP_TOKEN;
use crate::Error;
use crate::value::idempotency_key;

/// Headers that a call sets itself, or that say how its bytes travel.
const RESERVED: &[HeaderName] = &[
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::EXPECT,
    header::HOST,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Reads a header. The value is in no error.
pub(super) fn read(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(Error::configuration(
            "a header name may contain only letters, digits and hyphens",
        ));
    };
    let is_reserved = RESERVED.contains(&header)
        || header == LEAN_APP_TOKEN
        || header == idempotency_key::HEADER
        || header.as_str().starts_with("proxy-")
        || header == "keep-alive";
    if is_reserved {
        return Err(Error::configuration(format_args!(
            "the header {header} is set by the call itself and cannot be added"
        )));
    }
    let Ok(mut value) = HeaderValue::from_str(value) else {
        return Err(Error::configuration(format_args!(
            "the value of the header {header} contains characters that are not valid in a header"
        )));
    };
    value.set_sensitive(true);
    Ok((header, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_ones_own_is_taken() {
        let read = read("X-Request-Source", "canary").ok();
        let read = read.map(|(name, value)| (name.as_str().to_owned(), value));
        let (name, value) = read.unwrap_or(("none".to_owned(), HeaderValue::from_static("")));
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("x-request-source", &b"canary"[..])
        );
        assert!(!format!("{value:?}").contains("canary"));
    }

    #[test]
    fn s04_headers_of_the_call_are_refused_however_they_are_written() {
        for name in [
            "authorization",
            "Authorization",
            "IDEMPOTENCY-KEY",
            "lean-app-token",
            "content-type",
            "Content-Length",
            "host",
            "proxy-connection",
            "a b",
            "",
        ] {
            let error = read(name, "canary").err().map(|error| error.to_string());
            assert!(
                error.is_some_and(|error| !error.contains("canary")),
                "{name}"
            );
        }
        for value in ["canary\n", "canary\0"] {
            let error = read("x-mine", value).err().map(|error| error.to_string());
            assert!(
                error.is_some_and(|error| !error.contains("canary")),
                "{value:?}"
            );
        }
    }
}
