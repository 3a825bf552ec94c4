//! Calls of the area `insights`.

mod agreement;
mod later;
mod refusals;

use leantech::data::types::Transaction;
use leantech::insights::types::{
    BalancesInsights, CashflowsInsights, ExpensesInsights, IncomeInsights, Money, ResultStatus,
};
use leantech::{Date, DateOrTime, Decimal, EntityId, Envelope, Permission, PermissionSet};

use crate::ground::Ground;

/// What insights need, and what their figures are compared with.
pub(crate) fn enough() -> PermissionSet {
    [
        Permission::Accounts,
        Permission::Transactions,
        Permission::Balance,
    ]
    .into_iter()
    .collect()
}

/// The two mock banks: the first answers as recorded, the second as in Lean's reference.
pub(crate) const BANKS: [&str; 2] = ["LEA1_SAMAOB_SAU", "LEA2_SAMAOB_SAU"];

/// The sum of transactions that pass.
pub(crate) fn sum(all: &[Transaction], passes: impl Fn(&Transaction) -> bool) -> Decimal {
    let passing = all.iter().filter(|transaction| passes(transaction));
    let amounts = passing.map(|transaction| transaction.amount.as_ref().unwrap().amount.clone());
    amounts.map(Decimal::from).sum()
}

/// An amount that came with its currency.
pub(crate) fn value(money: &Money) -> Decimal {
    assert_eq!(money.currency.as_deref(), Some("SAR"));
    money.amount.clone().unwrap().into()
}

/// A day so many days ago.
pub(crate) fn days_ago(ground: &Ground, days: i64) -> Date {
    ground.sandbox.now().date_naive() - chrono::TimeDelta::days(days)
}

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(ground: &Ground) {
    for bank in BANKS {
        let who = format!("insights at {bank}");
        let (_, entity) = ground.connected_to(bank, &who, enough()).await;
        let is_by_reference = bank == BANKS[1];
        call_v2(ground, &entity, is_by_reference).await;
        call_v3(ground, &entity).await;
    }
}

async fn call_v2(ground: &Ground, entity: &EntityId, is_by_reference: bool) {
    let insights = ground.lean.insights();
    let start = days_ago(ground, 100);

    let call = insights.verify_income_v2().entity_id(entity);
    let income = call.send_envelope().await.unwrap();
    assert_eq!(income.status, Some(ResultStatus::Ok));
    assert!(income.results_id.is_some());
    incomes(&income.into_result().unwrap(), is_by_reference);

    let call = insights.get_employment_details_v2().entity_id(entity);
    let employment = call.start_date(start).send().await.unwrap();
    let employers = employment.employment_details.unwrap();
    let employer = employers[0].matched_reference_employer.as_ref().unwrap();
    assert_eq!(employers.len(), 1);
    assert_eq!(employer.cr_number.is_none(), is_by_reference);
    assert_eq!(employers[0].salary_consistent, Some(true));

    let call = insights.get_expenses_v2().entity_id(entity);
    let expenses = call.send().await.unwrap();
    spending(&expenses, is_by_reference);

    let call = insights.get_cashflows_v2().entity_id(entity);
    let cashflows = call.start_date(start).send_envelope().await.unwrap();
    assert_eq!(cashflows.type_.is_some(), is_by_reference);
    flows(&cashflows.into_result().unwrap(), is_by_reference);

    let call = insights.get_balances_v2().entity_id(entity);
    let balances = call.start_date(start).send_envelope().await.unwrap();
    assert_eq!(balances.type_.is_some(), is_by_reference);
    factors(&balances.into_result().unwrap(), is_by_reference);

    let call = insights.get_freelancers_cashflows_v2().entity_id(entity);
    let freelancer = call.send().await.unwrap();
    let holder = freelancer.account_information.unwrap();
    assert!(holder.account_opening_date.is_some());
    let months = freelancer.monthly_totals.unwrap();
    let years: Vec<_> = months.iter().map(|it| it.year).collect();
    assert!(years.is_sorted() && months.len() > 5);

    let call = insights.get_credit_obligations_v2().entity_id(entity);
    let credit = call.start_date(start).send().await.unwrap();
    assert_eq!(credit.number_of_credit_cards, Some(2));
    let total = credit.total.unwrap();
    assert_eq!(total.loan_received.unwrap().count, Some(0));
    assert_eq!(total.minimum_loan_received, None);
    assert!(total.loan_repayments.unwrap().count.unwrap() > 0);

    let call = insights.get_non_credit_obligations_v2().entity_id(entity);
    let other = call.start_date(start).send().await.unwrap();
    let most = other.total.unwrap().maximum_monthly_amount.unwrap();
    // A name without a year, and an amount with its currency.
    assert!(most.month.unwrap().second().is_some() && most.year.is_none());
    assert!(most.amount.unwrap().second().is_some());
    let month = other.monthly_totals.unwrap()[0].month.clone().unwrap();
    assert!(month.first().is_some());
}

async fn call_v3(ground: &Ground, entity: &EntityId) {
    let insights = ground.lean.insights();
    let start = days_ago(ground, 100);

    let controls = insights.get_account_controls_v3().entity_id(entity);
    let controls = controls.send().await.unwrap();
    let controls = controls.account_controls.unwrap();
    assert_eq!(controls.signals.unwrap().has_salary_income, Some(true));
    assert_eq!(controls.verdict.unwrap().eligible, Some(true));
    let thresholds = controls.thresholds.unwrap();
    assert_eq!(thresholds.meets_minimum_average_non_salary, None);

    let call = insights.get_behavioral_insights_v3().entity_id(entity);
    let behaviors = call.start_date(start).send().await.unwrap();
    let behaviors = behaviors.behaviors.unwrap();
    let category = &behaviors.by_category.unwrap().breakdown.unwrap()[0];
    // A time here, and a day in the obligations.
    let first = category.first_transaction_date.as_ref().unwrap();
    assert!(matches!(first, DateOrTime::Time(_)));

    let call = insights.get_cash_flow_v3().entity_id(entity);
    let patterns = call.start_date(start).send().await.unwrap();
    let patterns = patterns.cashflow_patterns.unwrap();
    let rent = patterns
        .iter()
        .find(|it| it.secondary_category.as_deref() == Some("Rent"));
    let months = rent.unwrap().monthly_totals.as_ref().unwrap();
    let month = months[0].month.as_ref().unwrap().second().unwrap();
    assert_eq!(month.len(), "2026-01".len());

    let call = insights.get_credit_assessments_v3().entity_id(entity);
    let assessed = call.start_date(start).send().await.unwrap();
    let assessed = assessed.credit_assessments.unwrap();
    let dbr = assessed.computed_indicators.unwrap().dbr.unwrap();
    assert!(dbr.rate.unwrap() < dbr.ceiling.unwrap());

    let call = insights.get_credit_obligations_v3().entity_id(entity);
    let credit = call.start_date(start).send().await.unwrap();
    let credit = credit.credit_obligations.unwrap();
    let lender = &credit.repayments.unwrap().breakdown.unwrap()[0];
    let first = lender.first_transaction_date.as_ref().unwrap();
    assert!(matches!(first, DateOrTime::Date(_)));
    assert_eq!(credit.disbursements.unwrap().breakdown, Some(Vec::new()));
}

fn incomes(income: &IncomeInsights, is_by_reference: bool) {
    let salary = income.salary.as_ref().unwrap();
    let first = &salary.transactions.as_ref().unwrap()[0];
    assert!(first.amount.as_ref().unwrap().first().is_some());
    assert!(first.income_source.as_ref().unwrap().name.is_some());
    let other = income.non_salary.as_ref().unwrap();
    let first = &other.transactions.as_ref().unwrap()[0];
    let amount = first.amount.as_ref().unwrap();
    assert_eq!(amount.second().is_some(), is_by_reference);
    assert!(first.income_source.as_ref().unwrap().name.is_none());
}

fn spending(expenses: &ExpensesInsights, is_by_reference: bool) {
    let total = expenses.total.as_ref().unwrap();
    let long = &total.breakdown.as_ref().unwrap()[0];
    assert_eq!(long.by.as_deref(), Some("category"));
    assert!(
        long.breakdowns.as_ref().unwrap()[0]
            .average_monthly_count
            .is_some()
    );
    let month = &expenses.monthly_totals.as_ref().unwrap()[0];
    let short = &month.breakdown.as_ref().unwrap()[0];
    let first = &short.breakdowns.as_ref().unwrap()[0];
    assert!(first.average_monthly_count.is_none());
    assert_eq!(expenses.transactions.is_some(), is_by_reference);
}

fn flows(cashflows: &CashflowsInsights, is_by_reference: bool) {
    let net = cashflows.total.as_ref().unwrap().net.as_ref().unwrap();
    assert!(net.overall_amount.is_some());
    assert_eq!(net.net_cashflow.is_some(), is_by_reference);
    let behaviour = cashflows.credit_debit_behaviour.as_ref().unwrap();
    let periods = behaviour.periods.as_ref().unwrap();
    let words: Vec<_> = periods
        .iter()
        .map(|it| it.period.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(words, ["P12M", "P9M", "P6M", "P3M"]);
}

fn factors(balances: &BalancesInsights, is_by_reference: bool) {
    let total = balances.total.as_ref().unwrap();
    let factors = balances.balance_factors.as_ref().unwrap();
    // The same amount in its two forms.
    let (object, number) = (&total.current_balance, &factors.current_balance);
    let object = value(object.as_ref().unwrap().second().unwrap());
    let number = number.as_ref().unwrap().first().unwrap().clone();
    assert_eq!(object, Decimal::from(number));
    let period = &factors.periods.as_ref().unwrap()[0];
    assert_eq!(period.average_balance_variance.is_some(), is_by_reference);
    let inflow = factors.inflow_factors.as_ref().unwrap();
    assert_eq!(inflow.pct_salary.is_some(), is_by_reference);
    assert_ne!(inflow.percent_salary_transaction.is_some(), is_by_reference);
}
