//! The words that webhooks send, each set open.

use crate::words::words;

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

    /// How a consent stands.
    ///
    /// Source: Lean's page on the life of a consent; `CANCELLED` is expected by a client of Lean's.
    ConsentStatus {
        /// `AWAITING_AUTHORISATION`: the customer is still to agree.
        AwaitingAuthorisation = "AWAITING_AUTHORISATION",
        /// `AUTHORISED`: the customer agreed.
        Authorised = "AUTHORISED",
        /// `REVOKED`: it was taken back.
        Revoked = "REVOKED",
        /// `REJECTED`: the customer or the bank refused.
        Rejected = "REJECTED",
        /// `EXPIRED`: its time is over.
        Expired = "EXPIRED",
        /// `CONSUMED`: what it was for is done.
        Consumed = "CONSUMED",
        /// `SUSPENDED`: it is of no use for now.
        Suspended = "SUSPENDED",
        /// `CANCELLED`.
        Cancelled = "CANCELLED",
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

impl ConsentStatus {
    /// Whether it stays as it is: `REVOKED`, `REJECTED`, `EXPIRED` or `CONSUMED`.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Revoked | Self::Rejected | Self::Expired | Self::Consumed
        )
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
