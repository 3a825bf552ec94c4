//! The payloads of the events that tell what works at a bank.

use serde::{Deserialize, Serialize};

use super::object::object;
use super::values::Availability;

/// What works at a bank from now on: the payload of `bank.availability.updated`.
///
/// Source: recordings of KSA. Lean's prose also calls the type `banks.availability.updated`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BankAvailabilityEvent {
    /// The bank, as in the list of banks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What works there.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub availability: Option<BankAvailability>,
}

/// What works at a bank, in Lean's two views.
///
/// Source: recordings of KSA; KSA reference (banks).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BankAvailability {
    /// What runs at the moment.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub active: Option<BankServices>,
    /// What is switched on for your application.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub enabled: Option<BankServices>,
}

/// Payments and data, each on or off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BankServices {
    /// Payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payments: Option<bool>,
    /// Data of accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<bool>,
}

/// Where accounts can be verified by their IBAN from now on: the payload of
/// `iban_account_verification.bank.availability.updated`.
///
/// Source: KSA page on the availability of account verification.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IbanAvailabilityEvent {
    /// The bank's country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The bank's code within its IBANs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_code: Option<String>,
    /// What works there.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub availability: Option<IbanAvailability>,
}

/// Whether accounts of a bank can be verified, overall and by the kind of account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IbanAvailability {
    /// Whether anything works at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global: Option<Availability>,
    /// By the kind of account.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub account_type: Option<IbanAvailabilityByAccount>,
}

/// What can be verified, by the kind of account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IbanAvailabilityByAccount {
    /// Accounts of persons.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub personal: Option<IbanChecks>,
    /// Accounts of freelancers.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub freelancer: Option<IbanChecks>,
    /// Accounts of companies.
    #[serde(
        default,
        deserialize_with = "object",
        skip_serializing_if = "Option::is_none"
    )]
    pub business: Option<IbanChecks>,
}

/// The two answers of a verification, each of which a bank may be unable to give.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IbanChecks {
    /// That the account belongs to the holder that was asked about.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub is_match: Option<Availability>,
    /// That it does not.
    #[serde(rename = "no_match", skip_serializing_if = "Option::is_none")]
    pub is_no_match: Option<Availability>,
}
