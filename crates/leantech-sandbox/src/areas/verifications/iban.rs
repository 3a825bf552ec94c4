//! IBANs: their form, and what made-up ones say.

/// What an IBAN is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Iban<'t> {
    /// Its check digits are 00, which no real one has.
    MadeUp { country: &'t str, rest: &'t str },
    /// Its check digits are others, so that it may be somebody's: nobody of the sandbox. Lean's
    /// sandbox takes them whether they fit or not.
    Other { country: &'t str },
}

impl<'t> Iban<'t> {
    pub(super) fn country(self) -> &'t str {
        match self {
            Self::MadeUp { country, .. } | Self::Other { country } => country,
        }
    }
}

/// Reads an IBAN without spaces; nothing where its form is wrong.
pub(super) fn read(text: &str) -> Option<Iban<'_>> {
    let is_formed = (15..=34).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if !is_formed {
        return None;
    }
    let (country, check, rest) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    let is_headed = country.bytes().all(|byte| byte.is_ascii_uppercase())
        && check.bytes().all(|byte| byte.is_ascii_digit());
    if !is_headed || (country == "SA" && saudi_bank(rest).is_none()) {
        return None;
    }
    Some(match check {
        "00" => Iban::MadeUp { country, rest },
        _ => Iban::Other { country },
    })
}

/// The bank in what follows the check digits of a Saudi IBAN: two digits of it, and eighteen digits
/// or letters of the account.
pub(super) fn saudi_bank(rest: &str) -> Option<&str> {
    let bank = rest.get(..2)?;
    let is_digits = bank.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits && rest.len() == 20).then_some(bank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_tell_what_an_iban_is() {
        let other = |country| Some(Iban::Other { country });
        // The example of the standard, and the same with check digits that do not fit.
        assert_eq!(read("GB82WEST12345698765432"), other("GB"));
        assert_eq!(read("GB83WEST12345698765432"), other("GB"));
        assert_eq!(read("SA82550000000M1795800177"), other("SA"));
        for rest in ["01000000000000000042", "010000000000000000X2"] {
            let made_up = Iban::MadeUp {
                country: "SA",
                rest,
            };
            assert_eq!(read(&format!("SA00{rest}")), Some(made_up));
            assert_eq!(saudi_bank(rest), Some("01"));
        }
        for text in [
            "",
            "SA00",
            "SA000100000000000000004",
            "SA00010000000000000000422",
            "sa0001000000000000000042",
            "SA00 0100 0000 0000 0000 0042",
            "SA00X1000000000000000042",
            "SAX001000000000000000042",
            "GBX2WEST12345698765432",
            "0000010000000000000000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
