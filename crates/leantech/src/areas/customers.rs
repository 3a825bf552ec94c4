//! A customer by the application's own id, created if there is none yet.

use leantech_core::{AppUserId, Error};
use leantech_customers::types::Customer;

use crate::client::Client;

impl Client {
    /// Creates a customer, or finds the one that exists already.
    ///
    /// Lean rejects a second customer with the same `app_user_id` (409, or 400 with the code
    /// `CUSTOMER_ALREADY_EXISTS`); the existing one is then looked up. So this can be repeated
    /// after a creation whose outcome is unknown, and two concurrent callers end up with the same
    /// customer.
    ///
    /// Source: Lean's page on general errors; the recipe is inferred from it.
    ///
    /// # Errors
    ///
    /// Fails when the creation fails otherwise. When Lean says that the customer exists and then
    /// does not find it, the error is the one of the creation.
    pub async fn get_or_create_customer(&self, id: &AppUserId) -> Result<Customer, Error> {
        let created = self
            .customers()
            .create_customer()
            .app_user_id(id)
            .send()
            .await;
        let refused = match created {
            Ok(customer) => return Ok(customer),
            Err(error) if error.is_conflict() => error,
            Err(error) => return Err(error),
        };
        let found = self
            .customers()
            .get_customer_by_app_user_id(id)
            .send()
            .await;
        match found {
            Ok(customer) => Ok(customer),
            Err(error) if error.is_not_found() => Err(refused),
            Err(error) => Err(error),
        }
    }
}
