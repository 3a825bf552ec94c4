//! Lean's error codes: what went wrong, as a value that a program can act on.

use std::fmt;

/// The longest text that is accepted as a code.
const LONGEST: usize = 64;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// The code of an error: one of those that Lean's documents and recordings name, or
        /// another one, kept as received.
        ///
        /// Source: Lean's pages on general and data-specific errors, and recorded answers.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)+
            /// A code that is not in this list.
            Other(OtherCode),
        }

        impl ErrorCode {
            /// The code as Lean writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)+
                    Self::Other(code) => &code.0,
                }
            }

            /// Reads a code; a text that does not look like one (letters, digits, `_`, `-`
            /// and `.`, at most 64) may hold anything and is not accepted.
            pub fn read(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$name),)+
                    _ => is_word(word).then(|| Self::Other(OtherCode(word.into()))),
                }
            }
        }
    };
}

/// A code that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtherCode(Box<str>);

fn is_word(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

codes! {
    /// The mTLS certificate belongs to another application.
    CertificateTokenMismatch = "CERTIFICATE_TOKEN_MISMATCH",
    /// The `app_user_id` is taken.
    CustomerAlreadyExists = "CUSTOMER_ALREADY_EXISTS",
    /// The application may not use this product.
    IncorrectAccessLevel = "INCORRECT_ACCESS_LEVEL",
    /// A sandbox-only application on production.
    InsufficientAccessLevel = "INSUFFICIENT_ACCESS_LEVEL",
    /// A fault at Lean.
    InternalServerError = "INTERNAL_SERVER_ERROR",
    /// A bad certificate.
    InvalidCertificate = "INVALID_CERTIFICATE",
    /// The path does not allow this method.
    InvalidHttpMethod = "INVALID_HTTP_METHOD",
    /// A bad key or value.
    InvalidParameters = "INVALID_PARAMETERS",
    /// No such path.
    InvalidUrl = "INVALID_URL",
    /// Something required is absent.
    MissingParameters = "MISSING_PARAMETERS",
    /// Too many requests; wait and try again.
    RateLimitExceeded = "RATE_LIMIT_EXCEEDED",
    /// No such entity.
    UnknownEntity = "UNKNOWN_ENTITY",
    /// No such entity, as the open-banking calls say it.
    EntityNotFound = "ENTITY_NOT_FOUND",
    /// The account does not belong to the entity.
    UnknownAccount = "UNKNOWN_ACCOUNT",
    /// No such result.
    UnknownResultsId = "UNKNOWN_RESULTS_ID",
    /// No such customer (inferred; Lean does not document the code).
    UnknownCustomer = "UNKNOWN_CUSTOMER",
    /// Nothing was found.
    DataNotFound = "DATA_NOT_FOUND",
    /// The consent has expired or was revoked; connect again.
    ConsentExpired = "CONSENT_EXPIRED",
    /// The customer has to reconnect the bank.
    ReconnectRequired = "RECONNECT_REQUIRED",
    /// An identical request is still running; wait for its answer.
    DuplicatedRequest = "DUPLICATED_REQUEST",
    /// Not allowed in this state.
    OperationNotAllowed = "OPERATION_NOT_ALLOWED",
    /// The result is not ready.
    Pending = "PENDING",
    /// Processing has started.
    ProcessingStarted = "PROCESSING_STARTED",
    /// The result could not be obtained.
    Failed = "FAILED",
    /// A fault at the bank that Lean had not seen before.
    UnseenBankError = "UNSEEN_BANK_ERROR",
    /// The bank is under maintenance.
    BankMaintenance = "BANK_MAINTENANCE",
    /// A known fault at the bank.
    BankIssue = "BANK_ISSUE",
    /// A fault at Lean while it read the data.
    LeanError = "LEAN_ERROR",
    /// Lean has switched the bank off.
    DisabledByLean = "DISABLED_BY_LEAN",
    /// The client has switched the bank off in the dashboard.
    DisabledByClient = "DISABLED_BY_CLIENT",
    /// The user has to unlock the account at the bank.
    EuAccountLocked = "EU_ACCOUNT_LOCKED",
    /// The user is logged in elsewhere.
    LoggedInElsewhere = "LOGGED_IN_ELSEWHERE",
    /// The bank restricts what the user may do.
    EuFunctionalityRestricted = "EU_FUNCTIONALITY_RESTRICTED",
    /// Another session is active.
    ActiveSessionExists = "ACTIVE_SESSION_EXISTS",
    /// The bank asks for a factor that Lean does not support.
    KnownUnsupportedMfaBehaviour = "KNOWN_UNSUPPORTED_MFA_BEHAVIOUR",
    /// The bank does not answer outside its region.
    KnownTrafficOutsideAllowedRegion = "KNOWN_TRAFFIC_OUTSIDE_ALLOWED_REGION",
    /// The session expired while waiting for the one-time code.
    SessionExpiredOnOtp = "SESSION_EXPIRED_ON_OTP",
    /// The user cancelled.
    UserCancelled = "USER_CANCELLED",
    /// The balance is insufficient.
    InsufficientBalance = "INSUFFICIENT_BALANCE",
    /// Over the daily limit.
    ExceedsDailyLimit = "EXCEEDS_DAILY_LIMIT",
    /// Another payment is in progress.
    AnotherPaymentAlreadyInProgress = "ANOTHER_PAYMENT_ALREADY_IN_PROGRESS",
    /// The user refused the consent.
    ConsentRejected = "CONSENT_REJECTED",
    /// The bank does not offer this.
    UnsupportedByBank = "UNSUPPORTED_BY_BANK",
    /// The given input cannot be verified.
    GivenInputCannotBeVerified = "GIVEN_INPUT_CANNOT_BE_VERIFIED",
    /// The consent does not include the permission.
    UserPermissionsNotGranted = "USER_PERMISSIONS_NOT_GRANTED",
    /// The consent does not reach that far back.
    UserTransactionRangeNotGranted = "USER_TRANSACTION_RANGE_NOT_GRANTED",
    /// The bank took too long.
    Timeout = "TIMEOUT",
    /// The token endpoint does not know the client or its secret (RFC 6749).
    InvalidClient = "invalid_client",
    /// The token endpoint found the request malformed (RFC 6749).
    InvalidRequest = "invalid_request",
    /// The client may not use this grant (RFC 6749).
    UnauthorizedClient = "unauthorized_client",
    /// The token endpoint does not know the grant type (RFC 6749).
    UnsupportedGrantType = "unsupported_grant_type",
    /// The scope is unknown or not allowed (RFC 6749).
    InvalidScope = "invalid_scope",
    /// The grant is not valid (RFC 6749).
    InvalidGrant = "invalid_grant",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, word: &str) -> bool {
        self.as_str() == word
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, word: &&str) -> bool {
        self.as_str() == *word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_is_kept() {
        assert_eq!(
            ErrorCode::read("INVALID_IBAN")
                .map(|c| c.to_string())
                .as_deref(),
            Some("INVALID_IBAN")
        );
    }

    #[test]
    fn a_text_that_is_no_word_is_not_taken() {
        for text in ["", "Customer Ali exists", "a\nb", &"A".repeat(65), "é"] {
            assert_eq!(ErrorCode::read(text), None, "{text:?}");
        }
    }
}
