//! Why a delivery is refused, with the HTTP status to answer.

use std::fmt;
use std::time::Duration;

use super::event_error::EventError;

/// Why a delivery is refused. It contains no part of the body or the signature.
///
/// Answer with [`status`](Self::status), and with [`answer`](Self::answer) if you send a text at all.
/// `Display` is for your log: it reveals how your verifier is set up. Lean treats everything except 200
/// as a failure and tries again, so you have three hours to correct a mistake such as a wrong secret
/// without losing events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// There is no header `lean-signature`.
    MissingSignature,
    /// There is more than one header `lean-signature`.
    RepeatedSignature,
    /// The signature is not `sha512=` and 128 hexadecimal digits.
    MalformedSignature,
    /// The signature is for another body or another secret.
    WrongSignature,
    /// The body is longer than the verifier's limit.
    TooLarge {
        /// The limit, in bytes.
        cap: usize,
    },
    /// The body did not arrive in time. Only an extractor sees that.
    TooSlow {
        /// The limit.
        limit: Duration,
    },
    /// The body did not arrive whole. Only an extractor sees that.
    Interrupted,
    /// The body is signed by Lean and is not a JSON object.
    Unreadable(EventError),
}

impl WebhookError {
    /// The HTTP status to answer: 401 for what is wrong with the signature, 413 for a body that is
    /// too long, 408 for one that is too slow, 400 for the rest.
    pub const fn status(&self) -> u16 {
        match self {
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::WrongSignature => 401,
            Self::TooSlow { .. } => 408,
            Self::TooLarge { .. } => 413,
            Self::Interrupted | Self::Unreadable(_) => 400,
        }
    }
}

impl WebhookError {
    /// What the sender, who can be anybody, may be told: it reveals no limit, secret or setting of the
    /// verifier, nor which of its checks failed.
    pub const fn answer(&self) -> &'static str {
        match self {
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::WrongSignature => "the signature is missing or wrong",
            Self::TooLarge { .. } => "the body is too long",
            Self::TooSlow { .. } => "the body did not arrive in time",
            Self::Interrupted => "the body did not arrive whole",
            Self::Unreadable(_) => "the body is not a JSON object",
        }
    }
}

impl From<EventError> for WebhookError {
    fn from(error: EventError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not accept the webhook: ")?;
        match self {
            Self::MissingSignature => f.write_str("the header lean-signature is missing"),
            Self::RepeatedSignature => {
                f.write_str("there is more than one header lean-signature")
            }
            Self::MalformedSignature => {
                f.write_str(
                    "the signature is not sha512= and 128 hexadecimal digits; \
                     one in base64 is not Lean's",
                )
            }
            Self::WrongSignature => f.write_str(
                "the signature does not match; check the secret, and that the body is what was received",
            ),
            Self::TooLarge { cap } => write!(f, "the body is longer than {cap} bytes"),
            Self::TooSlow { limit } => {
                write!(f, "the body did not arrive within {} s", limit.as_secs_f64())
            }
            Self::Interrupted => f.write_str("the body did not arrive whole"),
            Self::Unreadable(_) => f.write_str("what is signed is not an event"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}
