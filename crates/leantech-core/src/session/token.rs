//! Access tokens as a session sees them, and where it gets them from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use tokio::time::Instant;

use crate::session::jwt::expiry_of;
use crate::{CustomerId, Error, Secret};

/// What a token is for.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// `api`: every call of the API.
    Api,
    /// `customer.<id>`: the `LinkSDK` of one customer. It cannot be used on the API host.
    Customer(CustomerId),
}

/// A customer id that would make another scope, or two. It does not contain the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeError;

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "could not make a scope from a customer id that holds anything but letters, digits, \"-\" and \"_\"",
        )
    }
}

impl std::error::Error for ScopeError {}

impl Scope {
    /// The scope of one customer.
    ///
    /// # Errors
    ///
    /// Fails when the id holds anything but letters, digits, `-` and `_`: a space would ask for a
    /// second scope.
    pub fn customer(id: CustomerId) -> Result<Self, ScopeError> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !id.as_str().is_empty() && id.as_str().bytes().all(is_plain) {
            Ok(Self::Customer(id))
        } else {
            Err(ScopeError)
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api => f.write_str("api"),
            Self::Customer(id) => write!(f, "customer.{id}"),
        }
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl Scope {
    /// The scope without the customer.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Customer(_) => "customer",
        }
    }
}

/// An access token. Cloning it is cheap; `Debug` shows its life, never its text.
#[derive(Clone)]
pub struct Token(Arc<Inner>);

struct Inner {
    secret: Secret,
    header: HeaderValue,
    expires_at: Option<Instant>,
}

/// What stands before the token in the header.
const BEARER: &str = "Bearer ";

/// The bytes of the header, which are overwritten when the last clone is dropped.
pub(crate) struct Wiped(pub(crate) Secret);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

/// A text that cannot be a token: empty, or not valid in a header. It does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTextError;

impl fmt::Display for TokenTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "could not use an access token that is empty or holds characters outside visible ASCII",
        )
    }
}

impl std::error::Error for TokenTextError {}

impl Token {
    /// A token and the moment it expires, if that is known.
    ///
    /// # Errors
    ///
    /// Fails when the text is empty or holds anything but visible ASCII.
    pub fn new(secret: Secret, expires_at: Option<Instant>) -> Result<Self, TokenTextError> {
        let text = secret.expose();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenTextError);
        }
        let mut bearer = String::with_capacity(BEARER.len() + text.len());
        bearer.push_str(BEARER);
        bearer.push_str(text);
        let bearer = Bytes::from_owner(Wiped(Secret::from(bearer)));
        let mut header = HeaderValue::from_maybe_shared(bearer).map_err(|_| TokenTextError)?;
        header.set_sensitive(true);
        Ok(Self(Arc::new(Inner {
            secret,
            header,
            expires_at,
        })))
    }

    /// The text of the token, without the prefix `Bearer`.
    pub fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// When it expires, on the monotonic clock.
    pub fn expires_at(&self) -> Option<Instant> {
        self.0.expires_at
    }

    /// How long it lives from a moment on; `None` if that is not known.
    pub fn remaining(&self, now: Instant) -> Option<Duration> {
        self.0
            .expires_at
            .map(|at| at.saturating_duration_since(now))
    }

    /// Whether both are the same token.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.secret().expose() == other.secret().expose()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.header.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("expires_at", &self.0.expires_at)
            .finish_non_exhaustive()
    }
}

/// The future of a token.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, Error>> + Send + 'a>>;

/// Where tokens come from: Lean's token endpoint, a vault, a sidecar.
///
/// ```
/// use leantech_core::{Error, Scope, Secret, Token, TokenFuture, TokenSource};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl TokenSource for Vault {
///     fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
///         Box::pin(async {
///             let text = Secret::from("read-from-the-vault");
///             Token::new(text, None).map_err(Error::token)
///         })
///     }
/// }
/// ```
pub trait TokenSource: fmt::Debug + Send + Sync {
    /// A cached token, without waiting. `None` sends the caller to [`token`](Self::token).
    fn cached(&self, scope: &Scope) -> Option<Token> {
        let _ = scope;
        None
    }

    /// A valid token for the scope.
    fn token<'a>(&'a self, scope: &'a Scope) -> TokenFuture<'a>;

    /// A token for the scope that lives for more than `least` from now on.
    ///
    /// A source that caches tokens should renew one that expires sooner. The default gets any token
    /// and fails if it expires sooner, also by its own `exp` if it is a JWT; a token of unknown
    /// lifetime is returned.
    fn token_for<'a>(&'a self, scope: &'a Scope, least: Duration) -> TokenFuture<'a> {
        Box::pin(async move {
            let token = self.token(scope).await?;
            let by_source = token.remaining(Instant::now());
            let by_token = expiry_of(token.secret().expose())
                .map(|at| at.duration_since(SystemTime::now()).unwrap_or_default());
            let is_short = |left: Option<Duration>| left.is_some_and(|left| left <= least);
            if is_short(by_source) || is_short(by_token) {
                return Err(Error::token_too_short(least));
            }
            Ok(token)
        })
    }

    /// Is called when the API refused a token (401), before a new one is requested.
    ///
    /// Drop only that token: another caller may have renewed it already.
    fn refuse(&self, scope: &Scope, refused: &Token) {
        let _ = (scope, refused);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t12_a_text_that_is_unfit_for_a_header_is_no_token() {
        for text in ["", "a b", "a\r\nx: y", "tökén", "a\u{0}"] {
            assert!(Token::new(Secret::from(text), None).is_err(), "{text:?}");
        }
    }

    #[test]
    fn s04_header_of_a_token_is_marked_sensitive() {
        let token = Token::new(Secret::from("canary"), None);
        let header = token.map(|token| token.header());
        assert!(header.as_ref().is_ok_and(HeaderValue::is_sensitive));
        assert!(!format!("{header:?}").contains("canary"));
    }

    /// A source of one token whose life it does not know.
    #[derive(Debug)]
    struct Fixed(&'static str);

    impl TokenSource for Fixed {
        fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
            Box::pin(async { Token::new(Secret::from(self.0), None).map_err(Error::token) })
        }
    }

    #[tokio::test]
    async fn t13_a_token_of_unknown_life_is_believed_what_it_says() {
        // `{"exp":1700000000}` and `{"exp":99999999999}`.
        for (token, is_good) in [
            ("e30.eyJleHAiOjE3MDAwMDAwMDB9.c2ln", false),
            ("e30.eyJleHAiOjk5OTk5OTk5OTk5fQ.c2ln", true),
            ("opaque", true),
        ] {
            let got = Fixed(token)
                .token_for(&Scope::Api, Duration::from_secs(60))
                .await;
            assert_eq!(got.is_ok(), is_good, "{token}");
        }
    }

    #[test]
    fn t19_an_id_cannot_smuggle_in_a_second_scope() {
        for text in ["a api", "a\napi", "a+b", "%20", "é"] {
            let id: Result<CustomerId, _> = text.parse();
            assert_eq!(id.map(Scope::customer), Ok(Err(ScopeError)), "{text:?}");
        }
    }

    #[test]
    fn s04_debug_shows_neither_token_nor_customer() {
        let token = Token::new(Secret::from("canary"), None);
        let scope = "canary".parse().map(Scope::customer);
        assert!(!format!("{token:?} {scope:?}").contains("canary"));
    }
}
