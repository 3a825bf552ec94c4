//! What a test can create in a sandbox: customers, consents, webhooks, faults.

use super::Sandbox;
use crate::control::fixtures::{self, Beginning, NewConsent};
use crate::control::records::{ConsentRecord, CustomerRecord, EntityRecord};
use crate::error::{Kind, SandboxError};
use crate::faults::{Fault, WebhookFault};
use crate::life::events::{self, NewWebhook};

fn unmakeable(mistake: &'static str) -> SandboxError {
    Kind::Unmakeable(mistake).into()
}

impl Sandbox {
    /// Creates a customer.
    ///
    /// # Errors
    ///
    /// Fails when there is one with that id, or when Lean would not accept the id.
    pub fn create_customer(&self, app_user_id: &str) -> Result<CustomerRecord, SandboxError> {
        let customer = fixtures::customer(&self.shared, app_user_id).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(customer)
    }

    /// Creates a consent in any state, with the customer and the connection that it needs. Webhooks
    /// are sent as for any other.
    ///
    /// # Errors
    ///
    /// Fails when one of its values is not possible.
    pub fn create_consent(&self, new: &NewConsent) -> Result<ConsentRecord, SandboxError> {
        let consent = fixtures::consent(&self.shared, new).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(consent)
    }

    /// Creates a connection to a bank with such a consent.
    ///
    /// # Errors
    ///
    /// Fails as [`create_consent`](Self::create_consent) does, and when the consent's state is one
    /// without a connection.
    pub fn create_entity(&self, new: &NewConsent) -> Result<EntityRecord, SandboxError> {
        let entity = fixtures::entity(&self.shared, new).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(entity)
    }

    /// Forgets everything except the settings and the time; ids start over as in a new sandbox.
    pub fn reset(&self) {
        self.shared.reset(None);
    }

    /// Forgets everything and starts over with another seed and that many customers, each connected
    /// to a bank. Their application ids are `customer-1`, `customer-2` and so on.
    ///
    /// # Errors
    ///
    /// Fails for more than 1,000 customers.
    pub fn seed(&self, seed: u64, customers: u32) -> Result<(), SandboxError> {
        let beginning = Beginning {
            seed: Some(seed),
            customers,
        };
        fixtures::begin(&self.shared, &beginning).map_err(unmakeable)?;
        self.shared.written()
    }

    /// Sends a webhook now.
    ///
    /// # Errors
    ///
    /// Fails when there is nothing that it could be about, or it needs a payload.
    pub fn send_webhook(&self, new: &NewWebhook) -> Result<(), SandboxError> {
        events::on_demand(&self.shared, new).map_err(unmakeable)
    }

    /// Makes the next requests to a path or an operation fail.
    ///
    /// # Errors
    ///
    /// Fails when the fault is not possible, such as one with the status 99.
    pub fn inject(&self, fault: Fault) -> Result<(), SandboxError> {
        if let Some(mistake) = fault.mistake() {
            return Err(Kind::BadFault(mistake).into());
        }
        let added = self.shared.faults.add(fault);
        added.map_err(Kind::BadFault)?;
        self.shared.changed();
        Ok(())
    }

    /// Makes the next webhooks come several times or out of order.
    ///
    /// # Errors
    ///
    /// Fails when the fault does nothing, or sends more than 100 duplicates.
    pub fn inject_into_webhooks(&self, fault: WebhookFault) -> Result<(), SandboxError> {
        if let Some(mistake) = fault.mistake() {
            return Err(Kind::BadFault(mistake).into());
        }
        let added = self.shared.faults.add_of_webhooks(fault);
        added.map_err(Kind::BadFault)?;
        self.shared.changed();
        Ok(())
    }

    /// The pending faults, with how often each still applies.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults.list()
    }

    /// Removes every fault, including those of webhooks.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
        self.shared.changed();
    }
}
