//! The sandbox's own controls, below `/_sandbox/`.

use std::time::Duration;

use http::{HeaderValue, Method, StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use crate::alarm;
use crate::answer::{self, Answer};
use crate::decision::{self, CONSENT_REJECTED, Undecidable};
use crate::events;
use crate::exchange::{Exchange, decode_segment};
use crate::faults::Fault;
use crate::router::Segments;
use crate::rows::Standing;
use crate::shared::Shared;
use crate::state::State;

/// Answers a request below `/_sandbox/`.
pub(crate) fn answer(exchange: &Exchange<'_>, method: &Method) -> Result<Answer, Answer> {
    let segments = Segments::of(exchange.path);
    let shared = exchange.shared;
    match (method, segments.as_slice()) {
        (&Method::POST, ["_sandbox", "consents", id, "approve"]) => {
            decided(exchange, decision::approve(shared, &decoded(id)?, None))
        }
        (&Method::POST, ["_sandbox", "consents", id, "reject"]) => {
            let code = exchange.query.value("granular_status_code");
            let code = code.as_deref().unwrap_or(CONSENT_REJECTED);
            decided(exchange, decision::reject(shared, &decoded(id)?, code))
        }
        (&Method::POST, ["_sandbox", "consents", id, "expire"]) => {
            if expire_consent(shared, &decoded(id)?) {
                Ok(done())
            } else {
                Err(refused(
                    StatusCode::NOT_FOUND,
                    "there is no such active consent",
                ))
            }
        }
        (&Method::POST, ["_sandbox", "clock"]) => {
            let request: Advance = read(exchange)?;
            advance(shared, Duration::from_secs(request.advance_seconds));
            Ok(Answer::ok(&json!({ "now": shared.clock.now() })))
        }
        (&Method::POST, ["_sandbox", "faults"]) => {
            let fault: Fault = read(exchange)?;
            if !fault.is_valid() {
                return Err(refused(
                    StatusCode::BAD_REQUEST,
                    "status must be 200 to 599",
                ));
            }
            shared.faults.add(fault);
            Ok(done())
        }
        (&Method::DELETE, ["_sandbox", "faults"]) => {
            shared.faults.clear();
            Ok(done())
        }
        (&Method::POST, ["_sandbox", "tokens", "revoke"]) => {
            shared.state().tokens.clear();
            Ok(done())
        }
        (&Method::POST, ["_sandbox", "reset"]) => {
            shared.reset();
            Ok(done())
        }
        (&Method::GET, ["_sandbox", "state"]) => Ok(overview(shared)),
        _ => Err(refused(
            StatusCode::NOT_FOUND,
            "the sandbox has no such control",
        )),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

fn refused(status: StatusCode, message: &str) -> Answer {
    answer::control(status, message)
}

fn done() -> Answer {
    Answer::ok(&json!({}))
}

fn decoded(segment: &str) -> Result<String, Answer> {
    decode_segment(segment)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| refused(StatusCode::BAD_REQUEST, "the id is no UTF-8"))
}

fn read<'b, T: Deserialize<'b>>(exchange: &Exchange<'b>) -> Result<T, Answer> {
    serde_json::from_slice(exchange.body)
        .map_err(|error| refused(StatusCode::BAD_REQUEST, &error.to_string()))
}

/// The redirect as JSON, or with `?follow=true` as a redirect for a browser.
fn decided(exchange: &Exchange<'_>, url: Result<String, Undecidable>) -> Result<Answer, Answer> {
    let url = url.map_err(|why| match why {
        Undecidable::Unknown => refused(StatusCode::NOT_FOUND, "there is no such consent"),
        Undecidable::AlreadyDecided => refused(
            StatusCode::CONFLICT,
            "the bank has decided on this consent before",
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

/// Ends a consent as its expiry would, the nightly job included; whether it was active. The id
/// is Lean's or the bank's.
pub(crate) fn expire_consent(shared: &Shared, id: &str) -> bool {
    let now = shared.clock.now();
    let mut state = shared.state();
    let Some(position) = find_consent(&state, id) else {
        return false;
    };
    if !state.end_consent(position, Standing::Expired, now) {
        return false;
    }
    let mut entity = None;
    if let Some(consent) = state.consents.at_mut(position) {
        if consent.expires.utc() > now {
            consent.expires = now.into();
        }
        entity = consent.entity;
    }
    if let Some(entity) = entity {
        events::entity_updated(shared, &mut state, entity, now);
    }
    true
}

fn find_consent(state: &State, id: &str) -> Option<usize> {
    state.consents.position(id).or_else(|| {
        state
            .consents
            .rows()
            .iter()
            .position(|consent| consent.bank_consent_id == id)
    })
}

/// Moves the sandbox's time forward; what is due happens.
pub(crate) fn advance(shared: &Shared, by: Duration) {
    shared.clock.advance(by);
    alarm::settle(shared);
    shared.clock_turned();
}

fn overview(shared: &Shared) -> Answer {
    let calls: serde_json::Map<String, serde_json::Value> = shared
        .calls
        .each()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| (id.to_owned(), count.into()))
        .collect();
    let state = shared.state();
    let overview = json!({
        "now": shared.clock.now(),
        "seed": state.seed,
        "customers": state.customers.len(),
        "links": state.links.len(),
        "pending_links": state.links.rows().iter().filter(|link| link.decision.is_none()).count(),
        "entities": state.entities.rows().iter().filter(|entity| !entity.deleted).count(),
        "consents": state.consents.len(),
        "refreshes": state.refreshes.len(),
        "results": state.results.len(),
        "tokens": state.tokens.len(),
        "requests": shared.calls.all(),
        "requests_by_operation": calls,
    });
    drop(state);
    Answer::ok(&overview)
}
