//! The text of a signature: `sha512=` and 128 hexadecimal digits.

/// How many bytes a SHA-512 digest has.
const DIGEST: usize = 64;

const PREFIX: &[u8] = b"sha512=";

/// Which texts count as signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// With `sha512=` in front.
    Prefixed,
    /// With it, or the digits alone.
    PrefixedOrBare,
}

/// The digest that a sender claims for a body.
pub(super) struct Signature(pub(super) [u8; DIGEST]);

impl Signature {
    /// Reads a header's value, byte for byte: no blanks, no other algorithm, no second value. Digits
    /// may be in upper case.
    pub(super) fn read(text: &[u8], spelling: Spelling) -> Option<Self> {
        let digits = match (text.strip_prefix(PREFIX), spelling) {
            (Some(digits), _) => digits,
            (None, Spelling::PrefixedOrBare) => text,
            (None, Spelling::Prefixed) => return None,
        };
        if digits.len() != 2 * DIGEST {
            return None;
        }
        let mut digest = [0; DIGEST];
        for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(digest))
    }
}

const fn digit(text: u8) -> Option<u8> {
    match text {
        b'0'..=b'9' => Some(text - b'0'),
        b'a'..=b'f' => Some(text - b'a' + 10),
        b'A'..=b'F' => Some(text - b'A' + 10),
        _ => None,
    }
}
