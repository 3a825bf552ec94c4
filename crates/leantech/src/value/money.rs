//! An amount with its currency.

use std::fmt;
use std::str::FromStr;

use leantech_core::{Decimal, ExactDecimal};

/// The three-letter ISO 4217 code of a currency, such as `SAR`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Currency([u8; 3]);

/// An exact, signed amount in one currency.
///
/// Amounts in different currencies cannot be added: [`checked_add`](Self::checked_add) fails.
///
/// ```
/// use leantech::Money;
///
/// let salary: Money = "12500.00 SAR".parse()?;
/// let rent = Money::new("-4000.50".parse::<leantech::ExactDecimal>()?, "SAR")?;
/// assert_eq!(salary.checked_add(&rent)?.to_string(), "8499.50 SAR");
/// assert!(salary.checked_add(&"1 USD".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// Why something is not an amount of money. It does not contain the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoneyError {
    /// The amount has no currency.
    MissingCurrency,
    /// The currency is not three letters of ISO 4217.
    Currency,
    /// The text is not an amount, a space and a currency.
    Malformed,
    /// The two amounts have different currencies.
    UnlikeCurrencies,
    /// The sum has more digits than can be held exactly (28).
    TooManyDigits,
    /// The transaction is neither a credit nor a debit, so the sign is unknown.
    UnknownSign,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingCurrency => "the amount has no currency",
            Self::Currency => "a currency is three letters of ISO 4217, such as SAR",
            Self::Malformed => "money is written as an amount, a space and a currency: `10.00 SAR`",
            Self::UnlikeCurrencies => "amounts of different currencies cannot be added",
            Self::TooManyDigits => "the sum has more digits than can be held exactly (28)",
            Self::UnknownSign => "the transaction is neither a credit nor a debit",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// An amount in a currency. The code may be in lowercase.
    ///
    /// # Errors
    ///
    /// Fails unless the currency is three letters.
    pub fn new(amount: impl Into<Decimal>, currency: &str) -> Result<Self, MoneyError> {
        let letters: [u8; 3] = currency
            .as_bytes()
            .try_into()
            .map_err(|_| MoneyError::Currency)?;
        if !letters.iter().all(u8::is_ascii_alphabetic) {
            return Err(MoneyError::Currency);
        }
        Ok(Self {
            amount: amount.into(),
            currency: Currency(letters.map(|letter| letter.to_ascii_uppercase())),
        })
    }

    /// The signed amount of a transaction: a credit is positive, a debit negative. `None` if the
    /// transaction has no amount.
    ///
    /// # Errors
    ///
    /// Fails when the currency is missing or malformed, or when the transaction is neither a credit
    /// nor a debit.
    #[cfg(feature = "data")]
    pub fn of_transaction(
        transaction: &leantech_data::types::Transaction,
    ) -> Result<Option<Self>, MoneyError> {
        use leantech_data::types::CreditDebitIndicator::{Credit, Debit};
        let Some(amount) = &transaction.amount else {
            return Ok(None);
        };
        let money = Self::try_from(amount)?;
        match transaction.credit_debit_indicator {
            Some(Credit) => Ok(Some(money)),
            Some(Debit) => Ok(Some(money.negated())),
            _ => Err(MoneyError::UnknownSign),
        }
    }

    /// The amount, in units of the currency.
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// The ISO 4217 code of the currency.
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency.0).unwrap_or_default()
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    ///
    /// Fails when the currencies differ, or when the sum cannot be held exactly.
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::UnlikeCurrencies);
        }
        let sum = self.amount.checked_add(other.amount);
        let sum = sum.ok_or(MoneyError::TooManyDigits)?;
        // If digits were rounded away, subtracting does not give the other amount back.
        let is_exact = sum.checked_sub(other.amount) == Some(self.amount)
            && sum.checked_sub(self.amount) == Some(other.amount);
        if !is_exact {
            return Err(MoneyError::TooManyDigits);
        }
        Ok(Self {
            amount: sum,
            currency: self.currency,
        })
    }

    /// The same amount with the opposite sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self {
            amount: if self.amount.is_zero() {
                self.amount
            } else {
                -self.amount
            },
            currency: self.currency,
        }
    }
}

/// In the form that is parsed: `10.00 SAR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency())
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (amount, currency) = text.split_once(' ').ok_or(MoneyError::Malformed)?;
        let amount: ExactDecimal = amount.parse().map_err(|_| MoneyError::Malformed)?;
        Self::new(amount, currency)
    }
}

/// Without a sign, as in Lean's answers.
#[cfg(feature = "data")]
impl TryFrom<&leantech_data::types::Amount> for Money {
    type Error = MoneyError;

    fn try_from(amount: &leantech_data::types::Amount) -> Result<Self, MoneyError> {
        let currency = amount.currency.as_deref();
        let currency = currency.ok_or(MoneyError::MissingCurrency)?;
        Self::new(amount.amount.clone(), currency)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Result<Money, MoneyError> {
        text.parse()
    }

    #[test]
    fn digits_and_scale_are_kept() {
        for text in ["10.000 SAR", "-0.01 AED", "0 USD"] {
            assert_eq!(
                money(text).map(|money| money.to_string()),
                Ok(text.to_owned())
            );
        }
        assert_eq!(
            money("1 sar").map(|money| money.to_string()),
            Ok("1 SAR".to_owned())
        );
    }

    #[test]
    fn what_is_not_money_is_refused() {
        for (text, fault) in [
            ("", MoneyError::Malformed),
            ("10.00", MoneyError::Malformed),
            ("ten SAR", MoneyError::Malformed),
            ("10 SA", MoneyError::Currency),
            ("10 SARX", MoneyError::Currency),
            ("10 S4R", MoneyError::Currency),
            ("10  SAR", MoneyError::Currency),
        ] {
            assert_eq!(money(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn unlike_currencies_are_not_added() {
        let (one, other) = (money("1 SAR"), money("1 AED"));
        let sum = one.and_then(|one| one.checked_add(&other?));
        assert_eq!(sum, Err(MoneyError::UnlikeCurrencies));
    }

    #[test]
    fn a_sum_that_is_not_exact_is_refused() {
        for (one, other) in [
            ("79228162514264337593543950335 SAR", "1 SAR"),
            ("79228162514264337593543950335 SAR", "0.1 SAR"),
            ("7922816251426433759354395033 SAR", "0.0000000001 SAR"),
        ] {
            let sum = money(one).and_then(|one| one.checked_add(&money(other)?));
            assert_eq!(sum, Err(MoneyError::TooManyDigits), "{one} + {other}");
        }
    }

    #[cfg(feature = "data")]
    #[test]
    fn a_transaction_has_a_sign() {
        let transaction = |json: &str| {
            let read = serde_json::from_str::<leantech_data::types::Transaction>(json);
            read.map_err(|_| MoneyError::Malformed)
                .and_then(|transaction| Money::of_transaction(&transaction))
                .map(|money| money.map(|money| money.to_string()))
        };
        for (amount, indicator, expected) in [
            (
                r#"{"amount":10.50,"currency":"SAR"}"#,
                "CREDIT",
                Ok("10.50 SAR"),
            ),
            (
                r#"{"amount":10.50,"currency":"SAR"}"#,
                "DEBIT",
                Ok("-10.50 SAR"),
            ),
            (
                r#"{"amount":0.00,"currency":"SAR"}"#,
                "DEBIT",
                Ok("0.00 SAR"),
            ),
            (
                r#"{"amount":10.50,"currency":"SAR"}"#,
                "UNSUPPORTED",
                Err(MoneyError::UnknownSign),
            ),
            (
                r#"{"amount":10.50}"#,
                "CREDIT",
                Err(MoneyError::MissingCurrency),
            ),
            (
                r#"{"amount":10.50,"currency":"riyal"}"#,
                "CREDIT",
                Err(MoneyError::Currency),
            ),
        ] {
            let json = format!(
                r#"{{"transaction_id":"t","amount":{amount},"credit_debit_indicator":"{indicator}"}}"#
            );
            let expected = expected.map(|text| Some(text.to_owned()));
            assert_eq!(transaction(&json), expected, "{json}");
        }
        assert_eq!(transaction(r#"{"transaction_id":"t"}"#), Ok(None));
    }
}
