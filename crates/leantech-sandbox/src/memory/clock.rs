//! The sandbox's own time: it runs with the computer's, can be stopped and moved forward.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// No further than this: RFC 3339 has four digits for the year.
const LAST: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(last) => last,
    None => DateTime::UNIX_EPOCH,
};

/// Time as the sandbox sees it.
#[derive(Debug)]
pub(crate) struct Clock {
    hands: Mutex<Hands>,
}

#[derive(Debug, Clone, Copy)]
struct Hands {
    /// What the clock showed when it was set last.
    set: DateTime<Utc>,
    /// When that was; a stopped clock has no such instant.
    running_since: Option<Instant>,
}

/// A clock as it is kept while its sandbox does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeptClock {
    /// It runs that far ahead of the computer's, or behind it.
    Running { ahead_millis: i64 },
    /// It is stopped.
    Frozen { at: DateTime<Utc> },
}

impl Clock {
    /// A clock that shows the computer's time, that much ahead.
    pub(crate) fn running(ahead: Duration) -> Self {
        let clock = Self::set(Utc::now(), Some(Instant::now()));
        clock.advance(ahead);
        clock
    }

    /// A clock that is stopped at an instant until it is advanced or started.
    pub(crate) fn frozen(at: DateTime<Utc>) -> Self {
        Self::set(at, None)
    }

    fn set(at: DateTime<Utc>, running_since: Option<Instant>) -> Self {
        let hands = Hands {
            set: at,
            running_since,
        };
        Self {
            hands: Mutex::new(hands),
        }
    }

    pub(crate) fn restored(kept: KeptClock) -> Self {
        match kept {
            KeptClock::Frozen { at } => Self::frozen(at),
            KeptClock::Running { ahead_millis } => {
                let now = Utc::now();
                let ahead = TimeDelta::try_milliseconds(ahead_millis).unwrap_or_default();
                let set = now.checked_add_signed(ahead).unwrap_or(LAST).min(LAST);
                Self::set(set, Some(Instant::now()))
            }
        }
    }

    pub(crate) fn kept(&self) -> KeptClock {
        if self.is_frozen() {
            return KeptClock::Frozen { at: self.now() };
        }
        KeptClock::Running {
            ahead_millis: (self.now() - Utc::now()).num_milliseconds(),
        }
    }

    /// Nothing that runs under the lock can panic, so a poisoned one is as good.
    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time now, to the nanosecond.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let hands = *self.hands();
        hands.now()
    }

    /// Moves the time forward; it stops at the end of the year 9999.
    pub(crate) fn advance(&self, by: Duration) {
        let mut hands = self.hands();
        hands.set = added(hands.set, by);
    }

    /// Stops the clock.
    pub(crate) fn freeze(&self) {
        let mut hands = self.hands();
        hands.set = hands.now();
        hands.running_since = None;
    }

    /// Starts the clock again from where it stopped.
    pub(crate) fn unfreeze(&self) {
        let mut hands = self.hands();
        hands.running_since.get_or_insert_with(Instant::now);
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.hands().running_since.is_none()
    }

    /// How long to wait until an instant has come; nothing when the clock stands.
    pub(crate) fn until(&self, due: DateTime<Utc>) -> Option<Duration> {
        let hands = *self.hands();
        hands.running_since?;
        Some((due - hands.now()).to_std().unwrap_or_default())
    }
}

impl Hands {
    fn now(&self) -> DateTime<Utc> {
        let elapsed = self
            .running_since
            .map_or(Duration::ZERO, |since| since.elapsed());
        added(self.set, elapsed)
    }
}

fn added(at: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(by)
        .ok()
        .and_then(|by| at.checked_add_signed(by))
        .map_or(LAST, |later| later.min(LAST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_it_is_advanced() {
        let start = DateTime::UNIX_EPOCH;
        let clock = Clock::frozen(start);
        assert_eq!(clock.now(), start);
        assert_eq!(clock.until(LAST), None);
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

    #[test]
    fn a_clock_runs_on_from_where_it_stood() {
        let clock = Clock::running(Duration::from_secs(3600));
        clock.freeze();
        let stood = clock.now();
        assert_eq!(clock.now(), stood);
        clock.unfreeze();
        assert!(clock.now() >= stood && clock.until(LAST).is_some());
    }

    #[test]
    fn a_kept_clock_comes_back_as_it_was() {
        let frozen = Clock::frozen(DateTime::UNIX_EPOCH);
        assert_eq!(Clock::restored(frozen.kept()).now(), DateTime::UNIX_EPOCH);
        let ahead = Clock::running(Duration::from_secs(86_400));
        let back = Clock::restored(ahead.kept());
        assert!((back.now() - ahead.now()).abs() < TimeDelta::seconds(60));
        assert!(!back.is_frozen());
    }
}
