//! A read and a write through the client, where only their outcome matters.

use leantech::{Client, Error};

/// The path of [`list_banks`].
pub const BANKS: &str = "/banks/v1/";

/// The path of [`create_customer`].
pub const CUSTOMERS: &str = "/customers/v1/";

/// What [`create_customer`] is answered when all is well.
pub const CUSTOMER: &str =
    r#"{"customer_id":"0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11","app_user_id":"a"}"#;

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
