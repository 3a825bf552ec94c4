//! The application's own credentials.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;

use leantech_core::{Error, Secret};
use serde::Deserialize;

/// The prefix of the environment variables, unless another is asked for.
const PREFIX: &str = "LEAN";

/// The client id and secret of an application, from the Integration tab of Lean's dashboard.
///
/// The secret is shown there once; creating a new one invalidates the old one. It belongs in the
/// back end and nowhere else. Source: Lean's page on authentication.
///
/// A configuration file holds them as an object with `client_id` and `client_secret`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientCredentials {
    client_id: String,
    client_secret: Secret,
}

/// Why credentials cannot be used. It does not contain them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The variable of this name is not set.
    Missing(String),
    /// The variable of this name is empty or not text.
    Unusable(String),
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(
                f,
                "could not read the environment variable {name}: it is not set"
            ),
            Self::Unusable(name) => {
                write!(
                    f,
                    "could not read the environment variable {name}: it is empty or not text"
                )
            }
        }
    }
}

impl std::error::Error for CredentialsError {}

impl ClientCredentials {
    /// Credentials that you already have.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
        }
    }

    /// Reads `LEAN_CLIENT_ID` and `LEAN_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// Fails when one of them is not set, empty or not text.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::from_env_with_prefix(PREFIX)
    }

    /// Reads two variables with a prefix, for a process with several applications: with `SHOP` they are
    /// `SHOP_CLIENT_ID` and `SHOP_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// Fails when one of them is not set, empty or not text.
    pub fn from_env_with_prefix(prefix: &str) -> Result<Self, CredentialsError> {
        let client_id = variable(format!("{prefix}_CLIENT_ID"))?;
        Ok(Self::new(
            client_id,
            variable(format!("{prefix}_CLIENT_SECRET"))?,
        ))
    }

    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret.
    pub fn client_secret(&self) -> &Secret {
        &self.client_secret
    }

    /// Whether both have the same id and secret.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.client_id == other.client_id
            && self.client_secret.expose() == other.client_secret.expose()
    }
}

/// The future of credentials.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<ClientCredentials, Error>> + Send + 'a>>;

/// Provides the application's credentials, for example from a vault, so that a secret can change
/// without a restart.
///
/// It is called for each token that is fetched, not for each call: about once an hour for the API, and
/// once an hour per customer. If it fails, the credentials that Lean accepted last are used.
///
/// ```
/// use std::sync::RwLock;
/// use leantech::{ClientCredentials, CredentialsFuture, ProvideCredentials};
///
/// /// Credentials that another task replaces when they change in the vault.
/// #[derive(Debug)]
/// struct Rotated(RwLock<ClientCredentials>);
///
/// impl ProvideCredentials for Rotated {
///     fn credentials<'a>(&'a self, _refused: Option<&'a ClientCredentials>) -> CredentialsFuture<'a> {
///         let credentials = self.0.read().unwrap_or_else(|error| error.into_inner()).clone();
///         Box::pin(std::future::ready(Ok(credentials)))
///     }
/// }
/// ```
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// The credentials for the next request. If Lean refuses them, this is called once more with the
    /// refused ones, and the result is tried if it is different.
    ///
    /// Return [`Error::token_for_now`] for a temporary fault, and [`Error::token`] for any other.
    fn credentials<'a>(&'a self, refused: Option<&'a ClientCredentials>) -> CredentialsFuture<'a>;
}

/// Credentials that never change.
impl ProvideCredentials for ClientCredentials {
    fn credentials<'a>(&'a self, _refused: Option<&'a ClientCredentials>) -> CredentialsFuture<'a> {
        Box::pin(ready(Ok(self.clone())))
    }
}

fn variable(name: String) -> Result<String, CredentialsError> {
    match std::env::var(&name) {
        Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Err(std::env::VarError::NotPresent) => Err(CredentialsError::Missing(name)),
        Ok(_) | Err(std::env::VarError::NotUnicode(_)) => Err(CredentialsError::Unusable(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s04_debug_shows_no_secret() {
        let credentials = ClientCredentials::new("id", "canary");
        assert!(!format!("{credentials:?}").contains("canary"));
    }

    #[test]
    fn variables_are_named_by_their_prefix() {
        let missing = ClientCredentials::from_env_with_prefix("MADE_UP_SHOP").err();
        let expected = CredentialsError::Missing("MADE_UP_SHOP_CLIENT_ID".to_owned());
        assert_eq!(missing, Some(expected));
    }
}
