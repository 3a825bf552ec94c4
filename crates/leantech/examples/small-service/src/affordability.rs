//! What a customer earns and spends in a month.

use leantech::insights::types::Income;
use leantech::{Client, EntityId, Error, InsightAmount, Money};
use serde::Serialize;

/// Income and expenses, as amounts with their currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Affordability {
    /// Salary in the window.
    pub salary: Option<String>,
    /// Other income in the window.
    pub other_income: Option<String>,
    /// Expenses in the window.
    pub expenses: Option<String>,
}

/// Asks Lean for both.
///
/// # Errors
///
/// Fails when a call fails; [`Error::is_pending`] says that Lean is still computing.
pub async fn of(lean: &Client, entity: &EntityId) -> Result<Affordability, Error> {
    let income = lean.insights().verify_income_v2().entity_id(entity).send();
    let expenses = lean.insights().get_expenses_v2().entity_id(entity).send();
    let (income, expenses) = (income.await?, expenses.await?);
    let spent = expenses.total.and_then(|total| total.amount);
    Ok(Affordability {
        salary: income.salary.as_ref().and_then(total),
        other_income: income.non_salary.as_ref().and_then(total),
        expenses: spent.and_then(|amount| in_riyals(&amount)),
    })
}

fn total(income: &Income) -> Option<String> {
    in_riyals(income.total.as_ref()?.amount.as_ref()?)
}

/// Lean leaves the currency out where it is the riyal.
fn in_riyals(amount: &impl InsightAmount) -> Option<String> {
    let money: Money = amount.money_or("SAR").ok()?;
    Some(money.to_string())
}
