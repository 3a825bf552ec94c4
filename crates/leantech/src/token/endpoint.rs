//! Lean's token endpoint: client credentials in, a token for one scope out.

use std::sync::{Arc, Mutex, PoisonError};

use leantech_auth::types::GrantType;
use leantech_core::{Error, ErrorCode, LenientSeconds, Scope, Session, Transient, date_of};

use crate::token::credentials::{ClientCredentials, ProvideCredentials};
use crate::token::fetch::{Fetch, IssuedToken, TokenFetch};

/// Fetches tokens with an application's credentials.
///
/// Source: Lean's page on authentication; RFC 6749 for the errors.
#[derive(Debug)]
pub(crate) struct TokenEndpoint {
    auth: leantech_auth::Client,
    provider: Arc<dyn ProvideCredentials>,
    /// The credentials that Lean accepted last, for when the provider fails.
    taken: Mutex<Option<ClientCredentials>>,
}

impl TokenEndpoint {
    /// The session is with the token host and has no tokens itself.
    pub(crate) fn new(session: Session, provider: Arc<dyn ProvideCredentials>) -> Self {
        Self {
            auth: leantech_auth::Client::new(session),
            provider,
            taken: Mutex::default(),
        }
    }

    async fn issue(&self, scope: &Scope) -> Result<IssuedToken, Error> {
        let provided = self.provider.credentials(None).await;
        let (credentials, fault) = match (provided, self.taken_last()) {
            (Ok(credentials), _) => (credentials, None),
            (Err(fault), Some(taken)) => (taken, Some(fault)),
            (Err(fault), None) => return Err(fault),
        };
        let refusal = match self.issue_with(&credentials, scope).await {
            Err(error) if is_refused(&error) => error,
            result => return result,
        };
        match self.provider.credentials(Some(&credentials)).await {
            Ok(next) if !next.is_same(&credentials) => self.issue_with(&next, scope).await,
            // Why there are no newer ones is more useful than the refusal.
            Err(error) => Err(error),
            Ok(_) => Err(fault.unwrap_or(refusal)),
        }
    }

    fn taken_last(&self) -> Option<ClientCredentials> {
        let taken = self.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn issue_with(
        &self,
        credentials: &ClientCredentials,
        scope: &Scope,
    ) -> Result<IssuedToken, Error> {
        let answer = self
            .auth
            .generate_access_token()
            .client_id(credentials.client_id())
            .client_secret(credentials.client_secret())
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
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(credentials.clone());
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

/// Whether Lean says that the credentials themselves are wrong.
fn is_refused(error: &Error) -> bool {
    error.code() == Some(&ErrorCode::InvalidClient) || error.is_unauthorized()
}

impl TokenFetch for TokenEndpoint {
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a> {
        Box::pin(self.issue(scope))
    }
}
