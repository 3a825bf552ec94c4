//! Customers: created, listed, found by either id.

use http::StatusCode;
use leantech_customers::types::{CreateCustomerRequest, Customer, CustomersPage, Page};

use crate::exchange::Exchange;
use crate::memory::rows::CustomerRow;
use crate::wire::answer::Answer;
use crate::wire::paging::PageRules;
use crate::wire::segment::decode_segment;

fn typed(row: &CustomerRow) -> Customer {
    Customer::new(row.app_user_id.clone(), row.id.clone())
}

/// `POST /customers/v1/`
pub(crate) fn create(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CreateCustomerRequest = exchange.read_body()?;
    let id = request.app_user_id;
    // These could not be asked for again: they are steps in a path.
    if matches!(id.as_str(), "." | "..") {
        return Err(exchange.invalid("/body/app_user_id", "app_user_id must not be only dots"));
    }
    let mut state = exchange.shared.state();
    if state.app_users.contains_key(id.as_str()) {
        return Err(exchange.error(
            StatusCode::CONFLICT,
            "CUSTOMER_ALREADY_EXISTS",
            "A customer with this app_user_id exists",
        ));
    }
    let position = state.add_customer(&id, exchange.now);
    let customer = state.customers.at(position).map(typed);
    drop(state);
    Ok(Answer::ok(&customer))
}

/// `GET /customers/v1`
pub(crate) fn list(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let page = exchange.page(PageRules {
        number: "page_number",
        size: "page_size",
        default_size: 50,
        largest: exchange.shared.settings.largest_page,
    })?;
    let (customers, place) = {
        let state = exchange.shared.state();
        let rows = state.customers.rows();
        let customers = page.part(rows).iter().map(typed).collect::<Vec<_>>();
        (customers, page.place(rows.len()))
    };
    Ok(Answer::ok(
        &CustomersPage::new().data(customers).page(
            Page::new()
                .number(place.number)
                .size(place.size)
                .total_elements(place.total_elements)
                .total_pages(place.total_pages),
        ),
    ))
}

/// `GET /customers/v1/{customer_id}`
pub(crate) fn get(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = exchange.path_uuid("customer_id", id)?;
    let customer = exchange
        .shared
        .state()
        .customers
        .find(&id)
        .map(|(_, row)| typed(row));
    customer
        .map(|customer| Answer::ok(&customer))
        .ok_or_else(|| unknown(exchange))
}

/// `GET /customers/v1/app-user-id/{app_user_id}`
pub(crate) fn get_by_app_user_id(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = decode_segment(id)
        .ok_or_else(|| exchange.invalid("/path/app_user_id", "app_user_id is not UTF-8"))?;
    let state = exchange.shared.state();
    let position = state.app_users.get(&*id);
    let customer = position
        .and_then(|position| state.customers.at(*position))
        .map(typed);
    drop(state);
    customer
        .map(|customer| Answer::ok(&customer))
        .ok_or_else(|| unknown(exchange))
}

/// The answer to a customer that does not exist. The code is a guess: no source has it.
pub(crate) fn unknown(exchange: &Exchange<'_>) -> Answer {
    exchange.not_found("UNKNOWN_CUSTOMER", "No such customer")
}
