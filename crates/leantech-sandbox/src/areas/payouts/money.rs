//! What may be paid: an amount above nothing, in whole halalas.

use leantech_core::{Decimal, ExactDecimal};

use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// The currency of every account that pays.
pub(super) const CURRENCY: &str = "SAR";

/// The amount at that place of the body, if it can be paid.
pub(super) fn payable(
    exchange: &Exchange<'_>,
    amount: &ExactDecimal,
    pointer: &str,
) -> Result<Decimal, Answer> {
    let decimal = amount.decimal();
    if decimal <= Decimal::ZERO {
        return Err(exchange.invalid(pointer, "amount must be above zero"));
    }
    if decimal.normalize().scale() > 2 {
        return Err(exchange.invalid(pointer, "amount must be in whole halalas"));
    }
    Ok(decimal)
}
