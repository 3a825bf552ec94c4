//! `GET /payouts/v1/payments`: the payments, the newest first.

use leantech_core::{EitherForm, RawJson, Timestamp};
use leantech_payouts::types::{Pageable, Payout, PayoutStatus, PayoutsPage, SortFlags};

use super::filter::Filter;
use super::money::CURRENCY;
use super::rows::PayoutRow;
use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::paging::PageRules;

pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let page = exchange.page(PageRules {
        number: "page_number",
        size: "page_size",
        default_size: 50,
        largest: exchange.shared.settings.largest_page,
    })?;
    let filter = Filter::read(exchange)?;
    let state = exchange.shared.state();
    let wanted: Vec<&PayoutRow> = state
        .payouts
        .entries()
        .rev()
        .map(|(_, row)| row)
        .filter(|row| filter.takes(row))
        .collect();
    let place = page.place(wanted.len());
    let content: Vec<Payout> = page
        .part(&wanted)
        .iter()
        .map(|row| typed(row, exchange))
        .collect();
    drop(state);
    let is_last = place.number.saturating_add(1) >= place.total_pages;
    Ok(Answer::ok(&PayoutsPage {
        page: None,
        number: Some(place.number),
        size: Some(place.size),
        total_elements: Some(place.total_elements),
        total_pages: Some(place.total_pages),
        pageable: Some(Pageable {
            sort: Some(unsorted()),
            offset: place.number.checked_mul(place.size),
            page_size: Some(place.size),
            page_number: Some(place.number),
            paged: Some(true),
            unpaged: Some(false),
        }),
        last: Some(is_last),
        sort: Some(unsorted()),
        first: Some(place.number == 0),
        number_of_elements: i64::try_from(content.len()).ok(),
        empty: Some(content.is_empty()),
        content: Some(content),
    }))
}

/// The order is the sandbox's, and none that was asked for.
fn unsorted() -> EitherForm<SortFlags, Vec<RawJson>> {
    EitherForm::First(SortFlags {
        empty: Some(true),
        sorted: Some(false),
        unsorted: Some(true),
    })
}

fn typed(row: &PayoutRow, exchange: &Exchange<'_>) -> Payout {
    let latest = row.latest(exchange.now);
    let status = latest.map(|step| step.status);
    let recipient = &row.recipient;
    Payout {
        recipient_name: Some(recipient.name.clone()),
        recipient_bank_name: Some(recipient.bank_name.clone()),
        recipient_iban: Some(recipient.iban.clone()),
        recipient_cool_off_expiry: None,
        recipient_address: Some(recipient.address.clone()),
        recipient_city: Some(recipient.city.clone()),
        recipient_country: Some(recipient.country.clone()),
        description: Some(row.description.clone()),
        currency: Some(CURRENCY.into()),
        amount: Some(row.amount.clone()),
        created_at: Some(Timestamp::from(row.created())),
        updated_at: latest.map(|step| step.at.into()),
        payment_intent_id: Some(row.intent_id.clone()),
        payment_id: Some(row.payment_id.clone()),
        auto_authorized: Some(row.is_authorized),
        pending_manual_authorization: Some(status == Some(PayoutStatus::AwaitingAuthorization)),
        status: status.map(Into::into),
        post_initiation_status: None,
        bank_transaction_reference: None,
    }
}
