//! One webhook whose signature is verified.

use std::fmt::Write;
use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use leantech::webhook::WebhookVerifier;
use sha2::Sha512;

use super::Meter;
use crate::trouble::Trouble;

const SECRET: &str = "made-up-webhook-secret";

/// Verifies a body of so many bytes so many times, with a signature that fits (`right`), or whose
/// first or last byte is another one.
pub(super) fn verify(
    signature: &str,
    size: usize,
    count: usize,
    meter: &dyn Meter,
) -> Result<u64, Trouble> {
    let verifier =
        WebhookVerifier::new(SECRET).map_err(|error| Trouble::because("set up", &error))?;
    let body = vec![b'a'; size];
    let header = header(signature, &body)?;
    let is_right = signature == "right";
    let mut unexpected = 0_usize;
    let cost = meter.cost(&mut || {
        for _ in 0..count {
            let verdict = verifier.verify(black_box(&header), black_box(&body));
            unexpected += usize::from(verdict.is_ok() != is_right);
        }
    });
    if unexpected == 0 {
        Ok(cost)
    } else {
        Err(Trouble::new(format!(
            "{unexpected} signatures were misjudged"
        )))
    }
}

fn header(signature: &str, body: &[u8]) -> Result<String, Trouble> {
    let keyed: Hmac<Sha512> = Hmac::new_from_slice(SECRET.as_bytes())
        .map_err(|error| Trouble::because("take a key", &error))?;
    let mut digest = keyed.chain_update(body).finalize().into_bytes();
    let wrong = match signature {
        "right" => None,
        "first-wrong" => digest.first_mut(),
        "last-wrong" => digest.last_mut(),
        other => return Err(Trouble::new(format!("a signature is never {other}"))),
    };
    if let Some(byte) = wrong {
        *byte ^= 1;
    }
    let mut header = String::from("sha512=");
    for byte in digest {
        // Writing into a text does not fail.
        let _ = write!(header, "{byte:02x}");
    }
    Ok(header)
}
