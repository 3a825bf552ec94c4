//! Obligations that are not credit: payments that go out every month.

use std::collections::BTreeMap;

use leantech_core::ExactDecimal;
use leantech_insights::types::{
    InsightType, NonCreditBreakdown, NonCreditObligationsInsights, NonCreditObligationsMonth,
    NonCreditObligationsTotal, RecurringObligation,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{count, midnight, quotient, ratio, with_currency};
use super::insight::Insight;
use super::months::{average, by_month, named_extremes, summed};
use super::view::{View, is_repayment, is_spending};
use crate::areas::data::history::Entry;

pub(super) struct NonCreditObligations;

impl Insight for NonCreditObligations {
    type Data = NonCreditObligationsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::NonCreditsObligations)
    }

    fn data(view: &View) -> NonCreditObligationsInsights {
        let entries = view.entries(is_obligation);
        let months = by_month(&view.window, &entries).into_iter().rev();
        NonCreditObligationsInsights::new()
            .total(total(view, &entries))
            .monthly_totals(
                months
                    .map(|it| {
                        NonCreditObligationsMonth::new()
                            .month(it.month.as_number())
                            .year(it.month.year())
                            .is_month_complete(it.month.is_complete)
                            .amount(with_currency(it.amount))
                            .count(count(it.count))
                    })
                    .collect::<Vec<_>>(),
            )
    }

    fn result(envelope: Envelope<NonCreditObligationsInsights>) -> impl Serialize {
        typed_result!(NonCreditObligationsResult, envelope)
    }
}

/// Whether a transaction is due every month and pays no credit back.
fn is_obligation(entry: &Entry) -> bool {
    entry.is_recurring && is_spending(entry) && !is_repayment(entry)
}

fn total(view: &View, entries: &[Entry]) -> NonCreditObligationsTotal {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    let (most, least) = named_extremes(&moved);
    let mut names: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        names.entry(entry.text).or_default().push(entry.clone());
    }
    let obligations = names.iter().map(|it| obligation(view, it.0, it.1, amount));
    let mut total = NonCreditObligationsTotal::new()
        .amount(with_currency(amount))
        .count(count(number))
        .average_monthly_amount(with_currency(average(&moved)))
        .average_monthly_count(ratio(count(number), moved.len()))
        .breakdown(vec![
            NonCreditBreakdown::new()
                .by("RECURRING_TRANSACTIONS")
                .breakdowns(obligations.collect::<Vec<_>>()),
        ]);
    total.first_date_time = entries.first().map(|entry| midnight(entry.day));
    total.last_date_time = entries.last().map(|entry| midnight(entry.day));
    total.maximum_monthly_amount = most;
    total.minimum_monthly_amount = least;
    total
}

fn obligation(view: &View, name: &str, entries: &[Entry], all: i64) -> RecurringObligation {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    let (most, least) = named_extremes(&moved);
    // A whole number here, unlike in the total.
    let a_month: ExactDecimal = quotient(count(number), moved.len()).into();
    let mut obligation = RecurringObligation::new()
        .transaction_name(name)
        .amount(with_currency(amount))
        .count(count(number))
        .fraction_of_total_obligations(ratio(amount, all))
        .average_monthly_amount(with_currency(average(&moved)))
        .average_monthly_count(a_month);
    obligation.maximum_monthly_amount = most;
    obligation.minimum_monthly_amount = least;
    obligation
}
