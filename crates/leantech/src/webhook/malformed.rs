//! What is kept of an event whose payload does not match its type.

use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::envelope::text_of;
use super::event_error::EventError;

/// An event of a known type whose payload does not match that type.
///
/// Lean did sign it, so another delivery would bring the same bytes: answer 200, keep
/// [`bytes`](Self::bytes), and look at them later. The event around it has its type, id and time
/// as always, and [`VerifiedEvent::key`](super::VerifiedEvent::key) identifies a duplicate.
///
/// `Debug` shows the place, the reason and the length, and nothing of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct MalformedPayload {
    error: EventError,
    body: Box<[u8]>,
}

impl MalformedPayload {
    pub(super) fn new(error: EventError, body: &[u8]) -> Self {
        Self {
            error,
            body: body.into(),
        }
    }

    /// Where the payload does not match its type, and why.
    pub const fn error(&self) -> &EventError {
        &self.error
    }

    /// The whole body of the delivery, byte for byte. It may hold a customer's data.
    pub const fn bytes(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for MalformedPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedPayload")
            .field("error", &self.error)
            .field("bytes", &format_args!("[{} bytes]", self.body.len()))
            .finish()
    }
}

impl Serialize for MalformedPayload {
    /// Writes the whole event, with U+FFFD for bytes that are not UTF-8.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = text_of(&self.body);
        let whole: &RawValue = serde_json::from_str(&text).map_err(S::Error::custom)?;
        whole.serialize(serializer)
    }
}
