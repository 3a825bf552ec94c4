//! A number's text as an exact decimal.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

/// More digits than any amount has; a longer text is refused before it is parsed.
const LONGEST_LITERAL: usize = 64;

/// A text that is not a decimal number of at most 28 significant digits.
///
/// It does not contain the text: amounts are customer data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalError {
    /// Not a decimal number.
    Malformed,
    /// More digits than can be held exactly.
    TooManyDigits,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a decimal number",
            Self::TooManyDigits => {
                "a decimal number with more digits than can be held exactly (28)"
            }
        })
    }
}

impl std::error::Error for DecimalError {}

/// Reads a number, as JSON or a text writes one, without rounding.
pub(crate) fn exact_number(text: &str) -> Result<Decimal, DecimalError> {
    if text.len() > LONGEST_LITERAL {
        return Err(DecimalError::TooManyDigits);
    }
    let plain = expand_exponent(text)?;
    if !is_plain_number(&plain) {
        return Err(DecimalError::Malformed);
    }
    // A plain number that is still refused has more digits than fit.
    Decimal::from_str_exact(&plain).map_err(|_| DecimalError::TooManyDigits)
}

/// Whether a text is digits, perhaps with a sign and a point between them. `Decimal` itself would
/// take `1_000` and `.5` as well.
pub(crate) fn is_plain_number(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(number),
    }
}

/// Writes `1.5e3` as `1500`: exact, where a parser of scientific notation may round.
fn expand_exponent(text: &str) -> Result<Cow<'_, str>, DecimalError> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Ok(Cow::Borrowed(text));
    };
    let exponent: i32 = exponent.parse().map_err(|_| DecimalError::Malformed)?;
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: String = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::Malformed);
    }
    let Ok(whole_len) = i32::try_from(whole.len()) else {
        return Err(DecimalError::TooManyDigits);
    };
    let point = whole_len
        .checked_add(exponent)
        .ok_or(DecimalError::TooManyDigits)?;
    let length = i32::try_from(all.len()).map_err(|_| DecimalError::TooManyDigits)?;
    if !(-40..=40).contains(&point) {
        return Err(DecimalError::TooManyDigits);
    }
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    Ok(Cow::Owned(if point <= 0 {
        format!("{sign}0.{}{all}", zeros(-point))
    } else if point >= length {
        format!("{sign}{all}{}", zeros(point - length))
    } else {
        let (whole, fraction) = all.split_at(usize::try_from(point).unwrap_or(0));
        format!("{sign}{whole}.{fraction}")
    }))
}
