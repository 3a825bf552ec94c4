//! The application token of Lean's older mechanism, where a TLS certificate identifies the caller.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::session::token::Wiped;
use crate::{Secret, TokenTextError};

/// The header that carries it.
pub(crate) const LEAN_APP_TOKEN: HeaderName = HeaderName::from_static("lean-app-token");

/// An application token, sent as `lean-app-token` instead of `Authorization`.
///
/// `Debug` does not show it. Source: Lean's page on authentication.
#[derive(Clone)]
pub struct AppToken(HeaderValue);

impl AppToken {
    /// An application token from Lean's dashboard.
    ///
    /// # Errors
    ///
    /// Fails when the text is empty or holds anything but visible ASCII.
    pub fn new(secret: Secret) -> Result<Self, TokenTextError> {
        let text = secret.expose();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenTextError);
        }
        let bytes = Bytes::from_owner(Wiped(secret));
        let mut header = HeaderValue::from_maybe_shared(bytes).map_err(|_| TokenTextError)?;
        header.set_sensitive(true);
        Ok(Self(header))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for AppToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s04_debug_shows_no_application_token() {
        let token = AppToken::new(Secret::from("canary"));
        assert!(!format!("{token:?}").contains("canary"));
        let header = token.map(|token| token.header());
        assert!(header.as_ref().is_ok_and(HeaderValue::is_sensitive));
    }

    #[test]
    fn text_that_is_unfit_for_a_header_is_no_application_token() {
        for text in ["", "a b", "a\r\nx: y", "tökén"] {
            assert!(AppToken::new(Secret::from(text)).is_err(), "{text:?}");
        }
    }
}
