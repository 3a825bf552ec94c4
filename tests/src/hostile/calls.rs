//! A read and a write through the client, where only their outcome matters.

use leantech::{Client, Error};

/// A call that may be repeated.
///
/// # Errors
///
/// Fails as the call does.
pub async fn list_banks(client: &Client) -> Result<(), Error> {
    client.banks().list_banks().send().await.map(|_| ())
}

/// A call that may not be repeated.
///
/// # Errors
///
/// Fails as the call does.
pub async fn create_customer(client: &Client) -> Result<(), Error> {
    let call = client.customers().create_customer().app_user_id("a");
    call.send().await.map(|_| ())
}
