//! Reports on a customer, and the files that they end in.

mod accounts;
mod create;
mod customer;
mod file;
mod income;
mod list;
mod pdf;
mod print;
mod proof_of_address;
mod read;
mod rows;
mod statements;

use http::Method;

pub(crate) use customer::hyperlink;
pub(crate) use rows::ReportRow;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::{ID, Route};
use rows::ReportKind;

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
    [first, second, _]: [&str; 3],
) -> Result<Answer, Answer> {
    match operation {
        Op::CreateCustomerForReports => customer::create(exchange),
        Op::GetReport => read::file(exchange, first, second),
        Op::GetReportsByCustomer => list::answer(exchange, first),
        Op::CreateBankStatementsReport => create::bank_statements(exchange, first),
        Op::GetBankStatementsReport => {
            read::answer(exchange, ReportKind::BankStatements, first, second)
        }
        Op::CreateVerificationOfIncomeReport => create::income(exchange, first),
        Op::GetVerificationOfIncomeReport => {
            read::answer(exchange, ReportKind::Income, first, second)
        }
        Op::GetPoaDocument => proof_of_address::answer(exchange, first),
        _ => Err(exchange.not_found("INVALID_URL", "There is no such path")),
    }
}
