//! Which movements are income, and of what kind.

use leantech_data::types::{SubTransactionType as Sub, TransactionCategory, TransactionType};

use super::templates::Template;

/// A kind of income of a mock customer; transfers between own accounts and refunds are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncomeKind {
    Employment,
    Investments,
    CashDeposit,
}

impl IncomeKind {
    /// What kind of income a movement of this template is, if it is any.
    pub(crate) fn of(template: &Template) -> Option<Self> {
        if !template.is_credit {
            return None;
        }
        match (&template.category, &template.kind, &template.sub) {
            (TransactionCategory::SalaryAndRevenue, _, _) => Some(Self::Employment),
            (_, TransactionType::Teller, Sub::Deposit) => Some(Self::CashDeposit),
            (_, _, Sub::Profit) => Some(Self::Investments),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::persona::AccountKind;
    use crate::mock::templates;

    #[test]
    fn a_salary_is_income_and_money_moved_between_own_accounts_is_none() {
        let found: Vec<_> = AccountKind::ALL
            .into_iter()
            .flat_map(templates::of)
            .filter_map(|template| Some((template.text, IncomeKind::of(template)?)))
            .collect();
        assert_eq!(
            found,
            [
                ("SALARY Example Trading Company", IncomeKind::Employment),
                ("TELLER deposit", IncomeKind::CashDeposit),
                ("PROFIT", IncomeKind::Investments),
            ]
        );
    }
}
