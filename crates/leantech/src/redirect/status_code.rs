//! Why no connection was made, as a redirect says.

use leantech_core::open_enum;

open_enum! {
    /// Why no connection was made; the set is open.
    ///
    /// The guide says that its list has only the key values: one that is not in it is kept.
    /// Source: KSA guide, redirects of the connect link.
    pub enum GranularStatusCode {
        /// The customer refused.
        ConsentRejected = "CONSENT_REJECTED",
        /// The bank has a fault; worth another try in a few hours.
        BankIssue = "BANK_ISSUE",
        /// The bank answered something that Lean does not know yet.
        UnseenBankError = "UNSEEN_BANK_ERROR",
    }
}

impl GranularStatusCode {
    /// Whether the bank is at fault and not the customer.
    pub const fn is_bank_fault(&self) -> bool {
        matches!(self, Self::BankIssue | Self::UnseenBankError)
    }
}
