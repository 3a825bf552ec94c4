//! How a test moves a sandbox's time, and ends its tokens.

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
    /// are sent.
    pub fn advance_clock(&self, by: Duration) {
        alarm::turn(&self.shared, by);
    }

    /// Stops the clock until it is advanced or started again.
    pub fn freeze_clock(&self) {
        self.shared.clock.freeze();
        alarm::turn(&self.shared, Duration::ZERO);
    }

    /// Starts the clock again from where it stopped.
    pub fn unfreeze_clock(&self) {
        self.shared.clock.unfreeze();
        alarm::turn(&self.shared, Duration::ZERO);
    }

    /// Revokes every token that was issued, as Lean may.
    pub fn revoke_tokens(&self) {
        self.shared.state().tokens.clear();
    }

    /// Expires every token that was issued.
    pub fn expire_tokens(&self) {
        let now = self.shared.clock.now();
        self.shared.state().tokens.expire(now);
    }
}
