//! What Lean's reference and recordings show of account verifications, country by country.

/// A country of the list.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Two letters (ISO 3166-1).
    pub code: &'static str,
    /// How accounts are written there: `IBAN`, `ACCOUNT_ID`, or either.
    pub forms: &'static [&'static str],
    /// Whether the kind of account must be told.
    pub wants_account_type: bool,
    /// What was shown to be told of a person; where there are two lists, either does.
    pub person: &'static [&'static [&'static str]],
    /// The same of a company; empty where no company was shown.
    pub company: &'static [&'static [&'static str]],
    /// How the bank is named.
    pub bank: Bank,
    /// What the answer was recorded to tell of the bank.
    pub told: Told,
}

/// How a request names the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bank {
    /// It does not.
    Unnamed,
    /// By its BIC.
    Bic,
    /// By its BIC or not at all.
    BicOrUnnamed,
    /// By its number in the clearing.
    ClearingId,
}

/// What an answer tells of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// `bank_details` is null.
    Nothing,
    /// The identifier, and no name.
    Identifier,
    /// A name in two languages and an identifier.
    All,
}

const IBAN: &[&str] = &["IBAN"];
const NUMBER: &[&str] = &["ACCOUNT_ID"];
const NAME: &[&[&str]] = &[&["FULL_NAME"]];
const REGISTERED: &[&[&str]] = &[&["FULL_NAME", "REGISTRATION_ID"]];

const fn row(
    code: &'static str,
    forms: &'static [&'static str],
    person: &'static [&'static [&'static str]],
    company: &'static [&'static [&'static str]],
    bank: Bank,
    told: Told,
) -> Row {
    Row {
        code,
        forms,
        wants_account_type: false,
        person,
        company,
        bank,
        told,
    }
}

/// All 48, in the order of their codes.
#[rustfmt::skip]
pub const ROWS: [Row; 48] = [
    row("AE", IBAN, NAME, &[], Bank::Unnamed, Told::All),
    row("AR", NUMBER, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("AT", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("AU", NUMBER, NAME, &[], Bank::ClearingId, Told::Nothing),
    row("BD", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("BE", IBAN, REGISTERED, REGISTERED, Bank::Unnamed, Told::Nothing),
    row("BG", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("BR", IBAN, REGISTERED, &[], Bank::Unnamed, Told::Nothing),
    row("CL", NUMBER, REGISTERED, &[], Bank::Bic, Told::Nothing),
    row("CN", NUMBER, NAME, REGISTERED, Bank::BicOrUnnamed, Told::Nothing),
    Row { wants_account_type: true, ..row("CO", NUMBER, &[&["FULL_NAME", "CC"]], &[&["FULL_NAME", "NIT"]], Bank::Bic, Told::Nothing) },
    row("CY", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("DE", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("EC", NUMBER, REGISTERED, &[], Bank::Bic, Told::Nothing),
    row("EE", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("ES", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("FI", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("FR", IBAN, REGISTERED, REGISTERED, Bank::Unnamed, Told::Nothing),
    row("GB", NUMBER, NAME, &[], Bank::ClearingId, Told::Nothing),
    row("GR", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("HR", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("ID", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("IE", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("IN", NUMBER, NAME, &[], Bank::ClearingId, Told::Nothing),
    row("IT", IBAN, REGISTERED, REGISTERED, Bank::Unnamed, Told::Nothing),
    row("KR", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("LT", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("LU", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("LV", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("MT", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("MX", NUMBER, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("MY", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("NG", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("NL", IBAN, REGISTERED, REGISTERED, Bank::Unnamed, Told::Nothing),
    row("NP", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("PE", NUMBER, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("PK", &["ACCOUNT_ID", "IBAN"], NAME, &[], Bank::Bic, Told::Identifier),
    row("PL", IBAN, REGISTERED, REGISTERED, Bank::Unnamed, Told::Nothing),
    row("PT", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("SA", IBAN, &[&["FULL_NAME", "NATIONAL_ID"], &["NATIONAL_ID"]], &[], Bank::Unnamed, Told::All),
    row("SI", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("SK", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("TR", IBAN, NAME, &[], Bank::Unnamed, Told::Nothing),
    row("UG", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("US", NUMBER, &[&["GIVEN_NAME", "SURNAME"]], &[], Bank::ClearingId, Told::Nothing),
    row("UY", NUMBER, NAME, &[], Bank::ClearingId, Told::Nothing),
    row("VN", NUMBER, NAME, &[], Bank::Bic, Told::Identifier),
    row("ZA", NUMBER, NAME, &[], Bank::ClearingId, Told::Nothing),
];
