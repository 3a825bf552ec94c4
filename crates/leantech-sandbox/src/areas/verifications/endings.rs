//! What the last four digits of a number make of a call: a state, or a failure on demand.

use leantech_verifications::types::{AccountStatus, GranularStatusCode};

/// Why a call ends in `FAILED`, or in `CONSENT_EXPIRED`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    BankIssue,
    LeanError,
    UnsupportedByBank,
    DisabledByLean,
    DisabledByClient,
    CannotBeVerified,
    NotFound,
    ConsentEnded,
}

impl Failure {
    /// Lean's word; an ended consent has none.
    pub(super) fn code(self) -> Option<GranularStatusCode> {
        Some(match self {
            Self::BankIssue => GranularStatusCode::BankIssue,
            Self::LeanError => GranularStatusCode::LeanError,
            Self::UnsupportedByBank => GranularStatusCode::UnsupportedByBank,
            Self::DisabledByLean => GranularStatusCode::DisabledByLean,
            Self::DisabledByClient => GranularStatusCode::DisabledByClient,
            Self::CannotBeVerified => GranularStatusCode::GivenInputCannotBeVerified,
            Self::NotFound => GranularStatusCode::DataNotFound,
            Self::ConsentEnded => return None,
        })
    }

    /// The explanation for people.
    pub(super) fn explanation(self) -> &'static str {
        match self {
            Self::BankIssue => "The bank did not answer",
            Self::LeanError => "Something went wrong at Lean",
            Self::UnsupportedByBank => "The bank cannot answer this",
            Self::DisabledByLean => "Lean has switched this bank off",
            Self::DisabledByClient => "The application has switched this bank off",
            Self::CannotBeVerified => "What was given cannot be verified; do not try again",
            Self::NotFound => "Nothing is registered under this number",
            Self::ConsentEnded => "The customer must connect again",
        }
    }
}

/// What an ending makes of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// The account, or the company, is in this state.
    State(AccountStatus),
    Failure(Failure),
}

/// The ending of a number, if it is one of those that mean something.
pub(super) fn of(number: &str) -> Option<Ending> {
    let last = number.get(number.len().checked_sub(4)?..)?;
    Some(match last {
        "0002" => Ending::State(AccountStatus::Blocked),
        "0003" => Ending::State(AccountStatus::Closed),
        "0004" => Ending::State(AccountStatus::InLiquidation),
        "0005" => Ending::Failure(Failure::BankIssue),
        "0006" => Ending::Failure(Failure::LeanError),
        "0007" => Ending::Failure(Failure::UnsupportedByBank),
        "0008" => Ending::Failure(Failure::DisabledByLean),
        "0009" => Ending::Failure(Failure::CannotBeVerified),
        "0010" => Ending::Failure(Failure::DisabledByClient),
        "0404" => Ending::Failure(Failure::NotFound),
        _ => return None,
    })
}

/// The failure that a number ends in, if it is one.
pub(super) fn failure_of(number: &str) -> Result<(), Failure> {
    match of(number) {
        Some(Ending::Failure(failure)) => Err(failure),
        _ => Ok(()),
    }
}
