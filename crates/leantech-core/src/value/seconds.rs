//! A lifetime in seconds, read from whatever a token endpoint writes.

use std::time::Duration;

use serde::de;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::literal::{self, FromLiteral, Literal};

/// The longest lifetime that is accepted: a day.
const LONGEST: f64 = 86_400.0;

/// A number of seconds that may come as an integer, a float or a text.
///
/// Lean documents whole seconds (`3599`). Gateways are known to send `"3599"` and `3599.7`, so
/// both are read; a negative number is zero, more than a day is a day. Anything else is kept as
/// unknown, so that an answer with a good token is not lost over its lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LenientSeconds(Option<u32>);

impl LenientSeconds {
    /// The lifetime, or `None` if what was sent is not a number.
    pub fn duration(self) -> Option<Duration> {
        self.0
            .map(|seconds| Duration::from_secs(u64::from(seconds)))
    }

    fn read(seconds: f64) -> Self {
        if seconds.is_nan() {
            return Self(None);
        }
        // In range by the clamp, and whole by the floor.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Self(Some(seconds.clamp(0.0, LONGEST).floor() as u32))
    }
}

impl From<u32> for LenientSeconds {
    fn from(seconds: u32) -> Self {
        Self::read(f64::from(seconds))
    }
}

impl From<&Self> for LenientSeconds {
    fn from(seconds: &Self) -> Self {
        *seconds
    }
}

impl Serialize for LenientSeconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LenientSeconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        literal::read(deserializer)
    }
}

impl FromLiteral for LenientSeconds {
    const EXPECTED: &'static str = "a number of seconds";

    fn from_literal<E: de::Error>(literal: Literal<'_>) -> Result<Self, E> {
        Ok(match literal {
            // Up to a day is exact as a float, and anything more is a day.
            Literal::Number(text) | Literal::Text(text) => {
                text.trim().parse().map_or(Self(None), Self::read)
            }
            Literal::Float(seconds) => Self::read(seconds),
            Literal::Other => Self(None),
        })
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for LenientSeconds {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LenientSeconds".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_lifetime_is_read() {
        for (text, seconds) in [
            ("3599", Some(3599)),
            ("\"3599\"", Some(3599)),
            ("3599.7", Some(3599)),
            ("3599.0", Some(3599)),
            ("3.599e3", Some(3599)),
            ("\"3599.0\"", Some(3599)),
            ("0", Some(0)),
            ("-5", Some(0)),
            ("1e300", Some(86_400)),
            ("9223372036854775808", Some(86_400)),
            ("null", None),
            ("\"soon\"", None),
            ("\"NaN\"", None),
            ("true", None),
            ("[1]", None),
            ("{\"a\":1}", None),
        ] {
            let read = serde_json::from_str::<LenientSeconds>(text)
                .ok()
                .map(|s| s.0);
            assert_eq!(read, Some(seconds), "{text}");
            // A value that was parsed before it came here.
            let value = serde_json::from_str::<serde_json::Value>(text);
            let read = value.and_then(serde_json::from_value::<LenientSeconds>);
            assert_eq!(read.ok().map(|s| s.0), Some(seconds), "{text}");
        }
    }
}
