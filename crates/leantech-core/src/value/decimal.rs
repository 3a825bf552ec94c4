//! Exact decimals: the digits and the scale that were sent, never through a binary float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::conversions::from_texts;
use crate::json::exact_number::{DecimalError, exact_number, is_plain_number};
use crate::json::literal::{self, FromLiteral, Literal};

/// A decimal number exactly as it was sent: `10.000` stays `10.000`.
///
/// Comparison is by value, so `10.0 == 10.000`; [`scale`](Decimal::scale) tells them apart.
/// A number that came as a JSON string is written back as one. Up to 28 significant digits are held;
/// more is an error; nothing is rounded.
///
/// Exactness ends in two places, both outside the generated types: read from an already parsed
/// `serde_json::Value` the scale is what that value kept, and under `#[serde(flatten)]` or
/// `#[serde(untagged)]` a number with a fraction is refused. Where `serde_json` has the feature
/// `arbitrary_precision`, both keep the digits.
///
/// ```
/// use leantech_core::ExactDecimal;
///
/// let amount: ExactDecimal = serde_json::from_str("10.000")?;
/// assert_eq!(amount.decimal().scale(), 3);
/// assert_eq!(serde_json::to_string(&amount)?, "10.000");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct ExactDecimal {
    value: Decimal,
    /// The text, if it is not what `Decimal` would print (`1e3`, `-0`, `+1`).
    literal: Option<Box<str>>,
    quoted: bool,
}

impl ExactDecimal {
    /// The number, with its scale.
    pub fn decimal(&self) -> Decimal {
        self.value
    }

    /// Whether the number came as a JSON string and is written back as one.
    pub fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// The same number as a JSON string, for the places where Lean writes amounts as texts.
    ///
    /// ```
    /// use leantech_core::ExactDecimal;
    ///
    /// let amount: ExactDecimal = "10.000".parse()?;
    /// assert_eq!(serde_json::to_string(&amount.quoted()).ok().as_deref(), Some("\"10.000\""));
    /// # Ok::<(), leantech_core::DecimalError>(())
    /// ```
    #[must_use]
    pub fn quoted(self) -> Self {
        Self {
            quoted: true,
            ..self
        }
    }

    fn read(text: &str, quoted: bool) -> Result<Self, DecimalError> {
        let value = exact_number(text)?;
        let literal = (!is_as_printed(text)).then(|| text.into());
        Ok(Self {
            value,
            literal,
            quoted,
        })
    }
}

/// Whether `Decimal` prints the number it has read as exactly this text, as it does with nearly
/// every amount: checking is cheaper than printing. A zero keeps no sign, and an integer part no
/// leading zero.
fn is_as_printed(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_zero = || number.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let has_zero_in_front =
        || number.starts_with('0') && number.len() > 1 && !number.starts_with("0.");
    is_plain_number(text) && !has_zero_in_front() && !(number.len() < text.len() && is_zero())
}

impl From<Decimal> for ExactDecimal {
    fn from(value: Decimal) -> Self {
        Self {
            value,
            literal: None,
            quoted: false,
        }
    }
}

impl From<ExactDecimal> for Decimal {
    fn from(exact: ExactDecimal) -> Self {
        exact.value
    }
}

macro_rules! from_integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for ExactDecimal {
            fn from(value: $integer) -> Self {
                Decimal::from(value).into()
            }
        }
    )+};
}

from_integers!(i32, i64, u32, u64);

impl FromStr for ExactDecimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text, false)
    }
}

from_texts!(ExactDecimal, DecimalError);

impl PartialEq for ExactDecimal {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for ExactDecimal {}

impl PartialOrd for ExactDecimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ExactDecimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl std::hash::Hash for ExactDecimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl fmt::Display for ExactDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.literal {
            Some(text) => f.pad(text),
            None => self.value.fmt(f),
        }
    }
}

impl fmt::Debug for ExactDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ExactDecimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.quoted {
            return serializer.collect_str(self);
        }
        // The caller's own literal may not be a JSON number (`+1`); the value always is one.
        RawValue::from_string(self.to_string())
            .or_else(|_| RawValue::from_string(self.value.to_string()))
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ExactDecimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        literal::read(deserializer)
    }
}

impl FromLiteral for ExactDecimal {
    const EXPECTED: &'static str = "a decimal number";

    fn from_literal<E: de::Error>(literal: Literal<'_>) -> Result<Self, E> {
        match literal {
            Literal::Number(text) => Self::read(text, false).map_err(E::custom),
            Literal::Text(text) => Self::read(text, true).map_err(E::custom),
            Literal::Float(_) => Err(E::custom(
                "a decimal number that already went through a binary float",
            )),
            Literal::Other => Err(E::custom(DecimalError::Malformed)),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ExactDecimal {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExactDecimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["number", "string"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(text: &str) -> Option<String> {
        let number: ExactDecimal = serde_json::from_str(text).ok()?;
        serde_json::to_string(&number).ok()
    }

    #[test]
    fn d03_the_text_that_came_goes_back() {
        for text in [
            "1234567890123456.78",
            "0.1",
            "\"1234.50\"",
            "1e3",
            "1E+3",
            "1.5e-7",
            "-0",
            "-0.00",
            "10.000",
            "12345678901234567.89",
            "0",
            "100000.000",
            "9999999999999999999999999999",
        ] {
            assert_eq!(round_trip(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_taken_for_printed_is_printed_so() {
        for whole in ["", "0", "00", "7", "07", "10", "1234567890123456"] {
            for fraction in ["", ".", ".0", ".00", ".5", ".050"] {
                for (sign, exponent) in [("", ""), ("-", ""), ("+", ""), ("", "e1")] {
                    let text = format!("{sign}{whole}{fraction}{exponent}");
                    let Ok(read) = text.parse::<ExactDecimal>() else {
                        continue;
                    };
                    let printed = read.decimal().to_string();
                    assert_eq!(is_as_printed(&text), printed == text, "{text}: {printed}");
                }
            }
        }
    }

    #[test]
    fn d03_an_exponent_changes_the_value_exactly() {
        for (text, value) in [
            ("1e3", "1000"),
            ("1.5e-7", "0.00000015"),
            ("-12.5E1", "-125"),
        ] {
            let number = text
                .parse::<ExactDecimal>()
                .map(|n| n.decimal().to_string());
            assert_eq!(number.as_deref(), Ok(value));
        }
    }

    #[test]
    fn d03_more_than_28_digits_are_an_error_and_never_rounded() {
        for text in [
            "0.12345678901234567890123456789",
            "1e400",
            "1e-400",
            "1e99999999999",
            "99999999999999999999999999999999",
        ] {
            assert!(
                serde_json::from_str::<ExactDecimal>(text).is_err(),
                "{text}"
            );
        }
        assert!(serde_json::from_str::<ExactDecimal>(&"9".repeat(100)).is_err());
        assert_eq!(
            "9".repeat(100).parse::<ExactDecimal>(),
            Err(DecimalError::TooManyDigits)
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"1,5\"",
            "\"1_000\"",
            "\"NaN\"",
            "\"e\"",
            "\"1e\"",
            "\".\"",
            "\"- 1\"",
            "\"\\ud800\"",
            "{\"a\":1}",
            "[1,2]",
        ] {
            assert!(
                serde_json::from_str::<ExactDecimal>(text).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_text_with_escapes_is_the_number_it_spells() {
        let read = serde_json::from_str::<ExactDecimal>("\"1\\u0030.50\"");
        assert_eq!(read.map(|n| n.to_string()).ok().as_deref(), Some("10.50"));
    }

    #[test]
    fn exactness_ends_at_a_parsed_value_and_under_a_buffer() {
        #[derive(Debug, Deserialize)]
        #[serde(untagged)]
        enum Buffered {
            Number(ExactDecimal),
        }
        // A parsed value has forgotten the scale, unless all of its digits are kept.
        let value: serde_json::Value = serde_json::from_str("10.000").unwrap_or_default();
        let keeps_digits = value.to_string().ends_with(".000");
        assert_eq!(
            serde_json::from_value::<ExactDecimal>(value)
                .map(|n| n.to_string())
                .ok()
                .as_deref(),
            Some(if keeps_digits { "10.000" } else { "10.0" })
        );
        // A buffer holds a float, which is refused instead of trusted.
        let buffered = serde_json::from_str::<Buffered>("10.000").ok();
        let shown = buffered.map(|Buffered::Number(number)| number.to_string());
        assert_eq!(shown.as_deref(), keeps_digits.then_some("10.000"));
        assert!(matches!(
            serde_json::from_str::<Buffered>("10"),
            Ok(Buffered::Number(n)) if n == ExactDecimal::from(10)
        ));
    }
}
