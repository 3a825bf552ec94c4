//! Balances of the accounts with the customer's own money, and how they move.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use leantech_insights::types::{
    BalanceFactors, BalancePeriod, BalancesInsights, BalancesMonth, BalancesTotal,
    ContributionFrequency, InsightType,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{CURRENCY, bare, hundredths, money, percent, quotient, ratio, with_currency};
use super::flow_factors::{self, Direction};
use super::insight::Insight;
use super::months::{Moved, PERIODS, by_month, last_months, summed};
use super::view::View;
use crate::areas::data::history::AccountHistory;

pub(super) struct Balances;

impl Insight for Balances {
    type Data = BalancesInsights;

    /// Recorded without the field; the reference has the word in a list.
    fn kind(view: &View) -> Option<InsightType> {
        view.is_by_reference.then_some(InsightType::CashBalances)
    }

    fn data(view: &View) -> BalancesInsights {
        let balances = Daily::of(view.cash(), &view.window);
        let mut insights = BalancesInsights::new()
            .total(total(view, &balances))
            .monthly_totals(by_months(view, &balances))
            .balance_factors(factors(view, &balances));
        // In Lean's older reference alone.
        insights.currency = view.is_by_reference.then(|| CURRENCY.into());
        insights.current_balance = view.is_by_reference.then(|| bare(balances.last()));
        insights
    }

    fn result(envelope: Envelope<BalancesInsights>) -> impl Serialize {
        typed_result!(BalancesResult, envelope)
    }
}

/// What is on some accounts together at the end of each day of a window, in halalas.
pub(super) struct Daily {
    /// What was on them before.
    pub(super) opening: i64,
    ends: Vec<(NaiveDate, i64)>,
}

impl Daily {
    pub(super) fn of<'a>(
        accounts: impl Iterator<Item = &'a AccountHistory>,
        window: &RangeInclusive<NaiveDate>,
    ) -> Self {
        let days = || {
            window
                .start()
                .iter_days()
                .take_while(|day| day <= window.end())
        };
        let mut opening = 0;
        let mut ends: Vec<(NaiveDate, i64)> = days().map(|day| (day, 0)).collect();
        for account in accounts {
            opening += account.opening;
            let mut entries = account.entries.iter().peekable();
            let mut balance = account.opening;
            for (day, end) in &mut ends {
                while let Some(entry) = entries.next_if(|entry| entry.day <= *day) {
                    balance = entry.balance;
                }
                *end += balance;
            }
        }
        Self { opening, ends }
    }

    /// What is on the accounts at the end.
    pub(super) fn last(&self) -> i64 {
        self.ends.last().map_or(self.opening, |(_, end)| *end)
    }

    pub(super) fn average(&self, days: &RangeInclusive<NaiveDate>) -> i64 {
        let ends = self.ends.iter().filter(|(day, _)| days.contains(day));
        let (sum, count) = ends.fold((0, 0_i64), |(sum, count), (_, end)| (sum + end, count + 1));
        if count == 0 {
            self.opening
        } else {
            quotient(sum, count)
        }
    }

    /// What was on the accounts before a day.
    pub(super) fn before(&self, day: NaiveDate) -> i64 {
        let earlier = self.ends.iter().rev().find(|(end, _)| *end < day);
        earlier.map_or(self.opening, |(_, end)| *end)
    }

    /// The least and the most of a day.
    pub(super) fn bounds(&self) -> (i64, i64) {
        let ends = || self.ends.iter().map(|(_, end)| *end);
        let (least, most) = (ends().min(), ends().max());
        (least.unwrap_or(self.opening), most.unwrap_or(self.opening))
    }
}

fn total(view: &View, balances: &Daily) -> BalancesTotal {
    let available = view.cash().map(AccountHistory::available).sum();
    BalancesTotal::new()
        .average_balance(with_currency(balances.average(&view.window)))
        .initial_balance(money(balances.opening))
        .current_balance(with_currency(balances.last()))
        .available_balance(money(available))
        .frequency_of_contributions(frequency(view))
}

/// How often money comes in.
fn frequency(view: &View) -> ContributionFrequency {
    let entries = view.cash_entries(|entry| entry.is_credit);
    let days = view.days();
    match quotient(days, entries.len()) {
        _ if entries.is_empty() => ContributionFrequency::Monthly,
        ..=2 => ContributionFrequency::Daily,
        3..=14 => ContributionFrequency::Weekly,
        _ => ContributionFrequency::Monthly,
    }
}

fn by_months(view: &View, balances: &Daily) -> Vec<BalancesMonth> {
    let contributions = by_month(&view.window, &view.cash_entries(|entry| entry.is_credit));
    let one = |month: &Moved| {
        let days = &month.month.days;
        let initial = balances.before(*days.start());
        let growth = days
            .end()
            .succ_opt()
            .map_or(0, |after| balances.before(after) - initial);
        BalancesMonth::new()
            .month(month.month.as_number())
            .year(month.month.year())
            .is_month_complete(month.month.is_complete)
            .monthly_growth_rate(ratio(growth, initial))
            .contribution_amount(money(month.amount))
            .average_balance(with_currency(balances.average(days)))
            .initial_balance(money(initial))
    };
    contributions.iter().map(one).collect()
}

fn factors(view: &View, balances: &Daily) -> BalanceFactors {
    let (inward, outward) = (
        view.cash_entries(|entry| entry.is_credit),
        view.cash_entries(|entry| !entry.is_credit),
    );
    let grown = balances.last() - balances.opening;
    let net = summed(&inward).0 - summed(&outward).0;
    let periods = PERIODS.map(|(period, length)| {
        let days = last_months(&view.window, length);
        let before = balances.before(*days.start());
        let moved = balances.last() - before;
        // In Lean's example, and never seen from its server.
        let by_reference = |number| view.is_by_reference.then_some(number);
        let mut balance_period = BalancePeriod::new()
            .period(period)
            .average_balance(bare(balances.average(&days)));
        balance_period.average_balance_variance =
            by_reference(ratio(moved, balances.average(&days)));
        balance_period.average_monthly_growth_rate =
            by_reference(ratio(moved, before * i64::from(length)));
        balance_period.trend = view.is_by_reference.then(|| trend(moved).into());
        balance_period
    });
    BalanceFactors::new()
        .periods(periods)
        .balance_trend_average_month_on_month(percent(grown, balances.opening))
        .current_balance(bare(balances.last()))
        .balance_trend(i64::from(grown > 0))
        .inflow_factors(flow_factors::of(view, &inward, Direction::In))
        .outflow_factors(flow_factors::of(view, &outward, Direction::Out))
        .daily_net_cashflow_estimate(hundredths(quotient(net, view.days())))
}

fn trend(moved: i64) -> &'static str {
    match moved {
        1.. => "INCREASING",
        0 => "STABLE",
        _ => "DECREASING",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::persona::{AccountKind, Persona};

    #[test]
    fn the_average_of_accounts_without_transactions_is_what_was_on_them() {
        let facts = Persona::of(1, "LEA1_SAMAOB_SAU", 0).account(AccountKind::Current);
        let account = AccountHistory {
            facts,
            opening: 700,
            entries: Vec::new(),
        };
        let day: NaiveDate = "2026-01-01".parse().unwrap_or_default();
        let daily = Daily::of([account].iter(), &(day..=day));
        assert_eq!((daily.last(), daily.average(&(day..=day))), (700, 700));
        assert_eq!((daily.before(day), daily.bounds()), (700, (700, 700)));
    }
}
