//! Income: what of the movements is income, by its source, and the averages of it.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use leantech_core::DateOrTime;
use leantech_reports::types::{IncomeSource, IncomeSourceType, IncomeSummary, ReportAccount};

use super::accounts::{Connection, money};
use crate::memory::rows::reports::{ReportRow, Source};
use crate::memory::state::State;
use crate::mock::income::IncomeKind;
use crate::mock::parties;
use crate::mock::templates::{Template, When};

/// What a report on income holds.
pub(super) struct Found {
    pub(super) accounts: Vec<ReportAccount>,
    pub(super) sources: Vec<IncomeSource>,
    /// Nothing where nothing was looked at.
    pub(super) summary: Option<IncomeSummary>,
}

/// What one source paid, in halalas.
#[derive(Debug)]
struct Payer {
    name: &'static str,
    kind: IncomeKind,
    is_monthly: bool,
    /// The days of the payments.
    days: Vec<NaiveDate>,
    by_month: BTreeMap<(i32, u32), i64>,
}

/// The figures of one source or of all, in halalas.
#[derive(Debug, Clone, Copy)]
struct Averages {
    total: i64,
    /// Of all months of the window.
    monthly: i64,
    /// Of the months in which something came.
    received: i64,
    /// Of the last three of these.
    predicted: i64,
}

impl Found {
    pub(super) fn of(state: &State, row: &ReportRow, sources: &[Source]) -> Self {
        let mut accounts = Vec::new();
        let mut payers = BTreeMap::new();
        for source in sources {
            let Some(entity) = state.entities.at(source.entity) else {
                continue;
            };
            let connection = Connection::of(state.seed, entity, source);
            for facts in connection.accounts() {
                accounts.push(connection.account(&facts));
                for movement in connection.movements(&facts) {
                    let kind = IncomeKind::of(movement.template);
                    if let Some(kind) = kind.filter(|_| movement.day >= source.from) {
                        paid(&mut payers, kind, movement.template)
                            .take(movement.day, movement.amount);
                    }
                }
            }
        }
        // What pays the most comes first.
        let mut payers: Vec<Payer> = payers.into_values().collect();
        payers.sort_by_key(|payer| std::cmp::Reverse(payer.by_month.values().sum::<i64>()));
        let months = months(row.start, row.end);
        let mut together = BTreeMap::new();
        for (month, amount) in payers.iter().flat_map(|payer| &payer.by_month) {
            *together.entry(*month).or_insert(0) += amount;
        }
        let all = averages(&together, months);
        Self {
            sources: (1..)
                .zip(&payers)
                .map(|(id, payer)| payer.told(id, months))
                .collect(),
            summary: (!accounts.is_empty()).then(|| {
                IncomeSummary::new()
                    .average_monthly_income(money(all.monthly))
                    .average_monthly_received_value(money(all.received))
                    .predicted_average_monthly_income(money(all.predicted))
                    .annual_income(money(all.monthly.saturating_mul(12)))
            }),
            accounts,
        }
    }
}

fn name(template: &Template) -> &'static str {
    let party = template.party.map(|place| parties::at(place).name);
    party.unwrap_or(template.text)
}

/// The payer behind a template, which is new if it has not paid before.
fn paid<'p>(
    payers: &'p mut BTreeMap<(IncomeKind, &'static str), Payer>,
    kind: IncomeKind,
    template: &Template,
) -> &'p mut Payer {
    let name = name(template);
    payers.entry((kind, name)).or_insert_with(|| Payer {
        name,
        kind,
        is_monthly: matches!(template.when, When::MonthDay(_)),
        days: Vec::new(),
        by_month: BTreeMap::new(),
    })
}

impl Payer {
    fn take(&mut self, day: NaiveDate, amount: i64) {
        self.days.push(day);
        *self.by_month.entry((day.year(), day.month())).or_insert(0) += amount;
    }

    fn told(&self, id: i64, months: i64) -> IncomeSource {
        let figures = averages(&self.by_month, months);
        let (first, last) = (self.days.iter().min(), self.days.iter().max());
        let day = |day: Option<NaiveDate>| day.map(DateOrTime::from);
        let kind = match self.kind {
            IncomeKind::Employment => IncomeSourceType::Employment,
            IncomeKind::Investments => IncomeSourceType::Investments,
            IncomeKind::CashDeposit => IncomeSourceType::CashDeposit,
        };
        let mut source = IncomeSource::new()
            .id(id)
            .income_source_name(self.name)
            .income_source_type(kind)
            .total_amount(money(figures.total))
            .average_monthly_income(money(figures.monthly))
            .average_monthly_received_value(money(figures.received))
            .predicted_average_monthly_income(money(figures.predicted));
        source.start_date = day(first.copied());
        source.end_date = day(last.copied());
        source.pay_frequency = self.is_monthly.then(|| "MONTHLY".into());
        source.transaction_count = i64::try_from(self.days.len()).ok();
        source.predicted_next_payment_date = day(self.next());
        source
    }

    /// When the next payment is to be expected: a month after the last, or after as long as it took
    /// on average; nothing after a single one.
    fn next(&self) -> Option<NaiveDate> {
        let (first, last) = (self.days.iter().min()?, self.days.iter().max()?);
        if self.is_monthly {
            return last.checked_add_months(Months::new(1));
        }
        let gaps = u64::try_from(self.days.len()).ok()?.checked_sub(1)?;
        let days = u64::try_from((*last - *first).num_days()).ok()?;
        last.checked_add_days(Days::new(days.checked_div(gaps)?))
    }
}

/// The calendar months that two days and those between them lie in.
fn months(start: NaiveDate, end: NaiveDate) -> i64 {
    let number = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    (number(end) - number(start) + 1).max(1)
}

fn averages(by_month: &BTreeMap<(i32, u32), i64>, months: i64) -> Averages {
    let total = by_month.values().sum();
    let last: Vec<i64> = by_month.values().rev().take(3).copied().collect();
    let count = |months: usize| i64::try_from(months).unwrap_or(i64::MAX);
    Averages {
        total,
        monthly: average(total, months),
        received: average(total, count(by_month.len())),
        predicted: average(last.iter().sum(), count(last.len())),
    }
}

/// A sum over a number of months, to the halala, a half one upwards.
fn average(total: i64, months: i64) -> i64 {
    let half = months / 2;
    total.saturating_add(half).checked_div(months).unwrap_or(0)
}
