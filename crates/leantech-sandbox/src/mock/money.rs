//! Amounts, exact, in the scales that Lean sends: `6`, `10.0`, `407906.23`.

use leantech_core::{Decimal, ExactDecimal};
use leantech_data::types::Amount;

/// The currency of every mock account.
pub(crate) const CURRENCY: &str = "SAR";

/// An amount of halalas as a number of riyals; zeros at the end are left out in more than one
/// way, as recorded.
pub(crate) fn exact(halalas: i64) -> ExactDecimal {
    let (number, scale) = match halalas {
        whole if whole % 200 == 0 => (whole / 10, 1),
        whole if whole % 100 == 0 => (whole / 100, 0),
        tenths if tenths % 10 == 0 => (tenths / 10, 1),
        all => (all, 2),
    };
    Decimal::new(number, scale).into()
}

/// An amount of halalas in riyals.
pub(crate) fn amount(halalas: i64) -> Amount {
    Amount::new(exact(halalas)).currency(CURRENCY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_in_the_scales_of_the_recordings() {
        for (halalas, text) in [
            (40_790_623, "407906.23"),
            (1000, "10.0"),
            (700, "7"),
            (720, "7.2"),
            (0, "0.0"),
            (-13_161, "-131.61"),
        ] {
            assert_eq!(exact(halalas).to_string(), text);
        }
    }
}
