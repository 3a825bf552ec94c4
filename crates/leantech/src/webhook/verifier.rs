//! Whether a body comes from Lean: its signature under one of the application's webhook secrets.

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use leantech_core::Secret;

use super::error::WebhookError;
use super::mac::Keyed;
use super::signature::{Signature, Spelling};
use super::verified::VerifiedEvent;

/// The header that carries the signature. HTTP ignores the case of its name.
pub const SIGNATURE_HEADER: &str = "lean-signature";

/// The largest body that is accepted unless another limit is set: 1 MB.
///
/// Lean's events are some kilobytes; the largest, a refresh of many accounts, grows by about half a
/// kilobyte an account.
pub const DEFAULT_WEBHOOK_CAP: usize = 1024 * 1024;

/// How long an extractor waits for a body unless another limit is set: 10 s.
pub const DEFAULT_WEBHOOK_TIMEOUT: Duration = Duration::from_secs(10);

/// Verifies that a webhook is Lean's, with the application's webhook secret.
///
/// Cloning it is cheap. Nothing is allocated while a signature is checked, every secret is tried
/// whether or not an earlier one matched, and digests are compared in constant time. The secrets
/// themselves are not kept, only the states of HMAC made from each, which are wiped on drop.
///
/// ```
/// use leantech::webhook::{Payload, WebhookVerifier};
///
/// # fn handle(headers: &[(&str, &str)], body: &[u8]) -> u16 {
/// let verifier = match WebhookVerifier::new("the webhook secret of the dashboard") {
///     Ok(verifier) => verifier,                  // build it once, at the start
///     Err(_) => return 500,
/// };
/// match verifier.receive(headers.iter().copied(), body) {
///     Ok(event) => 200,                          // now queue `event.into_event()`
///     Err(refusal) => refusal.status(),
/// }
/// # }
/// # assert_eq!(handle(&[("Lean-Signature", "sha512=00")], b"{}"), 401);
/// ```
///
/// Source: Lean's page on webhooks.
#[derive(Clone)]
pub struct WebhookVerifier(Arc<Rules>);

struct Rules {
    /// One for each secret.
    keyed: Vec<Keyed>,
    cap: usize,
    timeout: Duration,
    spelling: Spelling,
}

/// Why secrets cannot be used to verify anything. It contains no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifierError {
    /// There is no secret.
    NoSecret,
    /// A secret is empty, or only blanks: anybody could sign with it.
    EmptySecret,
    /// A secret begins or ends with a blank, a line end, a control character or a byte order mark:
    /// no delivery would ever verify. Files and variables often add them.
    UntrimmedSecret,
}

impl fmt::Display for VerifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not build a webhook verifier: ")?;
        f.write_str(match self {
            Self::NoSecret => "it needs at least one secret",
            Self::EmptySecret => "a secret is empty; check the configuration it comes from",
            Self::UntrimmedSecret => {
                "a secret has a blank, a line end or a byte order mark at its beginning or end; \
                 cut that off where the secret is read from its file or variable"
            }
        })
    }
}

impl std::error::Error for VerifierError {}

impl WebhookVerifier {
    /// A verifier of one secret, with the default limit.
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty, or has a blank or a line end around it.
    pub fn new(secret: impl Into<Secret>) -> Result<Self, VerifierError> {
        Self::builder().secret(secret).build()
    }

    /// Begins a verifier with more options: two secrets while one replaces the other, or another limit.
    ///
    /// ```
    /// use leantech::webhook::WebhookVerifier;
    ///
    /// let verifier = WebhookVerifier::builder()
    ///     .secret("the new one")
    ///     .secret("the old one, until the new one is set in the dashboard")
    ///     .body_cap(64 * 1024)
    ///     .build()?;
    /// # Ok::<(), leantech::webhook::VerifierError>(())
    /// ```
    pub fn builder() -> WebhookVerifierBuilder {
        WebhookVerifierBuilder {
            secrets: Vec::new(),
            cap: DEFAULT_WEBHOOK_CAP,
            timeout: DEFAULT_WEBHOOK_TIMEOUT,
            spelling: Spelling::Prefixed,
        }
    }

    /// The largest body that is accepted, in bytes.
    pub fn body_cap(&self) -> usize {
        self.0.cap
    }

    /// How long an extractor waits for a body.
    pub fn body_timeout(&self) -> Duration {
        self.0.timeout
    }

    /// The one signature of a request, if it is well-formed.
    #[cfg(feature = "axum")]
    pub(super) fn signature_in<N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<V, WebhookError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let signature = only_signature(headers)?;
        match Signature::read(signature.as_ref(), self.0.spelling) {
            Some(_) => Ok(signature),
            None => Err(WebhookError::MalformedSignature),
        }
    }

    /// Verifies a delivery, then reads its event: all that a handler needs.
    ///
    /// `headers` are all headers of the request, such as `request.headers()` of `http`, actix or
    /// hyper, or a function's map of headers; names match in any case. `body` is what came over the
    /// wire, before anything parsed it: JSON that was parsed and serialised again has another signature.
    /// Stop reading the body a little above [`body_cap`](Self::body_cap) while it arrives; a longer one
    /// is refused here, but by then it is in memory.
    ///
    /// # Errors
    ///
    /// Fails when the body is too long, when the signature is missing, doubled, malformed or wrong,
    /// or when what is signed is not a JSON object. [`WebhookError::status`] is the status to
    /// answer, [`WebhookError::answer`] a text that may go with it.
    pub fn receive<N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<VerifiedEvent, WebhookError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        self.receive_signed(only_signature(headers)?, body)
    }

    /// Verifies a body with the value of its header `lean-signature`, then reads its event.
    ///
    /// # Errors
    ///
    /// Fails as [`receive`](Self::receive) does, except for the headers.
    pub fn receive_signed(
        &self,
        signature: impl AsRef<[u8]>,
        body: &[u8],
    ) -> Result<VerifiedEvent, WebhookError> {
        self.verify(signature, body)?;
        VerifiedEvent::read(body)
    }

    /// Verifies a body with the value of its header `lean-signature`, without reading it.
    ///
    /// # Errors
    ///
    /// Fails when the body is too long, or the signature is malformed or wrong.
    pub fn verify(&self, signature: impl AsRef<[u8]>, body: &[u8]) -> Result<(), WebhookError> {
        if body.len() > self.0.cap {
            return Err(WebhookError::TooLarge { cap: self.0.cap });
        }
        let signature = Signature::read(signature.as_ref(), self.0.spelling)
            .ok_or(WebhookError::MalformedSignature)?;
        let mut is_signed = false;
        for keyed in &self.0.keyed {
            // Without the black box a compiler might leave the loop at the first match.
            is_signed |= black_box(keyed.verifies(body, &signature.0));
        }
        if is_signed {
            Ok(())
        } else {
            Err(WebhookError::WrongSignature)
        }
    }
}

/// The value of the header with the signature, which must be there once.
fn only_signature<N, V>(headers: impl IntoIterator<Item = (N, V)>) -> Result<V, WebhookError>
where
    N: AsRef<str>,
{
    let mut signatures = headers
        .into_iter()
        .filter(|(name, _)| name.as_ref().eq_ignore_ascii_case(SIGNATURE_HEADER));
    let (_, signature) = signatures.next().ok_or(WebhookError::MissingSignature)?;
    match signatures.next() {
        None => Ok(signature),
        Some(_) => Err(WebhookError::RepeatedSignature),
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field(
                "secrets",
                &format_args!("{} [redacted]", self.0.keyed.len()),
            )
            .field("body_cap", &self.0.cap)
            .finish_non_exhaustive()
    }
}

/// A [`WebhookVerifier`] that is being set up; see [`WebhookVerifier::builder`].
#[derive(Debug)]
#[must_use = "nothing is verified before `build` is called"]
pub struct WebhookVerifierBuilder {
    secrets: Vec<Secret>,
    cap: usize,
    timeout: Duration,
    spelling: Spelling,
}

impl WebhookVerifierBuilder {
    /// A secret that bodies may be signed with. Give two while one replaces the other; each
    /// means hashing every body once more.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// The largest body that is accepted, in bytes; [`DEFAULT_WEBHOOK_CAP`] unless set.
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.cap = bytes;
        self
    }

    /// How long an extractor waits for a body, from the end of its head on;
    /// [`DEFAULT_WEBHOOK_TIMEOUT`] unless set. [`Duration::MAX`] means no limit.
    pub fn body_timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Also accepts a signature without `sha512=` in front of its digits.
    ///
    /// Lean's documents and recordings have the prefix. This is for your own gateway if it cuts
    /// it off; what is signed, and how it is compared, stays the same.
    pub fn accept_bare_digits(mut self) -> Self {
        self.spelling = Spelling::PrefixedOrBare;
        self
    }

    /// Builds the verifier.
    ///
    /// # Errors
    ///
    /// Fails when there is no secret, an empty one, or one with a blank or a line end around it.
    pub fn build(self) -> Result<WebhookVerifier, VerifierError> {
        if self.secrets.is_empty() {
            return Err(VerifierError::NoSecret);
        }
        let keyed = self
            .secrets
            .iter()
            .map(|secret| {
                let text = secret.expose();
                if text.trim_matches(is_stray).is_empty() {
                    return Err(VerifierError::EmptySecret);
                }
                if text.starts_with(is_stray) || text.ends_with(is_stray) {
                    return Err(VerifierError::UntrimmedSecret);
                }
                // HMAC takes keys of any length; only an empty one is refused, above.
                Keyed::new(text.as_bytes()).ok_or(VerifierError::EmptySecret)
            })
            .collect::<Result<_, _>>()?;
        Ok(WebhookVerifier(Arc::new(Rules {
            keyed,
            cap: self.cap,
            timeout: self.timeout,
            spelling: self.spelling,
        })))
    }
}

/// Whether a character comes from the file or variable around a secret, not from the secret.
fn is_stray(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}
