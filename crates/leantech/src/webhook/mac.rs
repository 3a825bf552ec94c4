//! HMAC-SHA512 with a key that is ready to take bodies.
//!
//! Where AWS-LC is there for TLS, as with the feature `rustls`, it verifies too. Elsewhere the feature
//! `webhooks-rustcrypto` brings hmac and sha2, which do the same.

#[cfg(all(feature = "aws-lc-rs", feature = "testing"))]
pub(crate) use aws_lc::signed;
#[cfg(feature = "aws-lc-rs")]
pub(super) use aws_lc::{Keyed, sha512};
#[cfg(all(
    feature = "webhooks-rustcrypto",
    feature = "testing",
    not(feature = "aws-lc-rs")
))]
pub(crate) use portable::signed;
#[cfg(all(feature = "webhooks-rustcrypto", not(feature = "aws-lc-rs")))]
pub(super) use portable::{Keyed, sha512};

#[cfg(feature = "aws-lc-rs")]
mod aws_lc {
    use aws_lc_rs::digest::{SHA512, digest};
    use aws_lc_rs::hmac::{self, HMAC_SHA512, Key};

    /// The SHA-512 digest of some bytes.
    pub(in crate::webhook) fn sha512(bytes: &[u8]) -> Vec<u8> {
        digest(&SHA512, bytes).as_ref().to_vec()
    }

    /// The HMAC of a body, for tests that sign as Lean does.
    #[cfg(feature = "testing")]
    pub(crate) fn signed(secret: &[u8], body: &[u8]) -> Vec<u8> {
        let key = Key::new(HMAC_SHA512, secret);
        hmac::sign(&key, body).as_ref().to_vec()
    }

    /// The state of HMAC after its key, which is wiped on drop.
    pub(in crate::webhook) struct Keyed(Key);

    impl Keyed {
        #[expect(clippy::unnecessary_wraps, reason = "as the other way to do it")]
        pub(in crate::webhook) fn new(secret: &[u8]) -> Option<Self> {
            Some(Self(Key::new(HMAC_SHA512, secret)))
        }

        /// Whether this is the digest of the body; the time it takes does not reveal how much
        /// of it is right.
        pub(in crate::webhook) fn verifies(&self, body: &[u8], digest: &[u8]) -> bool {
            hmac::verify(&self.0, body, digest).is_ok()
        }
    }
}

#[cfg(any(all(feature = "webhooks-rustcrypto", not(feature = "aws-lc-rs")), test))]
mod portable {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::{Digest, Sha512};

    /// The SHA-512 digest of some bytes.
    pub(in crate::webhook) fn sha512(bytes: &[u8]) -> Vec<u8> {
        Sha512::digest(bytes).to_vec()
    }

    /// The HMAC of a body, for tests that sign as Lean does.
    #[cfg(all(feature = "testing", not(feature = "aws-lc-rs")))]
    pub(crate) fn signed(secret: &[u8], body: &[u8]) -> Vec<u8> {
        let mac = Hmac::<Sha512>::new_from_slice(secret);
        mac.map(|mac| mac.chain_update(body).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }

    /// The two states of HMAC after its key, which are wiped on drop.
    pub(in crate::webhook) struct Keyed(Hmac<Sha512>);

    impl Keyed {
        pub(in crate::webhook) fn new(secret: &[u8]) -> Option<Self> {
            // HMAC takes keys of any length, so this does not fail.
            Hmac::new_from_slice(secret).ok().map(Self)
        }

        /// Whether this is the digest of the body; the time it takes does not reveal how much
        /// of it is right.
        pub(in crate::webhook) fn verifies(&self, body: &[u8], digest: &[u8]) -> bool {
            // A keyed state that is cloned is a fifth faster at 1 KB than keying anew.
            let mac = self.0.clone().chain_update(body);
            mac.verify_slice(digest).is_ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};

    /// What both of them must accept: the digest by RFC 2104, computed the plain way.
    fn digest(secret: &[u8], body: &[u8]) -> Vec<u8> {
        let mac = Hmac::<sha2::Sha512>::new_from_slice(secret).ok();
        mac.map(|mac| mac.chain_update(body).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }

    #[test]
    fn both_ways_to_verify_agree() {
        for secret in [&b"k"[..], &[7; 128], &[7; 129], &[7; 1_000]] {
            for length in [0, 1, 111, 112, 127, 128, 129, 4_096] {
                let body = vec![b'x'; length];
                let right = digest(secret, &body);
                let mut wrong = right.clone();
                if let Some(last) = wrong.last_mut() {
                    *last ^= 1;
                }
                let short = right.get(..63).unwrap_or_default();
                for claimed in [&right[..], &wrong, short, &[]] {
                    let portable = super::portable::Keyed::new(secret)
                        .map(|keyed| keyed.verifies(&body, claimed));
                    let chosen =
                        super::Keyed::new(secret).map(|keyed| keyed.verifies(&body, claimed));
                    assert_eq!(portable, Some(claimed == right), "{length}");
                    assert_eq!(chosen, portable, "{length}");
                }
                assert_eq!(super::sha512(&body), super::portable::sha512(&body));
            }
        }
    }
}
