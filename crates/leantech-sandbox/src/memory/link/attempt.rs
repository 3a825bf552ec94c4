//! One visit of a customer to the dialog.

use leantech_core::Timestamp;
use serde_json::{Value, json};

use crate::memory::permission_set::PermissionSet;
use crate::wire::language::Language;

/// A visit: what the application configured, and how far the customer is.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// The origin of the page that shows the dialog.
    pub(crate) origin: String,
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) permissions: PermissionSet,
    pub(crate) success_redirect_url: String,
    pub(crate) fail_redirect_url: String,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) transactions_from: Option<Timestamp>,
    /// The bank, once it is known.
    pub(crate) bank: Option<String>,
    pub(crate) wants_business: bool,
    /// Whether the explanation of the consent is still to be shown.
    pub(crate) explain: bool,
    /// What the application calls itself.
    pub(crate) alias: Option<String>,
    pub(crate) language: Language,
    /// The bank's id of the consent, once the customer is at the bank.
    pub(crate) consent: Option<String>,
    pub(crate) outcome: Option<Outcome>,
}

/// How a visit ended.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// Lean's word for a failure; nothing when the customer approved.
    pub(crate) failure: Option<String>,
    /// Where the browser goes back to.
    pub(crate) redirect_url: String,
}

impl Outcome {
    /// What the page's callback is told.
    pub(crate) fn callback(&self, attempt_id: &str, bank: Option<&str>) -> Value {
        let (status, secondary, message) = match self.failure.as_deref() {
            None => ("SUCCESS", "OK", "The customer connected the bank"),
            Some("CONSENT_REJECTED") => ("ERROR", "FAILED", "The customer refused the consent"),
            Some("BANK_ISSUE") => ("ERROR", "FAILED", "The bank has an issue"),
            Some(_) => ("ERROR", "UNKNOWN", "The bank failed in an unknown way"),
        };
        json!({
            "status": status,
            "message": message,
            "secondary_status": secondary,
            "last_api_response": self.failure.as_deref().unwrap_or("OK"),
            "exit_point": "BANK_AUTHORISATION",
            "lean_correlation_id": attempt_id,
            "bank": { "bank_identifier": bank, "is_supported": true },
        })
    }
}
