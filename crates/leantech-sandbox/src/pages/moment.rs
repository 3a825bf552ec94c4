//! Instants as people read them.

use chrono::{DateTime, Datelike, FixedOffset, TimeZone, Timelike};

use super::texts;
use crate::wire::language::Language;

/// A day with its month's name, such as `21 November 2026`.
pub(crate) fn day<Z: TimeZone>(language: Language, at: &DateTime<Z>) -> String {
    let month = usize::try_from(at.month0()).unwrap_or(0);
    let month = texts::months(language).get(month).copied();
    format!("{} {} {}", at.day(), month.unwrap_or_default(), at.year())
}

/// A day and a time with its offset from UTC, such as `21 November 2026, 22:30 (UTC+03:00)`.
pub(crate) fn instant(language: Language, at: &DateTime<FixedOffset>) -> String {
    let comma = match language {
        Language::English => ",",
        Language::Arabic => "،",
    };
    let offset = if at.offset().local_minus_utc() == 0 {
        String::new()
    } else {
        at.offset().to_string()
    };
    format!(
        "{}{comma} {:02}:{:02} (UTC{offset})",
        day(language, at),
        at.hour(),
        at.minute(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_keeps_its_offset_and_speaks_both_languages() {
        let at = DateTime::parse_from_rfc3339("2026-04-16T01:10:53+03:00").unwrap_or_default();
        assert_eq!(
            instant(Language::English, &at),
            "16 April 2026, 01:10 (UTC+03:00)"
        );
        assert_eq!(
            instant(Language::Arabic, &at.to_utc().fixed_offset()),
            "15 أبريل 2026، 22:10 (UTC)"
        );
    }
}
