//! The enums of webhooks.

use leantech_core::open_enum;

open_enum! {
    /// The status of a refresh as a whole.
    ///
    /// Source: KSA guide (`PENDING`, `FINISHED`); a recording of the UAE (`OK`).
    pub enum RefreshState {
        /// It is still running.
        Pending = "PENDING",
        /// It has finished; each resource has its own status.
        Finished = "FINISHED",
        /// The same, in the UAE.
        Ok = "OK",
    }

    /// The status of one resource in a refresh.
    ///
    /// Source: KSA guide (`PENDING`, `SUCCESS`, `PARTIAL`, `FAILED`, `UNSUPPORTED`); recordings
    /// (`OK`).
    pub enum ResourceState {
        /// It is still being fetched.
        Pending = "PENDING",
        /// All of it is there.
        Success = "SUCCESS",
        /// All of it is there; the spelling in recordings.
        Ok = "OK",
        /// Some of it is there; documented for resources that are fetched in pieces.
        Partial = "PARTIAL",
        /// The bank did not give it.
        Failed = "FAILED",
        /// The bank does not have it.
        Unsupported = "UNSUPPORTED",
    }

    /// What a customer allowed, as webhooks spell it.
    ///
    /// Source: KSA guide; recordings. [`Permission`](crate::Permission) is the same in requests.
    pub enum EntityPermission {
        Identity = "identity",
        Accounts = "accounts",
        Balance = "balance",
        Transactions = "transactions",
        Identities = "identities",
        ScheduledPayments = "scheduled_payments",
        StandingOrders = "standing_orders",
        DirectDebits = "direct_debits",
        Beneficiaries = "beneficiaries",
    }

    /// Whose accounts a connection is about.
    ///
    /// Source: KSA guide; recordings.
    pub enum AccountType {
        /// A person's.
        Personal = "PERSONAL",
        /// A company's.
        Business = "BUSINESS",
    }

    /// The bank's kind of business.
    ///
    /// Source: recordings; KSA reference (banks).
    pub enum BankType {
        Retail = "RETAIL",
        Sme = "SME",
    }

    /// Whether a check of an IBAN is on.
    ///
    /// Source: KSA page on the availability of account verification.
    pub enum Availability {
        /// On.
        Enabled = "enabled",
        /// Off for now.
        Disabled = "disabled",
    }

    /// The status of a consent.
    ///
    /// Source: Lean's page on the life of a consent; `CANCELLED` is expected by a client of Lean's.
    pub enum ConsentStatus {
        /// The customer still has to agree.
        AwaitingAuthorisation = "AWAITING_AUTHORISATION",
        /// The customer agreed.
        Authorised = "AUTHORISED",
        /// It was revoked.
        Revoked = "REVOKED",
        /// The customer or the bank refused.
        Rejected = "REJECTED",
        /// It has expired.
        Expired = "EXPIRED",
        /// It has been used.
        Consumed = "CONSUMED",
        /// It cannot be used for now.
        Suspended = "SUSPENDED",
        Cancelled = "CANCELLED",
    }

    /// The status of a payment.
    ///
    /// Source: generic reference (payments); recordings of the UAE.
    pub enum PaymentStatus {
        /// The bank waits for a code for the login.
        AwaitingLoginMfa = "AWAITING_LOGIN_MFA",
        /// The bank waits for a code for the payment.
        AwaitingPaymentMfa = "AWAITING_PAYMENT_MFA",
        /// The customer has to agree in the bank's app.
        AwaitingAppAuth = "AWAITING_APP_AUTH",
        /// The bank has it.
        PendingWithBank = "PENDING_WITH_BANK",
        /// The bank took it.
        AcceptedByBank = "ACCEPTED_BY_BANK",
        /// It was not made.
        Failed = "FAILED",
    }

    /// The status of a payment intent.
    ///
    /// Source: a recording of the UAE, which has only this value.
    pub enum PaymentIntentStatus {
        /// It was made.
        IntentCreated = "INTENT_CREATED",
    }

    /// Whether a payment source, or a beneficiary of it, can be used.
    ///
    /// Source: generic reference (payments); recordings of the UAE.
    pub enum PaymentSourceStatus {
        /// The bank's waiting period for a new payee is not over.
        AwaitingBeneficiaryCoolOff = "AWAITING_BENEFICIARY_COOL_OFF",
        /// It can be used.
        Active = "ACTIVE",
    }
}

impl RefreshState {
    /// Whether the refresh is over: `FINISHED`, or `OK` in the UAE.
    pub const fn is_finished(&self) -> bool {
        matches!(self, Self::Finished | Self::Ok)
    }
}

impl ConsentStatus {
    /// Whether it is final: `REVOKED`, `REJECTED`, `EXPIRED` or `CONSUMED`.
    pub const fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Revoked | Self::Rejected | Self::Expired | Self::Consumed
        )
    }
}

impl ResourceState {
    /// Whether all of the resource is there: `SUCCESS` in the documents, `OK` in recordings.
    pub const fn is_success(&self) -> bool {
        matches!(self, Self::Success | Self::Ok)
    }

    /// Whether nothing more will come for the resource, good or bad; false for an unknown value.
    pub const fn is_final(&self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown(_))
    }
}
