//! Destinations of payouts: stored, read, found for a payment.

use leantech_core::OneOrMany;
use leantech_payouts::types::{
    CreateDestinationRequest, CreatedDestination, CreatedDestinationStatus, Destination,
    DestinationStatus,
};

use crate::areas::customers;
use crate::exchange::Exchange;
use crate::memory::rows::payouts::{DestinationRow, Recipient};
use crate::memory::state::{IdKind, State};
use crate::mock::banks;
use crate::wire::answer::Answer;
use crate::wire::segment::decode_segment;

/// Whether a text has the form of an IBAN; its check digits are not checked, since those of
/// made-up ones are wrong on purpose.
fn is_iban(text: &str) -> bool {
    (15..=34).contains(&text.len())
        && text.bytes().enumerate().all(|(at, byte)| match at {
            0 | 1 => byte.is_ascii_uppercase(),
            2 | 3 => byte.is_ascii_digit(),
            _ => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        })
}

/// `POST /payouts/v1/payment/destinations`
pub(super) fn create(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let requests: Vec<CreateDestinationRequest> = exchange.read_body()?;
    let mut state = exchange.shared.state();
    let named = requests.iter().filter_map(|it| it.customer_id.as_ref());
    for customer in named {
        if state.customers.position(customer.as_str()).is_none() {
            return Err(customers::unknown(exchange));
        }
    }
    let mut created = Vec::with_capacity(requests.len());
    for details in requests {
        let row = DestinationRow {
            id: state.new_id(IdKind::Destination),
            task_id: state.new_id(IdKind::Destination),
            is_fit: is_iban(&details.iban),
            details,
        };
        created.push(told(&row));
        state.destinations.add(row);
    }
    drop(state);
    Ok(Answer::ok(&OneOrMany::from(created)))
}

fn told(row: &DestinationRow) -> CreatedDestination {
    let details = &row.details;
    let status = if row.is_fit {
        CreatedDestinationStatus::Confirmed
    } else {
        CreatedDestinationStatus::Failed
    };
    let mut destination = CreatedDestination::new()
        // The misspelt name stands in a schema alone.
        .add_beneficiary_task_id(row.task_id.clone())
        .destination_id(row.id.clone())
        .iban(details.iban.clone())
        .account_number(account_number(details))
        .display_name(display_name(details))
        .status(status);
    destination
        .bank_identifier
        .clone_from(&details.bank_identifier);
    destination.error_message = (!row.is_fit).then(|| "The IBAN has the wrong form".into());
    destination
}

/// The number in the request, or the end of the IBAN, which is the bank's own number.
fn account_number(details: &CreateDestinationRequest) -> String {
    /// How long a bank's own number is.
    const LENGTH: usize = 12;
    details.account_number.clone().unwrap_or_else(|| {
        let start = details.iban.len().saturating_sub(LENGTH);
        details.iban.get(start..).unwrap_or_default().to_owned()
    })
}

fn display_name(details: &CreateDestinationRequest) -> String {
    let name = details.display_name.as_ref().unwrap_or(&details.name);
    name.clone()
}

/// `GET /payouts/v1/payment/destinations/{destination_id}`
pub(super) fn get(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = decode_segment(id).ok_or_else(|| unknown(exchange))?;
    let state = exchange.shared.state();
    let destination = typed(find(exchange, &state, &id)?);
    drop(state);
    Ok(Answer::ok(&destination))
}

/// The destination with that id.
pub(super) fn find<'s>(
    exchange: &Exchange<'_>,
    state: &'s State,
    id: &str,
) -> Result<&'s DestinationRow, Answer> {
    let mut known = state.destinations.entries().rev();
    known
        .find(|(_, row)| row.id == id)
        .map(|(_, row)| row)
        .ok_or_else(|| unknown(exchange))
}

fn unknown(exchange: &Exchange<'_>) -> Answer {
    exchange.not_found("UNKNOWN_DESTINATION", "Destination not found")
}

fn typed(row: &DestinationRow) -> Destination {
    let details = row.details.clone();
    let status = if row.is_fit {
        DestinationStatus::Active
    } else {
        DestinationStatus::Failed
    };
    let mut destination = Destination::new()
        .id(row.id.clone())
        .status(status)
        .display_name(display_name(&details))
        .account_number(account_number(&details))
        .name(details.name)
        .iban(details.iban)
        .address(details.address)
        .city(details.city)
        .country(details.country)
        .currency_iso_code(details.currency_iso_code);
    destination.branch_address = details.branch_address;
    destination.swift_code = details.swift_code;
    destination.customer_id = details.customer_id;
    destination.ifsc = details.ifsc;
    destination.transit_number = details.transit_code;
    destination.sort_code = details.sort_code;
    destination.routing_number = details.routing_number;
    destination.postal_code = details.postal_code;
    destination
}

/// Who gets what is paid to a destination.
pub(super) fn recipient(row: &DestinationRow) -> Recipient {
    let details = &row.details;
    let bank = details.bank_identifier.as_deref().unwrap_or_default();
    Recipient {
        destination_id: row.id.clone(),
        name: details.name.clone(),
        bank_name: bank_name(bank),
        iban: details.iban.clone(),
        account_number: account_number(details),
        address: details.address.clone(),
        city: details.city.clone(),
        country: details.country.clone(),
    }
}

/// The name of a mock bank, or what the caller called another one.
fn bank_name(identifier: &str) -> String {
    banks::find(identifier)
        .map_or(identifier, |bank| bank.name)
        .into()
}
