//! How money moves in one direction: how much, how often, how regularly.

use chrono::{Datelike, Weekday};
use leantech_insights::types::{FlowFactors, SpikeTransaction};

use super::figures::{bare, count, hundredths, median, percent, quotient, ratio};
use super::income::is_salary;
use super::months::{by_month, summed};
use super::view::View;
use crate::areas::data::history::Entry;

/// Where money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
}

/// What counts as much, in halalas. Lean does not tell its own bound.
const MUCH: i64 = 100_000;

pub(super) fn of(view: &View, entries: &[Entry], direction: Direction) -> FlowFactors {
    let amounts: Vec<i64> = entries.iter().map(|entry| entry.amount).collect();
    let is_weekend = |entry: &&Entry| matches!(entry.day.weekday(), Weekday::Fri | Weekday::Sat);
    let weekend = count(entries.iter().filter(is_weekend).count());
    let gaps: Vec<i64> = entries
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] => Some((after.day - before.day).num_days()),
            _ => None,
        })
        .collect();
    let salary = summed(entries.iter().filter(|entry| is_salary(entry))).0;
    let recurring = summed(entries.iter().filter(|entry| entry.is_recurring));
    let large = count(amounts.iter().filter(|amount| **amount > MUCH).count());
    let is_in = direction == Direction::In;
    // Its two names: of the server, and of the reference.
    let share = is_in.then(|| percent(salary, amounts.iter().sum()));
    let (by_server, by_reference) = if view.is_by_reference {
        (None, share)
    } else {
        (share, None)
    };
    let mut factors = FlowFactors::new()
        .max_transaction_amount(hundredths(amounts.iter().copied().max().unwrap_or(0)))
        .min_transaction_amount(hundredths(amounts.iter().copied().min().unwrap_or(0)))
        .weekday_transaction_count(count(entries.len()) - weekend)
        .weekend_transaction_count(weekend)
        .average_time(ratio(gaps.iter().sum(), gaps.len()))
        .percent_greater_than_x(percent(large, count(entries.len())))
        .recurring_average(hundredths(quotient(recurring.0, recurring.1)))
        .median_days(hundredths(median(gaps).saturating_mul(100)))
        .median_transaction_amount(hundredths(median(amounts)));
    factors.percent_salary_transaction = by_server;
    factors.pct_salary = by_reference;
    factors.spike_transactions = (!is_in).then(|| spike(view, entries));
    factors
}

/// The month in which most went out.
fn spike(view: &View, entries: &[Entry]) -> Vec<SpikeTransaction> {
    let months = by_month(&view.window, entries);
    let most = months.iter().max_by_key(|it| it.amount);
    most.map(|it| {
        SpikeTransaction::new()
            .month(it.month.as_number())
            .year(it.month.year())
            .amount(bare(it.amount))
    })
    .into_iter()
    .collect()
}
