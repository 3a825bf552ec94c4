//! Row S6 of the reliability table: a secret that is dropped is gone from memory.
//!
//! It reads the memory of its own process, so it runs alone in one.

use leantech::{ClientCredentials, IssuedToken, Secret, Token};
use leantech_tests::hostile::MemorySearch;
use leantech_tests::own_process::passed_alone;

/// What is looked for stands in memory only under this mask.
const MASK: u8 = 0x5a;

/// The length of a secret: far longer than what an allocator writes into freed memory.
const LENGTH: usize = 2_048;

/// The longest part of a secret that is looked for.
const PART: usize = 64;

/// Letters by a seed, masked; the middle of the secret that [`secret`] makes of the same seed.
fn masked_part(seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..LENGTH)
        .map(|_| random.lowercase() as u8 ^ MASK)
        .skip(LENGTH / 2)
        .take(PART)
        .collect()
}

/// The secret of a seed, written into memory once.
fn secret(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        text.push(random.lowercase());
    }
    text
}

#[test]
fn s06_dropped_secret_is_overwritten() {
    if passed_alone("secret_memory::s06_dropped_secret_is_overwritten") {
        return;
    }
    let mut search = MemorySearch::new().unwrap();
    let parts: Vec<Vec<u8>> = (0..=5).map(masked_part).collect();
    let mut count = |seed: usize| search.count(&parts[seed], MASK).unwrap();

    // The search finds what is there, also after an ordinary text was dropped.
    let text = secret(1);
    assert_eq!(count(1), 1);
    drop(text);
    assert_eq!(count(1), 1, "an ordinary text stays");

    let first = Secret::from(secret(2));
    let second = first.clone();
    assert_eq!(count(2), 2);
    drop(first);
    assert_eq!(count(2), 1);
    drop(second);
    assert_eq!(count(2), 0);

    let credentials = ClientCredentials::new("id", secret(3));
    let clone = credentials.clone();
    assert_eq!(count(3), 2);
    drop((credentials, clone));
    assert_eq!(count(3), 0);

    let issued = IssuedToken::new(Secret::from(secret(4)), None);
    drop(issued.clone());
    assert_eq!(count(4), 1);
    drop(issued);
    assert_eq!(count(4), 0);

    // A token is kept as a secret and as a header.
    let token = Token::new(Secret::from(secret(5)), None).unwrap();
    assert_eq!(count(5), 2);
    drop(token);
    assert_eq!(count(5), 0);
}
