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

/// What must be gone: the seed of its letters, and its length. The lengths are far apart, so that what is
/// left of one is not overwritten by the next by chance.
#[derive(Debug, Clone, Copy)]
struct Hidden(u64, usize);

const CLIENT_SECRET: Hidden = Hidden(11, 20_000);
const FETCHED_TOKEN: Hidden = Hidden(12, 9_000);
const OWN_TOKEN: Hidden = Hidden(13, 5_000);
const WEBHOOK_KEY: Hidden = Hidden(14, 3_000);

impl Hidden {
    fn letters(self) -> impl Iterator<Item = char> {
        let mut random = fastrand::Rng::with_seed(self.0);
        (0..self.1).map(move |_| random.lowercase())
    }

    /// The text, written into memory once.
    fn text(self) -> String {
        let mut text = String::with_capacity(self.1);
        text.extend(self.letters());
        text
    }

    /// The middle of the text, masked.
    fn masked(self) -> Vec<u8> {
        let letters = self.letters().skip(self.1 / 2).take(PART);
        letters.map(|letter| letter as u8 ^ MASK).collect()
    }
}

/// A good answer of the token endpoint, cut into two chunks in the middle of what is looked for. So it
/// is nowhere in one piece in the buffers of the HTTP stack, which are not ours to overwrite.
fn token_in_two_chunks() -> Reply {
    let token = FETCHED_TOKEN.text();
    let start = r#"{"access_token":""#;
    let body = format!(r#"{start}{token}","token_type":"bearer","expires_in":3599}}"#);
    let (first, second) = body.split_at(start.len() + token.len() / 2 + PART / 2);
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
    let sent = CLIENT_SECRET.text();
    assert_eq!(asked.len(), 2);
    for asked in asked {
        let form = String::from_utf8(asked.body.to_vec()).unwrap();
        assert!(form.contains(&sent));
    }
}

/// Fetches a token without a network.
#[derive(Debug)]
struct OwnFetch;

impl TokenFetch for OwnFetch {
    fn fetch<'a>(&'a self, _: &'a Scope) -> Fetch<'a> {
        let life = Some(Duration::from_secs(3_599));
        Box::pin(async move { Ok(IssuedToken::new(Secret::from(OWN_TOKEN.text()), life)) })
    }
}

/// Makes calls, drops everything and looks at the memory of this process, at once after each step.
fn search_after_calls(url: &str) {
    let mut search = MemorySearch::new().unwrap();
    let hidden = [CLIENT_SECRET, FETCHED_TOKEN, OWN_TOKEN, WEBHOOK_KEY];
    let parts = hidden.map(Hidden::masked);
    let mut count = || {
        let mut counts = [0; 4];
        for (count, part) in counts.iter_mut().zip(&parts) {
            *count = search.count(part, MASK).unwrap();
        }
        counts
    };
    let runtime = || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap()
    };

    let first = runtime();
    let held = first.block_on(async {
        let credentials = ClientCredentials::new("id", CLIENT_SECRET.text());
        let lean = Client::builder(Environment::emulator(url).unwrap())
            .credentials(credentials)
            .build()
            .unwrap();
        for customer in ["a", "b"] {
            lean.customer_token(&customer.parse().unwrap())
                .await
                .unwrap();
        }
        count()
    });
    first.shutdown_timeout(Duration::from_secs(5));
    assert!(
        held[0] > 0 && held[1] > 0,
        "the search finds nothing: {held:?}"
    );
    assert_eq!(count(), [0; 4], "after tokens were fetched");

    // A token that is sent is in the head that the HTTP stack writes, so this one gets no further
    // than to the stack.
    let nobody = ReservedPort::take();
    let second = runtime();
    let held = second.block_on(async {
        let tokens = TokenCache::builder(Arc::new(OwnFetch)).build();
        let lean = Client::builder(Environment::emulator(&nobody.url()).unwrap())
            .token_source(Arc::new(tokens))
            .build()
            .unwrap();
        assert!(list_banks(&lean).await.unwrap_err().is_connect());
        assert!(create_customer(&lean).await.unwrap_err().is_connect());
        count()
    });
    second.shutdown_timeout(Duration::from_secs(5));
    assert!(held[2] > 0, "the search finds nothing: {held:?}");
    assert_eq!(count(), [0; 4], "after calls");

    let verifier = WebhookVerifier::new(WEBHOOK_KEY.text()).unwrap();
    let wrong = format!("sha512={}", "0".repeat(128));
    assert!(verifier.receive_signed(wrong, b"{}").is_err());
    assert_eq!(
        count(),
        [0; 4],
        "while a verifier lives, which keeps no key"
    );
    drop(verifier);
    assert_eq!(count(), [0; 4], "after a webhook");
}
