//! Nonces: 128 random bits for one answer.

use std::fmt::Write;

/// A new nonce, in hexadecimal digits, which are base64 too.
pub(crate) fn make() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let mut nonce = String::with_capacity(32);
    for byte in bytes {
        let _ = write!(nonce, "{byte:02x}");
    }
    Ok(nonce)
}
