//! Cashflows: what comes in and goes out of the accounts with the customer's own money.

use leantech_insights::types::{
    BigPayments, BigPaymentsPeriod, Cashflow, CashflowCategory, CashflowsInsights, CashflowsMonth,
    CashflowsTotal, CreditDebitBehaviour, CreditDebitPeriod, InsightType, NetCashflow, Period,
};
use serde::Serialize;

use super::Insight;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, money, quotient, ratio, with_currency};
use super::months::{
    Moved, PERIODS, by_month, divisor, last_months, months, shuffled, summed, within,
};
use super::view::View;
use crate::data::history::Entry;

pub(super) struct Cashflows;

/// What moved, by direction.
struct Flows {
    inward: Vec<Entry>,
    outward: Vec<Entry>,
}

impl Insight for Cashflows {
    type Data = CashflowsInsights;

    /// Recorded without the member; the reference has it in an example.
    fn kind(view: &View) -> Option<InsightType> {
        view.is_by_reference.then_some(InsightType::Cashflow)
    }

    fn data(view: &View) -> CashflowsInsights {
        let flows = Flows {
            inward: view.cash_entries(|entry| entry.is_credit),
            outward: view.cash_entries(|entry| !entry.is_credit),
        };
        // The longest first, unlike elsewhere.
        let periods = || PERIODS.into_iter().rev();
        CashflowsInsights {
            total: Some(total(view, &flows)),
            monthly_totals: Some(by_months(view, &flows)),
            credit_debit_behaviour: Some(CreditDebitBehaviour {
                periods: Some(periods().map(|it| behaviour(view, &flows, it)).collect()),
            }),
            big_payments: Some(BigPayments {
                periods: Some(periods().map(|it| big_payments(view, &flows, it)).collect()),
            }),
        }
    }

    fn result(envelope: Envelope<CashflowsInsights>) -> impl Serialize {
        typed_result!(CashflowsResult, envelope, data, refreshed_at)
    }
}

fn flow(category: CashflowCategory, amount: i64, number: usize) -> Vec<Cashflow> {
    vec![Cashflow {
        category: Some(category.into()),
        amount: Some(with_currency(amount)),
        count: Some(count(number)),
    }]
}

fn total(view: &View, flows: &Flows) -> CashflowsTotal {
    let (inward, outward) = (summed(&flows.inward), summed(&flows.outward));
    let outside =
        |entries: &[Entry]| summed(entries.iter().filter(|entry| !entry.is_own_transfer())).0;
    CashflowsTotal {
        inwards: Some(flow(CashflowCategory::Inflow, inward.0, inward.1)),
        outwards: Some(flow(CashflowCategory::Outflow, outward.0, outward.1)),
        net: Some(NetCashflow {
            overall_amount: Some(money(inward.0 - outward.0)),
            // Null in the recording, an object in the reference: what is left without transfers
            // between the customer's own accounts.
            net_cashflow: view
                .is_by_reference
                .then(|| money(outside(&flows.inward) - outside(&flows.outward))),
        }),
    }
}

fn by_months(view: &View, flows: &Flows) -> Vec<CashflowsMonth> {
    let inward = shuffled(by_month(&view.window, &flows.inward));
    let outward = shuffled(by_month(&view.window, &flows.outward));
    let one = |(inward, outward): (Moved, Moved)| CashflowsMonth {
        month: Some(inward.month.as_number()),
        year: Some(inward.month.year()),
        is_month_complete: Some(inward.month.is_complete),
        inwards: Some(flow(CashflowCategory::Inflow, inward.amount, inward.count)),
        outwards: Some(flow(
            CashflowCategory::Outflow,
            outward.amount,
            outward.count,
        )),
        net: Some(NetCashflow {
            overall_amount: Some(money(inward.amount - outward.amount)),
            net_cashflow: None,
        }),
    };
    inward.into_iter().zip(outward).map(one).collect()
}

fn behaviour(view: &View, flows: &Flows, (period, length): (Period, u32)) -> CreditDebitPeriod {
    let days = last_months(&view.window, length);
    let (credit, credits) = summed(within(&flows.inward, &days));
    let (debit, debits) = summed(within(&flows.outward, &days));
    let (average_credit, average_debit) = (quotient(credit, credits), quotient(debit, debits));
    let a_month = |number: usize| quotient(count(number), divisor(&days, length));
    CreditDebitPeriod {
        period: Some(period.into()),
        grand_average_credit_amount: Some(money(average_credit)),
        grand_average_credit_count: Some(a_month(credits)),
        grand_average_debit_amount: Some(money(average_debit)),
        grand_average_debit_count: Some(a_month(debits)),
        grand_average_credit_debit_amount_ratio: Some(ratio(average_credit, average_debit)),
        grand_average_credit_debit_count_ratio: Some(ratio(count(credits), debits)),
        total_volume_of_credit: Some(money(credit)),
        total_volume_of_debit: Some(money(debit)),
        total_volume_of_credit_debit_ratio: Some(ratio(credit, debit)),
    }
}

fn big_payments(view: &View, flows: &Flows, (period, length): (Period, u32)) -> BigPaymentsPeriod {
    let days = last_months(&view.window, length);
    let largest = |entries: &[Entry]| {
        let months = months(&days);
        let of_months = months.iter().map(|month| {
            let amounts = within(entries, &month.days).map(|entry| entry.amount);
            amounts.max().unwrap_or(0)
        });
        quotient(of_months.sum(), months.len())
    };
    let (credit, debit) = (largest(&flows.inward), largest(&flows.outward));
    BigPaymentsPeriod {
        period: Some(period.into()),
        average_max_monthly_credit_amount: Some(money(credit)),
        average_max_monthly_debit_amount: Some(money(debit)),
        average_max_monthly_credit_debit_amount_ratio: Some(ratio(credit, debit)),
    }
}
