//! A webhook's event: the envelope that all have, and the payload of its type.

use leantech_core::{RawJson, Timestamp, redacted_debug};
use serde::de::Error as _;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::envelope::{Envelope, text_of};
use super::event_error::EventError;
use super::payload::Payload;

/// An event that Lean reports.
///
/// It is read by [`WebhookVerifier::receive`](super::WebhookVerifier::receive), which verifies the
/// signature first. It serialises to what Lean sent, so it can be put into a queue and read again:
/// from JSON text, because numbers keep their digits only there.
///
/// Its type and its payload decide what it is. A malformed field around them, such as a number as
/// `timestamp` or an object as `message`, is `None` and affects nothing else; what is `None` is not
/// serialised. If a name comes twice, the first one is used.
///
/// ```
/// use leantech::webhook::{Event, Payload};
///
/// let event = Event::parse(br#"{"type":"results.ready","payload":{"id":"r-1"},"message":"Ready."}"#)?;
/// assert_eq!(event.event_type, "results.ready");
/// match event.payload {
///     Payload::ResultsReady(results) => assert_eq!(results.id, "r-1"),
///     _ => {}                                  // new types come without notice
/// }
/// # Ok::<(), leantech::webhook::EventError>(())
/// ```
///
/// Source: Lean's pages on webhooks and their structure; recordings.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// What happened, as Lean spells it: `entity.created`. Empty when the event names no type.
    pub event_type: String,
    /// Lean's id for the event, which identifies a duplicate. Absent from recorded `results.ready`;
    /// also `None` if it is not a text, or a blank one.
    pub event_id: Option<String>,
    /// When it happened. It does not protect against old messages, since the signature does not
    /// depend on the time you receive it: see [the facts about delivery](crate::webhook#delivery).
    ///
    /// An offset may be written `+03:00`, `+0300` or `+03`. A time without an offset, a date and a
    /// number are `None`, since nobody can say which instant they mean.
    pub timestamp: Option<Timestamp>,
    /// A sentence for people.
    pub message: Option<String>,
    /// What the event is about.
    pub payload: Payload,
}

impl Event {
    /// Reads an event from the bytes of a body.
    ///
    /// It checks no signature: pass a body from outside to
    /// [`WebhookVerifier::receive`](super::WebhookVerifier::receive), which calls this afterwards.
    ///
    /// # Errors
    ///
    /// Fails only when the bytes are not one JSON object. A malformed field of the
    /// envelope is `None`. A payload that does not match its type is [`Payload::Malformed`]; fields
    /// of it that are missing, null or unknown are not a fault unless the event would say nothing
    /// without them. An unknown type, or none at all, is [`Payload::Unknown`].
    ///
    /// A byte order mark in front is skipped. Bytes that are not UTF-8 make the field they are
    /// in malformed; in an event of an unknown type U+FFFD replaces them.
    pub fn parse(body: &[u8]) -> Result<Self, EventError> {
        let text = text_of(body);
        let envelope = Envelope::find(&text)?;
        let event_type = envelope.event_type();
        Ok(Self {
            payload: Payload::read(&event_type, &envelope, body)?,
            event_type,
            event_id: envelope.event_id(),
            timestamp: envelope.timestamp(),
            message: envelope.message(),
        })
    }
}

// Leaves out the sentence for people.
redacted_debug!(Event { event_type, event_id, timestamp, payload } hides { message });

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Payload::Unknown(_) | Payload::Malformed(_) = &self.payload {
            // They hold the whole event.
            return self.payload.serialize(serializer);
        }
        let mut event = serializer.serialize_struct("Event", 5)?;
        event.serialize_field("type", &self.event_type)?;
        event.serialize_field("payload", &self.payload)?;
        if let Some(message) = &self.message {
            event.serialize_field("message", message)?;
        }
        if let Some(timestamp) = &self.timestamp {
            event.serialize_field("timestamp", timestamp)?;
        }
        if let Some(event_id) = &self.event_id {
            event.serialize_field("event_id", event_id)?;
        }
        event.end()
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = RawJson::deserialize(deserializer)?;
        // The format says itself where it is.
        Self::parse(json.get().as_bytes()).map_err(|error| {
            D::Error::custom(format_args!("could not read the event: {}", error.reason()))
        })
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Event {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let timestamp = generator.subschema_for::<Option<Timestamp>>();
        let cases = Payload::schemas(generator);
        schemars::json_schema!({
            "description": "An event that Lean reports by webhook. Its type decides the shape of its payload; an unknown type may have any. A field around the payload that is not as described here is read as if it were absent.",
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": { "type": "string" },
                "payload": true,
                "message": { "type": ["string", "null"] },
                "timestamp": timestamp,
                "event_id": { "type": ["string", "null"] }
            },
            "allOf": cases
        })
    }
}
