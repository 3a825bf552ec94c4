//! A token source that always has the same token, for tests that are not about tokens.

use leantech::{Error, Scope, Secret, Token, TokenFuture, TokenSource};

/// A source of one fixed token that never expires.
#[derive(Debug, Clone)]
pub struct FixedToken(Token);

impl FixedToken {
    /// The text of [`FixedToken::default`].
    pub const TEXT: &'static str = "fixed-token";

    /// A source of this token.
    ///
    /// # Errors
    ///
    /// Fails for a text that cannot be a token.
    pub fn new(text: &str) -> Result<Self, Error> {
        Token::new(Secret::from(text), None)
            .map(Self)
            .map_err(Error::token)
    }
}

impl Default for FixedToken {
    fn default() -> Self {
        Self::new(Self::TEXT).expect("the text is fit for a token")
    }
}

impl TokenSource for FixedToken {
    fn cached(&self, _: &Scope) -> Option<Token> {
        Some(self.0.clone())
    }

    fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}
