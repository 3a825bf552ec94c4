//! `GET /payouts/v1/payments/{payment_id}/history`: what happened to the payments of an intent.

use chrono::{DateTime, Utc};
use leantech_payouts::types::{PaymentEvent, PaymentEventName, PaymentHistory, PaymentHistoryRow};

use super::rows::PayoutRow;
use crate::answer::Answer;
use crate::exchange::Exchange;

pub(super) fn answer(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = exchange.path_uuid("payment_id", id)?;
    let state = exchange.shared.state();
    let (_, asked) = state
        .payouts
        .entries()
        .rev()
        .find(|(_, row)| row.payment_id.eq_ignore_ascii_case(&id))
        .ok_or_else(|| exchange.not_found("UNKNOWN_PAYMENT", "Payment not found"))?;
    let payments = state
        .payouts
        .entries()
        .map(|(_, row)| row)
        .filter(|row| row.intent_id == asked.intent_id)
        .map(|row| typed(row, exchange.now))
        .collect();
    let history = PaymentHistory {
        customer_id: asked.sender.customer_id.parse().ok(),
        end_user_id: Some(asked.sender.end_user_id.clone()),
        intent_id: Some(asked.intent_id.clone()),
        payments: Some(payments),
        content: None,
        page: None,
    };
    drop(state);
    Ok(Answer::ok(&history))
}

fn typed(row: &PayoutRow, now: DateTime<Utc>) -> PaymentHistoryRow {
    let events = row.reached(now).enumerate().map(|(at, step)| PaymentEvent {
        payment_id: Some(row.payment_id.clone()),
        event: Some(
            if at == 0 {
                PaymentEventName::PaymentCreated
            } else {
                PaymentEventName::PaymentUpdated
            }
            .into(),
        ),
        status: Some(step.status.into()),
        published_at: Some(step.at.into()),
        post_initiation_status: None,
    });
    PaymentHistoryRow {
        payment_id: Some(row.payment_id.clone()),
        description: Some(row.description.clone()),
        amount: Some(row.amount.clone()),
        bank_identifier: Some(row.sender.bank_identifier.clone()),
        status: row.latest(now).map(|step| step.status.into()),
        initiation_timestamp: Some(row.created().into()),
        events: Some(events.collect()),
    }
}
