//! Unit tests of a service without a server: canned and recorded answers, any error, signed webhooks.
//!
//! Behind the feature `testing`, for `[dev-dependencies]`:
//!
//! ```toml
//! leantech = { version = "…", features = ["testing"] }
//! ```
//!
//! # Answers
//!
//! A [`Transport`] sends requests instead of HTTP; everything above it works as it does in production:
//! tokens, retries, deadlines, errors. [`CannedAnswers`] is one, and [`client`] makes a client of it:
//!
//! ```
//! use leantech::testing::{self, Answer, CannedAnswers};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let answers = CannedAnswers::new()
//!     .on("GET /banks/v1", Answer::json(200, &serde_json::json!([])))
//!     .on("GET /customers/v1/{customer_id}", Answer::error(404, "CUSTOMER_NOT_FOUND"));
//! let lean = testing::client(answers.clone())?;
//!
//! assert!(lean.banks().list_banks().send().await?.is_empty());
//! let customer: leantech::CustomerId = "1a2b3c4d-0000-4000-8000-000000000001".parse()?;
//! let missing = lean.customers().get_customer_by_id(customer).send().await;
//! assert!(missing.is_err_and(|error| error.is_not_found()));
//! assert_eq!(answers.requests().len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! For more than a few answers the sandbox (`leantech-sandbox`) is simpler: it keeps the state that canned
//! answers do not.
//!
//! # Recorded answers
//!
//! A [`Recorder`] asks a real server and writes each answer to a file, without personal data; see there
//! for what it replaces. [`CannedAnswers::from_folder`] gives the answers back.
//!
//! # Errors
//!
//! [`ErrorBuilder`] makes any [`Error`](crate::Error), for code that takes one:
//!
//! ```
//! use leantech::testing::ErrorBuilder;
//! use leantech::{ErrorCode, ErrorKind};
//!
//! let error = ErrorBuilder::new(ErrorKind::Result).code(ErrorCode::Pending).build();
//! assert!(error.is_pending());
//! ```
//!
//! # Webhooks
//!
//! [`SignedWebhook`] is what Lean would send: a body with its signature.

mod answer;
mod canned;
mod mask;
mod recorder;
mod recording;
mod route;
#[cfg(feature = "webhooks")]
mod signed_webhook;
mod tokens;

pub use answer::Answer;
pub use canned::{CannedAnswers, SentRequest};
pub use leantech_core::{ErrorBuilder, Transport, TransportError, TransportFuture};
pub use recorder::Recorder;
pub use recording::RecordingError;
pub use route::Route;
#[cfg(feature = "webhooks")]
pub use signed_webhook::SignedWebhook;
pub use tokens::TestTokens;

use crate::client::Client;
use crate::client::environment::Environment;

/// A client of Lean's sandbox that sends requests through a transport, with made-up tokens. It does not use
/// the network.
///
/// For other settings use [`ClientBuilder::transport`](crate::ClientBuilder::transport).
///
/// # Errors
///
/// Fails when the HTTP client cannot be built; see [`ClientBuilder::build`](crate::ClientBuilder::build).
pub fn client(transport: impl Transport + 'static) -> Result<Client, crate::Error> {
    Client::builder(Environment::SANDBOX)
        .token_source(std::sync::Arc::new(TestTokens))
        .transport(transport)
        .build()
}
