//! Instants that keep their offset and their text.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, TimeDelta, Timelike, Utc};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::conversions::from_texts;
use super::region::Region;

/// An instant with the offset it was written in (RFC 3339).
///
/// Lean sends `Z` as well as `+03:00`, with zero to nine digits of a second's fraction; the text
/// is written back as received. Comparison is by instant, so the same moment in two offsets is equal.
///
/// ```
/// let at: leantech_core::Timestamp = "2026-04-16T01:10:53+03:00".parse()?;
/// assert_eq!(at.date_time().offset().local_minus_utc(), 3 * 3600);
/// # Ok::<(), leantech_core::TimestampError>(())
/// ```
#[derive(Clone)]
pub struct Timestamp {
    at: DateTime<FixedOffset>,
    /// The text, if it is not what [`canonical`] writes.
    literal: Option<Box<str>>,
}

/// A text that is not an RFC 3339 instant. It does not contain the text: dates can be customer data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampError;

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an instant with an offset (RFC 3339)")
    }
}

impl std::error::Error for TimestampError {}

/// The last year that RFC 3339 can write.
const LAST_YEAR: i32 = 9999;

fn canonical(at: &DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

impl Timestamp {
    /// This moment in UTC, to the second.
    ///
    /// ```
    /// use std::time::Duration;
    /// use leantech_core::Timestamp;
    ///
    /// let in_ninety_days = Timestamp::now().checked_add(Duration::from_secs(90 * 24 * 3600));
    /// assert!(in_ninety_days.is_some_and(|end| end > Timestamp::now()));
    /// ```
    pub fn now() -> Self {
        let now = Utc::now();
        now.with_nanosecond(0).unwrap_or(now).into()
    }

    /// The moment that is this much later, with the same offset; none after the year 9999.
    #[must_use]
    pub fn checked_add(&self, by: Duration) -> Option<Self> {
        let at = self.at.checked_add_signed(TimeDelta::from_std(by).ok()?)?;
        (at.year() <= LAST_YEAR).then(|| at.into())
    }

    /// The instant, with its offset.
    pub fn date_time(&self) -> DateTime<FixedOffset> {
        self.at
    }

    /// The day on which it falls in a country, by the clocks there: the bank's day, which is not that of UTC
    /// after 21:00 in Saudi Arabia and after 20:00 in the United Arab Emirates.
    ///
    /// ```
    /// use leantech_core::{Region, Timestamp};
    ///
    /// let late: Timestamp = "2026-03-01T21:30:00Z".parse()?;
    /// assert_eq!(late.day_in(Region::SaudiArabia).to_string(), "2026-03-02");
    /// # Ok::<(), leantech_core::TimestampError>(())
    /// ```
    pub fn day_in(&self, region: Region) -> NaiveDate {
        let ahead = TimeDelta::hours(region.hours_ahead_of_utc().into());
        let utc = self.at.naive_utc();
        utc.checked_add_signed(ahead).unwrap_or(utc).date()
    }

    /// The instant in UTC.
    pub fn utc(&self) -> DateTime<Utc> {
        self.at.with_timezone(&Utc)
    }
}

impl From<DateTime<FixedOffset>> for Timestamp {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self { at, literal: None }
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        at.fixed_offset().into()
    }
}

/// In UTC. Fails outside the years 0 to 9999, which RFC 3339 can write.
impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(at: SystemTime) -> Result<Self, Self::Error> {
        let since_epoch = match at.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => TimeDelta::from_std(after),
            Err(before) => TimeDelta::from_std(before.duration()).map(|before| -before),
        };
        let since_epoch = since_epoch.map_err(|_| TimestampError)?;
        let at = DateTime::UNIX_EPOCH.checked_add_signed(since_epoch);
        let at = at.filter(|at| (0..=LAST_YEAR).contains(&at.year()));
        at.map(Into::into).ok_or(TimestampError)
    }
}

/// Fails if the platform cannot represent that moment.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(at: Timestamp) -> Result<Self, Self::Error> {
        let since_epoch = at.utc().signed_duration_since(DateTime::UNIX_EPOCH);
        let moment = if let Ok(after) = since_epoch.to_std() {
            SystemTime::UNIX_EPOCH.checked_add(after)
        } else {
            let before = (-since_epoch).to_std().map_err(|_| TimestampError)?;
            SystemTime::UNIX_EPOCH.checked_sub(before)
        };
        moment.ok_or(TimestampError)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| TimestampError)?;
        let literal = (canonical(&at) != text).then(|| text.into());
        Ok(Self { at, literal })
    }
}

from_texts!(Timestamp, TimestampError);

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl std::hash::Hash for Timestamp {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.literal {
            Some(text) => f.pad(text),
            None => f.pad(&canonical(&self.at)),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InstantVisitor;

        impl Visitor<'_> for InstantVisitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an instant with an offset (RFC 3339)")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(InstantVisitor)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d04_an_instant_keeps_its_offset_and_its_text() {
        for text in [
            "2026-04-13T13:34:37.559481Z",
            "2026-04-16T01:10:53+03:00",
            "2018-11-01T00:00:00.000Z",
            "2026-05-10T12:34:28.510038424Z",
            "2026-05-10T12:34:57.64Z",
            "2026-05-10T12:34:57+00:00",
            "2016-12-31T23:59:60Z",
        ] {
            let json = format!("\"{text}\"");
            let back =
                serde_json::from_str::<Timestamp>(&json).map(|at| serde_json::to_string(&at));
            assert_eq!(back.ok().and_then(Result::ok), Some(json));
        }
    }

    #[test]
    fn d04_the_same_moment_in_two_offsets_is_equal() {
        assert_eq!(
            "2026-01-01T03:00:00+03:00".parse::<Timestamp>(),
            "2026-01-01T00:00:00Z".parse::<Timestamp>()
        );
    }

    #[test]
    fn d04_what_is_no_instant_is_an_error_and_no_panic() {
        for text in [
            "2018-11-01T00:00:00+4:00",
            "2018-11-01T00:00:00",
            "2018-11-01",
            "0000-00-00",
            "10000-01-01T00:00:00Z",
            "",
            "Z",
            "2018-11-01T25:00:00Z",
            "2018-02-30T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn a_system_time_becomes_an_instant_and_back() {
        for seconds in [0, 1, 1_700_000_000, 4_000_000_000] {
            for at in [
                SystemTime::UNIX_EPOCH + Duration::new(seconds, 5),
                SystemTime::UNIX_EPOCH - Duration::new(seconds, 5),
            ] {
                let stamp = Timestamp::try_from(at);
                assert_eq!(stamp.and_then(SystemTime::try_from), Ok(at));
            }
        }
        let far = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(1 << 40));
        assert_eq!(far.map(Timestamp::try_from), Some(Err(TimestampError)));
    }

    #[test]
    fn an_instant_ends_with_the_year_9999() {
        let last: Result<Timestamp, _> = "9999-12-31T23:59:59Z".parse();
        let second = Duration::from_secs(1);
        assert_eq!(last.map(|last| last.checked_add(second)), Ok(None));
        assert_eq!(Timestamp::now().checked_add(Duration::MAX), None);
    }
}
