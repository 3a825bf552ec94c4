//! JSON read piece by piece, where each piece keeps the words of the recording.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
pub(crate) use serde_json::value::RawValue;

/// What a piece of JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

/// What `raw` is, by its first sign.
pub(crate) fn kind(raw: &RawValue) -> Kind {
    match raw.get().trim_start().bytes().next() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::List,
        Some(b'"') => Kind::Text,
        Some(b't' | b'f') => Kind::Bool,
        Some(b'n') => Kind::Null,
        _ => Kind::Number,
    }
}

/// Reads a text as one piece of JSON, with its inside unread.
pub(crate) fn parse(text: &str) -> Result<&RawValue, serde_json::Error> {
    serde_json::from_str(text)
}

/// A text; `None` for anything else, and for a text that is not Unicode.
pub(crate) fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw.get())
        .ok()
        .map(|text| text.0)
}

/// A number, also when it stands in quotes.
pub(crate) fn number(raw: &RawValue) -> Option<u16> {
    raw.get().trim_matches('"').trim().parse().ok()
}

/// The items of a list; `None` for anything else.
pub(crate) fn items(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// An object: its fields in their order, a repeated one as often as it stands there.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Reads an object; `None` for anything else.
    pub(crate) fn read(raw: &'a RawValue) -> Option<Self> {
        serde_json::from_str(raw.get()).ok()
    }

    /// The field of this name, the last one if there are several. A null counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| *value)
            .filter(|value| kind(value) != Kind::Null)
    }

    /// The field of this name as an object.
    pub(crate) fn object(&self, name: &str) -> Option<Object<'a>> {
        Object::read(self.get(name)?)
    }

    /// The field of this name as a list.
    pub(crate) fn items(&self, name: &str) -> Option<Vec<&'a RawValue>> {
        items(self.get(name)?)
    }

    /// The field of this name as a text.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        text(self.get(name)?)
    }

    /// All fields.
    pub(crate) fn members(self) -> Vec<(Cow<'a, str>, &'a RawValue)> {
        self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    members.push((key.0, value));
                }
                Ok(Object(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// A text that is borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_literal_and_repeated_members_are_all_there() {
        let read = parse(r#"{"a": 10.000, "a": 1e2}"#)
            .ok()
            .and_then(Object::read)
            .map(|object| {
                let last = object.get("a").map(RawValue::get);
                (last, object.members().len())
            });
        assert_eq!(read, Some((Some("1e2"), 2)));
    }

    #[test]
    fn nesting_without_end_is_skipped_without_recursion() {
        let deep = format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20));
        assert_eq!(parse(&deep).map(kind).ok(), Some(Kind::List));
    }

    #[test]
    fn half_a_surrogate_pair_is_no_text_and_no_panic() {
        let read = parse(r#""\ud800""#).map(text);
        assert_eq!(read.ok(), Some(None));
    }
}
