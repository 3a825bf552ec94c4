//! Cashflows of freelancers: what comes in and goes out, and what is left.

use chrono::NaiveDate;
use leantech_insights::types::{
    AccountInformation, FreelancerFlow, FreelancerInsights, FreelancerMonth,
    FreelancerMonthBalance, FreelancerMonthFlow, FreelancerPeriod, FreelancerTotal, InsightType,
};
use serde::Serialize;

use super::balances::Daily;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, midnight, money, quotient};
use super::insight::Insight;
use super::months::{Moved, PERIODS, by_month, divisor, last_months, summed, within};
use super::view::View;
use crate::areas::data::history::Entry;

pub(super) struct Freelancers;

impl Insight for Freelancers {
    type Data = FreelancerInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::FreelancerCashflow)
    }

    fn data(view: &View) -> FreelancerInsights {
        let (inward, outward) = (
            view.cash_entries(|entry| entry.is_credit),
            view.cash_entries(|entry| !entry.is_credit),
        );
        let balances = Daily::of(view.cash(), &view.window);
        let opened: Option<NaiveDate> = view.accounts.iter().map(|it| it.facts.opened).min();
        let mut information = AccountInformation::new()
            .account_holder_full_name(view.persona.full_name())
            .account_holder_short_name(view.persona.short_name());
        information.account_opening_date = opened.map(midnight);
        FreelancerInsights::new()
            .account_information(information)
            .total(
                FreelancerTotal::new()
                    .current_balance_amount(money(balances.last()))
                    .average_monthly_balance_amount(money(balances.average(&view.window)))
                    .inflows(flow(view, &inward))
                    .outflows(flow(view, &outward)),
            )
            .monthly_totals(
                by_month(&view.window, &inward)
                    .iter()
                    .zip(&by_month(&view.window, &outward))
                    .map(|(inward, outward)| month(&balances, inward, outward))
                    .collect::<Vec<_>>(),
            )
    }

    fn result(envelope: Envelope<FreelancerInsights>) -> impl Serialize {
        typed_result!(FreelancerResult, envelope)
    }
}

fn flow(view: &View, entries: &[Entry]) -> FreelancerFlow {
    let (amount, number) = summed(entries);
    // The longest first, unlike elsewhere.
    let periods = PERIODS.into_iter().rev().map(|(period, length)| {
        let days = last_months(&view.window, length);
        let amount = summed(within(entries, &days)).0;
        FreelancerPeriod::new()
            .period(period)
            .total_amount(money(amount))
            .average_amount(money(quotient(amount, divisor(&days, length))))
    });
    FreelancerFlow::new()
        .total_amount(money(amount))
        .transactions_count(count(number))
        .periods(periods.collect::<Vec<_>>())
}

fn month(balances: &Daily, inward: &Moved, outward: &Moved) -> FreelancerMonth {
    let days = &inward.month.days;
    FreelancerMonth::new()
        .month(inward.month.as_number())
        .year(inward.month.year())
        .is_month_complete(inward.month.is_complete)
        .inflows(month_flow(inward))
        .outflows(month_flow(outward))
        .balance(
            FreelancerMonthBalance::new()
                .monthly_average_amount(money(balances.average(days)))
                .initial_balance_amount(money(balances.before(*days.start()))),
        )
}

fn month_flow(moved: &Moved) -> FreelancerMonthFlow {
    FreelancerMonthFlow::new()
        .monthly_average_amount(money(quotient(moved.amount, moved.count)))
        .total_amount(money(moved.amount))
        .transactions_count(count(moved.count))
}
