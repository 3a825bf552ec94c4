//! `POST /payouts/v1/payment`: one payment a row, once a key.

use leantech_core::OneOrMany;
use leantech_payouts::types::{
    self, CreatePayoutRequest, CreatedPayout, CreatedPayoutStatus, CreatedPayouts,
    PayoutDestinationRow, RecipientDetails,
};

use super::keys::Keyed;
use super::money::{self, CURRENCY};
use super::{destinations, progress, sender};
use crate::exchange::Exchange;
use crate::memory::rows::payouts::{PayoutRow, Sender};
use crate::memory::state::{IdKind, State};
use crate::wire::answer::Answer;

pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CreatePayoutRequest = exchange.read_body()?;
    // The documents allow empty lists, which pay nobody.
    if request.payment_details.is_empty() {
        let pointer = "/body/payment_details";
        return Err(exchange.invalid(pointer, "payment_details must hold a payment"));
    }
    let keyed = Keyed::read(exchange, &request);
    let mut state = exchange.shared.state();
    if let Some(keyed) = &keyed
        && let Some(earlier) = keyed.earlier(exchange, &state)?
    {
        return Ok(Answer::ok(&typed(earlier)));
    }
    // Nothing is paid before all rows are found to be good.
    let mut rows = Vec::new();
    for (at, details) in request.payment_details.iter().enumerate() {
        let place = format!("/body/payment_details/{at}");
        let sender = sender::find(&state, &details.account_id)
            .ok_or_else(|| exchange.not_found("UNKNOWN_ACCOUNT", "Account not found"))?;
        if details.destination_details.is_empty() {
            let pointer = format!("{place}/destination_details");
            return Err(exchange.invalid(&pointer, "destination_details must hold a payment"));
        }
        for (at, row) in details.destination_details.iter().enumerate() {
            let place = format!("{place}/destination_details/{at}");
            rows.push(payment(exchange, &mut state, &sender, row, &place)?);
        }
    }
    let (first, count) = (state.payouts.next(), rows.len());
    for row in rows {
        state.payouts.add(row);
    }
    let made = state
        .payouts
        .entries()
        .rev()
        .take(count)
        .map(|(_, row)| row);
    let mut made: Vec<&PayoutRow> = made.collect();
    made.reverse();
    let answer = Answer::ok(&typed(made));
    if let Some(keyed) = keyed {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        keyed.keep(&mut state, first, count);
    }
    Ok(answer)
}

fn payment(
    exchange: &Exchange<'_>,
    state: &mut State,
    sender: &Sender,
    row: &types::PayoutRow,
    place: &str,
) -> Result<PayoutRow, Answer> {
    let amount = money::payable(exchange, &row.amount, &format!("{place}/amount"))?;
    let Some(destination_id) = &row.payment_destination_id else {
        return Err(exchange.missing(
            &format!("{place}/payment_destination_id"),
            "payment_destination_id is required",
        ));
    };
    let destination = destinations::find(exchange, state, destination_id)?;
    let (recipient, is_fit) = (destinations::recipient(destination), destination.is_fit);
    Ok(PayoutRow {
        payment_id: state.new_id(IdKind::Payout),
        intent_id: state.new_id(IdKind::Payout),
        task_id: state.new_id(IdKind::Payout),
        sender: sender.clone(),
        recipient,
        amount: row.amount.clone(),
        description: row.description.as_str().to_owned(),
        is_authorized: row.authorize_payment,
        steps: progress::plan(exchange, row.authorize_payment, is_fit, amount),
    })
}

/// The answer to a request that made these payments; it is the same at any time.
fn typed(rows: Vec<&PayoutRow>) -> CreatedPayouts {
    let mut payouts = CreatedPayouts::new();
    payouts.end_user_id = rows.first().map(|row| row.sender.end_user_id.clone());
    payouts.payouts_payment_details(rows.into_iter().map(one).collect::<Vec<_>>())
}

fn one(row: &PayoutRow) -> CreatedPayout {
    let recipient = &row.recipient;
    let mut payout = CreatedPayout::new()
        .payment_intent_id(row.intent_id.clone())
        .initiate_payment_task_id(row.task_id.clone())
        .account_number(row.sender.account_number.clone())
        .iban(row.sender.iban.clone())
        .bank_identifier(row.sender.bank_identifier.clone())
        .destination_details(OneOrMany::one(
            PayoutDestinationRow::new()
                .destination_id(recipient.destination_id.clone())
                .amount(row.amount.clone())
                .currency(CURRENCY)
                .payment_status(CreatedPayoutStatus::Created)
                .recipient_details(
                    RecipientDetails::new()
                        .account_number(recipient.account_number.clone())
                        .iban(recipient.iban.clone())
                        .name(recipient.name.clone()),
                ),
        ));
    // The bank is not reached before somebody has authorised the payment.
    payout.payment_id = row.is_authorized.then(|| row.payment_id.clone());
    payout
}
