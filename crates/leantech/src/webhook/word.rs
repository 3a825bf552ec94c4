//! The words that webhooks send, each set open.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not in a set of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("read the word: it is none of the documented ones")
    }
}

impl std::error::Error for UnknownWord {}

/// Enums of words, each word spelled once.
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)+ }
    )+) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word,)+
        }

        impl $name {
            /// The word as Lean spells it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)+
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($text => Ok(Self::$word),)+
                    _ => Err(UnknownWord),
                }
            }
        }
    )+};
}

words! {
    /// How far a refresh as a whole has come.
    ///
    /// Source: KSA guide (`PENDING`, `FINISHED`); a recording of the UAE (`OK`).
    RefreshState {
        /// `PENDING`: it goes on.
        Pending = "PENDING",
        /// `FINISHED`: it is over, whatever came of each resource.
        Finished = "FINISHED",
        /// `OK`: the UAE's word for the same.
        Ok = "OK",
    }

    /// How far one resource has come in a refresh.
    ///
    /// Source: KSA guide (`PENDING`, `SUCCESS`, `PARTIAL`, `FAILED`, `UNSUPPORTED`); recordings
    /// (`OK`).
    ResourceState {
        /// `PENDING`: it is still being fetched.
        Pending = "PENDING",
        /// `SUCCESS`: all of it is there.
        Success = "SUCCESS",
        /// `OK`: all of it is there, in the word that was recorded.
        Ok = "OK",
        /// `PARTIAL`: some of it is there; documented for what is fetched in pieces.
        Partial = "PARTIAL",
        /// `FAILED`: the bank did not give it.
        Failed = "FAILED",
        /// `UNSUPPORTED`: the bank does not have it.
        Unsupported = "UNSUPPORTED",
    }

    /// Whose accounts a connection is about.
    ///
    /// Source: KSA guide; recordings.
    AccountType {
        /// `PERSONAL`: a person's.
        Personal = "PERSONAL",
        /// `BUSINESS`: a company's.
        Business = "BUSINESS",
    }

    /// The bank's kind of business.
    ///
    /// Source: recordings; KSA reference (banks).
    BankType {
        /// `RETAIL`.
        Retail = "RETAIL",
        /// `SME`.
        Sme = "SME",
    }

    /// Whether a check of an IBAN is on.
    ///
    /// Source: KSA page on the availability of account verification.
    Availability {
        /// `enabled`: on.
        Enabled = "enabled",
        /// `disabled`: off for now.
        Disabled = "disabled",
    }

    /// How far a payment has come.
    ///
    /// Source: generic reference (payments); recordings of the UAE.
    PaymentStatus {
        /// `AWAITING_LOGIN_MFA`: the bank waits for a code for the login.
        AwaitingLoginMfa = "AWAITING_LOGIN_MFA",
        /// `AWAITING_PAYMENT_MFA`: the bank waits for a code for the payment.
        AwaitingPaymentMfa = "AWAITING_PAYMENT_MFA",
        /// `AWAITING_APP_AUTH`: the customer has to agree in the bank's app.
        AwaitingAppAuth = "AWAITING_APP_AUTH",
        /// `PENDING_WITH_BANK`: the bank has it.
        PendingWithBank = "PENDING_WITH_BANK",
        /// `ACCEPTED_BY_BANK`: the bank took it.
        AcceptedByBank = "ACCEPTED_BY_BANK",
        /// `FAILED`: it was not made.
        Failed = "FAILED",
    }

    /// How far a payment intent has come.
    ///
    /// Source: a recording of the UAE, which has this one word.
    PaymentIntentStatus {
        /// `INTENT_CREATED`: it was made.
        IntentCreated = "INTENT_CREATED",
    }

    /// Whether a payment source, or a beneficiary of it, can be used.
    ///
    /// Source: generic reference (payments); recordings of the UAE.
    PaymentSourceStatus {
        /// `AWAITING_BENEFICIARY_COOL_OFF`: the bank lets the time pass that it sets for a new payee.
        AwaitingBeneficiaryCoolOff = "AWAITING_BENEFICIARY_COOL_OFF",
        /// `ACTIVE`: it can be used.
        Active = "ACTIVE",
    }
}

impl RefreshState {
    /// Whether the refresh is over: `FINISHED`, or `OK` in the UAE.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Finished | Self::Ok)
    }
}

impl ResourceState {
    /// Whether all of the resource is there: `SUCCESS` in the documents, `OK` in recordings.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Success | Self::Ok)
    }

    /// Whether nothing more is to come for the resource, good or bad.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Pending)
    }
}
