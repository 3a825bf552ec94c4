//! `GET /payouts/v1/payments`: the payments, the newest first.

use leantech_core::{EitherForm, RawJson, Timestamp};
use leantech_payouts::types::{Pageable, Payout, PayoutStatus, PayoutsPage, SortFlags};

use super::filter::Filter;
use super::money::CURRENCY;
use crate::exchange::Exchange;
use crate::memory::rows::payouts::PayoutRow;
use crate::wire::answer::Answer;
use crate::wire::paging::PageRules;

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
    let mut pageable = Pageable::new()
        .sort(unsorted())
        .page_size(place.size)
        .page_number(place.number)
        .paged(true)
        .unpaged(false);
    pageable.offset = place.number.checked_mul(place.size);
    let mut page = PayoutsPage::new()
        .number(place.number)
        .size(place.size)
        .total_elements(place.total_elements)
        .total_pages(place.total_pages)
        .pageable(pageable)
        .last(is_last)
        .sort(unsorted())
        .first(place.number == 0)
        .empty(content.is_empty());
    page.number_of_elements = i64::try_from(content.len()).ok();
    Ok(Answer::ok(&page.content(content)))
}

/// The order is the sandbox's, and none that was asked for.
fn unsorted() -> EitherForm<SortFlags, Vec<RawJson>> {
    EitherForm::First(SortFlags::new().empty(true).sorted(false).unsorted(true))
}

fn typed(row: &PayoutRow, exchange: &Exchange<'_>) -> Payout {
    let latest = row.latest(exchange.now);
    let status = latest.map(|step| &step.status);
    let recipient = &row.recipient;
    let mut payout = Payout::new()
        .recipient_name(recipient.name.clone())
        .recipient_bank_name(recipient.bank_name.clone())
        .recipient_iban(recipient.iban.clone())
        .recipient_address(recipient.address.clone())
        .recipient_city(recipient.city.clone())
        .recipient_country(recipient.country.clone())
        .description(row.description.clone())
        .currency(CURRENCY)
        .amount(row.amount.clone())
        .created_at(Timestamp::from(row.created()))
        .payment_intent_id(row.intent_id.clone())
        .payment_id(row.payment_id.clone())
        .auto_authorized(row.is_authorized)
        .pending_manual_authorization(status == Some(&PayoutStatus::AwaitingAuthorization));
    payout.updated_at = latest.map(|step| step.at.into());
    payout.status = status.cloned();
    payout
}
