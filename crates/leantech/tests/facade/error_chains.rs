//! Errors that are put together from a chain: each cause is said once.
#![cfg(all(feature = "link-sdk", feature = "redirects", feature = "customers"))]

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use leantech::link_sdk::{CallbackData, ConnectError, ReconnectConfiguration};
use leantech::webhook::{Event, VerifierError, WebhookError, WebhookVerifier};
use leantech::{
    Client, Environment, Error, Permission, Redirect, Scope, Token, TokenFuture, TokenSource,
};

/// What each error of a chain says, the outermost first.
fn said(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut chain = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        chain.push(error.to_string());
        next = error.source();
    }
    chain
}

/// Whether no text of a chain says again what one behind it says.
fn says_each_cause_once(chain: &[String]) -> bool {
    chain.iter().enumerate().all(|(at, text)| {
        let behind = chain.iter().skip(at + 1);
        !text.is_empty()
            && behind
                .into_iter()
                .all(|cause| !text.contains(cause.as_str()))
    })
}

#[derive(Debug)]
struct Joined(Error);

impl fmt::Display for Joined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "go on: {}", self.0)
    }
}

impl StdError for Joined {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn a_cause_that_is_said_twice_is_noticed() {
    let error = Joined(Error::configuration("a made-up reason"));
    assert!(!says_each_cause_once(&said(&error)));
}

#[test]
fn refused_deliveries_and_verifiers_say_each_cause_once() {
    let verifier = WebhookVerifier::new("made-up").unwrap();
    assert_eq!(verifier.body_cap(), leantech::webhook::DEFAULT_WEBHOOK_CAP);
    let mut errors = vec![
        WebhookError::MissingSignature,
        WebhookError::RepeatedSignature,
        WebhookError::MalformedSignature,
        WebhookError::WrongSignature,
        WebhookError::TooLarge { cap: 1 },
        WebhookError::Interrupted,
    ];
    for body in ["", "[]", "no json", "{", "{} {}"] {
        errors.push(Event::parse(body.as_bytes()).unwrap_err().into());
    }
    for error in &errors {
        let chain = said(error);
        assert!(says_each_cause_once(&chain), "{chain:?}");
        let expected = if matches!(error, WebhookError::Unreadable(_)) {
            2
        } else {
            1
        };
        assert_eq!(chain.len(), expected, "{chain:?}");
    }
    for error in [
        VerifierError::NoSecret,
        VerifierError::EmptySecret,
        VerifierError::UntrimmedSecret,
    ] {
        assert_eq!(said(&error).len(), 1);
    }
}

#[test]
fn an_event_from_a_queue_tells_its_place_once() {
    for queue in ["[[]]", "[17]", "[\"text\"]", "[{}, null]"] {
        let error = serde_json::from_str::<Vec<Event>>(queue).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("JSON that is not an object"), "{text}");
        assert_eq!(text.matches("line 1").count(), 1, "{text}");
    }
}

#[test]
fn redirects_and_callbacks_say_each_cause_once() {
    let long = "a".repeat(17_000);
    for text in [
        "",
        "entity_id=",
        "entity_id=a&entity_id=b",
        "entity_id=a&granular_status_code=b",
        "entity_id=%zz",
        "entity_id=%ff",
        &long,
    ] {
        let chain = said(&Redirect::parse(text).unwrap_err());
        assert!(says_each_cause_once(&chain), "{chain:?}");
        let expected = if text.ends_with("%ff") { 2 } else { 1 };
        assert_eq!(chain.len(), expected, "{chain:?}");
    }
    for url in ["", "leanlink://a?status=a&status=b"] {
        assert_eq!(
            said(&CallbackData::from_web_view(url).unwrap_err()).len(),
            1
        );
    }
}

/// A source that never has a token, for a reason of its own.
#[derive(Debug)]
struct Failing;

#[derive(Debug)]
struct Vault;

impl fmt::Display for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the vault is sealed")
    }
}

impl StdError for Vault {}

impl TokenSource for Failing {
    fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
        Box::pin(async { Err::<Token, _>(Error::token(Vault)) })
    }
}

#[tokio::test]
async fn a_configuration_without_a_token_says_each_cause_once() {
    let client = Client::builder(Environment::KSA_SANDBOX)
        .token_source(Arc::new(Failing))
        .build()
        .unwrap();
    let customer = "00000000-0000-4000-8000-0000000000c1".parse().unwrap();
    let error = client
        .connect_configuration("app-token", &customer)
        .permissions([Permission::Accounts])
        .success_redirect_url("https://shop.example/yes")
        .fail_redirect_url("https://shop.example/no")
        .consent_screen(leantech::link_sdk::ConsentScreen::Own)
        .build()
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::Token { .. }));
    assert_eq!(
        said(&error),
        [
            "could not make the LinkSDK configuration: the customer's token is missing",
            "could not obtain a token",
            "the vault is sealed",
        ]
    );
    let field = ReconnectConfiguration::new("", "r").unwrap_err();
    assert_eq!(said(&field).len(), 1);
}
