//! When a token that is a JWT expires, by its own `exp`.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::json::fields::fields;

/// The moment in the claim `exp`; none for any other token.
///
/// Nothing is verified: the issuer is trusted, and the API decides whether to accept the token.
pub fn expiry_of(token: &str) -> Option<SystemTime> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let exp = fields(&payload).find(|field| field.name().is_some_and(|name| name == "exp"))?;
    let seconds: f64 = std::str::from_utf8(exp.value).ok()?.parse().ok()?;
    let since = Duration::try_from_secs_f64(seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expiry(payload: &str) -> Option<u64> {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload));
        let since = expiry_of(&token)?.duration_since(SystemTime::UNIX_EPOCH);
        since.ok().map(|since| since.as_secs())
    }

    #[test]
    fn the_claim_is_read() {
        for payload in [
            r#"{"exp":1700000000}"#,
            r#"{"sub":"a","exp":1700000000.0,"n":[{}]}"#,
            r#"{"exp":1.7e9}"#,
            r#"{ "iat" : 1 , "exp" : 1700000000 }"#,
        ] {
            assert_eq!(expiry(payload), Some(1_700_000_000), "{payload}");
        }
    }

    #[test]
    fn a_token_that_does_not_say_it_has_none() {
        for payload in [
            "",
            "{}",
            "[1]",
            r#"{"exp":null}"#,
            r#"{"exp":-1}"#,
            r#"{"exp":"soon"}"#,
            r#"{"exp":1e400}"#,
            r#"{"exp":1e19}"#,
            r#"{"a":{"exp":1}}"#,
        ] {
            assert_eq!(expiry(payload), None, "{payload}");
        }
        for token in [
            "",
            "opaque",
            "a.b",
            "a.b.c",
            "..",
            "a.\u{628}.c",
            "e30.e30=.x",
        ] {
            assert_eq!(expiry_of(token), None, "{token}");
        }
    }
}
