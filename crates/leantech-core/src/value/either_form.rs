//! A value that Lean sends in one of two forms.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::read_inner;

/// A value that has two forms in Lean's documents and answers, such as a number or an object
/// with a currency; it is written back in the form in which it came.
///
/// The two never look alike: the documents allow only forms of different JSON kinds.
///
/// ```
/// use leantech_core::EitherForm;
///
/// let month: EitherForm<i64, String> = serde_json::from_str("\"APRIL\"")?;
/// assert_eq!(month.second().map(String::as_str), Some("APRIL"));
/// assert_eq!(serde_json::to_string(&month)?, "\"APRIL\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EitherForm<A, B> {
    /// The first form of the document.
    First(A),
    /// The second form of the document.
    Second(B),
}

impl<A, B> EitherForm<A, B> {
    /// The value, if it came in the first form.
    pub fn first(&self) -> Option<&A> {
        match self {
            Self::First(value) => Some(value),
            Self::Second(_) => None,
        }
    }

    /// The value, if it came in the second form.
    pub fn second(&self) -> Option<&B> {
        match self {
            Self::First(_) => None,
            Self::Second(value) => Some(value),
        }
    }
}

impl<A: Clone, B: Clone> From<&Self> for EitherForm<A, B> {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}

impl<A: Serialize, B: Serialize> Serialize for EitherForm<A, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::First(value) => value.serialize(serializer),
            Self::Second(value) => value.serialize(serializer),
        }
    }
}

impl<'de, A: DeserializeOwned, B: DeserializeOwned> Deserialize<'de> for EitherForm<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The text is read at most twice, so numbers do not go through a buffer of floats.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if let Some(value) = read_inner(raw.get()) {
            return Ok(Self::First(value));
        }
        let second = read_inner(raw.get()).map(Self::Second);
        second.ok_or_else(|| D::Error::custom("neither of the two forms of this value"))
    }
}

#[cfg(feature = "schemars")]
impl<A: schemars::JsonSchema, B: schemars::JsonSchema> schemars::JsonSchema for EitherForm<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("EitherForm_{}_{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (first, second) = (
            generator.subschema_for::<A>(),
            generator.subschema_for::<B>(),
        );
        schemars::json_schema!({ "anyOf": [first, second] })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::ExactDecimal;

    type Amount = EitherForm<ExactDecimal, BTreeMap<String, ExactDecimal>>;

    fn round_trip(text: &str) -> Option<String> {
        let value: Amount = serde_json::from_str(text).ok()?;
        serde_json::to_string(&value).ok()
    }

    #[test]
    fn each_form_goes_back_as_it_came_digit_for_digit() {
        for text in [
            "10.000",
            "-0.50",
            "1e3",
            "1234567890123456.78",
            r#"{"amount":10.000}"#,
            r#"{"amount":1234567890123456.78}"#,
        ] {
            assert_eq!(round_trip(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_third_form_is_an_error() {
        for text in ["[1]", "true", r#"{"amount":"x"}"#] {
            assert!(serde_json::from_str::<Amount>(text).is_err(), "{text}");
        }
    }
}
