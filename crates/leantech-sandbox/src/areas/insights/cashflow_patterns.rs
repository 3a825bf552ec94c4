//! Cashflow patterns: payments that come again and again, and how regularly.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use leantech_insights::types::{
    ActivityStatus, CashflowPattern, CashflowPatternsInsights, CreditDebitIndicator, DayInterval,
    InsightType, PatternFrequency, PatternMonth, Regularity,
};
use serde::Serialize;

use super::categories::texts;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, money, quotient, ratio, with_currency};
use super::insight::Insight;
use super::months::{by_month, summed};
use super::view::View;
use crate::areas::data::history::Entry;

pub(super) struct Patterns;

/// A payment that came this often comes again.
const OFTEN: usize = 2;

impl Insight for Patterns {
    type Data = CashflowPatternsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::CashflowPatterns)
    }

    fn data(view: &View) -> CashflowPatternsInsights {
        let entries = view.entries(|entry| entry.is_recurring || entry.merchant.is_some());
        let mut groups: BTreeMap<(&str, &str, bool), Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            let key = (counter_party(&entry), texts(&entry).1, entry.is_credit);
            groups.entry(key).or_default().push(entry);
        }
        let again = groups.values().filter(|entries| entries.len() >= OFTEN);
        CashflowPatternsInsights::new()
            .cashflow_patterns(again.filter_map(|it| pattern(view, it)).collect::<Vec<_>>())
    }

    fn result(envelope: Envelope<CashflowPatternsInsights>) -> impl Serialize {
        typed_result!(CashflowPatternsResult, envelope)
    }
}

fn counter_party(entry: &Entry) -> &'static str {
    entry
        .party
        .or(entry.merchant)
        .unwrap_or_else(|| entry.plain_text())
}

fn pattern(view: &View, entries: &[Entry]) -> Option<CashflowPattern> {
    let first = entries.first()?;
    let (amount, number) = summed(entries);
    let (primary, secondary) = texts(first);
    let indicator = if first.is_credit {
        CreditDebitIndicator::Credit
    } else {
        CreditDebitIndicator::Debit
    };
    let moved = by_month(&view.window, entries);
    let months = moved.iter().filter(|it| it.count > 0);
    Some(
        CashflowPattern::new()
            .credit_debit_indicator(indicator)
            .primary_category(primary)
            .secondary_category(secondary)
            .counter_party(counter_party(first))
            .total_amount(money(amount))
            .transaction_count(count(number))
            .monthly_totals(
                months
                    .map(|it| {
                        PatternMonth::new()
                            .month(it.month.as_text())
                            .amount(with_currency(it.amount))
                            .transaction_count(count(it.count))
                    })
                    .collect::<Vec<_>>(),
            )
            .regularity(regularity(view, entries)),
    )
}

fn regularity(view: &View, entries: &[Entry]) -> Regularity {
    let days: Vec<NaiveDate> = entries.iter().map(|entry| entry.day).collect();
    let gaps: Vec<i64> = days
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] => Some((*after - *before).num_days()),
            _ => None,
        })
        .collect();
    let mut numbers: Vec<i64> = days.iter().map(|day| day.day().into()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut weekdays: Vec<_> = days.iter().map(Datelike::weekday).collect();
    weekdays.sort_by_key(chrono::Weekday::num_days_from_sunday);
    weekdays.dedup();
    let names = weekdays.iter().map(|day| name(*day).into());
    let average = quotient(gaps.iter().sum(), gaps.len());
    Regularity::new()
        .days_of_month_numbers(numbers)
        .days_of_month_names(names.collect::<Vec<_>>())
        .interval(
            DayInterval::new()
                .minimum_days(gaps.iter().copied().min().unwrap_or(0))
                .maximum_days(gaps.iter().copied().max().unwrap_or(0)),
        )
        .average_interval_days(ratio(gaps.iter().sum(), gaps.len()))
        .frequency(frequency(average))
        .activity_status(activity(view, &days, average))
}

fn frequency(days: i64) -> PatternFrequency {
    match days {
        ..=3 => PatternFrequency::Daily,
        4..=10 => PatternFrequency::Weekly,
        11..=20 => PatternFrequency::Biweekly,
        21..=45 => PatternFrequency::Monthly,
        46..=180 => PatternFrequency::Quarterly,
        _ => PatternFrequency::Annually,
    }
}

/// Whether payments were there from the beginning, and whether they go on.
fn activity(view: &View, days: &[NaiveDate], average: i64) -> ActivityStatus {
    let is_far = |days: i64| days > (average * 2).max(7);
    let (first, last) = (days.first(), days.last());
    let began = first.is_some_and(|day| is_far((*day - *view.window.start()).num_days()));
    let stopped = last.is_some_and(|day| is_far((*view.window.end() - *day).num_days()));
    match (began, stopped) {
        (true, true) => ActivityStatus::StartedAndStopped,
        (true, false) => ActivityStatus::StartedAndOngoing,
        (false, true) => ActivityStatus::Stopped,
        (false, false) => ActivityStatus::Ongoing,
    }
}

fn name(day: chrono::Weekday) -> &'static str {
    use chrono::Weekday as Day;
    match day {
        Day::Sun => "Sunday",
        Day::Mon => "Monday",
        Day::Tue => "Tuesday",
        Day::Wed => "Wednesday",
        Day::Thu => "Thursday",
        Day::Fri => "Friday",
        Day::Sat => "Saturday",
    }
}
