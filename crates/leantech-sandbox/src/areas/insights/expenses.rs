//! Expenses: spending by category, in all and a month at a time.

use std::collections::BTreeMap;

use leantech_insights::types::{
    CategoryExpenses, ExpenseTransaction, ExpenseType, ExpensesBreakdown, ExpensesInsights,
    ExpensesMonth, ExpensesTotal, InsightType,
};
use serde::Serialize;

use super::categories::word;
use super::envelope::{Envelope, typed_result};
use super::figures::{CURRENCY, bare, count, midnight, ratio};
use super::insight::Insight;
use super::months::{average, by_month, extremes, summed, within};
use super::view::{View, is_spending};
use crate::areas::data::history::Entry;

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
        let mut insights = ExpensesInsights::new()
            .currency(CURRENCY)
            .total(total(view, &entries))
            .monthly_totals(
                months
                    .map(|it| {
                        let days = &it.month.days;
                        let within: Vec<&Entry> = within(&entries, days).collect();
                        ExpensesMonth::new()
                            .month(it.month.as_number())
                            .year(it.month.year())
                            .amount(bare(it.amount))
                            .count(count(it.count))
                            .is_month_complete(it.month.is_complete)
                            .breakdown(breakdown(&within, short))
                    })
                    .collect::<Vec<_>>(),
            );
        // Required by Lean's reference, and not sent by its server.
        insights.transactions = view
            .is_by_reference
            .then(|| entries.iter().rev().map(transaction).collect());
        insights
    }

    fn result(envelope: Envelope<ExpensesInsights>) -> impl Serialize {
        typed_result!(ExpensesResult, envelope)
    }
}

fn total(view: &View, entries: &[Entry]) -> ExpensesTotal {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    let (most, least) = extremes(&moved);
    let all: Vec<&Entry> = entries.iter().collect();
    let mut total = ExpensesTotal::new()
        .count(count(number))
        .amount(bare(amount))
        .average_monthly_count(ratio(count(number), moved.len()))
        .average_monthly_amount(bare(average(&moved)))
        .breakdown(breakdown(&all, |entries, all| long(view, entries, all)));
    total.first_date_time = entries.first().map(|entry| midnight(entry.day));
    total.last_date_time = entries.last().map(|entry| midnight(entry.day));
    total.minimum_monthly_amount = least;
    total.maximum_monthly_amount = most;
    total
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
    vec![
        ExpensesBreakdown::new().by("category").breakdowns(
            categories
                .iter()
                .map(|entries| one(entries, all))
                .collect::<Vec<_>>(),
        ),
    ]
}

/// A category in a month.
fn short(entries: &[&Entry], all: i64) -> CategoryExpenses {
    let (amount, number) = summed(entries.iter().copied());
    let mut expenses = CategoryExpenses::new()
        .amount(bare(amount))
        .count(count(number))
        .fraction_of_total_expenses(ratio(amount, all));
    expenses.category = entries.first().map(|entry| word(&entry.category));
    expenses
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
    let mut expenses = short(entries, all)
        .average_monthly_amount(bare(average(&moved)))
        .average_monthly_count(ratio(count(owned.len()), moved.len()));
    expenses.average_days_between_transactions =
        between.map(|days| ratio(days, count(owned.len()) - 1));
    expenses.first_date_time = earliest.map(|entry| midnight(entry.day));
    expenses.last_date_time = latest.map(|entry| midnight(entry.day));
    expenses.maximum_monthly_amount = most;
    expenses.minimum_monthly_amount = least;
    expenses
}

fn transaction(entry: &Entry) -> ExpenseTransaction {
    ExpenseTransaction::new()
        .account_id(entry.account_id.clone())
        .transaction_id(entry.id.clone())
        .transaction_information(entry.text)
        .booking_date_time(midnight(entry.day))
        .amount(bare(entry.amount))
        .category(word(&entry.category))
}
