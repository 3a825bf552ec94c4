//! Money, secrets, ids and personal data, recognised by a field's name and type.

/// The last parts of names of amounts of money.
const MONEY: [&str; 22] = [
    "amount", "balance", "total", "sum", "price", "fee", "fees", "limit", "min", "max", "income",
    "salary", "expense", "expenses", "cashflow", "inflow", "outflow", "credit", "debit", "value",
    "average", "median",
];

/// Parts of names that make a number a rate or a score, whatever else the name says.
const RATES: [&str; 10] = [
    "rate",
    "ratio",
    "score",
    "percentage",
    "percent",
    "confidence",
    "count",
    "probability",
    "share",
    "index",
];

/// Ids, by the name of the field that holds one.
const IDS: [(&str, &str); 7] = [
    ("customer_id", "customer"),
    ("app_user_id", "app-user"),
    ("entity_id", "entity"),
    ("consent_id", "consent"),
    ("account_id", "account"),
    ("refresh_id", "refresh"),
    ("results_id", "results"),
];

/// Names of secrets.
const SECRETS: [&str; 7] = [
    "token",
    "secret",
    "password",
    "access_token",
    "refresh_token",
    "client_secret",
    "api_key",
];

/// Parts of names of what may identify a person or open an account.
const SENSITIVE: [&str; 25] = [
    "iban",
    "account_number",
    "full_name",
    "first_name",
    "last_name",
    "middle_name",
    "email",
    "phone",
    "mobile",
    "address",
    "national_id",
    "identification",
    "birth",
    "passport",
    "gender",
    "holder",
    "nationality",
    "beneficiary_name",
    "account_name",
    "owner_name",
    "arabic_name",
    "english_name",
    "card_number",
    "tax_number",
    "signature",
];

pub(crate) fn is_money(name: &str) -> bool {
    let name = plain(name);
    let parts: Vec<&str> = name.split('_').collect();
    !parts.iter().any(|part| RATES.contains(part)) && parts.iter().any(|part| MONEY.contains(part))
}

pub(crate) fn id_of(name: &str, format: Option<&str>) -> Option<&'static str> {
    if !matches!(format, None | Some("uuid")) {
        return None;
    }
    let name = plain(name);
    let found = IDS.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind)
}

pub(crate) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&plain(name).as_str())
}

pub(crate) fn is_sensitive(name: &str) -> bool {
    let name = plain(name);
    SENSITIVE.iter().any(|part| {
        let found = name.find(part);
        found.is_some_and(|at| {
            let before = at == 0 || name.as_bytes().get(at - 1) == Some(&b'_');
            let end = at + part.len();
            let after = end == name.len() || name.as_bytes().get(end) == Some(&b'_');
            before && after
        })
    })
}

/// A name in lower case with lines between its parts: `accountId` is `account_id`.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut before_is_lower = false;
    for sign in name.chars() {
        if sign.is_ascii_uppercase() && before_is_lower {
            plain.push('_');
        }
        before_is_lower = sign.is_ascii_lowercase() || sign.is_ascii_digit();
        plain.push(if sign.is_alphanumeric() {
            sign.to_ascii_lowercase()
        } else {
            '_'
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_money_and_rates_are_not() {
        for name in [
            "amount",
            "fullPayoffAmount",
            "min",
            "total_income",
            "BalanceAmount",
        ] {
            assert!(is_money(name), "{name}");
        }
        for name in [
            "category_confidence",
            "exchange_rate",
            "amount_ratio",
            "latitude",
        ] {
            assert!(!is_money(name), "{name}");
        }
    }

    #[test]
    fn ids_are_known_by_name_and_format() {
        assert_eq!(id_of("customerId", Some("uuid")), Some("customer"));
        assert_eq!(id_of("account_id", None), Some("account"));
        assert_eq!(id_of("account_id", Some("uri")), None);
        assert_eq!(id_of("id", Some("uuid")), None);
    }

    #[test]
    fn personal_data_is_known_by_whole_parts_of_a_name() {
        for name in ["iban", "AccountNumber", "email_address", "dateOfBirth"] {
            assert!(is_sensitive(name), "{name}");
        }
        for name in ["bank_identifier", "identifier", "ibanless"] {
            assert!(!is_sensitive(name), "{name}");
        }
    }
}
