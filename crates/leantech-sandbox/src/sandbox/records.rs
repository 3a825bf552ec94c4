//! What a test can look at in a sandbox.

use super::Sandbox;
use crate::control::inspect;
use crate::control::records::{
    ClockReading, ConsentRecord, CustomerRecord, EntityRecord, RequestRecord, WebhookRecord,
};

impl Sandbox {
    /// The customers, oldest first.
    pub fn customers(&self) -> Vec<CustomerRecord> {
        inspect::customers(&self.shared)
    }

    /// The connections to banks, oldest first, deleted ones included.
    pub fn entities(&self) -> Vec<EntityRecord> {
        inspect::entities(&self.shared)
    }

    /// The consents, and the connect links that may become consents, oldest first.
    pub fn consents(&self) -> Vec<ConsentRecord> {
        inspect::consents(&self.shared, self.base_url())
    }

    /// The last 1,000 requests, oldest first.
    pub fn recorded_requests(&self) -> Vec<RequestRecord> {
        inspect::requests(&self.shared)
    }

    /// Forgets the recorded requests; numbering continues.
    pub fn forget_requests(&self) {
        self.shared.journal.clear();
        self.shared.changed();
    }

    /// The last 1,000 webhooks with their attempts, oldest first. They are recorded even when
    /// there is no receiver.
    pub fn webhooks(&self) -> Vec<WebhookRecord> {
        inspect::webhooks(&self.shared)
    }

    /// Forgets the webhooks, and stops sending them.
    pub fn forget_webhooks(&self) {
        self.shared.state().webhooks.clear();
    }

    /// The sandbox's clock.
    pub fn clock(&self) -> ClockReading {
        inspect::clock(&self.shared)
    }
}
