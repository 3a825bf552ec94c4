//! The amount of an insight, whichever form it came in.

use leantech_core::{Decimal, EitherForm, ExactDecimal};
use leantech_insights::types::Money as Sent;

use crate::value::money::{Money, MoneyError};

/// What a service does with an amount that Lean sends as a bare number or as an object with a currency.
pub trait InsightAmount {
    /// The number, in units of the currency; `None` for an object without one.
    fn number(&self) -> Option<Decimal>;

    /// The amount with its currency, which is the given one where the answer names none.
    ///
    /// # Errors
    ///
    /// Fails when there is no number, or when the currency is not three letters.
    fn money_or(&self, currency: &str) -> Result<Money, MoneyError>;
}

impl InsightAmount for EitherForm<ExactDecimal, Sent> {
    fn number(&self) -> Option<Decimal> {
        match self {
            Self::First(number) => Some(number.clone().into()),
            Self::Second(money) => money.amount.clone().map(Into::into),
        }
    }

    fn money_or(&self, currency: &str) -> Result<Money, MoneyError> {
        let number = self.number().ok_or(MoneyError::Malformed)?;
        let named = self.second().and_then(|money| money.currency.as_deref());
        Money::new(number, named.unwrap_or(currency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_give_the_same_number() {
        for (json, number, money) in [
            ("10.50", Some("10.50"), Some("10.50 SAR")),
            (
                r#"{"amount":10.50,"currency":"AED"}"#,
                Some("10.50"),
                Some("10.50 AED"),
            ),
            (r#"{"amount":-3}"#, Some("-3"), Some("-3 SAR")),
            (r#"{"currency":"SAR"}"#, None, None),
        ] {
            let amount: Option<EitherForm<ExactDecimal, Sent>> = serde_json::from_str(json).ok();
            let amount = amount.as_ref();
            let found = amount
                .and_then(InsightAmount::number)
                .map(|number| number.to_string());
            assert_eq!(found.as_deref(), number, "{json}");
            let found = amount.and_then(|amount| amount.money_or("SAR").ok());
            assert_eq!(
                found.map(|money| money.to_string()).as_deref(),
                money,
                "{json}"
            );
        }
    }
}
