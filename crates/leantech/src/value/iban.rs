//! An international bank account number.

use std::fmt;
use std::str::FromStr;

/// An IBAN (ISO 13616): a country, two check digits, and an account of that country.
///
/// Parsing checks the form, and the length for countries whose length is known. It does not check the
/// check digits, because Lean's own sandbox uses accounts with wrong ones; see
/// [`has_valid_check_digits`](Self::has_valid_check_digits). Spaces are removed, and letters become
/// uppercase.
///
/// `Debug` shows only the country.
///
/// ```
/// use leantech::Iban;
///
/// let iban: Iban = "SA03 8000 0000 6080 1016 7519".parse()?;
/// assert_eq!((iban.country(), iban.as_str()), ("SA", "SA0380000000608010167519"));
/// assert!(iban.has_valid_check_digits());
/// # Ok::<(), leantech::IbanError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban(Box<str>);

/// A text that is not an IBAN. The error does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IbanError {
    /// It is not two letters, two digits, and letters or digits, 15 to 34 in all.
    Form,
    /// IBANs of its country have a different length.
    Length {
        /// How many characters they have.
        expected: usize,
    },
}

impl fmt::Display for IbanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "an IBAN is two letters, two digits, and letters or digits, 15 to 34 in all",
            ),
            Self::Length { expected } => {
                write!(f, "an IBAN of this country has {expected} characters")
            }
        }
    }
}

impl std::error::Error for IbanError {}

/// The length of IBANs in Lean's countries and their neighbours. Source: ISO 13616 registry.
const LENGTHS: &[(&str, usize)] = &[
    ("AE", 23),
    ("BH", 22),
    ("EG", 29),
    ("JO", 30),
    ("KW", 30),
    ("LB", 28),
    ("OM", 23),
    ("QA", 29),
    ("SA", 24),
];

impl Iban {
    /// The IBAN without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two-letter ISO 3166 code of the country.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// Whether the two check digits match the rest (ISO 7064, MOD 97-10).
    pub fn has_valid_check_digits(&self) -> bool {
        let (head, account) = self.0.split_at_checked(4).unwrap_or_default();
        let digits = account.bytes().chain(head.bytes());
        let rest = digits.fold(0_u32, |rest, byte| match byte {
            b'A'..=b'Z' => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
            digit => (rest * 10 + u32::from(digit.wrapping_sub(b'0'))) % 97,
        });
        rest == 1
    }
}

impl FromStr for Iban {
    type Err = IbanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain: String = text
            .chars()
            .filter(|letter| *letter != ' ')
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let (Some(country), Some(check), Some(account)) =
            (plain.get(..2), plain.get(2..4), plain.get(4..))
        else {
            return Err(IbanError::Form);
        };
        let is_formed = (15..=34).contains(&plain.len())
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && check.bytes().all(|byte| byte.is_ascii_digit())
            && account.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_formed {
            return Err(IbanError::Form);
        }
        let known = LENGTHS.iter().find(|(known, _)| *known == country);
        match known {
            Some(&(_, expected)) if expected != plain.len() => Err(IbanError::Length { expected }),
            _ => Ok(Self(plain.into())),
        }
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({}[redacted])", self.country())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_a_question_and_refuse_nothing() {
        for (text, is_valid) in [
            ("SA0380000000608010167519", true),
            ("sa03 8000 0000 6080 1016 7519", true),
            ("SA0480000000608010167519", false),
            ("AE070331234567890123456", true),
            ("GB82WEST12345698765432", true),
            ("GB82WEST12345698765433", false),
        ] {
            let read = text.parse::<Iban>();
            let checked = read.map(|iban| iban.has_valid_check_digits());
            assert_eq!(checked, Ok(is_valid), "{text}");
        }
    }

    #[test]
    fn another_form_or_length_is_refused() {
        for (text, fault) in [
            ("", IbanError::Form),
            ("SA", IbanError::Form),
            ("SAXX80000000608010167519", IbanError::Form),
            ("0380000000608010167519", IbanError::Form),
            ("SA03-8000-0000-6080-1016-7519", IbanError::Form),
            ("SA0380000000608010167\u{661}19", IbanError::Form),
            ("\u{df}A0380000000608010167519", IbanError::Form),
            (
                "SA038000000060801016751",
                IbanError::Length { expected: 24 },
            ),
            (
                "AE0703312345678901234567",
                IbanError::Length { expected: 23 },
            ),
        ] {
            assert_eq!(text.parse::<Iban>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn s04_debug_shows_the_country_alone() {
        let shown = "SA0380000000608010167519".parse::<Iban>();
        let shown = format!("{shown:?} {:?}", IbanError::Form);
        assert!(
            shown.contains("SA[redacted]") && !shown.contains("8000"),
            "{shown}"
        );
    }
}
