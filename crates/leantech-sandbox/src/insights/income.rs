//! Income: salary and what else comes in, a month and a source at a time.

use leantech_insights::types::{
    Income, IncomeFactors, IncomeInsights, IncomeMonth, IncomePeriod, IncomeSource,
    IncomeSourceType, IncomeTotal, IncomeTransaction, IncomeType, InsightType,
};
use serde::Serialize;

use super::Insight;
use super::envelope::{Envelope, typed_result};
use super::figures::{
    CURRENCY, bare, count, hundredths, midnight, money, percent, quotient, ratio, with_currency,
};
use super::months::{
    Moved, PERIODS, active_average, average, by_month, divisor, extremes, last_months, shuffled,
    summed, within,
};
use super::view::View;
use crate::data::history::Entry;
use crate::data::income::IncomeKind;

pub(super) struct VerifiedIncome;

impl Insight for VerifiedIncome {
    type Data = IncomeInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::Income)
    }

    fn data(view: &View) -> IncomeInsights {
        let is_wanted = |kind| view.income == IncomeType::All || view.income == kind;
        let part = |of: fn(&Entry) -> bool, is_salary| income(view, &view.entries(of), is_salary);
        IncomeInsights {
            salary: is_wanted(IncomeType::Salary).then(|| part(is_salary, true)),
            non_salary: is_wanted(IncomeType::NonSalary).then(|| part(is_other_income, false)),
        }
    }

    fn result(envelope: Envelope<IncomeInsights>) -> impl Serialize {
        typed_result!(IncomeResult, envelope, data, refreshed_at)
    }
}

/// What kind of income a transaction is, if it is any.
pub(super) fn source(entry: &Entry) -> Option<IncomeSourceType> {
    entry.income.map(|kind| match kind {
        IncomeKind::Employment => IncomeSourceType::Employment,
        IncomeKind::Investments => IncomeSourceType::Investments,
        IncomeKind::CashDeposit => IncomeSourceType::CashDeposit,
    })
}

/// Whether a transaction is salary.
pub(super) fn is_salary(entry: &Entry) -> bool {
    source(entry) == Some(IncomeSourceType::Employment)
}

/// Whether a transaction is income and no salary.
pub(super) fn is_other_income(entry: &Entry) -> bool {
    source(entry).is_some() && !is_salary(entry)
}

fn income(view: &View, entries: &[Entry], is_salary: bool) -> Income {
    let moved = by_month(&view.window, entries);
    // Lean's older reference writes what is no salary as objects.
    let has_objects = view.is_by_reference && !is_salary;
    Income {
        currency: Some(CURRENCY.into()),
        total: Some(total(entries, &moved)),
        income_factors: Some(factors(view, entries, &moved)),
        monthly_totals: Some(
            shuffled(moved)
                .into_iter()
                .map(|it| IncomeMonth {
                    month: Some(it.month.as_number()),
                    year: Some(it.month.year()),
                    amount: Some(bare(it.amount)),
                    count: Some(count(it.count)),
                    is_month_complete: Some(it.month.is_complete),
                })
                .collect(),
        ),
        transactions: Some(
            entries
                .iter()
                .rev()
                .map(|entry| transaction(entry, has_objects))
                .collect(),
        ),
    }
}

fn total(entries: &[Entry], moved: &[Moved]) -> IncomeTotal {
    let (amount, number) = summed(entries);
    let (most, least) = extremes(moved);
    IncomeTotal {
        amount: Some(bare(amount)),
        count: Some(count(number)),
        first_date_time: entries.first().map(|entry| midnight(entry.day)),
        last_date_time: entries.last().map(|entry| midnight(entry.day)),
        average_monthly_amount: Some(bare(average(moved))),
        average_monthly_count: Some(ratio(count(number), moved.len())),
        average_monthly_received_value: Some(hundredths(active_average(moved))),
        maximum_monthly_amount: most,
        minimum_monthly_amount: least,
    }
}

fn transaction(entry: &Entry, has_objects: bool) -> IncomeTransaction {
    let amount = if has_objects {
        with_currency(entry.amount)
    } else {
        bare(entry.amount)
    };
    IncomeTransaction {
        account_id: Some(entry.account_id.clone()),
        transaction_id: Some(entry.id.clone()),
        transaction_information: Some(entry.text.into()),
        booking_date_time: Some(midnight(entry.day)),
        amount: Some(amount),
        income_source: source(entry).map(|kind| IncomeSource {
            type_: Some(kind.into()),
            // Nobody is named behind most of what is no salary.
            name: entry.party.map(Into::into),
        }),
    }
}

fn factors(view: &View, entries: &[Entry], moved: &[Moved]) -> IncomeFactors {
    let periods = PERIODS.map(|(period, length)| {
        let days = last_months(&view.window, length);
        let within: Vec<Entry> = within(entries, &days).cloned().collect();
        let average = quotient(summed(&within).0, divisor(&days, length));
        let (low, high) = bounds(&by_month(&days, &within));
        IncomePeriod {
            period: Some(period.into()),
            income_variation: Some(percent(high - low, average)),
            average_income: Some(money(average)),
        }
    });
    let (low, high) = bounds(moved);
    let changes: Vec<i64> = moved
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] if before.amount > 0 => {
                let change = (after.amount - before.amount).saturating_mul(100);
                Some(quotient(change, before.amount))
            }
            _ => None,
        })
        .collect();
    IncomeFactors {
        periods: Some(periods.into()),
        delta_min_max: Some(hundredths(high - low)),
        average_monthly_income_change: Some(hundredths(quotient(
            changes.iter().sum(),
            changes.len(),
        ))),
    }
}

/// The least and the most of a month.
fn bounds(moved: &[Moved]) -> (i64, i64) {
    let amounts = || moved.iter().map(|it| it.amount);
    (amounts().min().unwrap_or(0), amounts().max().unwrap_or(0))
}
