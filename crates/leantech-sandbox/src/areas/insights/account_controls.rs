//! Account controls: what is seen of an account, and whether it is enough.

use chrono::{Datelike, NaiveDate};
use leantech_insights::types::{
    AccountControls, AccountControlsInsights, AccountSignals, AccountThresholds, AccountVerdict,
    InsightType,
};
use serde::Serialize;

use super::balances::Daily;
use super::envelope::{Envelope, typed_result};
use super::income::{is_other_income, is_salary};
use super::insight::Insight;
use super::months::{average, by_month};
use super::view::{View, is_repayment, is_spending};
use crate::mock::persona::AccountKind;

pub(super) struct Controls;

/// The least average salary a month, in halalas. The bounds are an application's own at Lean.
const LEAST_SALARY: i64 = 400_000;

/// The least age of an account, in months.
const LEAST_AGE: i64 = 6;

/// The least balance, in halalas.
const LEAST_BALANCE: i64 = 100_000;

impl Insight for Controls {
    type Data = AccountControlsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::AccountControls)
    }

    fn data(view: &View) -> AccountControlsInsights {
        let salaries = view.entries(is_salary);
        let opened = view.accounts.iter().map(|it| it.facts.opened).min();
        let age = opened.map_or(0, |opened| age(opened, *view.window.end()));
        let balance = Daily::of(view.cash(), &view.window).last();
        let is_current = |kind| kind == AccountKind::Current;
        // No bound is set for other income.
        let thresholds = AccountThresholds::new()
            .meets_minimum_average_salary(
                average(&by_month(&view.window, &salaries)) >= LEAST_SALARY,
            )
            .meets_minimum_account_age(age >= LEAST_AGE)
            .meets_minimum_current_balance(balance >= LEAST_BALANCE);
        let eligible = [
            thresholds.meets_minimum_average_salary,
            thresholds.meets_minimum_average_non_salary,
            thresholds.meets_minimum_account_age,
            thresholds.meets_minimum_current_balance,
        ];
        AccountControlsInsights::new().account_controls(
            AccountControls::new()
                .signals(
                    AccountSignals::new()
                        .account_age_months(age)
                        .is_current_account(
                            view.accounts.iter().any(|it| is_current(it.facts.kind)),
                        )
                        .has_salary_income(!salaries.is_empty())
                        .has_non_salary_income(!view.entries(is_other_income).is_empty())
                        .has_inflows(!view.cash_entries(|entry| entry.is_credit).is_empty())
                        .has_loan_repayments(!view.entries(is_repayment).is_empty())
                        .has_loan_disbursements(false)
                        .is_expense_account(!view.entries(is_spending).is_empty()),
                )
                .verdict(
                    AccountVerdict::new()
                        .eligible(eligible.into_iter().all(|it| it != Some(false))),
                )
                .thresholds(thresholds),
        )
    }

    fn result(envelope: Envelope<AccountControlsInsights>) -> impl Serialize {
        typed_result!(AccountControlsResult, envelope)
    }
}

/// How many whole months lie between two days.
fn age(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    (months(to) - months(from) - i64::from(to.day() < from.day())).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_counts_when_it_is_over() {
        let day = |text: &str| text.parse().unwrap_or_default();
        assert_eq!(age(day("2025-11-20"), day("2026-01-19")), 1);
        assert_eq!(age(day("2025-11-20"), day("2026-01-20")), 2);
    }
}
