//! Reports on a customer, and the files that they end in.

use http::Method;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::{ID, Route};

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::POST, &["reports", "v2", "customers"], Op::CreateCustomerForReports),
    (Method::GET, &["reports", "v2", "customers", ID, "reports", ID], Op::GetReport),
    (Method::GET, &["reports", "v2", "customers", ID, "reports"], Op::GetReportsByCustomer),
    (Method::POST, &["insights", "v2", "customers", ID, "reports", "bank-statements"], Op::CreateBankStatementsReport),
    (Method::GET, &["insights", "v2", "customers", ID, "reports", "bank-statements", ID], Op::GetBankStatementsReport),
    (Method::POST, &["insights", "v2", "customers", ID, "reports", "verification-of-income"], Op::CreateVerificationOfIncomeReport),
    (Method::GET, &["insights", "v2", "customers", ID, "reports", "verification-of-income", ID], Op::GetVerificationOfIncomeReport),
    (Method::GET, &["files", "kyc", "poa", "{}.pdf"], Op::GetPoaDocument),
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
