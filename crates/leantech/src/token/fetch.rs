//! One request for one token, without a cache.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use leantech_core::{Error, Scope, Secret, expiry_of};

/// A token as its issuer returns it.
#[derive(Debug, Clone)]
pub struct IssuedToken {
    secret: Secret,
    lifetime: Option<Duration>,
    /// The issuer's time when it answered, if it is known.
    issued_at: Option<SystemTime>,
}

impl IssuedToken {
    /// A token and how long it lives; a lifetime of zero makes a token that is used once.
    pub fn new(secret: Secret, lifetime: Option<Duration>) -> Self {
        Self {
            secret,
            lifetime,
            issued_at: None,
        }
    }

    /// The same token, from an issuer whose clock showed this when it answered.
    pub(crate) fn issued_at(mut self, at: Option<SystemTime>) -> Self {
        self.issued_at = at;
        self
    }

    /// How much lifetime is left by the token's own `exp`, and whether that is certain: by the issuer's
    /// clock it is, by ours it may not be.
    pub(crate) fn left(&self, wall: SystemTime) -> Option<(Duration, bool)> {
        let expiry = expiry_of(self.secret.expose())?;
        let now = self.issued_at.unwrap_or(wall);
        let left = expiry.duration_since(now).unwrap_or(Duration::ZERO);
        Some((left, self.issued_at.is_some()))
    }

    /// The text of the token.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// How long it lives, if the issuer says so.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }
}

/// The future of an issued token.
pub type Fetch<'a> = Pin<Box<dyn Future<Output = Result<IssuedToken, Error>> + Send + 'a>>;

/// Fetches one token; [`TokenCache`](crate::TokenCache) decides when.
///
/// Lean's own token endpoint is the usual one. Implement another if tokens come from a vault or a
/// sidecar and should be cached, renewed early and fetched once for all waiting callers.
pub trait TokenFetch: fmt::Debug + Send + Sync {
    /// Fetches a token for a scope. It is not called concurrently for the same scope, unless the tokio
    /// runtime of a call that has not ended rests: then another runtime calls it once more.
    ///
    /// Return [`Error::token_for_now`] for a temporary fault, which is retried once; any other
    /// is [`Error::token`].
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a>;
}
