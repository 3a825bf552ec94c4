//! Payouts: money sent from a wallet of the caller.

use http::Method;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::{ID, Route};

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::POST, &["payouts", "v1", "payment"], Op::CreatePayout),
    (Method::POST, &["payouts", "v1", "bulk-payments"], Op::CreateBulkPayout),
    (Method::GET, &["payouts", "v1", "payments"], Op::GetPayouts),
    (Method::GET, &["payouts", "v1", "payments", ID, "history"], Op::GetPaymentHistory),
    (Method::POST, &["payouts", "v1", "payment", "destinations"], Op::CreatePayoutDestination),
    (Method::GET, &["payouts", "v1", "payment", "destinations", ID], Op::GetPayoutDestinationById),
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
