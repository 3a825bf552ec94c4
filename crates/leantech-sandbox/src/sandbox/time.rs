//! How the owner of a sandbox moves its time, and ends its tokens.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Sandbox;
use crate::life::alarm;

impl Sandbox {
    /// The sandbox's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Moves the sandbox's time forward: tokens and consents expire, refreshes finish, webhooks
    /// fall due.
    pub fn advance_clock(&self, by: Duration) {
        alarm::turn(&self.shared, by);
    }

    /// Lets the clock stand still until it is advanced or let run again.
    pub fn freeze_clock(&self) {
        self.shared.clock.freeze();
        alarm::turn(&self.shared, Duration::ZERO);
    }

    /// Lets the clock run on from where it stands.
    pub fn unfreeze_clock(&self) {
        self.shared.clock.unfreeze();
        alarm::turn(&self.shared, Duration::ZERO);
    }

    /// Takes back every token that was given out, as Lean may.
    pub fn revoke_tokens(&self) {
        self.shared.state().tokens.clear();
    }

    /// Lets every token that was given out end now.
    pub fn expire_tokens(&self) {
        let now = self.shared.clock.now();
        self.shared.state().tokens.expire(now);
    }
}
