//! Cashflows: what comes in and goes out of the accounts with the customer's own money.

use leantech_insights::types::{
    BigPayments, BigPaymentsPeriod, Cashflow, CashflowCategory, CashflowsInsights, CashflowsMonth,
    CashflowsTotal, CreditDebitBehaviour, CreditDebitPeriod, InsightType, NetCashflow, Period,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{count, money, quotient, ratio, with_currency};
use super::insight::Insight;
use super::months::{
    Moved, PERIODS, by_month, divisor, last_months, months, shuffled, summed, within,
};
use super::view::View;
use crate::areas::data::history::Entry;

pub(super) struct Cashflows;

/// What moved, by direction.
struct Flows {
    inward: Vec<Entry>,
    outward: Vec<Entry>,
}

impl Insight for Cashflows {
    type Data = CashflowsInsights;

    /// Recorded without the field; the reference has it in an example.
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
        CashflowsInsights::new()
            .total(total(view, &flows))
            .monthly_totals(by_months(view, &flows))
            .credit_debit_behaviour(
                CreditDebitBehaviour::new().periods(
                    periods()
                        .map(|it| behaviour(view, &flows, it))
                        .collect::<Vec<_>>(),
                ),
            )
            .big_payments(
                BigPayments::new().periods(
                    periods()
                        .map(|it| big_payments(view, &flows, it))
                        .collect::<Vec<_>>(),
                ),
            )
    }

    fn result(envelope: Envelope<CashflowsInsights>) -> impl Serialize {
        typed_result!(CashflowsResult, envelope)
    }
}

fn flow(category: CashflowCategory, amount: i64, number: usize) -> Vec<Cashflow> {
    vec![
        Cashflow::new()
            .category(category)
            .amount(with_currency(amount))
            .count(count(number)),
    ]
}

fn total(view: &View, flows: &Flows) -> CashflowsTotal {
    let (inward, outward) = (summed(&flows.inward), summed(&flows.outward));
    let outside =
        |entries: &[Entry]| summed(entries.iter().filter(|entry| !entry.is_own_transfer())).0;
    let mut cashflow = NetCashflow::new().overall_amount(money(inward.0 - outward.0));
    // Null in the recording, an object in the reference: what is left without transfers
    // between the customer's own accounts.
    cashflow.net_cashflow = view
        .is_by_reference
        .then(|| money(outside(&flows.inward) - outside(&flows.outward)));
    CashflowsTotal::new()
        .inwards(flow(CashflowCategory::Inflow, inward.0, inward.1))
        .outwards(flow(CashflowCategory::Outflow, outward.0, outward.1))
        .net(cashflow)
}

fn by_months(view: &View, flows: &Flows) -> Vec<CashflowsMonth> {
    let inward = shuffled(by_month(&view.window, &flows.inward));
    let outward = shuffled(by_month(&view.window, &flows.outward));
    let one = |(inward, outward): (Moved, Moved)| {
        CashflowsMonth::new()
            .month(inward.month.as_number())
            .year(inward.month.year())
            .is_month_complete(inward.month.is_complete)
            .inwards(flow(CashflowCategory::Inflow, inward.amount, inward.count))
            .outwards(flow(
                CashflowCategory::Outflow,
                outward.amount,
                outward.count,
            ))
            .net(NetCashflow::new().overall_amount(money(inward.amount - outward.amount)))
    };
    inward.into_iter().zip(outward).map(one).collect()
}

fn behaviour(view: &View, flows: &Flows, (period, length): (Period, u32)) -> CreditDebitPeriod {
    let days = last_months(&view.window, length);
    let (credit, credits) = summed(within(&flows.inward, &days));
    let (debit, debits) = summed(within(&flows.outward, &days));
    let (average_credit, average_debit) = (quotient(credit, credits), quotient(debit, debits));
    let a_month = |number: usize| quotient(count(number), divisor(&days, length));
    CreditDebitPeriod::new()
        .period(period)
        .grand_average_credit_amount(money(average_credit))
        .grand_average_credit_count(a_month(credits))
        .grand_average_debit_amount(money(average_debit))
        .grand_average_debit_count(a_month(debits))
        .grand_average_credit_debit_amount_ratio(ratio(average_credit, average_debit))
        .grand_average_credit_debit_count_ratio(ratio(count(credits), debits))
        .total_volume_of_credit(money(credit))
        .total_volume_of_debit(money(debit))
        .total_volume_of_credit_debit_ratio(ratio(credit, debit))
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
    BigPaymentsPeriod::new()
        .period(period)
        .average_max_monthly_credit_amount(money(credit))
        .average_max_monthly_debit_amount(money(debit))
        .average_max_monthly_credit_debit_amount_ratio(ratio(credit, debit))
}
