//! Days in the Hijri calendar, in its tabular form: a day off at most from the one of the moon.

use chrono::{Datelike, NaiveDate};

/// Year, month and day.
fn parts(day: NaiveDate) -> (i32, i32, i32) {
    /// From days of the common era to those since the epoch of the thirty-year cycle.
    const EPOCH: i32 = 1_721_425 - 1_948_440 + 10_632;
    // Fliegel and Van Flandern's way of counting, with whole numbers alone.
    let days = day.num_days_from_ce() + EPOCH;
    let cycle = (days - 1) / 10_631;
    let rest = days - 10_631 * cycle + 354;
    let year =
        ((10_985 - rest) / 5316) * ((50 * rest) / 17_719) + (rest / 5670) * ((43 * rest) / 15_238);
    let rest =
        rest - ((30 - year) / 15) * ((17_719 * year) / 50) - (year / 16) * ((15_238 * year) / 43)
            + 29;
    let month = (24 * rest) / 709;
    let day = rest - (709 * month) / 24;
    (30 * cycle + year - 30, month, day)
}

/// As the register of companies writes it: `DD-MM-YYYY`.
pub(super) fn day_first(day: NaiveDate) -> String {
    let (year, month, day) = parts(day);
    format!("{day:02}-{month:02}-{year:04}")
}

/// As the register of properties writes it: `YYYY-MM-DD`.
pub(super) fn year_first(day: NaiveDate) -> String {
    let (year, month, day) = parts(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether a text is a day as `YYYY-MM-DD` that either calendar could have.
pub(super) fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let within = |part: Option<&str>, largest| {
        part.and_then(|part| part.parse::<u8>().ok())
            .is_some_and(|number| (1..=largest).contains(&number))
    };
    is_shaped && within(text.get(5..7), 12) && within(text.get(8..), 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_place_in_the_hijri_calendar() {
        for (gregorian, hijri) in [
            ("0622-07-19", "0001-01-01"),
            ("2023-07-19", "1445-01-01"),
            ("2023-11-26", "1445-05-13"),
            ("2026-11-22", "1448-06-11"),
        ] {
            let day: NaiveDate = gregorian.parse().unwrap_or_default();
            assert_eq!(year_first(day), hijri, "{gregorian}");
        }
        let day = NaiveDate::from_ymd_opt(2023, 11, 26).unwrap_or_default();
        assert_eq!(day_first(day), "13-05-1445");
    }

    #[test]
    fn what_no_calendar_has_is_no_day() {
        assert!(is_day("1410-02-30"));
        for text in [
            "1410-13-01",
            "1410-01-32",
            "1410-1-1",
            "01-01-1410",
            "",
            "1410/01/01",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
