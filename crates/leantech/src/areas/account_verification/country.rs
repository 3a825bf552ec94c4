//! What each country requires for the verification of an account.
//!
//! Source: KSA reference and recordings, `internationalAvsVerification`. Where no example and no
//! recording shows a company, only a name is required for one, and not even that in the two
//! countries that have their own company ids.

use leantech_verifications::types::AccountIdentificationType as Id;

/// How a country writes its accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {
    Iban,
    Number,
    Either,
}

/// How a country identifies its banks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bank {
    /// By the account.
    Unnamed,
    Bic,
    /// A BIC, or nothing.
    BicOrUnnamed,
    Clearing,
}

/// What one country requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Country {
    pub(crate) code: &'static str,
    pub(crate) account: Account,
    pub(crate) bank: Bank,
    /// What must be given for a person.
    pub(crate) person: &'static [Id],
    /// What must be given for a company.
    pub(crate) company: &'static [Id],
    pub(crate) wants_account_type: bool,
}

const NAME: &[Id] = &[Id::FullName];
const NAME_AND_REGISTRATION: &[Id] = &[Id::FullName, Id::RegistrationId];

const fn country(code: &'static str, account: Account, bank: Bank) -> Country {
    Country {
        code,
        account,
        bank,
        person: NAME,
        company: NAME,
        wants_account_type: false,
    }
}

const fn iban(code: &'static str) -> Country {
    country(code, Account::Iban, Bank::Unnamed)
}

const fn registered(country: Country) -> Country {
    Country {
        person: NAME_AND_REGISTRATION,
        company: NAME_AND_REGISTRATION,
        ..country
    }
}

const fn bic(code: &'static str) -> Country {
    country(code, Account::Number, Bank::Bic)
}

const fn clearing(code: &'static str) -> Country {
    country(code, Account::Number, Bank::Clearing)
}

/// The 48 countries that Lean lists.
pub(crate) const COUNTRIES: [Country; 48] = [
    // Its companies can be identified by a trade licence alone.
    Country {
        company: &[],
        ..iban("AE")
    },
    country("AR", Account::Number, Bank::Unnamed),
    iban("AT"),
    clearing("AU"),
    bic("BD"),
    registered(iban("BE")),
    iban("BG"),
    registered(iban("BR")),
    registered(bic("CL")),
    Country {
        company: NAME_AND_REGISTRATION,
        ..country("CN", Account::Number, Bank::BicOrUnnamed)
    },
    Country {
        person: &[Id::FullName, Id::Cc],
        company: &[Id::FullName, Id::Nit],
        wants_account_type: true,
        ..bic("CO")
    },
    iban("CY"),
    iban("DE"),
    registered(bic("EC")),
    iban("EE"),
    iban("ES"),
    iban("FI"),
    registered(iban("FR")),
    clearing("GB"),
    iban("GR"),
    iban("HR"),
    bic("ID"),
    iban("IE"),
    clearing("IN"),
    registered(iban("IT")),
    bic("KR"),
    iban("LT"),
    iban("LU"),
    iban("LV"),
    iban("MT"),
    country("MX", Account::Number, Bank::Unnamed),
    bic("MY"),
    bic("NG"),
    registered(iban("NL")),
    bic("NP"),
    country("PE", Account::Number, Bank::Unnamed),
    country("PK", Account::Either, Bank::Bic),
    registered(iban("PL")),
    iban("PT"),
    Country {
        person: &[Id::NationalId],
        company: &[],
        ..iban("SA")
    },
    iban("SI"),
    iban("SK"),
    iban("TR"),
    bic("UG"),
    Country {
        person: &[Id::GivenName, Id::Surname],
        ..clearing("US")
    },
    clearing("UY"),
    bic("VN"),
    clearing("ZA"),
];

/// What a country requires; `None` for one that Lean does not list.
pub(crate) fn find(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}
