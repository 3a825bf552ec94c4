//! The text of a number as it was sent, whatever features of `serde_json` a build has.
//!
//! Another crate of a build can switch on `serde_json/arbitrary_precision`: then numbers that are
//! read as "anything", or come out of a buffer or a `serde_json::Value`, are maps with one entry.
//! Our numbers are requested as raw text, and accepted in each form in which they may come.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The name under which `serde_json` (feature `raw_value`) hands out a value's own text.
/// Should it ever change, a number arrives as a float, which an exact reader refuses:
/// exactness cannot be lost silently.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// The key under which `serde_json` (feature `arbitrary_precision`) hands out a number's text.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// What a number may be read from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Literal<'a> {
    /// A number, as it was written.
    Number(&'a str),
    /// A text, which may hold a number.
    Text(&'a str),
    /// A number that already went through a binary float.
    Float(f64),
    /// Anything else.
    Other,
}

/// A value that is read from a literal.
pub(crate) trait FromLiteral: Sized {
    /// What is expected, for the text of an error.
    const EXPECTED: &'static str;

    /// Reads the value.
    fn from_literal<E: de::Error>(literal: Literal<'_>) -> Result<Self, E>;
}

/// Reads a literal as a value.
pub(crate) fn read<'de, T: FromLiteral, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(RAW_VALUE, LiteralVisitor(PhantomData))
}

/// Takes the raw text from `serde_json`, and what other deserialisers call a number or a text.
struct LiteralVisitor<T>(PhantomData<T>);

impl<'de, T: FromLiteral> Visitor<'de> for LiteralVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key_seed(Key)? {
            Some(Known::RawValue) => map.next_value_seed(Inner {
                is_raw: true,
                kind: PhantomData,
            }),
            Some(Known::Number) => map.next_value_seed(Inner {
                is_raw: false,
                kind: PhantomData,
            }),
            Some(Known::Other) => {
                map.next_value::<IgnoredAny>()?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                T::from_literal(Literal::Other)
            }
            None => T::from_literal(Literal::Other),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::from_literal(Literal::Text(text))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        T::from_literal(Literal::Number(&number.to_string()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        T::from_literal(Literal::Number(&number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        T::from_literal(Literal::Float(number))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<T, E> {
        T::from_literal(Literal::Other)
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        T::from_literal(Literal::Other)
    }

    fn visit_none<E: de::Error>(self) -> Result<T, E> {
        T::from_literal(Literal::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        T::from_literal(Literal::Other)
    }
}

/// The keys under which a text may stand.
enum Known {
    RawValue,
    Number,
    Other,
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Known, E> {
        Ok(match key {
            RAW_VALUE => Known::RawValue,
            NUMBER => Known::Number,
            _ => Known::Other,
        })
    }
}

/// The text below a key: raw JSON, or the digits of a number.
struct Inner<T> {
    is_raw: bool,
    kind: PhantomData<T>,
}

impl<'de, T: FromLiteral> DeserializeSeed<'de> for Inner<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: FromLiteral> Visitor<'_> for Inner<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a number")
    }

    fn visit_str<E: de::Error>(self, raw: &str) -> Result<T, E> {
        match raw.bytes().next() {
            Some(b'-' | b'0'..=b'9') => T::from_literal(Literal::Number(raw)),
            Some(b'"') if self.is_raw => match super::fields::text(raw.as_bytes()) {
                Some(text) => T::from_literal(Literal::Text(&text)),
                None => T::from_literal(Literal::Other),
            },
            _ => T::from_literal(Literal::Other),
        }
    }
}
