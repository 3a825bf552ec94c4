//! How a visit to the `LinkSDK` went in detail.

use leantech_core::{closed_enum, open_enum};

open_enum! {
    /// How a visit to the `LinkSDK` went in detail.
    ///
    /// The page that lists these is truncated, so expect other values; most of these
    /// belong to the older flow with the customer's own bank login, and Saudi open banking, where
    /// the customer signs in at the bank, is unlikely to produce them (inferred).
    /// Source: page on the `LinkSDK`'s statuses.
    pub enum SecondaryStatus {
        Ok = "OK",
        Active = "ACTIVE",
        AcceptedByBank = "ACCEPTED_BY_BANK",
        PendingWithBank = "PENDING_WITH_BANK",
        PendingBeneficiaryCoolOff = "PENDING_BENEFICIARY_COOL_OFF",
        AwaitingAppAuth = "AWAITING_APP_AUTH",
        AwaitingEndUserAuthorization = "AWAITING_END_USER_AUTHORIZATION",
        Failed = "FAILED",
        /// Lean itself does not know.
        UnknownToLean = "UNKNOWN",
        RejectedByBank = "REJECTED_BY_BANK",
        InvalidCredentials = "INVALID_CREDENTIALS",
        CredentialsUpdateRequired = "CREDENTIALS_UPDATE_REQUIRED",
        MfaRequired = "MFA_REQUIRED",
        RequiresMfa = "REQUIRES_MFA",
        InvalidMfa = "INVALID_MFA",
        MfaAttemptsExhausted = "MFA_ATTEMPTS_EXHAUSTED",
        RequiresLoginMfa = "REQUIRES_LOGIN_MFA",
        AwaitingLoginMfaToken = "AWAITING_LOGIN_MFA_TOKEN",
        InvalidLoginMfa = "INVALID_LOGIN_MFA",
        AwaitingPaymentMfaToken = "AWAITING_PAYMENT_MFA_TOKEN",
        InvalidPaymentMfa = "INVALID_PAYMENT_MFA",
        RequiresBeneficiaryMfa = "REQUIRES_BENEFICIARY_MFA",
        InvalidBeneficiaryMfa = "INVALID_BENEFICIARY_MFA",
        RequiresLoginSecurityQuestions = "REQUIRES_LOGIN_SECURITY_QUESTIONS",
        InvalidLoginSecurityQuestionAnswer = "INVALID_LOGIN_SECURITY_QUESTION_ANSWER",
        RequiresBeneficiarySecurityQuestions = "REQUIRES_BENEFICIARY_SECURITY_QUESTIONS",
        InvalidBeneficiarySecurityQuestionAnswer = "INVALID_BENEFICIARY_SECURITY_QUESTION_ANSWER",
        SecurityQuestionAttemptsExhausted = "SECURITY_QUESTION_ATTEMPTS_EXHAUSTED",
        SecurityQuestionAnswerRequired = "SECURITY_QUESTION_ANSWER_REQUIRED",
        InvalidSecurityQuestionAnswer = "INVALID_SECURITY_QUESTION_ANSWER",
        AwaitingPaymentSecurityQuestions = "AWAITING_PAYMENT_SECURITY_QUESTIONS",
        InvalidPaymentSecurityAnswers = "INVALID_PAYMENT_SECURITY_ANSWERS",
        SecurityQuestionAnswerAttemptsExhausted = "SECURITY_QUESTION_ANSWER_ATTEMPTS_EXHAUSTED",
        PaymentSourceAccountBalances = "PAYMENT_SOURCE_ACCOUNT_BALANCES",
    }
}

closed_enum! {
    /// What a [`SecondaryStatus`] is about.
    pub enum SecondaryGroup {
        /// Good: all is as it should be.
        Good = "GOOD",
        /// Pending: the bank or the customer still has to act.
        Pending = "PENDING",
        /// Failure.
        Failure = "FAILURE",
        /// The customer's bank login.
        Credentials = "CREDENTIALS",
        /// One-time codes.
        OneTimeCode = "ONE_TIME_CODE",
        /// Security questions.
        SecurityQuestion = "SECURITY_QUESTION",
        /// Anything else.
        Other = "OTHER",
    }
}

impl SecondaryStatus {
    /// What it is about.
    pub const fn group(&self) -> SecondaryGroup {
        match self {
            Self::Ok | Self::Active | Self::AcceptedByBank => SecondaryGroup::Good,
            Self::PendingWithBank
            | Self::PendingBeneficiaryCoolOff
            | Self::AwaitingAppAuth
            | Self::AwaitingEndUserAuthorization => SecondaryGroup::Pending,
            Self::Failed | Self::UnknownToLean | Self::RejectedByBank => SecondaryGroup::Failure,
            Self::InvalidCredentials | Self::CredentialsUpdateRequired => {
                SecondaryGroup::Credentials
            }
            Self::MfaRequired
            | Self::RequiresMfa
            | Self::InvalidMfa
            | Self::MfaAttemptsExhausted
            | Self::RequiresLoginMfa
            | Self::AwaitingLoginMfaToken
            | Self::InvalidLoginMfa
            | Self::AwaitingPaymentMfaToken
            | Self::InvalidPaymentMfa
            | Self::RequiresBeneficiaryMfa
            | Self::InvalidBeneficiaryMfa => SecondaryGroup::OneTimeCode,
            Self::RequiresLoginSecurityQuestions
            | Self::InvalidLoginSecurityQuestionAnswer
            | Self::RequiresBeneficiarySecurityQuestions
            | Self::InvalidBeneficiarySecurityQuestionAnswer
            | Self::SecurityQuestionAttemptsExhausted
            | Self::SecurityQuestionAnswerRequired
            | Self::InvalidSecurityQuestionAnswer
            | Self::AwaitingPaymentSecurityQuestions
            | Self::InvalidPaymentSecurityAnswers
            | Self::SecurityQuestionAnswerAttemptsExhausted => SecondaryGroup::SecurityQuestion,
            Self::PaymentSourceAccountBalances | Self::Unknown(_) => SecondaryGroup::Other,
        }
    }

    /// Whether all is as it should be.
    pub const fn is_good(&self) -> bool {
        matches!(self.group(), SecondaryGroup::Good)
    }

    /// Whether the bank or the customer still has to act.
    pub const fn is_pending(&self) -> bool {
        matches!(self.group(), SecondaryGroup::Pending)
    }

    /// Whether it failed for a reason other than a login, a code or a question.
    pub const fn is_failure(&self) -> bool {
        matches!(self.group(), SecondaryGroup::Failure)
    }

    /// Whether it is about the customer's bank login.
    pub const fn is_about_credentials(&self) -> bool {
        matches!(self.group(), SecondaryGroup::Credentials)
    }

    /// Whether it is about one-time codes.
    pub const fn is_about_one_time_codes(&self) -> bool {
        matches!(self.group(), SecondaryGroup::OneTimeCode)
    }

    /// Whether it is about security questions.
    pub const fn is_about_security_questions(&self) -> bool {
        matches!(self.group(), SecondaryGroup::SecurityQuestion)
    }
}
