//! Employment: who pays salaries, and how regularly.

use std::collections::BTreeMap;

use chrono::Datelike;
use leantech_insights::types::{
    EmploymentDetail, EmploymentInsights, InsightType, LocalizedText, ReferenceEmployer,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{count, hundredths, midnight, percent, quotient, ratio};
use super::income::is_salary;
use super::insight::Insight;
use super::view::View;
use crate::areas::data::history::Entry;

pub(super) struct Employment;

impl Insight for Employment {
    type Data = EmploymentInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::Employment)
    }

    fn data(view: &View) -> EmploymentInsights {
        let salaries = view.entries(is_salary);
        let mut employers: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &salaries {
            let employer = entry.party.unwrap_or(entry.plain_text());
            employers.entry(employer).or_default().push(entry);
        }
        let details = employers.into_iter().map(|it| detail(view, it.0, &it.1));
        EmploymentInsights::new().employment_details(details.collect::<Vec<_>>())
    }

    fn result(envelope: Envelope<EmploymentInsights>) -> impl Serialize {
        typed_result!(EmploymentResult, envelope)
    }
}

/// No commercial register begins a number with nine.
const CR_NUMBER: i64 = 9_000_000_101;

fn detail(view: &View, employer: &str, salaries: &[&Entry]) -> EmploymentDetail {
    let amounts: Vec<i64> = salaries.iter().map(|entry| entry.amount).collect();
    let mean = quotient(amounts.iter().sum(), amounts.len());
    let off = |numbers: &[i64], mean: i64| -> i64 {
        let off = numbers.iter().map(|number| (number - mean).abs()).sum();
        quotient(off, numbers.len())
    };
    let days: Vec<i64> = salaries
        .iter()
        .map(|entry| entry.day.day().into())
        .collect();
    let middle = quotient(days.iter().sum(), days.len());
    let date_variance: i64 = days.iter().map(|day| (day - middle).abs()).sum();
    let mut reference_employer = ReferenceEmployer::new().name(
        LocalizedText::new()
            .en(employer)
            // The Arabic words for example trading company.
            .ar("شركة المثال التجارية"),
    );
    // Recorded as null too: not every employer is registered.
    reference_employer.cr_number = (!view.is_by_reference).then_some(CR_NUMBER);
    let mut detail = EmploymentDetail::new()
        .bank_employer_name(employer.to_uppercase())
        .matched_reference_employer(reference_employer)
        .salary_consistent(amounts.iter().all(|amount| *amount == mean))
        .salary_date_variance(ratio(date_variance, count(days.len())))
        .salary_amount_variance(if mean == 0 {
            hundredths(0)
        } else {
            percent(off(&amounts, mean), mean)
        });
    detail.first_salary_date = salaries.first().map(|entry| midnight(entry.day));
    detail
}
