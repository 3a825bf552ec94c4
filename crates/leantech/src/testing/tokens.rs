//! Tokens that no server issued.

use leantech_core::{Error, Scope, Secret, Token, TokenFuture, TokenSource};

/// A source of made-up tokens that do not expire: `test-token`, for every scope.
#[derive(Debug, Clone, Copy, Default)]
pub struct TestTokens;

impl TokenSource for TestTokens {
    fn token<'a>(&'a self, _scope: &'a Scope) -> TokenFuture<'a> {
        Box::pin(async { Token::new(Secret::from("test-token"), None).map_err(Error::token) })
    }
}
