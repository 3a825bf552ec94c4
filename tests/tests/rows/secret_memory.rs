//! Rows S6 and S7 of the reliability table: a secret that is dropped is gone from memory.
//!
//! It reads the memory of its own process, so it runs alone in one.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use leantech::webhook::WebhookVerifier;
use leantech::{
    Client, ClientCredentials, Environment, Fetch, IssuedToken, Scope, Secret, Token, TokenCache,
    TokenFetch,
};
use leantech_tests::hostile::{
    HostileServer, MemorySearch, Reply, ReservedPort, TOKEN_PATH, create_customer, list_banks,
};
use leantech_tests::own_process::{again, has_passed, is_inner, passed_alone};

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

/// Tells the inner process of the S7 test where the server is: what the server knows is not to be in
/// the memory that is looked at.
const SERVER: &str = "LEANTECH_TESTS_SERVER";

/// The seeds of what must be gone.
const CLIENT_SECRET: u64 = 11;
const WEBHOOK_KEY: u64 = 12;
const OWN_TOKEN: u64 = 13;
const FETCHED_TOKEN: u64 = 14;

/// A good answer of the token endpoint, cut into two chunks in the middle of what is looked for. So it
/// is nowhere in one piece in the buffers of the HTTP stack, which are not ours to overwrite.
fn token_in_two_chunks() -> Reply {
    let body = format!(
        r#"{{"access_token":"{}","token_type":"bearer","expires_in":3599}}"#,
        secret(FETCHED_TOKEN)
    );
    let start = body.find(&secret(FETCHED_TOKEN)).unwrap();
    let (first, second) = body.split_at(start + LENGTH / 2 + PART / 2);
    Reply::raw(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    ))
}

#[test]
fn s07_nothing_of_ours_keeps_a_secret_after_calls() {
    if is_inner() {
        return search_after_calls(&env::var(SERVER).unwrap());
    }
    let server = HostileServer::start();
    server.on("POST", TOKEN_PATH, [token_in_two_chunks()]);
    let mut inner = again("secret_memory::s07_nothing_of_ours_keeps_a_secret_after_calls");
    has_passed(&inner.env(SERVER, server.url()).output().unwrap());
    let asked = server.seen_at("POST", TOKEN_PATH);
    let sent = secret(CLIENT_SECRET);
    assert!(!asked.is_empty());
    for asked in asked {
        assert!(
            asked
                .body
                .windows(LENGTH)
                .any(|part| part == sent.as_bytes())
        );
    }
}

/// Fetches a token without a network.
#[derive(Debug)]
struct OwnFetch;

impl TokenFetch for OwnFetch {
    fn fetch<'a>(&'a self, _: &'a Scope) -> Fetch<'a> {
        let life = Some(Duration::from_secs(3_599));
        Box::pin(async move { Ok(IssuedToken::new(Secret::from(secret(OWN_TOKEN)), life)) })
    }
}

/// Makes calls, drops everything and looks at the memory of this process.
fn search_after_calls(url: &str) {
    let mut search = MemorySearch::new().unwrap();
    let seeds = [CLIENT_SECRET, WEBHOOK_KEY, OWN_TOKEN, FETCHED_TOKEN];
    let parts = seeds.map(masked_part);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // A token that is sent is in the head that the HTTP stack writes, so this one gets no further
    // than to the stack.
    let nobody = ReservedPort::take();
    runtime.block_on(async {
        let credentials = ClientCredentials::new("id", secret(CLIENT_SECRET));
        let fetching = Client::builder(Environment::emulator(url).unwrap())
            .credentials(credentials)
            .build()
            .unwrap();
        let mut tokens = Vec::new();
        for customer in ["a", "b", "c"] {
            let customer = customer.parse().unwrap();
            tokens.push(fetching.customer_token(&customer).await.unwrap());
        }
        let own = TokenCache::builder(Arc::new(OwnFetch)).build();
        let sending = Client::builder(Environment::emulator(&nobody.url()).unwrap())
            .token_source(Arc::new(own.clone()))
            .build()
            .unwrap();
        assert!(list_banks(&sending).await.unwrap_err().is_connect());
        assert!(create_customer(&sending).await.unwrap_err().is_connect());
        let verifier = WebhookVerifier::new(secret(WEBHOOK_KEY)).unwrap();
        assert!(verifier.receive_signed("sha512=00", b"{}").is_err());
        let wrong = format!("sha512={}", "0".repeat(128));
        assert!(verifier.receive_signed(wrong, b"{}").is_err());
        let alive = [CLIENT_SECRET, OWN_TOKEN, FETCHED_TOKEN];
        for (seed, part) in seeds.iter().zip(&parts) {
            let count = search.count(part, MASK).unwrap();
            // A verifier keeps no key, only what was made of it.
            assert_eq!(count > 0, alive.contains(seed), "of {seed}: {count}");
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(5));
    let left = parts.map(|part| search.count(&part, MASK).unwrap());
    assert_eq!(left, [0; 4], "of {seeds:?}");
}
