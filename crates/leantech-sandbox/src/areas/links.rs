//! Connect links: checked before they are made.

use leantech_consents::types::{ConnectLink, CreateConnectLinkRequest};

use crate::exchange::Exchange;
use crate::life::links::{NewLink, add, redirect_url};
use crate::memory::permission_set::PermissionSet;
use crate::memory::rows::NamedBy;
use crate::memory::state::State;
use crate::mock::banks;
use crate::wire::answer::Answer;

/// `POST /v2/accounts-access-consents`
pub(crate) fn create(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CreateConnectLinkRequest = exchange.read_body()?;
    let permissions = PermissionSet::from_words(&request.permissions)
        .filter(|_| !request.permissions.is_empty())
        .ok_or_else(|| {
            exchange.invalid(
                "/body/permissions",
                "permissions names an unknown permission",
            )
        })?;
    let bank = banks::find(&request.bank_identifier).ok_or_else(|| {
        exchange.invalid("/body/bank_identifier", "bank_identifier names no bank")
    })?;
    check_url(
        exchange,
        "success_redirect_url",
        &request.success_redirect_url,
    )?;
    check_url(
        exchange,
        "failure_redirect_url",
        &request.failure_redirect_url,
    )?;
    let expires = request.expiration_date_time.clone();
    if expires.as_ref().is_some_and(|at| at.utc() <= exchange.now) {
        return Err(exchange.invalid(
            "/body/expiration_date_time",
            "expiration_date_time lies in the past",
        ));
    }
    let transactions_from = request.transaction_from_date_time.clone();
    if transactions_from
        .as_ref()
        .is_some_and(|at| at.utc() > exchange.now)
    {
        return Err(exchange.invalid(
            "/body/transaction_from_date_time",
            "transaction_from_date_time lies in the future",
        ));
    }

    let mut state = exchange.shared.state();
    let (customer, named_by) = find_customer(exchange, &state, &request)?;
    let link = NewLink {
        customer,
        named_by,
        bank_identifier: bank.identifier.into(),
        success_redirect_url: request.success_redirect_url,
        failure_redirect_url: request.failure_redirect_url,
        permissions,
        withheld: Vec::new(),
        expires,
        transactions_from,
    };
    let bank_consent_id = add(&mut state, link, exchange.now);
    let ids = state
        .customers
        .at(customer)
        .map(|row| (row.id.clone(), row.app_user_id.clone()));
    drop(state);

    let (customer_id, app_user_id) = ids.unzip();
    let mut connect_link = ConnectLink::new(redirect_url(
        exchange.base_url,
        &bank_consent_id,
        bank.identifier,
    ))
    .bank_consent_id(bank_consent_id);
    connect_link.customer_id = customer_id;
    connect_link.app_user_id = app_user_id;
    Ok(Answer::ok(&connect_link))
}

fn check_url(exchange: &Exchange<'_>, name: &str, text: &str) -> Result<(), Answer> {
    url::Url::parse(text).map(|_| ()).map_err(|_| {
        exchange.invalid(
            &format!("/body/{name}"),
            &format!("{name} is not an absolute URL"),
        )
    })
}

/// The customer that the request names, by one of its two ids or by both alike.
fn find_customer(
    exchange: &Exchange<'_>,
    state: &State,
    request: &CreateConnectLinkRequest,
) -> Result<(usize, NamedBy), Answer> {
    let by_id = request
        .customer_id
        .as_ref()
        .map(|id| state.customers.position(id.as_str()));
    let by_app_user = request
        .app_user_id
        .as_ref()
        .map(|id| state.app_users.get(id.as_str()).copied());
    let unknown = |name: &str| {
        exchange.invalid(
            &format!("/body/{name}"),
            &format!("{name} names no customer"),
        )
    };
    match (by_id, by_app_user) {
        (Some(Some(customer)), Some(Some(other))) if customer != other => Err(exchange.invalid(
            "/body/app_user_id",
            "customer_id and app_user_id name different customers",
        )),
        (Some(None), _) => Err(unknown("customer_id")),
        // What Lean does with an unknown one is in none of its documents.
        (_, Some(None)) => Err(unknown("app_user_id")),
        (Some(Some(customer)), _) => Ok((customer, NamedBy::CustomerId)),
        (None, Some(Some(customer))) => Ok((customer, NamedBy::AppUserId)),
        (None, None) => Err(exchange.missing(
            "/body/customer_id",
            "one of customer_id and app_user_id is required",
        )),
    }
}
