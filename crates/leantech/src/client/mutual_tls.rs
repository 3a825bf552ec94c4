//! Lean's older mechanism: a TLS certificate and the header `lean-app-token`.

#[cfg(not(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls"
)))]
compile_error!("the feature `mtls` needs one of `rustls`, `rustls-no-provider` and `native-tls`");

use std::fmt;
use std::path::Path;

use leantech_core::{
    AppToken, Error, Scope, Secret, Token, TokenFuture, TokenSource, TokenTextError, Transient,
};

/// An application's certificate, its key and its application token, for Lean's older mechanism.
///
/// **Deprecated by Lean**: to be dropped from 31 December 2024, and kept here for applications
/// that have not moved yet. New ones use [`ClientCredentials`](crate::ClientCredentials). There are no
/// tokens of customers with it, so `LinkSDK` configurations cannot be made.
///
/// Lean's older hosts are not in the constants of [`Environment`](crate::Environment); name them:
///
/// ```no_run
/// # #![allow(deprecated)]
/// use leantech::{Client, Environment, MutualTls};
///
/// let host = "https://api.sa.leantech.me";
/// let lean = Client::builder(Environment::custom(host, host)?)
///     .mutual_tls(MutualTls::from_pem_files(
///         "app-token", "certificate.pem", "key.pem",
///     )?)
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Calls carry `lean-app-token` and never `Authorization`: Lean refuses both in one request with
/// `INVALID_PARAMETERS`. `Debug` shows none of it. Source: Lean's page on authentication;
/// recordings.
#[derive(Clone)]
pub struct MutualTls {
    app_token: AppToken,
    identity: Option<Identity>,
    root: Option<Vec<u8>>,
}

/// A certificate chain and its key, as PEM.
#[derive(Clone)]
struct Identity {
    certificate: Vec<u8>,
    key: Secret,
}

/// Why a certificate or an application token cannot be used. It contains no part of either.
#[derive(Debug)]
#[non_exhaustive]
pub enum MutualTlsError {
    /// The application token is empty or holds characters outside visible ASCII.
    AppToken {
        /// What is wrong.
        source: TokenTextError,
    },
    /// A file cannot be read.
    #[non_exhaustive]
    File {
        /// Which of the two files it is.
        which: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// The key is not PEM text.
    Key,
}

impl fmt::Display for MutualTlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AppToken { .. } => {
                f.write_str("could not take the application token; copy it from Lean's dashboard")
            }
            Self::File { which, .. } => write!(
                f,
                "could not read the file of the {which}; check its path and permissions"
            ),
            Self::Key => {
                f.write_str("could not take the key: it is not PEM text; convert it from DER first")
            }
        }
    }
}

impl std::error::Error for MutualTlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::AppToken { source } => Some(source),
            Self::File { source, .. } => Some(source),
            Self::Key => None,
        }
    }
}

impl MutualTls {
    /// An application token, a certificate (with its chain) and its key, both as PEM.
    ///
    /// The PEM is read when the client is built: PKCS #8 with every TLS choice, PKCS #1 and SEC1
    /// with rustls.
    ///
    /// # Errors
    ///
    /// Fails when the application token cannot be a header, or the key is not text.
    pub fn from_pem(
        app_token: impl Into<Secret>,
        certificate: &[u8],
        key: &[u8],
    ) -> Result<Self, MutualTlsError> {
        let key = std::str::from_utf8(key).map_err(|_| MutualTlsError::Key)?;
        let identity = Identity {
            certificate: certificate.to_vec(),
            key: Secret::from(key),
        };
        Ok(Self {
            identity: Some(identity),
            ..Self::without_identity(app_token)?
        })
    }

    /// The same from two files; a file that holds both can be named twice.
    ///
    /// # Errors
    ///
    /// Fails as [`from_pem`](Self::from_pem) does, and when a file cannot be read.
    pub fn from_pem_files(
        app_token: impl Into<Secret>,
        certificate: impl AsRef<Path>,
        key: impl AsRef<Path>,
    ) -> Result<Self, MutualTlsError> {
        let read = |path: &Path, which| {
            std::fs::read(path).map_err(|source| MutualTlsError::File { which, source })
        };
        let certificate = read(certificate.as_ref(), "certificate")?;
        let key = Secret::from(
            String::from_utf8(read(key.as_ref(), "key")?).map_err(|_| MutualTlsError::Key)?,
        );
        Self::from_pem(app_token, &certificate, key.expose().as_bytes())
    }

    /// An application token alone: for an
    /// [your own HTTP client](crate::ClientBuilder::http_client) that has the certificate, and
    /// for sandboxes that do not require one.
    ///
    /// # Errors
    ///
    /// Fails when the application token cannot be a header.
    pub fn without_identity(app_token: impl Into<Secret>) -> Result<Self, MutualTlsError> {
        let app_token = AppToken::new(app_token.into())
            .map_err(|source| MutualTlsError::AppToken { source })?;
        Ok(Self {
            app_token,
            identity: None,
            root: None,
        })
    }

    /// A certificate, as PEM, that is trusted in addition to those of the platform: for a
    /// gateway with its own CA.
    #[must_use]
    pub fn root_certificate(mut self, pem: &[u8]) -> Self {
        self.root = Some(pem.to_vec());
        self
    }

    pub(crate) fn app_token(&self) -> AppToken {
        self.app_token.clone()
    }

    /// Whether an HTTP client has to be set up with anything.
    pub(crate) fn shapes_the_http_client(&self) -> bool {
        self.identity.is_some() || self.root.is_some()
    }

    /// Gives the certificates to an HTTP client that is being set up.
    pub(crate) fn apply(
        &self,
        http: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, Error> {
        let http = match &self.identity {
            Some(identity) => identity.apply(http)?,
            None => http,
        };
        Ok(match &self.root {
            Some(pem) => {
                http.tls_certs_merge([reqwest::Certificate::from_pem(pem).map_err(Error::setup)?])
            }
            None => http,
        })
    }
}

impl Identity {
    /// The PEM in the form of the chosen TLS, which is then fixed: an identity of one cannot be
    /// used by the other, and another crate of the build may turn that on.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    fn apply(&self, http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        let length = self.certificate.len() + 1 + self.key.expose().len();
        let mut pem = Vec::with_capacity(length);
        pem.extend_from_slice(&self.certificate);
        pem.push(b'\n');
        pem.extend_from_slice(self.key.expose().as_bytes());
        let pem = Secret::from(
            String::from_utf8(pem)
                .map_err(|_| Error::configuration("the certificate is not PEM text"))?,
        );
        let identity =
            reqwest::Identity::from_pem(pem.expose().as_bytes()).map_err(Error::setup)?;
        Ok(http.tls_backend_rustls().identity(identity))
    }

    #[cfg(all(
        feature = "native-tls",
        not(any(feature = "rustls", feature = "rustls-no-provider"))
    ))]
    fn apply(&self, http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        let identity =
            reqwest::Identity::from_pkcs8_pem(&self.certificate, self.key.expose().as_bytes())
                .map_err(Error::setup)?;
        Ok(http.tls_backend_native().identity(identity))
    }
}

impl fmt::Debug for MutualTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutualTls")
            .field("app_token", &self.app_token)
            .finish_non_exhaustive()
    }
}

/// The error of a client of the older mechanism when it is asked for a token.
#[derive(Debug)]
pub(crate) struct NoTokens;

impl TokenSource for NoTokens {
    fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
        let error = Error::token_detail(
            "the client uses mutual TLS, which has no tokens; build one with credentials",
            Transient::No,
        );
        Box::pin(async { Err::<Token, _>(error) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s04_debug_shows_neither_key_nor_application_token() {
        let made = MutualTls::from_pem("canary-token", b"canary-certificate", b"canary-key");
        let shown = format!("{made:?} {made:#?}");
        assert!(made.is_ok() && !shown.contains("canary"), "{shown}");
    }

    #[test]
    fn what_cannot_be_used_is_told_without_its_text() {
        let unfit = MutualTls::without_identity("canary token");
        let no_text = MutualTls::from_pem("t", b"c", b"\xff");
        let no_file = MutualTls::from_pem_files("t", "/canary/certificate", "/canary/key");
        assert!(matches!(unfit, Err(MutualTlsError::AppToken { .. })));
        assert!(matches!(no_text, Err(MutualTlsError::Key)));
        assert!(matches!(
            no_file,
            Err(MutualTlsError::File {
                which: "certificate",
                ..
            })
        ));
        for error in [unfit, no_text, no_file]
            .into_iter()
            .filter_map(Result::err)
        {
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
