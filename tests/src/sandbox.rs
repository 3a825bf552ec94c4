//! The client of the sandbox of a test.

use leantech::{Client, ClientBuilder, ClientCredentials, Environment};
use leantech_sandbox::Sandbox;

/// Begins a client that talks to this sandbox with its credentials.
pub fn client_of(sandbox: &Sandbox) -> ClientBuilder {
    let environment = Environment::emulator(sandbox.base_url()).expect("loopback is an emulator");
    Client::builder(environment).credentials(ClientCredentials::new(
        sandbox.client_id(),
        sandbox.client_secret(),
    ))
}
