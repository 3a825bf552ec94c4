//! What each control does.

use std::time::Duration;

use http::{HeaderValue, StatusCode, header};
use leantech_core::Secret;
use serde::Deserialize;
use serde_json::json;

use super::fixtures::{self, Beginning, NewConsent};
use super::reply::{bad, done, read, read_or_default, refused};
use super::{DOCUMENT, inspect};
use crate::exchange::Exchange;
use crate::faults::{Fault, WebhookFault};
use crate::life::decision::{self, CONSENT_REJECTED, Undecidable};
use crate::life::events::{NewWebhook, on_demand};
use crate::life::{alarm, consent_end};
use crate::memory::rows::Standing;
use crate::memory::shared::Shared;
use crate::mock::persona::AccountKind;
use crate::wire::answer::Answer;
use crate::wire::body::AnswerBody;

type Acted = Result<Answer, Answer>;

pub(super) fn health(exchange: &Exchange<'_>, _: &str) -> Acted {
    Ok(Answer::ok(&json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "now": exchange.now,
    })))
}

pub(super) fn document(_: &Exchange<'_>, _: &str) -> Acted {
    Ok(Answer {
        status: StatusCode::OK,
        body: AnswerBody::Whole(DOCUMENT.into()),
        headers: Vec::new(),
    })
}

pub(super) fn overview(exchange: &Exchange<'_>, _: &str) -> Acted {
    let shared = exchange.shared;
    let calls: serde_json::Map<String, serde_json::Value> = shared
        .calls
        .each()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| (id.to_owned(), count.into()))
        .collect();
    let state = shared.state();
    let open = state.links.rows().iter();
    let live = state.entities.rows().iter();
    let overview = json!({
        "now": exchange.now,
        "seed": state.seed,
        "customers": state.customers.len(),
        "links": state.links.len(),
        "pending_links": open.filter(|link| link.decision.is_none()).count(),
        "entities": live.filter(|entity| !entity.deleted).count(),
        "consents": state.consents.len(),
        "refreshes": state.refreshes.len(),
        "results": state.results.len(),
        "tokens": state.tokens.len(),
        "requests": shared.calls.all(),
        "requests_by_operation": calls,
    });
    drop(state);
    Ok(Answer::ok(&overview))
}

pub(super) fn reset(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.reset(None);
    Ok(done())
}

pub(super) fn seed(exchange: &Exchange<'_>, _: &str) -> Acted {
    let beginning: Beginning = read_or_default(exchange)?;
    fixtures::begin(exchange.shared, &beginning).map_err(bad)?;
    Ok(done())
}

pub(super) fn customers(exchange: &Exchange<'_>, _: &str) -> Acted {
    let customers = inspect::customers(exchange.shared);
    Ok(Answer::ok(&json!({ "customers": customers })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCustomer {
    app_user_id: String,
}

pub(super) fn new_customer(exchange: &Exchange<'_>, _: &str) -> Acted {
    let new: NewCustomer = read(exchange)?;
    let customer = fixtures::customer(exchange.shared, &new.app_user_id).map_err(bad)?;
    Ok(Answer::ok(&customer))
}

pub(super) fn entities(exchange: &Exchange<'_>, _: &str) -> Acted {
    let entities = inspect::entities(exchange.shared);
    Ok(Answer::ok(&json!({ "entities": entities })))
}

pub(super) fn new_entity(exchange: &Exchange<'_>, _: &str) -> Acted {
    let new: NewConsent = read(exchange)?;
    let entity = fixtures::entity(exchange.shared, &new).map_err(bad)?;
    Ok(Answer::ok(&entity))
}

pub(super) fn consents(exchange: &Exchange<'_>, _: &str) -> Acted {
    let consents = inspect::consents(exchange.shared, exchange.base_url);
    Ok(Answer::ok(&json!({ "consents": consents })))
}

pub(super) fn new_consent(exchange: &Exchange<'_>, _: &str) -> Acted {
    let new: NewConsent = read(exchange)?;
    let consent = fixtures::consent(exchange.shared, &new).map_err(bad)?;
    Ok(Answer::ok(&consent))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Approval {
    accounts: Option<Vec<AccountKind>>,
}

pub(super) fn approve(exchange: &Exchange<'_>, id: &str) -> Acted {
    let approval: Approval = read_or_default(exchange)?;
    let picked = approval.accounts.as_deref();
    decided(exchange, decision::approve(exchange.shared, id, picked))
}

pub(super) fn reject(exchange: &Exchange<'_>, id: &str) -> Acted {
    let code = exchange.query.value("granular_status_code");
    let code = code.as_deref().unwrap_or(CONSENT_REJECTED);
    decided(exchange, decision::reject(exchange.shared, id, code))
}

/// The redirect as JSON, or with `?follow=true` as a redirect for a browser.
fn decided(exchange: &Exchange<'_>, url: Result<String, Undecidable>) -> Acted {
    let url = url.map_err(|why| match why {
        Undecidable::Unknown => refused(StatusCode::NOT_FOUND, "the consent was not found"),
        Undecidable::AlreadyDecided => refused(
            StatusCode::CONFLICT,
            "this consent has already been decided on",
        ),
        Undecidable::Expired => refused(StatusCode::CONFLICT, "the link has expired"),
    })?;
    let answer = Answer::ok(&json!({ "redirect_url": url }));
    if exchange.query.value("follow").as_deref() != Some("true") {
        return Ok(answer);
    }
    match HeaderValue::try_from(url) {
        Ok(url) => Ok(Answer {
            status: StatusCode::SEE_OTHER,
            ..answer
        }
        .header(header::LOCATION, url)),
        Err(_) => Ok(answer),
    }
}

pub(super) fn expire(exchange: &Exchange<'_>, id: &str) -> Acted {
    end(exchange.shared, id, Standing::Expired)
}

pub(super) fn revoke(exchange: &Exchange<'_>, id: &str) -> Acted {
    end(exchange.shared, id, Standing::Revoked)
}

fn end(shared: &Shared, id: &str, standing: Standing) -> Acted {
    if consent_end::end(shared, id, standing) {
        return Ok(done());
    }
    Err(refused(
        StatusCode::NOT_FOUND,
        "no active consent has this id",
    ))
}

pub(super) fn clock(exchange: &Exchange<'_>, _: &str) -> Acted {
    Ok(Answer::ok(&inspect::clock(exchange.shared)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    advance_seconds: Option<u64>,
    frozen: Option<bool>,
}

pub(super) fn turn_clock(exchange: &Exchange<'_>, _: &str) -> Acted {
    let turn: Turn = read(exchange)?;
    let shared = exchange.shared;
    if turn.advance_seconds.is_none() && turn.frozen.is_none() {
        return Err(bad("set advance_seconds or frozen"));
    }
    match turn.frozen {
        Some(true) => shared.clock.freeze(),
        Some(false) => shared.clock.unfreeze(),
        None => {}
    }
    alarm::turn(
        shared,
        Duration::from_secs(turn.advance_seconds.unwrap_or(0)),
    );
    Ok(Answer::ok(&inspect::clock(shared)))
}

pub(super) fn expire_tokens(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.state().tokens.expire(exchange.now);
    Ok(done())
}

pub(super) fn revoke_tokens(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.state().tokens.clear();
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCredentials {
    client_secret: Secret,
}

pub(super) fn rotate_credentials(exchange: &Exchange<'_>, _: &str) -> Acted {
    let new: NewCredentials = read(exchange)?;
    if new.client_secret.expose().is_empty() {
        return Err(bad("client_secret must not be empty"));
    }
    exchange.shared.rotate_client_secret(new.client_secret);
    Ok(done())
}

pub(super) fn faults(exchange: &Exchange<'_>, _: &str) -> Acted {
    let faults = exchange.shared.faults.list();
    Ok(Answer::ok(&json!({ "faults": faults })))
}

pub(super) fn new_fault(exchange: &Exchange<'_>, _: &str) -> Acted {
    let fault: Fault = read(exchange)?;
    if let Some(mistake) = fault.mistake() {
        return Err(bad(mistake));
    }
    exchange.shared.faults.add(fault).map_err(bad)?;
    exchange.shared.changed();
    Ok(done())
}

pub(super) fn clear_faults(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.faults.clear();
    exchange.shared.changed();
    Ok(done())
}

pub(super) fn requests(exchange: &Exchange<'_>, _: &str) -> Acted {
    let mut requests = inspect::requests(exchange.shared);
    if let Some(operation) = exchange.query.value("operation") {
        requests.retain(|request| request.operation == Some(&*operation));
    }
    Ok(Answer::ok(&json!({ "requests": requests })))
}

pub(super) fn clear_requests(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.journal.clear();
    exchange.shared.changed();
    Ok(done())
}

pub(super) fn webhooks(exchange: &Exchange<'_>, _: &str) -> Acted {
    let mut webhooks = inspect::webhooks(exchange.shared);
    if let Some(kind) = exchange.query.value("type") {
        webhooks.retain(|webhook| webhook.kind == *kind);
    }
    Ok(Answer::ok(&json!({ "webhooks": webhooks })))
}

pub(super) fn send_webhook(exchange: &Exchange<'_>, _: &str) -> Acted {
    let new: NewWebhook = read(exchange)?;
    on_demand(exchange.shared, &new).map_err(bad)?;
    Ok(done())
}

pub(super) fn clear_webhooks(exchange: &Exchange<'_>, _: &str) -> Acted {
    exchange.shared.state().webhooks.clear();
    Ok(done())
}

pub(super) fn webhook_faults(exchange: &Exchange<'_>, _: &str) -> Acted {
    let faults = exchange.shared.faults.list_of_webhooks();
    Ok(Answer::ok(&json!({ "faults": faults })))
}

pub(super) fn new_webhook_fault(exchange: &Exchange<'_>, _: &str) -> Acted {
    let fault: WebhookFault = read(exchange)?;
    if let Some(mistake) = fault.mistake() {
        return Err(bad(mistake));
    }
    exchange.shared.faults.add_of_webhooks(fault).map_err(bad)?;
    exchange.shared.changed();
    Ok(done())
}
