//! Instants with as many digits of a second's fraction as Lean writes: zeros at the end are left out.

use chrono::{DateTime, Utc};
use leantech_core::Timestamp;

/// To the nanosecond, as answers are dated.
pub(crate) fn nanos(at: DateTime<Utc>) -> Timestamp {
    cut(at, 9)
}

/// To the microsecond, as what Lean keeps is dated.
pub(crate) fn micros(at: DateTime<Utc>) -> Timestamp {
    cut(at, 6)
}

/// To the millisecond, as data is dated.
pub(crate) fn millis(at: DateTime<Utc>) -> Timestamp {
    cut(at, 3)
}

fn cut(at: DateTime<Utc>, digits: usize) -> Timestamp {
    let fraction = at.format("%9f").to_string();
    let fraction = fraction.get(..digits).unwrap_or_default();
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    let text = format!("{}{dot}{fraction}Z", at.format("%Y-%m-%dT%H:%M:%S"));
    // Only a year of more than four digits cannot be read again.
    text.parse().unwrap_or_else(|_| at.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_has_the_digits_that_lean_writes() {
        let at = |nanos| DateTime::from_timestamp(1_778_416_468, nanos).unwrap_or_default();
        for (written, text) in [
            (nanos(at(510_038_424)), "2026-05-10T12:34:28.510038424Z"),
            (nanos(at(510_038_420)), "2026-05-10T12:34:28.51003842Z"),
            (micros(at(510_038_424)), "2026-05-10T12:34:28.510038Z"),
            (millis(at(746_038_424)), "2026-05-10T12:34:28.746Z"),
            (millis(at(640_038_424)), "2026-05-10T12:34:28.64Z"),
            (millis(at(424)), "2026-05-10T12:34:28Z"),
        ] {
            assert_eq!(written.to_string(), text);
        }
    }
}
