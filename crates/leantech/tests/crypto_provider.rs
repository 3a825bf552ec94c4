//! A client without a crypto provider: it needs a build of its own, without the feature `rustls`.
//!
//! `cargo test -p leantech --no-default-features --features rustls-no-provider --test crypto_provider`
#![cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use leantech::{Client, ClientCredentials, Environment, ErrorKind};

#[test]
fn s01_client_without_a_crypto_provider_is_an_error() {
    for environment in [
        Environment::SANDBOX,
        Environment::emulator("http://127.0.0.1:1").unwrap(),
    ] {
        let credentials = ClientCredentials::new("client-id", "client-secret");
        let built = Client::builder(environment)
            .credentials(credentials)
            .build();
        let error = built.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("crypto provider"), "{error}");
    }
}
