//! `Retry-After` in both its forms, by the server's own clock.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};
use http::{HeaderMap, HeaderName, header};

/// How long the server asks to wait. Garbage and negative numbers count as not said.
///
/// RFC 9110 has whole seconds only; a fraction, as some gateways write it, is
/// rounded up: coming back too early means being refused again.
///
/// A date is compared with the server's own `Date`, so that a skewed clock on either side does
/// not matter; a date in the past means no wait.
pub fn read(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(seconds) = whole_seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    let until = date(headers, &header::RETRY_AFTER)?;
    let now = date(headers, &header::DATE).unwrap_or_else(|| {
        chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).fixed_offset()
    });
    Some((until - now).to_std().unwrap_or(Duration::ZERO))
}

/// A number of seconds, rounded up.
fn whole_seconds(text: &str) -> Option<u64> {
    let Some((whole, fraction)) = text.split_once('.') else {
        return text.parse().ok();
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || text.len() == 1 {
        return None;
    }
    let seconds: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let is_more = fraction.bytes().any(|byte| byte != b'0');
    Some(seconds.saturating_add(u64::from(is_more)))
}

/// The time of the server that answered, if it says so.
pub fn date_of(headers: &HeaderMap) -> Option<SystemTime> {
    date(headers, &header::DATE).map(SystemTime::from)
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<DateTime<FixedOffset>> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    DateTime::parse_from_rfc2822(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn wait(retry_after: &'static str, date: Option<&'static str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(retry_after));
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_static(date));
        }
        read(&headers).map(|wait| wait.as_secs())
    }

    #[test]
    fn h02_a_date_is_measured_by_the_servers_clock() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:40 GMT", date), Some(3));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:00 GMT", date), Some(0));
    }

    #[test]
    fn h02_garbage_and_negative_numbers_count_as_not_said() {
        for text in [
            "soon",
            "-5",
            "-0.5",
            "1.5.2",
            "1,5",
            "1.5s",
            "1e2",
            ".",
            "",
            "99999999999999999999.5",
            "99999999999999999999999",
            "Sun, 06 Nov",
        ] {
            assert_eq!(wait(text, None), None, "{text}");
        }
    }

    #[test]
    fn h01_seconds_are_seconds() {
        assert_eq!(wait("2", None), Some(2));
    }

    #[test]
    fn h01_a_fraction_is_rounded_up() {
        for (text, seconds) in [
            ("299.997", 300),
            ("1.5", 2),
            ("0.001", 1),
            (".5", 1),
            ("2.", 2),
            ("2.000", 2),
            ("0.0", 0),
            ("18446744073709551615.9", u64::MAX),
        ] {
            assert_eq!(wait(text, None), Some(seconds), "{text}");
        }
    }
}
