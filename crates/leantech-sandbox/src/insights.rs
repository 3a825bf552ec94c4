//! Insights v2 and v3: what the transactions behind an entity say of its holder.

use http::Method;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::Route;

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::POST, &["insights", "v2", "income"], Op::VerifyIncomeV2),
    (Method::GET, &["insights", "v2", "income", "employment"], Op::GetEmploymentDetailsV2),
    (Method::GET, &["insights", "v2", "expenses"], Op::GetExpensesV2),
    (Method::GET, &["insights", "v2", "assets", "cashflows"], Op::GetCashflowsV2),
    (Method::GET, &["insights", "v2", "assets", "balances"], Op::GetBalancesV2),
    (Method::GET, &["insights", "v2", "assets", "freelancers", "cashflows"], Op::GetFreelancersCashflowsV2),
    (Method::GET, &["insights", "v2", "liabilities", "credit-obligations"], Op::GetCreditObligationsV2),
    (Method::GET, &["insights", "v2", "liabilities", "non-credit-obligations"], Op::GetNonCreditObligationsV2),
    (Method::GET, &["insights", "v3", "account-controls"], Op::GetAccountControlsV3),
    (Method::GET, &["insights", "v3", "behaviors"], Op::GetBehavioralInsightsV3),
    (Method::GET, &["insights", "v3", "cashflow-patterns"], Op::GetCashFlowV3),
    (Method::GET, &["insights", "v3", "credit-assessments"], Op::GetCreditAssessmentsV3),
    (Method::GET, &["insights", "v3", "credit-obligations"], Op::GetCreditObligationsV3),
];

/// Answers one of the area's operations; the ids are those of its path.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    operation: Operation,
    ids: [&str; 3],
) -> Result<Answer, Answer> {
    let _ = (operation, ids);
    Err(exchange.not_found("INVALID_URL", "There is no such path"))
}
