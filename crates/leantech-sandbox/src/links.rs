//! Connect links: checked, remembered until the bank decides.

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use leantech_consents::types::{ConnectLink, CreateConnectLinkRequest};
use leantech_core::Timestamp;

use crate::answer::Answer;
use crate::banks;
use crate::exchange::Exchange;
use crate::permission_set::PermissionSet;
use crate::rows::{LinkRow, NamedBy};
use crate::state::State;

/// How long a consent lasts when the request does not say.
const DEFAULT_LIFE: TimeDelta = TimeDelta::hours(24);

/// How far back the history goes when the request does not say.
const DEFAULT_HISTORY: TimeDelta = TimeDelta::days(365);

/// `POST /v2/accounts-access-consents`
pub(crate) fn create(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CreateConnectLinkRequest = exchange.read_body()?;
    let permissions = PermissionSet::from_words(&request.permissions)
        .filter(|_| !request.permissions.is_empty())
        .ok_or_else(|| exchange.invalid("permissions must name at least one permission"))?;
    let bank = banks::find(&request.bank_identifier)
        .ok_or_else(|| exchange.invalid("bank_identifier names no bank"))?;
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
    let expires = match &request.expiration_date_time {
        Some(expires) if expires.utc() <= exchange.now => {
            return Err(exchange.invalid("expiration_date_time lies in the past"));
        }
        Some(expires) => expires.clone(),
        None => shifted(exchange.now, DEFAULT_LIFE),
    };
    let transactions_from = match &request.transaction_from_date_time {
        Some(from) if from.utc() > exchange.now => {
            return Err(exchange.invalid("transaction_from_date_time lies in the future"));
        }
        Some(from) => from.clone(),
        None => shifted(exchange.now, -DEFAULT_HISTORY),
    };

    let mut state = exchange.shared.state();
    let (customer, named_by) = find_customer(exchange, &state, &request)?;
    let bank_consent_id = state.new_bank_consent_id();
    state.links.add(LinkRow {
        bank_consent_id: bank_consent_id.clone(),
        customer,
        named_by,
        bank_identifier: bank.identifier.into(),
        success_redirect_url: request.success_redirect_url,
        failure_redirect_url: request.failure_redirect_url,
        permissions,
        expires,
        transactions_from,
        decided: false,
    });
    let ids = state
        .customers
        .at(customer)
        .map(|row| (row.id.clone(), row.app_user_id.clone()));
    drop(state);

    let (customer_id, app_user_id) = ids.unzip();
    Ok(Answer::ok(&ConnectLink {
        // Lean's own addresses hold raw spaces, so this one does.
        redirect_url: format!(
            "{}/_sandbox/authorize?consent={bank_consent_id}&response_type=code id_token\
             &scope=openid accounts:{bank_consent_id}&bank={}",
            exchange.shared.base_url, bank.identifier
        ),
        bank_consent_id: Some(bank_consent_id),
        customer_id,
        app_user_id,
    }))
}

fn shifted(now: DateTime<Utc>, by: TimeDelta) -> Timestamp {
    now.checked_add_signed(by).unwrap_or(now).into()
}

fn check_url(exchange: &Exchange<'_>, name: &str, text: &str) -> Result<(), Answer> {
    url::Url::parse(text)
        .map(|_| ())
        .map_err(|_| exchange.invalid(&format!("{name} is no absolute URL")))
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
    let unknown = |name| exchange.invalid(&format!("{name} names no customer"));
    match (by_id, by_app_user) {
        (Some(Some(customer)), Some(Some(other))) if customer != other => {
            Err(exchange.invalid("customer_id and app_user_id name different customers"))
        }
        (Some(None), _) => Err(unknown("customer_id")),
        // What Lean does with an unknown one is in none of its documents.
        (_, Some(None)) => Err(unknown("app_user_id")),
        (Some(Some(customer)), _) => Ok((customer, NamedBy::CustomerId)),
        (None, Some(Some(customer))) => Ok((customer, NamedBy::AppUserId)),
        (None, None) => Err(exchange.error(
            StatusCode::BAD_REQUEST,
            "MISSING_PARAMETERS",
            "one of customer_id and app_user_id is required",
        )),
    }
}
