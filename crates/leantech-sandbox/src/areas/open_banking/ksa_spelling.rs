//! The words of data v2 in the spelling of the Saudi standard.

use leantech_core::codegen::OpenEnum;

/// Words whose spelling no rule gives.
const SPELT: [(&str, &str); 14] = [
    ("ATM", "KSAOB.ATM"),
    ("BICFI", "KSAOB.BICFI"),
    ("GCC", "KSAOB.GCC"),
    ("IBAN", "KSAOB.IBAN"),
    ("MADA", "KSAOB.mada"),
    ("MADA_PAY", "KSAOB.madaPay"),
    ("MASKED_PAN", "KSAOB.MaskedPAN"),
    ("NATIONAL_ID", "KSAOB.NationalID"),
    ("ONE_OFF", "KSAOB.One-Off"),
    ("POS", "KSAOB.POS"),
    ("POST_PAID", "KSAOB.Post-Paid"),
    ("PRE-AGREED", "KSAOB.Pre-Agreed"),
    ("UPI", "KSAOB.UPI"),
    ("VISA", "KSAOB.VISA"),
];

/// The standard's word for a word of data v2, as `KSAOB.HalfYearly` for `HALF_YEARLY`; `None` where
/// the standard has none.
pub(super) fn known<T: OpenEnum>(word: &str) -> Option<T> {
    let spelt = SPELT.iter().find(|(known, _)| *known == word);
    if let Some((_, spelt)) = spelt {
        return T::known(spelt);
    }
    let camel: String = word.split('_').flat_map(capitalised).collect();
    T::known(&format!("KSAOB.{camel}")).or_else(|| T::known(&camel))
}

/// The same for a field of an answer, and another word where the standard has none.
pub(super) fn word<T: OpenEnum>(said: Option<&impl AsRef<str>>, or: T) -> Option<T> {
    said.map(|said| known(said.as_ref()).unwrap_or(or))
}

fn capitalised(word: &str) -> impl Iterator<Item = char> {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .chain(letters.map(|letter| letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Display;

    use leantech_open_banking::types::{
        AccountIdentificationType, AccountStatus, AccountSubType, BalanceType, BillPaymentType,
        CardScheme, CreditLineType, Frequency, TransactionType,
    };

    fn says<T: OpenEnum + Display>(word: &str) -> Option<String> {
        known::<T>(word).map(|known| known.to_string())
    }

    #[test]
    fn words_are_spelt_as_the_standard_spells_them() {
        let some = |word: &str| Some(word.to_owned());
        for (said, spelt) in [
            (says::<Frequency>("HALF_YEARLY"), some("KSAOB.HalfYearly")),
            (
                says::<TransactionType>("E_COMMERCE"),
                some("KSAOB.ECommerce"),
            ),
            (says::<TransactionType>("POS"), some("KSAOB.POS")),
            (says::<TransactionType>("UNSUPPORTED"), None),
            (says::<AccountStatus>("NOT_ACTIVE"), some("NotActive")),
            (says::<AccountSubType>("E_MONEY"), some("EMoney")),
            (says::<AccountSubType>("PRE_PAID_CARD"), some("PrePaidCard")),
            (
                says::<AccountIdentificationType>("MASKED_PAN"),
                some("KSAOB.MaskedPAN"),
            ),
            (
                says::<CreditLineType>("PRE-AGREED"),
                some("KSAOB.Pre-Agreed"),
            ),
            (says::<CardScheme>("MADA"), some("KSAOB.mada")),
            (says::<CardScheme>("MASTER_CARD"), some("KSAOB.MasterCard")),
            (
                says::<BillPaymentType>("POST_PAID"),
                some("KSAOB.Post-Paid"),
            ),
            (
                says::<BalanceType>("PREVIOUSLY_CLOSED_BOOKED"),
                some("KSAOB.PreviouslyClosedBooked"),
            ),
        ] {
            assert_eq!(said, spelt);
        }
    }
}
