//! `POST /payouts/v1/bulk-payments`: many payments under one intent.

use leantech_core::Decimal;
use leantech_payouts::types::{
    BulkMechanism, BulkPayoutRow, BulkPayoutStatus, BulkPayoutTotals, CreateBulkPayoutRequest,
    CreatedBulkPayout, SenderDetails,
};

use http::StatusCode;

use super::money::{self, CURRENCY};
use super::{destinations, progress, sender};
use crate::exchange::Exchange;
use crate::memory::rows::payouts::{PayoutRow, Recipient};
use crate::memory::state::{IdKind, State};
use crate::wire::answer::Answer;

pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CreateBulkPayoutRequest = exchange.read_body()?;
    if request.payments.is_empty() {
        return Err(exchange.invalid("/body/payments", "payments must hold a payment"));
    }
    let mut state = exchange.shared.state();
    let sender = sender::find(&state, &request.account_id)
        .ok_or_else(|| exchange.not_found("UNKNOWN_ACCOUNT", "Account not found"))?;
    let is_authorized = request.authorize_payment;
    let mut total = Decimal::ZERO;
    let mut good = Vec::with_capacity(request.payments.len());
    for (at, row) in request.payments.iter().enumerate() {
        let place = format!("/body/payments/{at}");
        let amount = money::payable(exchange, &row.amount, &format!("{place}/amount"))?;
        total = total.checked_add(amount).ok_or_else(|| {
            exchange.invalid(&format!("{place}/amount"), "the total is too large")
        })?;
        if row.currency != CURRENCY {
            let pointer = format!("{place}/currency");
            return Err(exchange.invalid(&pointer, "currency is not that of the account"));
        }
        good.push((row, amount, recipient(exchange, &state, row, &place)?));
    }
    let intent_id: String = state.new_id(IdKind::Payout);
    for (row, amount, (recipient, is_fit)) in good {
        let row = PayoutRow {
            payment_id: state.new_id(IdKind::Payout),
            intent_id: intent_id.clone(),
            task_id: state.new_id(IdKind::Payout),
            sender: sender.clone(),
            recipient,
            amount: row.amount.clone(),
            description: row.description.clone().unwrap_or_default(),
            is_authorized,
            steps: progress::plan(exchange, is_authorized, is_fit, amount),
        };
        state.payouts.add(row);
    }
    drop(state);
    let status = if is_authorized {
        BulkPayoutStatus::PendingWithBank
    } else {
        BulkPayoutStatus::AwaitingAuthorization
    };
    let mut totals = BulkPayoutTotals::new()
        .status(status)
        .currency(CURRENCY)
        .total_amount(total);
    totals.total_payments = i64::try_from(request.payments.len()).ok();
    let created = CreatedBulkPayout::new()
        .bulk_payment_intent_id(intent_id)
        .mechanism(BulkMechanism::Csv)
        .sender_details(
            SenderDetails::new()
                .bank_identifier(sender.bank_identifier)
                .account_number(sender.account_number)
                .iban(sender.iban),
        )
        .payouts_payment_details(totals);
    Ok(Answer::json(StatusCode::CREATED, &created))
}

/// Who a row pays, and whether they can be paid. A row names a stored destination and says what
/// it is for, or describes a destination.
fn recipient(
    exchange: &Exchange<'_>,
    state: &State,
    row: &BulkPayoutRow,
    place: &str,
) -> Result<(Recipient, bool), Answer> {
    match (&row.destination_id, &row.destination_details) {
        (Some(id), None) => {
            if row.description.is_none() {
                let pointer = format!("{place}/description");
                return Err(exchange.missing(&pointer, "description is required"));
            }
            let destination = destinations::find(exchange, state, id)?;
            Ok((destinations::recipient(destination), destination.is_fit))
        }
        (None, Some(details)) => Ok((
            Recipient {
                destination_id: details.id.clone(),
                name: details.name.clone(),
                bank_name: details.swift_code.clone().unwrap_or_default(),
                iban: details.iban.clone().unwrap_or_default(),
                account_number: details.account_number.clone(),
                address: details.address.clone(),
                city: details.city.clone(),
                country: details.country.clone(),
            },
            true,
        )),
        (None, None) => Err(exchange.missing(
            &format!("{place}/destination_id"),
            "one of destination_id and destination_details is required",
        )),
        (Some(_), Some(_)) => Err(exchange.invalid(
            &format!("{place}/destination_details"),
            "destination_id and destination_details must not come together",
        )),
    }
}
