//! A cached token, and the instants that decide about it.

use std::time::{Duration, SystemTime};

use leantech_core::{Scope, Time, Token};
use tokio::time::Instant;

/// How far the wall clock may be ahead before it counts.
const AHEAD: Duration = Duration::from_secs(5);

pub(super) struct Held {
    pub(super) token: Token,
    pub(super) renew_at: Instant,
    pub(super) use_until: Instant,
    pub(super) expires_at: Instant,
    pub(super) taken_at: Instant,
    /// What the wall clock showed then.
    pub(super) wall: SystemTime,
}

impl Held {
    /// How far the wall clock ran ahead of the monotonic one since the token was stored, as
    /// it does while the machine sleeps.
    ///
    /// It counts only for customers' tokens, which we cannot renew once they are handed out. The
    /// API's own is renewed when it is refused, and setting the clock has no effect on it.
    pub(super) fn slept(&self, time: &Time, scope: &Scope) -> Duration {
        if *scope == Scope::Api {
            return Duration::ZERO;
        }
        let wall = time.wall().duration_since(self.wall).unwrap_or_default();
        let here = time.now().saturating_duration_since(self.taken_at);
        let ahead = wall.saturating_sub(here);
        if ahead < AHEAD { Duration::ZERO } else { ahead }
    }
}
