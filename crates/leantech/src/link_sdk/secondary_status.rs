//! How a visit to the `LinkSDK` went in detail.

use crate::words::words;

words! {
    /// How a visit to the `LinkSDK` went in detail.
    ///
    /// The page that lists these is cut off, so other words are to be expected; most of these
    /// belong to the older flow with the customer's own bank login, and Saudi open banking, where
    /// the customer signs in at the bank, can hardly produce them (inferred).
    /// Source: page on the `LinkSDK`'s statuses.
    SecondaryStatus {
        /// `OK`.
        Ok = "OK",
        /// `ACTIVE`.
        Active = "ACTIVE",
        /// `ACCEPTED_BY_BANK`.
        AcceptedByBank = "ACCEPTED_BY_BANK",
        /// `PENDING_WITH_BANK`.
        PendingWithBank = "PENDING_WITH_BANK",
        /// `PENDING_BENEFICIARY_COOL_OFF`.
        PendingBeneficiaryCoolOff = "PENDING_BENEFICIARY_COOL_OFF",
        /// `AWAITING_APP_AUTH`.
        AwaitingAppAuth = "AWAITING_APP_AUTH",
        /// `AWAITING_END_USER_AUTHORIZATION`.
        AwaitingEndUserAuthorization = "AWAITING_END_USER_AUTHORIZATION",
        /// `FAILED`.
        Failed = "FAILED",
        /// `UNKNOWN`.
        Unknown = "UNKNOWN",
        /// `REJECTED_BY_BANK`.
        RejectedByBank = "REJECTED_BY_BANK",
        /// `INVALID_CREDENTIALS`.
        InvalidCredentials = "INVALID_CREDENTIALS",
        /// `CREDENTIALS_UPDATE_REQUIRED`.
        CredentialsUpdateRequired = "CREDENTIALS_UPDATE_REQUIRED",
        /// `MFA_REQUIRED`.
        MfaRequired = "MFA_REQUIRED",
        /// `REQUIRES_MFA`.
        RequiresMfa = "REQUIRES_MFA",
        /// `INVALID_MFA`.
        InvalidMfa = "INVALID_MFA",
        /// `MFA_ATTEMPTS_EXHAUSTED`.
        MfaAttemptsExhausted = "MFA_ATTEMPTS_EXHAUSTED",
        /// `REQUIRES_LOGIN_MFA`.
        RequiresLoginMfa = "REQUIRES_LOGIN_MFA",
        /// `AWAITING_LOGIN_MFA_TOKEN`.
        AwaitingLoginMfaToken = "AWAITING_LOGIN_MFA_TOKEN",
        /// `INVALID_LOGIN_MFA`.
        InvalidLoginMfa = "INVALID_LOGIN_MFA",
        /// `AWAITING_PAYMENT_MFA_TOKEN`.
        AwaitingPaymentMfaToken = "AWAITING_PAYMENT_MFA_TOKEN",
        /// `INVALID_PAYMENT_MFA`.
        InvalidPaymentMfa = "INVALID_PAYMENT_MFA",
        /// `REQUIRES_BENEFICIARY_MFA`.
        RequiresBeneficiaryMfa = "REQUIRES_BENEFICIARY_MFA",
        /// `INVALID_BENEFICIARY_MFA`.
        InvalidBeneficiaryMfa = "INVALID_BENEFICIARY_MFA",
        /// `REQUIRES_LOGIN_SECURITY_QUESTIONS`.
        RequiresLoginSecurityQuestions = "REQUIRES_LOGIN_SECURITY_QUESTIONS",
        /// `INVALID_LOGIN_SECURITY_QUESTION_ANSWER`.
        InvalidLoginSecurityQuestionAnswer = "INVALID_LOGIN_SECURITY_QUESTION_ANSWER",
        /// `REQUIRES_BENEFICIARY_SECURITY_QUESTIONS`.
        RequiresBeneficiarySecurityQuestions = "REQUIRES_BENEFICIARY_SECURITY_QUESTIONS",
        /// `INVALID_BENEFICIARY_SECURITY_QUESTION_ANSWER`.
        InvalidBeneficiarySecurityQuestionAnswer = "INVALID_BENEFICIARY_SECURITY_QUESTION_ANSWER",
        /// `SECURITY_QUESTION_ATTEMPTS_EXHAUSTED`.
        SecurityQuestionAttemptsExhausted = "SECURITY_QUESTION_ATTEMPTS_EXHAUSTED",
        /// `SECURITY_QUESTION_ANSWER_REQUIRED`.
        SecurityQuestionAnswerRequired = "SECURITY_QUESTION_ANSWER_REQUIRED",
        /// `INVALID_SECURITY_QUESTION_ANSWER`.
        InvalidSecurityQuestionAnswer = "INVALID_SECURITY_QUESTION_ANSWER",
        /// `AWAITING_PAYMENT_SECURITY_QUESTIONS`.
        AwaitingPaymentSecurityQuestions = "AWAITING_PAYMENT_SECURITY_QUESTIONS",
        /// `INVALID_PAYMENT_SECURITY_ANSWERS`.
        InvalidPaymentSecurityAnswers = "INVALID_PAYMENT_SECURITY_ANSWERS",
        /// `SECURITY_QUESTION_ANSWER_ATTEMPTS_EXHAUSTED`.
        SecurityQuestionAnswerAttemptsExhausted = "SECURITY_QUESTION_ANSWER_ATTEMPTS_EXHAUSTED",
        /// `PAYMENT_SOURCE_ACCOUNT_BALANCES`.
        PaymentSourceAccountBalances = "PAYMENT_SOURCE_ACCOUNT_BALANCES",
    }
}

words! {
    /// What a [`SecondaryStatus`] is about.
    SecondaryGroup {
        /// Good: all is as it should be.
        Good = "GOOD",
        /// Pending: the bank or the customer is still to act.
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
    /// What the word is about.
    pub const fn group(self) -> SecondaryGroup {
        match self {
            Self::Ok | Self::Active | Self::AcceptedByBank => SecondaryGroup::Good,
            Self::PendingWithBank
            | Self::PendingBeneficiaryCoolOff
            | Self::AwaitingAppAuth
            | Self::AwaitingEndUserAuthorization => SecondaryGroup::Pending,
            Self::Failed | Self::Unknown | Self::RejectedByBank => SecondaryGroup::Failure,
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
            Self::PaymentSourceAccountBalances => SecondaryGroup::Other,
        }
    }

    /// Whether all is as it should be.
    pub const fn is_good(self) -> bool {
        matches!(self.group(), SecondaryGroup::Good)
    }

    /// Whether the bank or the customer is still to act.
    pub const fn is_pending(self) -> bool {
        matches!(self.group(), SecondaryGroup::Pending)
    }

    /// Whether it failed, for another reason than a login, a code or a question.
    pub const fn is_failure(self) -> bool {
        matches!(self.group(), SecondaryGroup::Failure)
    }

    /// Whether it is about the customer's bank login.
    pub const fn is_about_credentials(self) -> bool {
        matches!(self.group(), SecondaryGroup::Credentials)
    }

    /// Whether it is about one-time codes.
    pub const fn is_about_one_time_codes(self) -> bool {
        matches!(self.group(), SecondaryGroup::OneTimeCode)
    }

    /// Whether it is about security questions.
    pub const fn is_about_security_questions(self) -> bool {
        matches!(self.group(), SecondaryGroup::SecurityQuestion)
    }
}
