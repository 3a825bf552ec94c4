//! A webhook's event: the envelope that all have, and the payload that its type calls for.

use std::fmt;

use leantech_core::generated::{self, DecodeFailure};
use leantech_core::{RawJson, Timestamp};
use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::payload::Payload;
use leantech_core::generated::Redacted;

/// An event that Lean tells of.
///
/// It is read by [`WebhookVerifier::receive`](super::WebhookVerifier::receive), which looks at the
/// signature first. It serialises to what Lean sent, so it can be put into a queue and read again:
/// from JSON text, because numbers keep their digits only there.
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
    /// What happened, as Lean spells it: `entity.created`.
    pub event_type: String,
    /// Lean's id of the event, by which a repeat is known. Absent from recorded `results.ready`.
    pub event_id: Option<String>,
    /// When it happened. It is no part of the signature's protection against old messages: see
    /// [the facts about delivery](crate::webhook#delivery).
    pub timestamp: Option<Timestamp>,
    /// A sentence for people.
    pub message: Option<String>,
    /// What the event is about.
    pub payload: Payload,
}

impl Event {
    /// Reads an event from the bytes of a body.
    ///
    /// It looks at no signature: a body from outside goes through
    /// [`WebhookVerifier::receive`](super::WebhookVerifier::receive), which calls this afterwards.
    ///
    /// # Errors
    ///
    /// Fails when the bytes are not JSON, have no `type`, or when a member of a documented payload
    /// has another shape than documented. Members that are missing, null or unknown are no failure
    /// unless the event would say nothing without them.
    pub fn parse(body: &[u8]) -> Result<Self, EventError> {
        let envelope: Envelope = read("", body)?;
        let payload = Payload::read(&envelope.event_type, envelope.payload, body)?;
        Ok(Self {
            event_type: envelope.event_type,
            event_id: envelope.event_id.filter(|id| !id.is_empty()),
            timestamp: envelope.timestamp,
            message: envelope.message,
            payload,
        })
    }
}

/// What every event has around its payload.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    event_type: String,
    payload: Option<RawJson>,
    message: Option<String>,
    timestamp: Option<Timestamp>,
    event_id: Option<String>,
}

/// Reads JSON and says where it is not what it should be; `place` is where the JSON stands.
pub(super) fn read<T: DeserializeOwned>(place: &'static str, json: &[u8]) -> Result<T, EventError> {
    generated::read(json).map_err(|mut failure| {
        // Where the JSON itself ends badly, the path may end in a name that no document gives.
        failure.path = if failure.category == generated::OTHER_JSON {
            path_of::<T>(json)
        } else {
            ".".to_owned()
        };
        EventError { place, failure }
    })
}

/// Where the JSON stops being a `T`. The events derive their reading, which notes no way, so that it
/// is read a second time for that.
fn path_of<T: DeserializeOwned>(json: &[u8]) -> String {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let path = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Ok(_) => ".".to_owned(),
        Err(error) => error.path().to_string(),
    };
    // The way to raw text ends in the name by which it is asked for.
    let raw = path.strip_suffix(".$serde_json::private::RawValue");
    generated::shown_path(raw.unwrap_or(&path))
}

impl fmt::Debug for Event {
    /// Leaves out the sentence for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event_type", &self.event_type)
            .field("event_id", &self.event_id)
            .field("timestamp", &self.timestamp)
            .field("message", &self.message.as_ref().map(|_| Redacted))
            .field("payload", &self.payload)
            .finish()
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Payload::Unknown(whole) = &self.payload {
            return whole.serialize(serializer);
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
        Self::parse(json.get().as_bytes()).map_err(D::Error::custom)
    }
}

/// Why a body is not an event. Nothing of the body is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventError {
    place: &'static str,
    failure: DecodeFailure,
}

impl EventError {
    /// The members that lead to the fault, such as `payload.bank_details.identifier`; `.` is the
    /// event itself.
    pub fn path(&self) -> String {
        match (self.place, self.failure.path.as_str()) {
            ("", path) => path.to_owned(),
            (place, ".") => place.to_owned(),
            (place, path) => format!("{place}.{path}"),
        }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DecodeFailure {
            line,
            column,
            category,
            ..
        } = &self.failure;
        write!(
            f,
            "read the event: {category} at {} (line {line}, column {column})",
            self.path()
        )
    }
}

impl std::error::Error for EventError {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Event {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let timestamp = generator.subschema_for::<Option<Timestamp>>();
        let cases = Payload::schemas(generator);
        schemars::json_schema!({
            "description": "An event that Lean tells of by webhook. Its type decides the shape of its payload; an unknown type may have any.",
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
