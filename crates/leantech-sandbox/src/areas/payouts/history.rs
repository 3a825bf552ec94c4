//! `GET /payouts/v1/payments/{payment_id}/history`: what happened to the payments of an intent.

use chrono::{DateTime, Utc};
use leantech_payouts::types::{PaymentEvent, PaymentEventName, PaymentHistory, PaymentHistoryRow};

use crate::exchange::Exchange;
use crate::memory::rows::payouts::PayoutRow;
use crate::wire::answer::Answer;

pub(super) fn answer(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = exchange.path_uuid("payment_id", id)?;
    let state = exchange.shared.state();
    let (_, asked) = state
        .payouts
        .entries()
        .rev()
        .find(|(_, row)| row.payment_id.eq_ignore_ascii_case(&id))
        .ok_or_else(|| exchange.not_found("UNKNOWN_PAYMENT", "Payment not found"))?;
    let payments: Vec<PaymentHistoryRow> = state
        .payouts
        .entries()
        .map(|(_, row)| row)
        .filter(|row| row.intent_id == asked.intent_id)
        .map(|row| typed(row, exchange.now))
        .collect();
    let mut history = PaymentHistory::new()
        .end_user_id(asked.sender.end_user_id.clone())
        .intent_id(asked.intent_id.clone())
        .payments(payments);
    history.customer_id = asked.sender.customer_id.parse().ok();

    drop(state);
    Ok(Answer::ok(&history))
}

fn typed(row: &PayoutRow, now: DateTime<Utc>) -> PaymentHistoryRow {
    let events = row.reached(now).enumerate().map(|(at, step)| {
        PaymentEvent::new()
            .payment_id(row.payment_id.clone())
            .event(if at == 0 {
                PaymentEventName::PaymentCreated
            } else {
                PaymentEventName::PaymentUpdated
            })
            .status(&step.status)
            .published_at(step.at)
    });
    let mut payment = PaymentHistoryRow::new()
        .payment_id(row.payment_id.clone())
        .description(row.description.clone())
        .amount(row.amount.clone())
        .bank_identifier(row.sender.bank_identifier.clone())
        .initiation_timestamp(row.created())
        .events(events.collect::<Vec<_>>());
    payment.status = row.latest(now).map(|step| step.status.clone());
    payment
}
