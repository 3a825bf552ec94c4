//! Credentials that change while a client lives: a provider is asked at each fetch of a token.

use std::future::ready;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use leantech::{
    Client, ClientCredentials, CredentialsFuture, Error, ErrorKind, ProvideCredentials,
};
use leantech_tests::hostile::{
    BANKS, HostileServer, LIMIT, Reply, TOKEN_PATH, list_banks, token_answer, whole_text, within,
};

/// What a vault says, one answer after the other; the last one stays.
#[derive(Debug)]
struct Vault {
    answers: Mutex<Vec<Result<&'static str, Error>>>,
    refusals: &'static AtomicUsize,
}

impl ProvideCredentials for Vault {
    fn credentials<'a>(&'a self, refused: Option<&'a ClientCredentials>) -> CredentialsFuture<'a> {
        if refused.is_some() {
            self.refusals.fetch_add(1, Ordering::Relaxed);
        }
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.remove(0)
        } else {
            answers[0].clone()
        };
        let credentials = answer.map(|secret| ClientCredentials::new("application", secret));
        Box::pin(ready(credentials))
    }
}

#[derive(Debug)]
struct Sealed;

impl std::fmt::Display for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the vault is sealed")
    }
}

impl std::error::Error for Sealed {}

fn sealed() -> Result<&'static str, Error> {
    Err(Error::token(Sealed))
}

/// A client by what a vault says, and how often that heard of a refusal.
fn client<const N: usize>(
    server: &HostileServer,
    answers: [Result<&'static str, Error>; N],
) -> (Client, &'static AtomicUsize) {
    let refusals: &AtomicUsize = Box::leak(Box::default());
    let vault = Vault {
        answers: Mutex::new(answers.into()),
        refusals,
    };
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    let client = server.client().credentials_provider(vault).build();
    (client.unwrap(), refusals)
}

fn refusal() -> Reply {
    Reply::json(401, r#"{"error":"invalid_client"}"#)
}

/// The secrets that were sent, in their order.
fn sent(server: &HostileServer) -> Vec<String> {
    let requests = server.seen_at("POST", TOKEN_PATH);
    let secret = |body: &[u8]| {
        let body = String::from_utf8_lossy(body).into_owned();
        let mut fields = body.split('&');
        let secret = fields.find_map(|field| field.strip_prefix("client_secret="));
        secret.unwrap_or("none").to_owned()
    };
    requests.iter().map(|seen| secret(&seen.body)).collect()
}

#[tokio::test]
async fn a_refused_secret_is_asked_for_again_and_the_next_one_is_tried() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("POST", TOKEN_PATH, [refusal(), token_answer("t", 3_600)]);
        let (client, refusals) = client(&server, [Ok("old"), Ok("new")]);
        list_banks(&client).await.unwrap();
        assert_eq!(sent(&server), ["old", "new"]);
        assert_eq!(refusals.load(Ordering::Relaxed), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refused_secret_that_does_not_change_is_sent_once() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("POST", TOKEN_PATH, [refusal()]);
        let (client, refusals) = client(&server, [Ok("old")]);
        let error = list_banks(&client).await.unwrap_err();
        assert!(error.is_token() && error.is_unauthorized(), "{error}");
        assert_eq!(sent(&server), ["old"]);
        assert_eq!(refusals.load(Ordering::Relaxed), 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_refusal_is_the_error() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("POST", TOKEN_PATH, [refusal()]);
        let (client, _) = client(&server, [Ok("old"), Ok("new"), Ok("newer")]);
        assert!(list_banks(&client).await.unwrap_err().is_token());
        assert_eq!(sent(&server), ["old", "new"]);
    })
    .await;
}

#[tokio::test]
async fn the_former_secret_serves_while_the_provider_fails() {
    within(LIMIT, async {
        let server = HostileServer::start();
        // A token without a lifetime is used once.
        server.on("POST", TOKEN_PATH, [token_answer("t", 0)]);
        let (client, refusals) = client(&server, [Ok("old"), sealed()]);
        for _ in 0..2 {
            list_banks(&client).await.unwrap();
        }
        assert_eq!(sent(&server), ["old", "old"]);
        assert_eq!(refusals.load(Ordering::Relaxed), 0);
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_has_nothing_says_why_and_nothing_is_sent() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let (client, _) = client(&server, [sealed()]);
        let error = list_banks(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Token);
        assert!(
            whole_text(&error).contains("the vault is sealed"),
            "{error}"
        );
        assert_eq!(server.seen_count(), 0);
    })
    .await;
}
