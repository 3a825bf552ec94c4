//! Cashflows of freelancers: what comes in and goes out, and what is left.

use chrono::NaiveDate;
use leantech_insights::types::{
    AccountInformation, FreelancerFlow, FreelancerInsights, FreelancerMonth,
    FreelancerMonthBalance, FreelancerMonthFlow, FreelancerPeriod, FreelancerTotal, InsightType,
};
use serde::Serialize;

use super::Insight;
use super::balances::Daily;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, midnight, money, quotient};
use super::months::{Moved, PERIODS, by_month, divisor, last_months, summed, within};
use super::view::View;
use crate::data::history::Entry;

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
        FreelancerInsights {
            account_information: Some(AccountInformation {
                account_holder_full_name: Some(view.persona.full_name()),
                account_holder_short_name: Some(view.persona.short_name()),
                account_opening_date: opened.map(midnight),
            }),
            total: Some(FreelancerTotal {
                current_balance_amount: Some(money(balances.last())),
                average_monthly_balance_amount: Some(money(balances.average(&view.window))),
                inflows: Some(flow(view, &inward)),
                outflows: Some(flow(view, &outward)),
            }),
            monthly_totals: Some(
                by_month(&view.window, &inward)
                    .iter()
                    .zip(&by_month(&view.window, &outward))
                    .map(|(inward, outward)| month(&balances, inward, outward))
                    .collect(),
            ),
        }
    }

    fn result(envelope: Envelope<FreelancerInsights>) -> impl Serialize {
        typed_result!(FreelancerResult, envelope, data, refreshed_at)
    }
}

fn flow(view: &View, entries: &[Entry]) -> FreelancerFlow {
    let (amount, number) = summed(entries);
    // The longest first, unlike elsewhere.
    let periods = PERIODS.into_iter().rev().map(|(period, length)| {
        let days = last_months(&view.window, length);
        let amount = summed(within(entries, &days)).0;
        FreelancerPeriod {
            period: Some(period.into()),
            total_amount: Some(money(amount)),
            average_amount: Some(money(quotient(amount, divisor(&days, length)))),
        }
    });
    FreelancerFlow {
        total_amount: Some(money(amount)),
        transactions_count: Some(count(number)),
        periods: Some(periods.collect()),
    }
}

fn month(balances: &Daily, inward: &Moved, outward: &Moved) -> FreelancerMonth {
    let days = &inward.month.days;
    FreelancerMonth {
        month: Some(inward.month.as_number()),
        year: Some(inward.month.year()),
        is_month_complete: Some(inward.month.is_complete),
        inflows: Some(month_flow(inward)),
        outflows: Some(month_flow(outward)),
        balance: Some(FreelancerMonthBalance {
            monthly_average_amount: Some(money(balances.average(days))),
            initial_balance_amount: Some(money(balances.before(*days.start()))),
        }),
    }
}

fn month_flow(moved: &Moved) -> FreelancerMonthFlow {
    FreelancerMonthFlow {
        monthly_average_amount: Some(money(quotient(moved.amount, moved.count))),
        total_amount: Some(money(moved.amount)),
        transactions_count: Some(count(moved.count)),
    }
}
