//! Windows of days, and the calendar months in them.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate};
use leantech_core::EitherForm;
use leantech_insights::types::{MonthlyExtreme, Period};

use super::figures::{bare, count, quotient, with_currency};
use crate::areas::data::history::Entry;

/// The lengths that insights look back over, the shortest first.
pub(super) const PERIODS: [(Period, u32); 4] = [
    (Period::P3m, 3),
    (Period::P6m, 6),
    (Period::P9m, 9),
    (Period::P12m, 12),
];

/// A calendar month, as far as it lies in a window.
#[derive(Debug, Clone)]
pub(super) struct Month {
    pub(super) days: RangeInclusive<NaiveDate>,
    /// Whether all of it lies in the window.
    pub(super) is_complete: bool,
}

impl Month {
    pub(super) fn number(&self) -> u32 {
        self.days.start().month()
    }

    pub(super) fn year(&self) -> i64 {
        self.days.start().year().into()
    }

    /// The month as its number, in a place that has two forms.
    pub(super) fn as_number(&self) -> EitherForm<i64, String> {
        EitherForm::First(self.number().into())
    }

    /// The month as its English name.
    pub(super) fn as_name(&self) -> EitherForm<i64, String> {
        EitherForm::Second(self.days.start().format("%B").to_string())
    }

    /// The month as `YYYY-MM`.
    pub(super) fn as_text(&self) -> EitherForm<i64, String> {
        EitherForm::Second(self.days.start().format("%Y-%m").to_string())
    }
}

/// What moved in a month.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    pub(super) month: Month,
    /// In halalas.
    pub(super) amount: i64,
    pub(super) count: usize,
}

/// The months of a window, the oldest first.
pub(super) fn months(window: &RangeInclusive<NaiveDate>) -> Vec<Month> {
    let mut months = Vec::new();
    let mut start = *window.start();
    while start <= *window.end() {
        let first = start.with_day(1).unwrap_or(start);
        let Some(next) = first.checked_add_months(Months::new(1)) else {
            break;
        };
        let last = next.pred_opt().unwrap_or(first);
        let end = last.min(*window.end());
        months.push(Month {
            days: start..=end,
            is_complete: start == first && end == last,
        });
        start = next;
    }
    months
}

/// The last so many months of a window.
pub(super) fn last_months(
    window: &RangeInclusive<NaiveDate>,
    number: u32,
) -> RangeInclusive<NaiveDate> {
    let start = window
        .end()
        .checked_sub_months(Months::new(number))
        .and_then(|day| day.checked_add_days(Days::new(1)))
        .unwrap_or(*window.start());
    start.max(*window.start())..=*window.end()
}

/// How many months to divide by: as many as the window touches, at most that many.
pub(super) fn divisor(window: &RangeInclusive<NaiveDate>, most: u32) -> i64 {
    count(months(window).len()).clamp(1, most.into())
}

/// The transactions of some days.
pub(super) fn within<'e>(
    entries: &'e [Entry],
    days: &RangeInclusive<NaiveDate>,
) -> impl Iterator<Item = &'e Entry> {
    entries.iter().filter(|entry| days.contains(&entry.day))
}

/// What moved in each month of a window, the oldest first.
pub(super) fn by_month(window: &RangeInclusive<NaiveDate>, entries: &[Entry]) -> Vec<Moved> {
    let one = |month: Month| {
        let (amount, count) = summed(within(entries, &month.days));
        Moved {
            month,
            amount,
            count,
        }
    };
    months(window).into_iter().map(one).collect()
}

/// The sum of amounts, in halalas, and how many there are.
pub(super) fn summed<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> (i64, usize) {
    entries.into_iter().fold((0, 0), |(amount, count), entry| {
        (amount + entry.amount, count + 1)
    })
}

/// The average a month, in halalas.
pub(super) fn average(moved: &[Moved]) -> i64 {
    quotient(moved.iter().map(|it| it.amount).sum(), moved.len())
}

/// The average of the months in which anything moved, in halalas.
pub(super) fn active_average(moved: &[Moved]) -> i64 {
    quotient(moved.iter().map(|it| it.amount).sum(), active(moved))
}

/// In how many months anything moved.
pub(super) fn active(moved: &[Moved]) -> i64 {
    count(moved.iter().filter(|it| it.count > 0).count())
}

/// The month with the most and the one with the least, with amounts as bare numbers.
pub(super) fn extremes(moved: &[Moved]) -> (Option<MonthlyExtreme>, Option<MonthlyExtreme>) {
    let one = |it: &Moved| {
        MonthlyExtreme::new()
            .month(it.month.as_number())
            .year(it.month.year())
            .amount(bare(it.amount))
    };
    (most(moved).map(one), least(moved).map(one))
}

/// The same with names of months, no year, and amounts as objects.
pub(super) fn named_extremes(moved: &[Moved]) -> (Option<MonthlyExtreme>, Option<MonthlyExtreme>) {
    let one = |it: &Moved| {
        MonthlyExtreme::new()
            .month(it.month.as_name())
            .amount(with_currency(it.amount))
    };
    (most(moved).map(one), least(moved).map(one))
}

fn most(moved: &[Moved]) -> Option<&Moved> {
    moved.iter().max_by_key(|it| it.amount)
}

fn least(moved: &[Moved]) -> Option<&Moved> {
    moved.iter().min_by_key(|it| it.amount)
}

/// Months in no order of time, as some of Lean's lists were recorded.
pub(super) fn shuffled(mut moved: Vec<Moved>) -> Vec<Moved> {
    moved.sort_by_key(|it| it.month.number());
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_window_is_cut_at_its_months_and_the_broken_ones_say_so() {
        let months = months(&(day("2025-12-15")..=day("2026-02-28")));
        let told: Vec<_> = months
            .iter()
            .map(|it| (it.year(), it.number(), it.is_complete))
            .collect();
        assert_eq!(told, [(2025, 12, false), (2026, 1, true), (2026, 2, true)]);
        assert!(super::months(&(day("2026-02-01")..=day("2026-01-01"))).is_empty());
    }

    #[test]
    fn the_last_months_end_with_the_window_and_do_not_leave_it() {
        let window = day("2026-01-10")..=day("2026-05-31");
        assert_eq!(
            last_months(&window, 3),
            day("2026-03-01")..=day("2026-05-31")
        );
        assert_eq!(last_months(&window, 12), window);
    }
}
