//! Whether two number literals are the same decimal, scale included.

/// How two numbers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Equal in value and scale.
    Same,
    /// Equal in value, with more or fewer digits after the point.
    OtherScale,
    /// Not equal.
    OtherValue,
}

/// Compares two JSON number literals; `10.0` and `1.00e1` are the same, `10.0` and `10` are not.
pub(crate) fn compare(one: &str, other: &str) -> Likeness {
    if one == other {
        return Likeness::Same;
    }
    let (one, other) = (Decimal::read(one), Decimal::read(other));
    if (one.negative, &one.digits, one.exponent) != (other.negative, &other.digits, other.exponent)
    {
        Likeness::OtherValue
    } else if one.scale != other.scale {
        Likeness::OtherScale
    } else {
        Likeness::Same
    }
}

/// `digits` times ten to the power of `exponent`, without zeros at either end.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i128,
    scale: i128,
}

impl Decimal {
    fn read(literal: &str) -> Self {
        let (mantissa, power) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
        let power = power.parse::<i64>().unwrap_or_else(|_| {
            // More digits than an i64 has: far beyond any amount, in one direction or the other.
            if power.starts_with('-') {
                i64::MIN
            } else {
                i64::MAX
            }
        });
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let places = i128::try_from(fraction.len()).unwrap_or(i128::MAX);
        let scale = places.saturating_sub(i128::from(power));
        let all = [whole, fraction].concat();
        let short = all.trim_end_matches('0');
        let zeros = i128::try_from(all.len() - short.len()).unwrap_or(i128::MAX);
        let digits = short.trim_start_matches('0').to_owned();
        let is_zero = digits.is_empty();
        Self {
            negative: negative && !is_zero,
            exponent: if is_zero {
                0
            } else {
                zeros.saturating_sub(scale)
            },
            digits,
            scale: scale.max(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn value_and_scale_decide_and_the_spelling_does_not() {
        for (one, other, likeness) in [
            ("10.000", "10.000", Likeness::Same),
            ("10.000", "10.0", Likeness::OtherScale),
            ("10.0", "10", Likeness::OtherScale),
            ("1e2", "100", Likeness::Same),
            ("1.50E1", "15.0", Likeness::Same),
            ("1.50E1", "15", Likeness::OtherScale),
            ("-0", "0", Likeness::Same),
            ("0.00", "0", Likeness::OtherScale),
            ("100", "1000", Likeness::OtherValue),
            ("-1", "1", Likeness::OtherValue),
            ("0.1", "0.10000000000000001", Likeness::OtherValue),
            (
                "1e99999999999999999999",
                "1e-99999999999999999999",
                Likeness::OtherValue,
            ),
        ] {
            assert_eq!(compare(one, other), likeness, "{one} {other}");
            assert_eq!(compare(other, one), likeness, "{other} {one}");
        }
    }

    proptest! {
        #[test]
        fn no_literal_makes_it_panic(one in "-?[0-9.eE+-]{0,30}", other in ".{0,10}") {
            let _ = compare(&one, &other);
        }
    }
}
