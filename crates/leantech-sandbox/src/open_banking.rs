//! The accounts behind an entity in the Saudi standard's own words.

use http::Method;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::{ID, Route};

/// The version of the standard in every path.
const VERSION: &str = "2022.11.01-final-errata2";

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "parties"], Op::GetAccountPartiesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts"], Op::GetAccountsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "balances"], Op::GetAccountBalancesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "beneficiaries"], Op::GetAccountBeneficiariesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "direct-debits"], Op::GetAccountDirectDebitsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "parties"], Op::GetPartiesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "scheduled-payments"], Op::GetAccountScheduledPaymentsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "standing-orders"], Op::GetAccountStandingOrdersV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "transactions"], Op::GetAccountTransactionsV1),
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
