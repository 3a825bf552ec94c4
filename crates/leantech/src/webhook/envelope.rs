//! The envelope of an event: each field is found by itself, so that a malformed one affects no other.

use std::borrow::Cow;
use std::fmt;

use leantech_core::{RawJson, Timestamp};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::event_error::EventError;

/// What some editors and gateways put in front of a text: U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What stands for bytes that are not UTF-8.
const REPLACEMENT: char = '\u{fffd}';

/// The text of a body: without a byte order mark, and with [`REPLACEMENT`] for what is not UTF-8.
pub(super) fn text_of(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body))
}

/// The fields of an event, none of them read yet.
pub(super) struct Envelope<'a> {
    text: &'a str,
    is_utf8: bool,
    fields: Fields<'a>,
}

impl<'a> Envelope<'a> {
    /// Finds the fields in a text that [`text_of`] has made. The first of a repeated name is taken.
    pub(super) fn find(text: &'a Cow<'a, str>) -> Result<Self, EventError> {
        Ok(Self {
            text,
            is_utf8: matches!(text, Cow::Borrowed(_)),
            fields: serde_json::from_str(text).map_err(|error| EventError::of_body(&error))?,
        })
    }

    /// The type; empty when the event names none, or something other than a text.
    pub(super) fn event_type(&self) -> String {
        self.text_in(self.fields.event_type).unwrap_or_default()
    }

    /// The id; a blank one would make all events that have it look like one.
    pub(super) fn event_id(&self) -> Option<String> {
        self.text_in(self.fields.event_id)
            .filter(|id| !id.trim().is_empty())
    }

    pub(super) fn message(&self) -> Option<String> {
        self.text_in(self.fields.message)
    }

    pub(super) fn timestamp(&self) -> Option<Timestamp> {
        instant(&self.text_in(self.fields.timestamp)?)
    }

    /// The payload as it was sent; `None` where there is none, or null.
    pub(super) fn payload(&self) -> Result<Option<Piece<'a>>, EventError> {
        let Some(payload) = self.fields.payload else {
            return Ok(None);
        };
        if !self.is_as_sent(payload) {
            return Err(EventError::of_payload("text that is not UTF-8"));
        }
        let piece = Piece {
            json: payload.get(),
            text: self.text,
        };
        Ok(Some(piece).filter(|payload| payload.json != "null"))
    }

    /// The whole event.
    pub(super) fn whole(&self) -> Result<RawJson, EventError> {
        serde_json::from_str(self.text).map_err(|error| EventError::of_body(&error))
    }

    fn text_in(&self, field: Option<&RawValue>) -> Option<String> {
        let field = field.filter(|field| self.is_as_sent(field))?;
        serde_json::from_str(field.get()).ok()
    }

    /// Whether a field holds the bytes that were sent, and nothing that stands for others.
    fn is_as_sent(&self, field: &RawValue) -> bool {
        self.is_utf8 || !field.get().contains(REPLACEMENT)
    }
}

/// A piece of a body.
pub(super) struct Piece<'a> {
    pub(super) json: &'a str,
    text: &'a str,
}

impl Piece<'_> {
    /// How many lines of the body end before it, and how many bytes stand before it in its line.
    pub(super) fn place(&self) -> (usize, usize) {
        let begin = self.json.as_ptr().addr();
        let begin = begin.saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..begin).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count(), line.len())
    }
}

/// Reads an instant (RFC 3339), also with an offset as ISO 8601 allows it: `+0300` or `+03`.
///
/// Anything else is not an instant: a time without an offset, a date and a bare number could only be
/// guessed at.
fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let (at, offset) = text.split_at_checked(text.rfind(['+', '-'])? + 1)?;
        let (hours, minutes) = match offset.len() {
            2 => (offset, "00"),
            4 => offset.split_at_checked(2)?,
            _ => return None,
        };
        format!("{at}{hours}:{minutes}").parse().ok()
    })
}

/// The fields that are known, as they were sent.
#[derive(Default)]
struct Fields<'a> {
    event_type: Option<&'a RawValue>,
    payload: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
    timestamp: Option<&'a RawValue>,
    event_id: Option<&'a RawValue>,
}

impl<'a> Fields<'a> {
    /// Where the field of a name goes.
    fn place(&mut self, name: Name) -> Option<&mut Option<&'a RawValue>> {
        match name {
            Name::Type => Some(&mut self.event_type),
            Name::Payload => Some(&mut self.payload),
            Name::Message => Some(&mut self.message),
            Name::Timestamp => Some(&mut self.timestamp),
            Name::EventId => Some(&mut self.event_id),
            Name::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Fields::default();
                while let Some(name) = map.next_key::<Name>()? {
                    match fields.place(name) {
                        Some(place @ None) => *place = Some(map.next_value()?),
                        Some(Some(_)) | None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// The name of a field.
#[derive(Clone, Copy)]
enum Name {
    Type,
    Payload,
    Message,
    Timestamp,
    EventId,
    Other,
}

impl Name {
    fn of(name: &str) -> Self {
        match name {
            "type" => Self::Type,
            "payload" => Self::Payload,
            "message" => Self::Message,
            "timestamp" => Self::Timestamp,
            "event_id" => Self::EventId,
            _ => Self::Other,
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As raw text first: a name may hold half of a surrogate pair, which no text can.
        let raw = <&RawValue>::deserialize(deserializer)?;
        let name: Option<String> = serde_json::from_str(raw.get()).ok();
        Ok(name.map_or(Self::Other, |name| Self::of(&name)))
    }
}
