//! A webhook as Lean would send it.

use std::fmt::Write as _;

use leantech_core::{CustomerId, EntityId, IdempotencyKey, RefreshId, ResultsId};
use serde_json::{Value, json};

use crate::webhook::{Event, EventError, SIGNATURE_HEADER, signed};

/// The body of an event, and its signature.
///
/// ```
/// use leantech::testing::SignedWebhook;
/// use leantech::webhook::{Payload, WebhookVerifier};
///
/// let delivery = SignedWebhook::new("results.ready", &serde_json::json!({ "id": "r-1" }));
/// let verifier = WebhookVerifier::new("a made-up secret")?;
/// let event = verifier.receive(delivery.headers("a made-up secret"), delivery.body())?;
/// assert!(matches!(&event.payload, Payload::ResultsReady(results) if results.id == "r-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SignedWebhook {
    body: Vec<u8>,
}

impl SignedWebhook {
    /// An event of any type, with any payload, a random id and the current time.
    pub fn new(event_type: &str, payload: &Value) -> Self {
        Self::of(&json!({
            "type": event_type,
            "payload": payload,
            "message": "Made up for a test.",
            "timestamp": leantech_core::Timestamp::now().to_string(),
            "event_id": IdempotencyKey::random().to_string(),
        }))
    }

    /// Any body, also one that is not JSON.
    pub fn from_body(body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into() }
    }

    /// `entity.created`: the customer connected a bank.
    pub fn entity_created(customer: &CustomerId, entity: &EntityId) -> Self {
        Self::new("entity.created", &entity_of(customer, entity))
    }

    /// `entity.updated`: the customer connected the bank again, or a consent was revoked.
    pub fn entity_updated(customer: &CustomerId, entity: &EntityId) -> Self {
        Self::new("entity.updated", &entity_of(customer, entity))
    }

    /// `entity.data.refresh.updated`, with a status such as `FINISHED`.
    pub fn refresh_updated(
        customer: &CustomerId,
        entity: &EntityId,
        refresh: &RefreshId,
        status: &str,
    ) -> Self {
        Self::new(
            "entity.data.refresh.updated",
            &json!({
                "refresh_id": refresh.as_str(),
                "entity_id": entity.as_str(),
                "customer_id": customer.as_str(),
                "status": status,
            }),
        )
    }

    /// `results.ready`: the result of an asynchronous call can be fetched.
    pub fn results_ready(results: &ResultsId) -> Self {
        Self::new("results.ready", &json!({ "id": results.as_str() }))
    }

    /// The same event with another value in its envelope, or with none (null): for example `event_id`.
    #[must_use]
    pub fn with_field(self, name: &str, value: &Value) -> Self {
        let mut event: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let Some(fields) = event.as_object_mut() else {
            return self;
        };
        if value.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.to_owned(), value.clone());
        }
        Self::of(&event)
    }

    fn of(event: &Value) -> Self {
        Self::from_body(event.to_string())
    }

    /// The bytes of the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The value of `lean-signature`: `sha512=` and 128 hexadecimal digits.
    pub fn signature(&self, secret: &str) -> String {
        let mut text = String::from("sha512=");
        for byte in signed(secret.as_bytes(), &self.body) {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// The headers that Lean sends with it.
    pub fn headers(&self, secret: &str) -> [(String, String); 2] {
        [
            ("content-type".to_owned(), "application/json".to_owned()),
            (SIGNATURE_HEADER.to_owned(), self.signature(secret)),
        ]
    }

    /// The event, as it is read from the body.
    ///
    /// # Errors
    ///
    /// Fails when the body is not a JSON object.
    pub fn event(&self) -> Result<Event, EventError> {
        Event::parse(&self.body)
    }
}

fn entity_of(customer: &CustomerId, entity: &EntityId) -> Value {
    json!({ "id": entity.as_str(), "customer_id": customer.as_str() })
}
