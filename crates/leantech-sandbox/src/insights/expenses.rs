//! Expenses: spending by category, in all and a month at a time.

use std::collections::BTreeMap;

use leantech_insights::types::{
    CategoryExpenses, ExpenseTransaction, ExpenseType, ExpensesBreakdown, ExpensesInsights,
    ExpensesMonth, ExpensesTotal, InsightType,
};
use serde::Serialize;

use super::Insight;
use super::categories::word;
use super::envelope::{Envelope, typed_result};
use super::figures::{CURRENCY, bare, count, midnight, ratio};
use super::months::{average, by_month, extremes, summed, within};
use super::view::{View, is_spending};
use crate::data::history::Entry;

pub(super) struct Expenses;

impl Insight for Expenses {
    type Data = ExpensesInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::Expenses)
    }

    fn data(view: &View) -> ExpensesInsights {
        let is_asked_for = |entry: &Entry| view.expenses == ExpenseType::All || entry.is_by_card();
        let entries = view.entries(|entry| is_spending(entry) && is_asked_for(entry));
        let months = by_month(&view.window, &entries).into_iter().rev();
        ExpensesInsights {
            currency: Some(CURRENCY.into()),
            total: Some(total(view, &entries)),
            monthly_totals: Some(
                months
                    .map(|it| {
                        let days = &it.month.days;
                        let within: Vec<&Entry> = within(&entries, days).collect();
                        ExpensesMonth {
                            month: Some(it.month.as_number()),
                            year: Some(it.month.year()),
                            amount: Some(bare(it.amount)),
                            count: Some(count(it.count)),
                            is_month_complete: Some(it.month.is_complete),
                            breakdown: Some(breakdown(&within, short)),
                        }
                    })
                    .collect(),
            ),
            // Required by Lean's reference, and not sent by its server.
            transactions: view
                .is_by_reference
                .then(|| entries.iter().rev().map(transaction).collect()),
        }
    }

    fn result(envelope: Envelope<ExpensesInsights>) -> impl Serialize {
        typed_result!(ExpensesResult, envelope, data, refreshed_at)
    }
}

fn total(view: &View, entries: &[Entry]) -> ExpensesTotal {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    let (most, least) = extremes(&moved);
    let all: Vec<&Entry> = entries.iter().collect();
    ExpensesTotal {
        count: Some(count(number)),
        amount: Some(bare(amount)),
        first_date_time: entries.first().map(|entry| midnight(entry.day)),
        last_date_time: entries.last().map(|entry| midnight(entry.day)),
        average_monthly_count: Some(ratio(count(number), moved.len())),
        average_monthly_amount: Some(bare(average(&moved))),
        minimum_monthly_amount: least,
        maximum_monthly_amount: most,
        breakdown: Some(breakdown(&all, |entries, all| long(view, entries, all))),
    }
}

/// Spending by category, the largest first; `one` makes the entry of a category, of whose
/// transactions the last argument says how much there was in all.
fn breakdown(
    entries: &[&Entry],
    one: impl Fn(&[&Entry], i64) -> CategoryExpenses,
) -> Vec<ExpensesBreakdown> {
    let mut categories: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let category = categories.entry(entry.category.as_str());
        category.or_default().push(entry);
    }
    let sum = |entries: &[&Entry]| summed(entries.iter().copied()).0;
    let all = sum(entries);
    let mut categories: Vec<Vec<&Entry>> = categories.into_values().collect();
    categories.sort_by_key(|entries| std::cmp::Reverse(sum(entries)));
    vec![ExpensesBreakdown {
        by: Some("category".into()),
        breakdowns: Some(categories.iter().map(|entries| one(entries, all)).collect()),
    }]
}

/// A category in a month.
fn short(entries: &[&Entry], all: i64) -> CategoryExpenses {
    let (amount, number) = summed(entries.iter().copied());
    CategoryExpenses {
        category: entries.first().map(|entry| word(entry.category)),
        amount: Some(bare(amount)),
        count: Some(count(number)),
        fraction_of_total_expenses: Some(ratio(amount, all)),
        ..CategoryExpenses::default()
    }
}

/// A category in the whole window, of which more is told.
fn long(view: &View, entries: &[&Entry], all: i64) -> CategoryExpenses {
    let owned: Vec<Entry> = entries.iter().copied().cloned().collect();
    let moved = by_month(&view.window, &owned);
    let (most, least) = extremes(&moved);
    let (earliest, latest) = (owned.first(), owned.last());
    let between = earliest
        .zip(latest)
        .map(|(earliest, latest)| (latest.day - earliest.day).num_days());
    CategoryExpenses {
        average_days_between_transactions: between.map(|days| ratio(days, count(owned.len()) - 1)),
        first_date_time: earliest.map(|entry| midnight(entry.day)),
        last_date_time: latest.map(|entry| midnight(entry.day)),
        average_monthly_amount: Some(bare(average(&moved))),
        average_monthly_count: Some(ratio(count(owned.len()), moved.len())),
        maximum_monthly_amount: most,
        minimum_monthly_amount: least,
        ..short(entries, all)
    }
}

fn transaction(entry: &Entry) -> ExpenseTransaction {
    ExpenseTransaction {
        account_id: Some(entry.account_id.clone()),
        transaction_id: Some(entry.id.clone()),
        transaction_information: Some(entry.text.into()),
        booking_date_time: Some(midnight(entry.day)),
        amount: Some(bare(entry.amount)),
        category: Some(word(entry.category)),
    }
}
