//! IBANs: their form, their check digits, and what made-up ones say.

/// What an IBAN is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Iban<'t> {
    /// Its check digits are 00, which no real one has.
    MadeUp { country: &'t str, rest: &'t str },
    /// Its check digits are right, so that it may be somebody's: nobody of the sandbox.
    Real { country: &'t str },
}

/// The bank and the number in a made-up Saudi IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SaudiNumber<'t> {
    pub(super) bank: &'t str,
    pub(super) number: u64,
}

/// Reads an IBAN without spaces; nothing where its form or its check digits are wrong.
pub(super) fn read(text: &str) -> Option<Iban<'_>> {
    let is_formed = (15..=34).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if !is_formed {
        return None;
    }
    let (country, check, rest) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    if !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    // Saudi IBANs have 24 characters: the bank in two digits, the account in eighteen.
    if country == "SA" && (text.len() != 24 || saudi(rest).is_none()) {
        return None;
    }
    if check == "00" {
        return Some(Iban::MadeUp { country, rest });
    }
    let moved = rest.bytes().chain(country.bytes()).chain(check.bytes());
    let remainder = moved.fold(0, |remainder: u32, byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        _ => (remainder * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    (remainder == 1).then_some(Iban::Real { country })
}

/// What follows the check digits of a Saudi IBAN.
pub(super) fn saudi(rest: &str) -> Option<SaudiNumber<'_>> {
    let (bank, number) = (rest.get(..2)?, rest.get(2..)?);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = number.parse().ok()?;
    Some(SaudiNumber { bank, number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_tell_what_an_iban_is() {
        // The example of the standard, of which everybody knows that it is nobody's.
        let real = Some(Iban::Real { country: "GB" });
        assert_eq!(read("GB82WEST12345698765432"), real);
        assert_eq!(read("GB83WEST12345698765432"), None);
        let made_up = Iban::MadeUp {
            country: "SA",
            rest: "01000000000000000042",
        };
        assert_eq!(read("SA0001000000000000000042"), Some(made_up));
        for text in [
            "",
            "SA00",
            "SA000100000000000000004",
            "sa0001000000000000000042",
            "SA00 0100 0000 0000 0000 0042",
            "SA00010000000000000000X2",
            "0000010000000000000000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
