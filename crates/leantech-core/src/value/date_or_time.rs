//! A field that Lean's documents call an instant where its servers send a date.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::conversions::from_texts;
use crate::Timestamp;

/// A bare date or an instant, whichever was sent; it is written back as received.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DateOrTime {
    /// A date without a time (`2024-02-05`).
    Date(NaiveDate),
    /// An instant with its offset.
    Time(Timestamp),
}

/// A text that is neither a date nor an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateOrTimeError;

impl fmt::Display for DateOrTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither a date (YYYY-MM-DD) nor an instant with an offset (RFC 3339)")
    }
}

impl std::error::Error for DateOrTimeError {}

impl DateOrTime {
    /// The date, in the offset that was written.
    pub fn date(&self) -> NaiveDate {
        match self {
            Self::Date(date) => *date,
            Self::Time(at) => at.date_time().date_naive(),
        }
    }
}

/// The length of `YYYY-MM-DD`, which tells a date from an instant.
const DATE_LENGTH: usize = 10;

impl FromStr for DateOrTime {
    type Err = DateOrTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == DATE_LENGTH && text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return text.parse().map(Self::Date).map_err(|_| DateOrTimeError);
        }
        text.parse().map(Self::Time).map_err(|_| DateOrTimeError)
    }
}

from_texts!(DateOrTime, DateOrTimeError);

impl From<NaiveDate> for DateOrTime {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<Timestamp> for DateOrTime {
    fn from(at: Timestamp) -> Self {
        Self::Time(at)
    }
}

impl fmt::Display for DateOrTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Time(at) => at.fmt(f),
        }
    }
}

impl Serialize for DateOrTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateOrTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for DateOrTime {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DateOrTime".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d04_a_date_and_an_instant_both_go_back_as_they_came() {
        for text in [
            "2024-02-05",
            "2029-02-05T00:00:00Z",
            "2025-05-13T00:00:00.10+03:00",
        ] {
            let json = format!("\"{text}\"");
            let back =
                serde_json::from_str::<DateOrTime>(&json).map(|at| serde_json::to_string(&at));
            assert_eq!(back.ok().and_then(Result::ok), Some(json));
        }
    }

    #[test]
    fn d04_nonsense_is_an_error_and_no_panic() {
        for text in [
            "0000-00-00",
            "2013-03-15 22:00:00.000 +0400",
            "2024-13-01",
            "",
            "+2024-1-01",
        ] {
            assert_eq!(text.parse::<DateOrTime>(), Err(DateOrTimeError), "{text}");
        }
    }
}
