//! What the account verification takes from each country, and what it says about the bank.

/// How a country writes its accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Iban,
    Number,
    Either,
}

/// How a request names the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    NotAtAll,
    Bic,
    BicOrNot,
    ClearingId,
}

/// What an answer says about the bank, as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// `bank_details` is null.
    Nothing,
    /// The identifier of the request, and no name.
    Identifier,
    /// A name in both languages and a BIC.
    All,
}

/// One country.
#[derive(Debug)]
pub(super) struct Country {
    code: &'static str,
    pub(super) form: Form,
    pub(super) naming: Naming,
    pub(super) told: Told,
}

const fn row(codes: &'static [&'static str], form: Form, naming: Naming, told: Told) -> Row {
    Row {
        codes,
        form,
        naming,
        told,
    }
}

/// Countries that are alike.
#[derive(Debug)]
struct Row {
    codes: &'static [&'static str],
    form: Form,
    naming: Naming,
    told: Told,
}

/// The 48 countries of Lean's list.
#[rustfmt::skip]
const ROWS: [Row; 8] = [
    row(&["AE", "SA"], Form::Iban, Naming::NotAtAll, Told::All),
    row(&["AT", "BE", "BG", "BR", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT",
          "LU", "LV", "MT", "NL", "PL", "PT", "SI", "SK", "TR"],
        Form::Iban, Naming::NotAtAll, Told::Nothing),
    row(&["AR", "MX", "PE"], Form::Number, Naming::NotAtAll, Told::Nothing),
    row(&["AU", "GB", "IN", "US", "UY", "ZA"], Form::Number, Naming::ClearingId, Told::Nothing),
    row(&["CL", "CO", "EC"], Form::Number, Naming::Bic, Told::Nothing),
    row(&["CN"], Form::Number, Naming::BicOrNot, Told::Nothing),
    row(&["BD", "ID", "KR", "MY", "NG", "NP", "UG", "VN"],
        Form::Number, Naming::Bic, Told::Identifier),
    row(&["PK"], Form::Either, Naming::Bic, Told::Identifier),
];

/// The country of these two letters, if Lean lists it.
pub(super) fn find(code: &str) -> Option<Country> {
    let row = ROWS.iter().find(|row| row.codes.contains(&code))?;
    let code = row.codes.iter().find(|known| **known == code)?;
    Some(Country {
        code,
        form: row.form,
        naming: row.naming,
        told: row.told,
    })
}

impl Country {
    /// Whether the kind of account must be told, as said of Colombia.
    pub(super) fn wants_account_type(&self) -> bool {
        self.code == "CO"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_eight_countries_are_known_each_once() {
        let mut codes: Vec<&str> = ROWS.iter().flat_map(|row| row.codes).copied().collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 48);
        let rows: usize = ROWS.iter().map(|row| row.codes.len()).sum();
        assert_eq!(rows, 48);
    }
}
