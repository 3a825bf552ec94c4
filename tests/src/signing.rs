//! Signatures as Lean makes them, for the tests to sign with.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

/// The value of the header `lean-signature` for a body.
///
/// # Panics
///
/// Never: HMAC takes keys of any length.
pub fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(body);
    let mut text = String::from("sha512=");
    for byte in mac.finalize().into_bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
