//! Webhooks on demand, of every type.

use leantech_core::{EntityId, RawJson};
use serde::{Deserialize, Serialize};

use super::post::{Envelope, post, written};
use super::{entity_event, refresh_updated, results_ready};
use crate::memory::shared::Shared;
use crate::memory::state::IdKind;
use crate::mock::banks;
use crate::wire::instant;

/// A webhook to be sent on demand.
///
/// ```
/// use leantech_sandbox::NewWebhook;
///
/// // About the newest connection.
/// let webhook = NewWebhook::of("entity.updated");
/// // Of a product that the sandbox does not have.
/// let webhook = NewWebhook::of("payment.updated").payload(r#"{"id": "made-up"}"#);
/// # let _ = webhook;
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entity_id: Option<EntityId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bank_identifier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<RawJson>,
}

impl NewWebhook {
    /// An event of this type, about what is newest in the sandbox: a connection for `entity.…`,
    /// an asynchronous call for `results.ready`, the first bank for `bank.availability.updated`.
    /// Every other type needs a [`payload`](Self::payload).
    pub fn of(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            entity_id: None,
            bank_identifier: None,
            payload: None,
        }
    }

    /// The connection that it is about.
    #[must_use]
    pub fn entity(mut self, id: EntityId) -> Self {
        self.entity_id = Some(id);
        self
    }

    /// The bank that it is about.
    #[must_use]
    pub fn bank(mut self, identifier: impl Into<String>) -> Self {
        self.bank_identifier = Some(identifier.into());
        self
    }

    /// The payload, as JSON; text that is none goes as a string.
    #[must_use]
    pub fn payload(mut self, json: &str) -> Self {
        let quoted = serde_json::Value::from(json).to_string();
        let payload = RawJson::try_from(json.to_owned());
        self.payload = payload.or_else(|_| RawJson::try_from(quoted)).ok();
        self
    }
}

#[derive(Serialize)]
struct AvailabilityEvent {
    identifier: &'static str,
    availability: Availability,
}

#[derive(Serialize)]
struct Availability {
    active: Switches,
    enabled: Switches,
}

#[derive(Serialize)]
struct Switches {
    payments: bool,
    data: bool,
}

/// Sends a webhook on demand.
pub(crate) fn on_demand(shared: &Shared, new: &NewWebhook) -> Result<(), &'static str> {
    const NO_ENTITY: &str = "the connection was not found";
    let now = shared.clock.now();
    let mut state = shared.state();
    if let Some(payload) = &new.payload {
        let event = Envelope {
            kind: &new.kind,
            payload,
            message: "Sent on demand.",
            timestamp: instant::nanos(now),
            event_id: Some(state.new_id(IdKind::Event)),
        };
        let row = written(&event, None, now);
        post(shared, &mut state, row, now);
        return Ok(());
    }
    let entity = || match &new.entity_id {
        Some(id) => state.entities.position(id.as_str()),
        None => state.entities.len().checked_sub(1),
    };
    match &*new.kind {
        "entity.created" | "entity.updated" | "entity.reconnected" => {
            let entity = entity().ok_or(NO_ENTITY)?;
            let message = match &*new.kind {
                "entity.created" => "An entity object has been created.",
                "entity.updated" => "An entity object has been updated.",
                _ => "An entity object has been reconnected.",
            };
            entity_event(shared, &mut state, entity, &new.kind, message, now);
        }
        "entity.data.refresh.updated" => {
            let entity = entity().and_then(|at| state.entities.at(at));
            let refresh = entity.and_then(|entity| entity.refreshes.last().copied());
            refresh_updated(shared, &mut state, refresh.ok_or(NO_ENTITY)?, now);
        }
        "results.ready" => {
            let result = state.results.len().checked_sub(1);
            let result = result.ok_or("no asynchronous call has been made yet")?;
            results_ready(shared, &mut state, result, now);
        }
        "bank.availability.updated" => {
            let identifier = new.bank_identifier.as_deref();
            let bank = identifier.map_or(banks::MOCK_BANKS.first(), banks::find);
            let bank = bank.ok_or("the bank was not found")?;
            let event = Envelope {
                kind: &new.kind,
                payload: AvailabilityEvent {
                    identifier: bank.identifier,
                    availability: Availability {
                        active: Switches {
                            payments: false,
                            data: true,
                        },
                        enabled: Switches {
                            payments: true,
                            data: true,
                        },
                    },
                },
                message: "Bank availability has been updated.",
                timestamp: instant::nanos(now),
                event_id: Some(state.new_id(IdKind::Event)),
            };
            let row = written(&event, None, now);
            post(shared, &mut state, row, now);
        }
        _ => return Err("a type that the sandbox does not send by itself needs a payload"),
    }
    Ok(())
}
