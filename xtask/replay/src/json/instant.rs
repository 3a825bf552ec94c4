//! Whether two texts are the same instant, offset included.

/// How two instants differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same moment in the same offset, perhaps in another spelling.
    Same,
    /// The second has no offset any more.
    LostOffset,
    /// The second stands in another offset.
    OtherOffset,
    /// Another time on the clock.
    OtherTime,
}

/// Compares two texts; `None` when one of them is no instant.
pub(crate) fn compare(one: &str, other: &str) -> Option<Likeness> {
    let (one, other) = (Instant::read(one)?, Instant::read(other)?);
    Some(if one.offset != other.offset {
        match other.offset {
            None => Likeness::LostOffset,
            Some(_) => Likeness::OtherOffset,
        }
    } else if (one.date, one.time, one.fraction) == (other.date, other.time, other.fraction) {
        Likeness::Same
    } else {
        Likeness::OtherTime
    })
}

struct Instant<'a> {
    date: &'a str,
    time: &'a str,
    /// Without zeros at its end.
    fraction: &'a str,
    /// Minutes east of UTC.
    offset: Option<i32>,
}

impl<'a> Instant<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (date, rest) = text.split_at_checked("2026-01-31".len())?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (time, rest) = rest.split_at_checked("23:59:59".len())?;
        let fits = |text: &str, model: &str| {
            text.bytes().zip(model.bytes()).all(|(sign, model)| {
                if model == b'0' {
                    sign.is_ascii_digit()
                } else {
                    sign == model
                }
            })
        };
        if !fits(date, "0000-00-00") || !fits(time, "00:00:00") {
            return None;
        }
        let (fraction, zone) = match rest.strip_prefix(['.', ',']) {
            Some(rest) => {
                let end = rest
                    .find(|sign: char| !sign.is_ascii_digit())
                    .unwrap_or(rest.len());
                if end == 0 {
                    return None;
                }
                rest.split_at_checked(end)?
            }
            None => ("", rest),
        };
        Some(Self {
            date,
            time,
            fraction: fraction.trim_end_matches('0'),
            offset: offset(zone.trim_start())?,
        })
    }
}

/// Minutes east of UTC in `zone`; the outer `None` when it is no zone.
#[expect(
    clippy::option_option,
    reason = "no zone and no offset are two answers"
)]
fn offset(zone: &str) -> Option<Option<i32>> {
    if zone.is_empty() {
        return Some(None);
    }
    if zone == "Z" || zone == "z" {
        return Some(Some(0));
    }
    let (sign, digits) = match zone.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, zone.strip_prefix('+')?),
    };
    let digits = digits.replacen(':', "", 1);
    if !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(Some(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spelling_is_no_difference_but_offset_and_time_are() {
        let at = "2026-05-10T12:34:57";
        for (one, other, likeness) in [
            ("Z", "+00:00", Some(Likeness::Same)),
            (".640Z", ".64+0000", Some(Likeness::Same)),
            (".000Z", "Z", Some(Likeness::Same)),
            ("+03:00", "+0300", Some(Likeness::Same)),
            ("+03:00", "Z", Some(Likeness::OtherOffset)),
            ("+03:00", "", Some(Likeness::LostOffset)),
            ("", "Z", Some(Likeness::OtherOffset)),
            (".64Z", ".65Z", Some(Likeness::OtherTime)),
            ("Z", "UTC", None),
            ("Z", "+3", None),
            ("Z", ".Z", None),
        ] {
            let (one, other) = (format!("{at}{one}"), format!("{at}{other}"));
            assert_eq!(compare(&one, &other), likeness, "{one} {other}");
        }
    }

    #[test]
    fn the_same_moment_in_another_offset_is_a_difference() {
        assert_eq!(
            compare("2026-01-01T03:00:00+03:00", "2026-01-01T00:00:00Z"),
            Some(Likeness::OtherOffset)
        );
    }

    #[test]
    fn a_date_is_no_instant() {
        assert_eq!(compare("2024-02-05", "2024-02-05T00:00:00Z"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(
            one in "\\PC{0,40}",
            other in "[0-9]{4}-[0-9]{2}-[0-9é]{2}T[0-9:é]{8}.{0,12}",
        ) {
            let _ = compare(&one, &other);
            let _ = compare(&other, &other);
        }
    }
}
