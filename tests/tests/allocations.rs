//! What looking at a signature allocates, in a program of its own: to count, every allocation of it
//! goes through an allocator that takes more memory than the usual one.

use leantech::webhook::WebhookVerifier;
use leantech_tests::signing::signature;

const SECRET: &str = "made-up-secret";

/// Of another body.
const SIGNED: &str = "sha512=abbefcbfb91d867d8a8ca1108bce6fe0c71e841cba1e07e853946c852c1a9ece\
                      6dd8cebd9e76d5aa6bf249a0a476f72c2a164d6c9dda55c98ce5271889591095";

#[test]
fn nothing_is_allocated_while_a_signature_is_looked_at() {
    let verifier = WebhookVerifier::builder()
        .secret(SECRET)
        .secret("other-secret")
        .build()
        .unwrap();
    let body = vec![b'x'; 16 * 1024];
    let good = signature(SECRET, &body);
    let counted = allocation_counter::measure(|| {
        verifier.verify(&good, &body).unwrap();
        verifier.verify(SIGNED, &body).unwrap_err();
        verifier.verify("sha512=", &body).unwrap_err();
    });
    assert_eq!(counted.count_total, 0);
    // The counter does count.
    assert_ne!(
        allocation_counter::measure(|| drop(signature(SECRET, b""))).count_total,
        0
    );
}
