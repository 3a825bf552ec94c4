//! Income: salary and what else comes in, a month and a source at a time.

use leantech_insights::types::{
    Income, IncomeFactors, IncomeInsights, IncomeMonth, IncomePeriod, IncomeSource,
    IncomeSourceType, IncomeTotal, IncomeTransaction, IncomeType, InsightType,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{
    CURRENCY, bare, count, hundredths, midnight, money, percent, quotient, ratio, with_currency,
};
use super::insight::Insight;
use super::months::{
    Moved, PERIODS, active_average, average, by_month, divisor, extremes, last_months, shuffled,
    summed, within,
};
use super::view::View;
use crate::areas::data::history::Entry;
use crate::mock::income::IncomeKind;

pub(super) struct VerifiedIncome;

impl Insight for VerifiedIncome {
    type Data = IncomeInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::Income)
    }

    fn data(view: &View) -> IncomeInsights {
        let is_wanted = |kind| view.income == IncomeType::All || view.income == kind;
        let part = |of: fn(&Entry) -> bool, is_salary| income(view, &view.entries(of), is_salary);
        let mut insights = IncomeInsights::new();
        insights.salary = is_wanted(IncomeType::Salary).then(|| part(is_salary, true));
        insights.non_salary =
            is_wanted(IncomeType::NonSalary).then(|| part(is_other_income, false));
        insights
    }

    fn result(envelope: Envelope<IncomeInsights>) -> impl Serialize {
        typed_result!(IncomeResult, envelope)
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
    // Lean's older reference writes what is not salary as objects.
    let has_objects = view.is_by_reference && !is_salary;
    Income::new()
        .currency(CURRENCY)
        .total(total(entries, &moved))
        .income_factors(factors(view, entries, &moved))
        .monthly_totals(
            shuffled(moved)
                .into_iter()
                .map(|it| {
                    IncomeMonth::new()
                        .month(it.month.as_number())
                        .year(it.month.year())
                        .amount(bare(it.amount))
                        .count(count(it.count))
                        .is_month_complete(it.month.is_complete)
                })
                .collect::<Vec<_>>(),
        )
        .transactions(
            entries
                .iter()
                .rev()
                .map(|entry| transaction(entry, has_objects))
                .collect::<Vec<_>>(),
        )
}

fn total(entries: &[Entry], moved: &[Moved]) -> IncomeTotal {
    let (amount, number) = summed(entries);
    let (most, least) = extremes(moved);
    let mut total = IncomeTotal::new()
        .amount(bare(amount))
        .count(count(number))
        .average_monthly_amount(bare(average(moved)))
        .average_monthly_count(ratio(count(number), moved.len()))
        .average_monthly_received_value(hundredths(active_average(moved)));
    total.first_date_time = entries.first().map(|entry| midnight(entry.day));
    total.last_date_time = entries.last().map(|entry| midnight(entry.day));
    total.maximum_monthly_amount = most;
    total.minimum_monthly_amount = least;
    total
}

fn transaction(entry: &Entry, has_objects: bool) -> IncomeTransaction {
    let amount = if has_objects {
        with_currency(entry.amount)
    } else {
        bare(entry.amount)
    };
    let mut transaction = IncomeTransaction::new()
        .account_id(entry.account_id.clone())
        .transaction_id(entry.id.clone())
        .transaction_information(entry.text)
        .booking_date_time(midnight(entry.day))
        .amount(amount);
    transaction.income_source = source(entry).map(|kind| {
        let mut income_source = IncomeSource::new().type_(kind);
        // Nobody is named behind most of what is not salary.
        income_source.name = entry.party.map(Into::into);
        income_source
    });
    transaction
}

fn factors(view: &View, entries: &[Entry], moved: &[Moved]) -> IncomeFactors {
    let periods = PERIODS.map(|(period, length)| {
        let days = last_months(&view.window, length);
        let within: Vec<Entry> = within(entries, &days).cloned().collect();
        let average = quotient(summed(&within).0, divisor(&days, length));
        let (low, high) = bounds(&by_month(&days, &within));
        IncomePeriod::new()
            .period(period)
            .income_variation(percent(high - low, average))
            .average_income(money(average))
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
    IncomeFactors::new()
        .periods(periods)
        .delta_min_max(hundredths(high - low))
        .average_monthly_income_change(hundredths(quotient(changes.iter().sum(), changes.len())))
}

/// The least and the most of a month.
fn bounds(moved: &[Moved]) -> (i64, i64) {
    let amounts = || moved.iter().map(|it| it.amount);
    (amounts().min().unwrap_or(0), amounts().max().unwrap_or(0))
}
