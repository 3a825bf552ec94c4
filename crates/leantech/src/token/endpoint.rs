//! Lean's token endpoint: client credentials in, a token for one scope out.

use leantech_auth::types::GrantType;
use leantech_core::{Error, LenientSeconds, Scope, Session, Transient, date_of};

use crate::token::credentials::ClientCredentials;
use crate::token::fetch::{Fetch, IssuedToken, TokenFetch};

/// Fetches tokens with an application's credentials.
///
/// Source: Lean's page on authentication; RFC 6749 for the errors.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    auth: leantech_auth::Client,
    credentials: ClientCredentials,
}

impl TokenEndpoint {
    /// The session is with the token host and has no tokens itself.
    pub(crate) fn new(session: Session, credentials: ClientCredentials) -> Self {
        Self {
            auth: leantech_auth::Client::new(session),
            credentials,
        }
    }

    async fn issue(&self, scope: &Scope) -> Result<IssuedToken, Error> {
        let answer = self
            .auth
            .generate_access_token()
            .client_id(self.credentials.client_id())
            .client_secret(self.credentials.client_secret())
            .grant_type(GrantType::ClientCredentials)
            .scope(scope.to_string())
            .send_with_head()
            .await
            .map_err(|error| {
                Error::token_because(
                    error,
                    format_args!("scope \"{}\" at POST /oauth2/token", scope.kind()),
                )
            })?;
        let issued_at = date_of(answer.headers());
        let answer = answer.into_inner();
        // Lean's documents write `bearer`, its servers `Bearer`; RFC 6749 compares without case.
        if answer
            .token_type
            .is_some_and(|word| !word.eq_ignore_ascii_case("bearer"))
        {
            return Err(Error::token_detail(
                "its type is not \"bearer\"",
                Transient::No,
            ));
        }
        let lifetime = answer.expires_in.and_then(LenientSeconds::duration);
        Ok(IssuedToken::new(answer.access_token, lifetime).issued_at(issued_at))
    }
}

impl TokenFetch for TokenEndpoint {
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a> {
        Box::pin(self.issue(scope))
    }
}
