//! Why no connection was made, in the words of a redirect.

use std::fmt;

/// Why no connection was made.
///
/// The guide calls its list the key values, so it is open: a word that is not in it is kept.
/// Source: KSA guide, redirects of the connect link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GranularStatusCode {
    /// `CONSENT_REJECTED`: the customer refused.
    ConsentRejected,
    /// `BANK_ISSUE`: the bank has a fault; worth another try in some hours.
    BankIssue,
    /// `UNSEEN_BANK_ERROR`: the bank answered something that Lean does not know yet.
    UnseenBankError,
    /// Any other word, as it came; never empty when read from a redirect.
    Unknown(String),
}

impl GranularStatusCode {
    /// The word that travels on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ConsentRejected => "CONSENT_REJECTED",
            Self::BankIssue => "BANK_ISSUE",
            Self::UnseenBankError => "UNSEEN_BANK_ERROR",
            Self::Unknown(word) => word,
        }
    }

    /// Whether the fault lies with the bank and not with the customer.
    pub const fn is_bank_fault(&self) -> bool {
        matches!(self, Self::BankIssue | Self::UnseenBankError)
    }
}

impl fmt::Display for GranularStatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<String> for GranularStatusCode {
    fn from(word: String) -> Self {
        match word.as_str() {
            "CONSENT_REJECTED" => Self::ConsentRejected,
            "BANK_ISSUE" => Self::BankIssue,
            "UNSEEN_BANK_ERROR" => Self::UnseenBankError,
            _ => Self::Unknown(word),
        }
    }
}

impl From<&str> for GranularStatusCode {
    fn from(word: &str) -> Self {
        word.to_owned().into()
    }
}
