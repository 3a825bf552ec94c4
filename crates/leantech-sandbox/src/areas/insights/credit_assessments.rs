//! Credit assessments: what is left of income, and the instalment it can bear.

use std::collections::BTreeMap;

use leantech_insights::types::{
    AssessedBalance, AssessedExpenses, AssessedIncome, AssessedIncomePart, AssessedOtherIncome,
    ComputedIndicators, CreditAssessments, CreditAssessmentsInsights, IncomeSourceType,
    InsightType, InstallmentIndicator,
};
use serde::Serialize;

use super::balances::Daily;
use super::categories::{ESSENTIAL, is_essential};
use super::envelope::{Envelope, typed_result};
use super::figures::{hundredths, money, quotient, ratio, with_currency};
use super::income::{is_other_income, is_salary, source};
use super::insight::Insight;
use super::months::{average, by_month, summed};
use super::view::{View, is_repayment, is_spending};
use crate::areas::data::history::Entry;

pub(super) struct Assessments;

/// How much of income that is not salary counts, in hundredths.
const OTHER_FACTOR: i64 = 50;

/// How much of income instalments may take, in hundredths.
const DBR_CEILING: i64 = 33;

/// How much of income all spending and instalments may take, in hundredths.
const AFFORDABILITY_CEILING: i64 = 65;

impl Insight for Assessments {
    type Data = CreditAssessmentsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::CreditAssessments)
    }

    fn data(view: &View) -> CreditAssessmentsInsights {
        let a_month = |passes: &dyn Fn(&Entry) -> bool| {
            average(&by_month(&view.window, &view.entries(passes)))
        };
        let repayments = a_month(&is_repayment);
        let essential = a_month(&|entry| is_spending(entry) && is_essential(entry));
        let discretionary =
            a_month(&|it| is_spending(it) && !is_repayment(it) && !is_essential(it));
        let spending = repayments + essential + discretionary;
        let (income, counted) = income(view);
        let (inward, outward) = (
            view.cash_entries(|entry| entry.is_credit),
            view.cash_entries(|entry| !entry.is_credit),
        );
        let months = by_month(&view.window, &inward).len();
        let net = quotient(summed(&inward).0 - summed(&outward).0, months);
        let balances = Daily::of(view.cash(), &view.window);
        let (least, most) = balances.bounds();
        CreditAssessmentsInsights::new().credit_assessments(
            CreditAssessments::new()
                .income(income)
                .expenses(
                    AssessedExpenses::new()
                        .average_monthly_credit_repayments(money(repayments))
                        .average_monthly_essential_expenses(money(essential))
                        .average_monthly_discretionary_expenses(money(discretionary))
                        .average_monthly_total_expenses(money(spending))
                        .defined_essential_categories(ESSENTIAL.map(Into::into)),
                )
                .balance(
                    AssessedBalance::new()
                        .average_balance(with_currency(balances.average(&view.window)))
                        .minimum_balance(money(least))
                        .maximum_balance(money(most)),
                )
                .computed_indicators(
                    ComputedIndicators::new()
                        .average_monthly_net_cashflow(money(net))
                        .dbr(indicator(repayments, counted, DBR_CEILING))
                        .affordability(indicator(spending, counted, AFFORDABILITY_CEILING)),
                ),
        )
    }

    fn result(envelope: Envelope<CreditAssessmentsInsights>) -> impl Serialize {
        typed_result!(CreditAssessmentsResult, envelope)
    }
}

/// What is taken of income now, what may be, and the instalment in between.
fn indicator(taken: i64, income: i64, ceiling: i64) -> InstallmentIndicator {
    let room = quotient(income.saturating_mul(ceiling), 100) - taken;
    InstallmentIndicator::new()
        .rate(ratio(taken, income))
        .ceiling(hundredths(ceiling))
        .maximum_monthly_installment(money(room.max(0)))
}

/// Income, and how much of it counts a month.
fn income(view: &View) -> (AssessedIncome, i64) {
    let (employment, mut counted) = part(view, None, &view.entries(is_salary), 100);
    let mut sources: BTreeMap<IncomeSourceType, Vec<Entry>> = BTreeMap::new();
    for entry in view.entries(is_other_income) {
        if let Some(kind) = source(&entry) {
            sources.entry(kind).or_default().push(entry);
        }
    }
    let mut breakdown = Vec::with_capacity(sources.len());
    for (kind, entries) in sources {
        let (part, its) = part(view, Some(kind), &entries, OTHER_FACTOR);
        counted += its;
        breakdown.push(part);
    }
    let income = AssessedIncome::new()
        .employment_income(employment)
        .other_income(AssessedOtherIncome::new().breakdown(breakdown))
        .total_contributed_average_monthly_income(money(counted));
    (income, counted)
}

fn part(
    view: &View,
    kind: Option<IncomeSourceType>,
    entries: &[Entry],
    factor: i64,
) -> (AssessedIncomePart, i64) {
    let a_month = average(&by_month(&view.window, entries));
    let counted = quotient(a_month.saturating_mul(factor), 100);
    let mut part = AssessedIncomePart::new()
        .total_amount(money(summed(entries).0))
        .average_monthly_amount(with_currency(a_month))
        .contribution_factor(hundredths(factor))
        .contributed_average_monthly_income(money(counted));
    part.source = kind;

    (part, counted)
}
