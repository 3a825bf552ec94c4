//! Amounts and ratios in the forms in which insights write them.

use chrono::{NaiveDate, NaiveTime};
use leantech_core::{Decimal, EitherForm, ExactDecimal, Timestamp};
use leantech_insights::types::Money;

/// The currency of every mock account.
pub(super) const CURRENCY: &str = "SAR";

/// A number of hundredths, without zeros at its end, as insights were recorded.
pub(super) fn hundredths(number: i64) -> ExactDecimal {
    let (mut number, mut scale) = (number, 2);
    while scale > 0 && number % 10 == 0 {
        number /= 10;
        scale -= 1;
    }
    Decimal::new(number, scale).into()
}

/// An amount of halalas as an object with its currency.
pub(super) fn money(halalas: i64) -> Money {
    Money::new().currency(CURRENCY).amount(hundredths(halalas))
}

/// An amount of halalas as a bare number, in a place that has two forms.
pub(super) fn bare(halalas: i64) -> EitherForm<ExactDecimal, Money> {
    EitherForm::First(hundredths(halalas))
}

/// An amount of halalas as an object, in a place that has two forms.
pub(super) fn with_currency(halalas: i64) -> EitherForm<ExactDecimal, Money> {
    EitherForm::Second(money(halalas))
}

/// One number by another, rounded half away from zero; zero where there is nothing to divide by.
pub(super) fn quotient(dividend: i64, divisor: impl TryInto<i64>) -> i64 {
    let divisor = divisor.try_into().unwrap_or(i64::MAX);
    let Some(whole) = dividend.checked_div(divisor) else {
        return 0;
    };
    let rest = i128::from(dividend % divisor).abs() * 2;
    if rest >= i128::from(divisor).abs() {
        whole + dividend.signum() * divisor.signum()
    } else {
        whole
    }
}

/// One number by another with two digits; zero where there is nothing to divide by.
pub(super) fn ratio(dividend: i64, divisor: impl TryInto<i64>) -> ExactDecimal {
    hundredths(quotient(dividend.saturating_mul(100), divisor))
}

/// How many in a hundred one number is of another, with two digits.
pub(super) fn percent(part: i64, whole: i64) -> ExactDecimal {
    hundredths(quotient(part.saturating_mul(10_000), whole))
}

/// What lies in the middle; of an even number the mean of the two.
pub(super) fn median(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = numbers.get(middle).copied().unwrap_or(0);
    if numbers.len() % 2 == 1 {
        return upper;
    }
    let lower = middle.checked_sub(1).and_then(|at| numbers.get(at));
    quotient(lower.copied().unwrap_or(0) + upper, 2)
}

/// A count as the documents' integers are.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A day as insights write it: its midnight.
pub(super) fn midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_no_zeros_at_its_end() {
        for (number, text) in [(120_050, "1200.5"), (1000, "10"), (-7, "-0.07"), (0, "0")] {
            assert_eq!(hundredths(number).to_string(), text);
        }
    }

    #[test]
    fn a_quotient_is_rounded_half_away_from_zero_and_nothing_divides_by_zero() {
        for (dividend, divisor, result) in [
            (7, 2, 4),
            (-7, 2, -4),
            (7, -2, -4),
            (10, 4, 3),
            (9, 4, 2),
            (5, 0, 0),
        ] {
            assert_eq!(quotient(dividend, divisor), result, "{dividend}/{divisor}");
        }
    }

    #[test]
    fn the_middle_of_an_even_number_is_the_mean_of_two() {
        assert_eq!(median(vec![9, 1, 3]), 3);
        assert_eq!(median(vec![9, 1, 3, 5]), 4);
        assert_eq!(median(Vec::new()), 0);
    }
}
