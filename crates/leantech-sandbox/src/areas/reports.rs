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
mod statements;

pub(crate) use customer::hyperlink;

use crate::exchange::Exchange;
use crate::memory::rows::reports::ReportKind;
use crate::routing::operation::Operation::{self, self as Op};
use crate::wire::answer::Answer;

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
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}
