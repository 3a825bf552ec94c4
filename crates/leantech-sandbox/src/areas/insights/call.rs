//! What an insight is asked for.

use chrono::{Months, NaiveDate};
use leantech_core::EntityId;
use leantech_insights::types::{ExpenseType, IncomeType};
use serde::{Deserialize, Serialize};

use crate::exchange::Exchange;
use crate::routing::operation::Operation;
use crate::wire::answer::Answer;

/// How far back the income call looks unless it is told.
const INCOME_WINDOW: Months = Months::new(6);

/// The parameters of an insight.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) entity_id: String,
    pub(super) start: Option<NaiveDate>,
    pub(super) end: Option<NaiveDate>,
    pub(super) is_async: bool,
    pub(super) income: IncomeType,
    pub(super) expenses: ExpenseType,
    /// The body as far as it counts, for a later answer.
    pub(super) body: String,
}

/// What counts of the body of the income call; an estimate changes nothing here.
#[derive(Serialize, Deserialize)]
struct IncomeRequest {
    entity_id: EntityId,
    start_date: Option<NaiveDate>,
    income_type: Option<IncomeType>,
}

impl Call {
    /// Reads the parameters, which were checked against the documents; what is left are the days
    /// and their order.
    pub(super) fn read(exchange: &Exchange<'_>, operation: Operation) -> Result<Self, Answer> {
        let mut call = if operation == Operation::VerifyIncomeV2 {
            Self::of_body(exchange)?
        } else {
            Self::of_query(exchange)?
        };
        let (place, today) = (call.place(), exchange.now.date_naive());
        for (name, day) in [("start_date", call.start), ("end_date", call.end)] {
            if day.is_some_and(|day| day > today) {
                let message = format!("{name} lies in the future");
                return Err(exchange.invalid(&format!("/{place}/{name}"), &message));
            }
        }
        if call
            .start
            .zip(call.end)
            .is_some_and(|(start, end)| start > end)
        {
            return Err(exchange.invalid("/query/end_date", "end_date lies before start_date"));
        }
        call.is_async = exchange
            .query
            .optional("async")
            .map_err(|_| exchange.invalid("/query/async", "async is true or false"))?
            .unwrap_or_else(|| is_async_by_default(operation));
        Ok(call)
    }

    fn of_body(exchange: &Exchange<'_>) -> Result<Self, Answer> {
        let request: IncomeRequest = exchange.read_body()?;
        let today = exchange.now.date_naive();
        Ok(Self {
            // None of our types can fail to be written.
            body: serde_json::to_string(&request).unwrap_or_default(),
            entity_id: request.entity_id.to_string(),
            start: request
                .start_date
                .or_else(|| today.checked_sub_months(INCOME_WINDOW)),
            end: None,
            is_async: false,
            income: request.income_type.unwrap_or(IncomeType::All),
            expenses: ExpenseType::All,
        })
    }

    fn of_query(exchange: &Exchange<'_>) -> Result<Self, Answer> {
        let bad = |name: &str| {
            let message = format!("{name} has a value of the wrong form");
            exchange.invalid(&format!("/query/{name}"), &message)
        };
        let query = &exchange.query;
        let date = |name| query.optional::<NaiveDate>(name).map_err(|_| bad(name));
        let expenses = query.optional::<ExpenseType>("expense_type");
        Ok(Self {
            entity_id: query.required("entity_id").map_err(|_| bad("entity_id"))?,
            start: date("start_date")?,
            end: date("end_date")?,
            is_async: false,
            income: IncomeType::All,
            expenses: expenses
                .map_err(|_| bad("expense_type"))?
                .unwrap_or(ExpenseType::All),
            body: String::new(),
        })
    }

    fn place(&self) -> &'static str {
        if self.body.is_empty() {
            "query"
        } else {
            "body"
        }
    }
}

/// What Lean takes where a call does not say it.
fn is_async_by_default(operation: Operation) -> bool {
    use Operation as Op;
    matches!(
        operation,
        Op::GetEmploymentDetailsV2
            | Op::GetExpensesV2
            | Op::GetCashflowsV2
            | Op::GetBalancesV2
            | Op::GetCreditObligationsV2
            | Op::GetNonCreditObligationsV2
    )
}
