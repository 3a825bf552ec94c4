//! One request for one token, without a cache.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leantech_core::{Error, Scope, Secret};

/// A token as its issuer hands it out.
#[derive(Debug, Clone)]
pub struct IssuedToken {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl IssuedToken {
    /// A token and how long it lives; a lifetime of zero makes a token that is used once.
    pub fn new(secret: Secret, lifetime: Option<Duration>) -> Self {
        Self { secret, lifetime }
    }

    /// The text of the token.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// How long it lives, where the issuer says so.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }
}

/// An issued token on its way.
pub type Fetch<'a> = Pin<Box<dyn Future<Output = Result<IssuedToken, Error>> + Send + 'a>>;

/// Fetches one token; [`TokenCache`](crate::TokenCache) decides when.
///
/// Lean's own token endpoint is the usual one. Bring another where tokens come from a vault or a
/// side car and should be cached, renewed early and fetched once for all who wait.
pub trait TokenFetch: fmt::Debug + Send + Sync {
    /// Fetches a token for a scope. It is not called twice at once for the same scope.
    ///
    /// A fault that may pass is [`Error::token_for_now`] and is asked about once more; any other
    /// is [`Error::token`].
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a>;
}
