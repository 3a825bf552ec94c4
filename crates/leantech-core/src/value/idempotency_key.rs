//! Keys that let a request be sent again without taking effect again.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The header that carries a key, in lower case.
pub(crate) const HEADER: &str = "idempotency-key";

/// The longest key. Lean names no limit; a UUID has 36 characters.
const LONGEST: usize = 255;

/// The value of an `idempotency-key` header: the same key on a repeat tells Lean that it is the
/// same request.
///
/// A call whose document has the header carries a fresh key from the moment its builder is made,
/// the same one on every attempt, and is therefore repeated by the retry policy although it is a
/// `POST`. Set your own key, stored with the order that it belongs to, so that a repeat by
/// another process is the same request too; [`Error::idempotency_key`](crate::Error::idempotency_key)
/// returns the key of a call that failed.
///
/// ```
/// use leantech_core::IdempotencyKey;
///
/// let key: IdempotencyKey = "order-7-payout".parse()?;
/// assert_eq!(key.as_str(), "order-7-payout");
/// assert_ne!(IdempotencyKey::random(), IdempotencyKey::random());
/// # Ok::<(), leantech_core::IdempotencyKeyError>(())
/// ```
///
/// Source: KSA reference, `createPayout`, which states no form; one to 255 visible ASCII characters
/// are accepted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdempotencyKey(Box<str>);

/// A text that is not an [`IdempotencyKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdempotencyKeyError;

impl fmt::Display for IdempotencyKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an idempotency key must be 1 to {LONGEST} visible ASCII characters"
        )
    }
}

impl std::error::Error for IdempotencyKeyError {}

impl IdempotencyKey {
    /// A unique key: a random UUID (version 4).
    pub fn random() -> Self {
        // The state is seeded by the operating system, 128 bits of it, and moves on with each use.
        let state = RandomState::new();
        let (high, low) = (state.hash_one(0_u8), state.hash_one(1_u8));
        let high = (high & !0xf000) | 0x4000;
        let low = (low & (u64::MAX >> 2)) | (1 << 63);
        let text = format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        );
        Self(text.into())
    }

    /// The key as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_fit = (1..=LONGEST).contains(&text.len());
        if is_fit && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.into()))
        } else {
            Err(IdempotencyKeyError)
        }
    }
}

impl TryFrom<&str> for IdempotencyKey {
    type Error = IdempotencyKeyError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = IdempotencyKeyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<&IdempotencyKey> for IdempotencyKey {
    fn from(key: &IdempotencyKey) -> Self {
        key.clone()
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0.into()
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for IdempotencyKey {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IdempotencyKey".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn random_keys_are_uuids_of_version_four_and_never_the_same() {
        let keys: HashSet<String> = (0..10_000)
            .map(|_| IdempotencyKey::random().into())
            .collect();
        assert_eq!(keys.len(), 10_000);
        for key in keys {
            let parts: Vec<_> = key.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
            let sign = |at: usize| key.as_bytes().get(at).copied().unwrap_or_default();
            assert_eq!(sign(14), b'4', "{key}");
            assert!(b"89ab".contains(&sign(19)), "{key}");
        }
    }

    #[test]
    fn a_text_that_no_header_could_carry_is_refused() {
        for text in ["", "a b", "a\n", "é", "a\u{0}", &"x".repeat(256)] {
            assert!(text.parse::<IdempotencyKey>().is_err(), "{text:?}");
        }
        assert!("x".repeat(255).parse::<IdempotencyKey>().is_ok());
    }
}
