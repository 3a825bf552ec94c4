//! What the owner of a sandbox can make: customers, consents, webhooks, faults.

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
    /// Makes a customer.
    ///
    /// # Errors
    ///
    /// Fails when there is one of that id, or the id is none that Lean takes.
    pub fn create_customer(&self, app_user_id: &str) -> Result<CustomerRecord, SandboxError> {
        let customer = fixtures::customer(&self.shared, app_user_id).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(customer)
    }

    /// Makes a consent in any state, with the customer and the connection that it needs. Webhooks
    /// tell of it as of any other.
    ///
    /// # Errors
    ///
    /// Fails when something in it cannot be.
    pub fn create_consent(&self, new: &NewConsent) -> Result<ConsentRecord, SandboxError> {
        let consent = fixtures::consent(&self.shared, new).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(consent)
    }

    /// Makes a connection to a bank by such a consent.
    ///
    /// # Errors
    ///
    /// As those of [`create_consent`](Self::create_consent), and when the consent's state is one
    /// without a connection.
    pub fn create_entity(&self, new: &NewConsent) -> Result<EntityRecord, SandboxError> {
        let entity = fixtures::entity(&self.shared, new).map_err(unmakeable)?;
        self.shared.written()?;
        Ok(entity)
    }

    /// Forgets everything but the settings and the time; ids begin again as in a new sandbox.
    pub fn reset(&self) {
        self.shared.reset(None);
    }

    /// Forgets everything and begins with another seed and that many customers, each connected
    /// to a bank. Their ids of the application are `customer-1`, `customer-2` and so on.
    ///
    /// # Errors
    ///
    /// Fails when there are to be more than 1,000 customers.
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

    /// Lets the next requests of a path or an operation fail.
    ///
    /// # Errors
    ///
    /// Fails when the fault cannot be, such as one of the status 99.
    pub fn inject(&self, fault: Fault) -> Result<(), SandboxError> {
        if let Some(mistake) = fault.mistake() {
            return Err(Kind::BadFault(mistake).into());
        }
        self.shared.faults.add(fault);
        self.shared.changed();
        Ok(())
    }

    /// Lets the next webhooks come several times or out of order.
    ///
    /// # Errors
    ///
    /// Fails when the fault does nothing, or sends more than 100 duplicates.
    pub fn inject_into_webhooks(&self, fault: WebhookFault) -> Result<(), SandboxError> {
        if let Some(mistake) = fault.mistake() {
            return Err(Kind::BadFault(mistake).into());
        }
        self.shared.faults.add_of_webhooks(fault);
        self.shared.changed();
        Ok(())
    }

    /// The faults that are still to strike, with the strikes they have left.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults.list()
    }

    /// Takes every fault away, those of webhooks included.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
        self.shared.changed();
    }
}
