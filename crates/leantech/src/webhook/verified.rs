//! An event whose signature is valid, with the key that identifies a duplicate.

use std::fmt::{self, Write};
use std::ops::Deref;
use std::sync::Arc;

use super::error::WebhookError;
use super::event::Event;
use super::event_error::EventError;
use super::inbox::Delivery;
use super::mac::sha512;

/// An event that Lean signed. Only a [`WebhookVerifier`](super::WebhookVerifier) creates one.
///
/// It reads like the [`Event`] in it. That Lean signed it does not mean that it is new: see
/// [`key`](Self::key).
#[derive(Clone, PartialEq)]
pub struct VerifiedEvent {
    event: Event,
    key: EventKey,
    bytes: Arc<[u8]>,
}

impl VerifiedEvent {
    pub(super) fn read(body: &[u8]) -> Result<Self, WebhookError> {
        let event = Event::parse(body)?;
        let key = match &event.event_id {
            Some(id) => EventKey(format!("id:{id}").into()),
            None => EventKey::of_body(body),
        };
        Ok(Self {
            event,
            key,
            bytes: body.into(),
        })
    }

    /// An event that was verified before it was stored.
    pub(super) fn stored(key: EventKey, bytes: &[u8]) -> Result<Self, EventError> {
        Ok(Self {
            event: Event::parse(bytes)?,
            key,
            bytes: bytes.into(),
        })
    }

    /// The body, byte for byte as Lean signed it. It holds customer data.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What an [`Inbox`](super::Inbox) stores: the key, the bytes, and as order key what the event is about.
    pub fn delivery(&self) -> Delivery {
        Delivery {
            key: self.key.clone(),
            order_key: self.event.payload.order_key(),
            bytes: self.bytes.to_vec(),
        }
    }

    /// Identifies a duplicate of the event: see [`EventKey`].
    pub const fn key(&self) -> &EventKey {
        &self.key
    }

    /// The event alone, to be put into a queue.
    pub fn into_event(self) -> Event {
        self.event
    }
}

/// Without the bytes.
impl fmt::Debug for VerifiedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedEvent")
            .field("event", &self.event)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Deref for VerifiedEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.event
    }
}

/// Identifies a duplicate of an event.
///
/// It is Lean's `event_id`, written `id:…`. If Lean sends none, as recorded for `results.ready`,
/// or one that is blank or not a text, it is a digest of the body's bytes, written `sha512:…` and cut to 256 bits: a body that is sent
/// again has the same key, and two events that differ in anything, even the timestamp, have two keys.
///
/// Cloning it is cheap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey(Arc<str>);

impl EventKey {
    /// How many bytes of the digest are kept.
    const KEPT: usize = 32;

    fn of_body(body: &[u8]) -> Self {
        let mut text = String::from("sha512:");
        for byte in sha512(body).into_iter().take(Self::KEPT) {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text.into())
    }

    /// A key that was stored as text; none if it never was one.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let is_key = text.starts_with("id:") || text.starts_with("sha512:");
        is_key.then(|| Self(text.into()))
    }

    /// The key as text, for your own table. It identifies no person.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for EventKey {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
