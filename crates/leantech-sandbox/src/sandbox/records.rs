//! What the owner of a sandbox can look at.

use super::Sandbox;
use crate::control::inspect;
use crate::control::records::{
    ClockReading, ConsentRecord, CustomerRecord, EntityRecord, RequestRecord, WebhookRecord,
};

impl Sandbox {
    /// The customers, the oldest first.
    pub fn customers(&self) -> Vec<CustomerRecord> {
        inspect::customers(&self.shared)
    }

    /// The connections to banks, the oldest first, deleted ones included.
    pub fn entities(&self) -> Vec<EntityRecord> {
        inspect::entities(&self.shared)
    }

    /// The consents and the connect links that may become some, the oldest first.
    pub fn consents(&self) -> Vec<ConsentRecord> {
        inspect::consents(&self.shared)
    }

    /// The last 1,000 requests, the oldest first.
    pub fn recorded_requests(&self) -> Vec<RequestRecord> {
        inspect::requests(&self.shared)
    }

    /// Forgets the recorded requests; their numbers go on.
    pub fn forget_requests(&self) {
        self.shared.journal.clear();
        self.shared.changed();
    }

    /// The last 1,000 webhooks with their attempts, the oldest first. They are recorded also when
    /// they have nowhere to go.
    pub fn webhooks(&self) -> Vec<WebhookRecord> {
        inspect::webhooks(&self.shared)
    }

    /// Forgets the webhooks, and sends none of them any more.
    pub fn forget_webhooks(&self) {
        self.shared.state().webhooks.clear();
    }

    /// The sandbox's clock.
    pub fn clock(&self) -> ClockReading {
        inspect::clock(&self.shared)
    }
}
