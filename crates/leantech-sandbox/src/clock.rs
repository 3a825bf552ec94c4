//! The sandbox's own time: it runs with the computer's, can be set and only moves forward.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

/// No further than this: RFC 3339 has four digits for the year.
const LAST: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(last) => last,
    None => DateTime::UNIX_EPOCH,
};

/// Time as the sandbox sees it.
#[derive(Debug)]
pub(crate) struct Clock {
    start: DateTime<Utc>,
    /// When the clock was started; a clock that stands still has none.
    started: Option<Instant>,
    advanced_millis: AtomicU64,
}

impl Clock {
    /// A clock that shows the computer's time, that much ahead.
    pub(crate) fn running(ahead: Duration) -> Self {
        let clock = Self {
            start: Utc::now(),
            started: Some(Instant::now()),
            advanced_millis: AtomicU64::new(0),
        };
        clock.advance(ahead);
        clock
    }

    /// A clock that stands at an instant until it is advanced.
    pub(crate) fn standing(at: DateTime<Utc>) -> Self {
        Self {
            start: at,
            started: None,
            advanced_millis: AtomicU64::new(0),
        }
    }

    /// The time now, to the microsecond.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let elapsed = self
            .started
            .map_or(Duration::ZERO, |started| started.elapsed());
        let advanced = Duration::from_millis(self.advanced_millis.load(Ordering::Relaxed));
        let now = TimeDelta::from_std(elapsed.saturating_add(advanced))
            .ok()
            .and_then(|passed| self.start.checked_add_signed(passed))
            .map_or(LAST, |now| now.min(LAST));
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves the time forward; it stops at the end of the year 9999.
    pub(crate) fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |advanced: u64| Some(advanced.saturating_add(by));
        // The closure always gives a value, so the update cannot fail.
        let _ = self
            .advanced_millis
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// How far the clock was advanced so far.
    pub(crate) fn advanced(&self) -> Duration {
        Duration::from_millis(self.advanced_millis.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_advanced() {
        let start = DateTime::UNIX_EPOCH;
        let clock = Clock::standing(start);
        assert_eq!(clock.now(), start);
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now().timestamp_millis(), 1500);
    }

    #[test]
    fn a_clock_advanced_for_ever_stays_in_the_year_9999() {
        let clock = Clock::running(Duration::ZERO);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), LAST);
    }
}
