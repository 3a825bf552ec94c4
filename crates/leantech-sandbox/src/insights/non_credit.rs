//! Obligations that are no credit: payments that go out every month.

use std::collections::BTreeMap;

use leantech_core::ExactDecimal;
use leantech_insights::types::{
    InsightType, NonCreditBreakdown, NonCreditObligationsInsights, NonCreditObligationsMonth,
    NonCreditObligationsTotal, RecurringObligation,
};
use serde::Serialize;

use super::Insight;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, midnight, quotient, ratio, with_currency};
use super::months::{average, by_month, named_extremes, summed};
use super::view::{View, is_repayment, is_spending};
use crate::data::history::Entry;

pub(super) struct NonCreditObligations;

impl Insight for NonCreditObligations {
    type Data = NonCreditObligationsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::NonCreditsObligations)
    }

    fn data(view: &View) -> NonCreditObligationsInsights {
        let entries = view.entries(is_obligation);
        let months = by_month(&view.window, &entries).into_iter().rev();
        NonCreditObligationsInsights {
            total: Some(total(view, &entries)),
            monthly_totals: Some(
                months
                    .map(|it| NonCreditObligationsMonth {
                        month: Some(it.month.as_number()),
                        year: Some(it.month.year()),
                        is_month_complete: Some(it.month.is_complete),
                        amount: Some(with_currency(it.amount)),
                        count: Some(count(it.count)),
                    })
                    .collect(),
            ),
        }
    }

    fn result(envelope: Envelope<NonCreditObligationsInsights>) -> impl Serialize {
        typed_result!(NonCreditObligationsResult, envelope, data, refreshed_at)
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
    NonCreditObligationsTotal {
        amount: Some(with_currency(amount)),
        count: Some(count(number)),
        first_date_time: entries.first().map(|entry| midnight(entry.day)),
        last_date_time: entries.last().map(|entry| midnight(entry.day)),
        average_monthly_amount: Some(with_currency(average(&moved))),
        average_monthly_count: Some(ratio(count(number), moved.len())),
        maximum_monthly_amount: most,
        minimum_monthly_amount: least,
        breakdown: Some(vec![NonCreditBreakdown {
            by: Some("RECURRING_TRANSACTIONS".into()),
            breakdowns: Some(obligations.collect()),
        }]),
    }
}

fn obligation(view: &View, name: &str, entries: &[Entry], all: i64) -> RecurringObligation {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    let (most, least) = named_extremes(&moved);
    // A whole number here, unlike in the total.
    let a_month: ExactDecimal = quotient(count(number), moved.len()).into();
    RecurringObligation {
        transaction_name: Some(name.into()),
        amount: Some(with_currency(amount)),
        count: Some(count(number)),
        fraction_of_total_obligations: Some(ratio(amount, all)),
        average_monthly_amount: Some(with_currency(average(&moved))),
        average_monthly_count: Some(a_month),
        maximum_monthly_amount: most,
        minimum_monthly_amount: least,
    }
}
