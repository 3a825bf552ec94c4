//! A bank as the peers read it: what somebody writes by hand with serde.

use serde::Deserialize;

/// One row of the list of banks.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are read from JSON and by nobody")]
#[expect(clippy::struct_field_names, reason = "the names are Lean's")]
pub struct Bank {
    identifier: String,
    name: Option<String>,
    arabic_name: Option<String>,
    commercial_name: Option<String>,
    commercial_name_arabic: Option<String>,
    logo: Option<String>,
    logo_alt: Option<String>,
    main_color: Option<String>,
    background_color: Option<String>,
    theme: Option<Theme>,
    country_code: Option<String>,
    active: Option<bool>,
    mock: Option<bool>,
    traits: Option<Vec<Trait>>,
    supported_account_types: Option<Vec<AccountKind>>,
    supported_account_sub_types: Option<Vec<AccountKind>>,
    bank_type: Option<BankType>,
    swift_code: Option<String>,
    transfer_limits: Option<Vec<TransferLimit>>,
    international_transfer_limits: Option<Vec<serde_json::Value>>,
    international_destinations: Option<Vec<serde_json::Value>>,
    account_type: Option<AccountType>,
    connection_type: Option<ConnectionType>,
    availability: Option<Availability>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Trait {
    AuthRedirect,
    DecoupledAuthRedirect,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum AccountKind {
    Credit,
    Savings,
    Current,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum BankType {
    Retail,
    Sme,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum AccountType {
    Personal,
    Business,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ConnectionType {
    OpenBanking,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are read from JSON and by nobody")]
struct TransferLimit {
    currency: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are read from JSON and by nobody")]
struct Availability {
    active: Option<Switches>,
    enabled: Option<Switches>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are read from JSON and by nobody")]
struct Switches {
    payments: Option<bool>,
    data: Option<bool>,
}
