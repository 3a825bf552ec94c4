//! Payouts: money sent from the application's own account, and the destinations it goes to.

mod bulk;
mod create;
mod destinations;
mod filter;
mod history;
mod keys;
mod life;
mod list;
mod money;
mod rows;
mod sender;

use http::Method;

pub(crate) use rows::{DestinationRow, KeyRow, PayoutRow};
pub use sender::PAYOUT_ACCOUNT_ID;

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
    [id, ..]: [&str; 3],
) -> Result<Answer, Answer> {
    match operation {
        Op::CreatePayout => create::answer(exchange),
        Op::CreateBulkPayout => bulk::answer(exchange),
        Op::GetPayouts => list::answer(exchange),
        Op::GetPaymentHistory => history::answer(exchange, id),
        Op::CreatePayoutDestination => destinations::create(exchange),
        Op::GetPayoutDestinationById => destinations::get(exchange, id),
        _ => Err(exchange.not_found("INVALID_URL", "There is no such path")),
    }
}
