//! Payouts: money sent from the application's own account, and the destinations it goes to.

mod bulk;
mod create;
mod destinations;
mod filter;
mod history;
mod keys;
mod list;
mod money;
mod progress;
mod sender;

use crate::exchange::Exchange;
use crate::routing::operation::Operation::{self, self as Op};
use crate::wire::answer::Answer;

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
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}
