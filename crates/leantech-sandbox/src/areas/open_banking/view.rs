//! What of a customer's connections a call may see.

use chrono::NaiveDate;
use http::StatusCode;
use leantech_core::{AccountId, CustomerId};

use super::call::Call;
use crate::areas::data;
use crate::exchange::{Exchange, pointed};
use crate::memory::rows::EntityRow;
use crate::memory::state::State;
use crate::mock::persona::AccountFacts;
use crate::routing::operation::Operation;
use crate::wire::answer::Answer;
use crate::wire::standard_error::failed;

/// One connection, as its consent lets it be seen.
pub(super) struct Part {
    pub(super) view: data::View,
    /// The first and the last day that may be seen, whatever was asked for.
    pub(super) available: (NaiveDate, NaiveDate),
    codes: Vec<&'static str>,
}

impl Part {
    /// Whether the consent holds a code of the standard.
    pub(super) fn holds(&self, code: &str) -> bool {
        self.codes.contains(&code)
    }
}

/// Everything that a call sees.
pub(super) struct View {
    pub(super) customer_id: Option<CustomerId>,
    pub(super) parts: Vec<Part>,
}

impl View {
    /// Finds what a call asks for.
    ///
    /// A call by its customer alone sees every connection whose consent allows it; it is refused
    /// where there is none.
    pub(super) fn open(
        exchange: &Exchange<'_>,
        operation: Operation,
        call: &Call<'_>,
    ) -> Result<Self, Answer> {
        let state = exchange.shared.state();
        let not_found = |message| exchange.not_found("ENTITY_NOT_FOUND", message);
        let entities = entities(&state, call).ok_or_else(|| not_found("Entity not found"))?;
        let customer = entities.first().map(|(_, entity)| entity.customer);
        let mut reached = Vec::new();
        for (position, entity) in entities {
            match account(&state, entity, call) {
                Looked::For(account) => reached.push(((position, entity), account)),
                Looked::InVain => {}
            }
        }
        if reached.is_empty() {
            // The reference has no word of its own for an account.
            return Err(not_found("Account not found"));
        }
        let mut parts = Vec::new();
        let mut lacking = None;
        for ((position, entity), account) in reached {
            let Some(consent) = state.usable_consent(entity, exchange.now) else {
                continue;
            };
            let lacks = consent.lacks(operation);
            if !lacks.is_empty() {
                lacking = lacking.or(Some(lacks));
                continue;
            }
            let view =
                data::View::whole(&state, (position, entity), consent, account, exchange.now);
            let days = |at: chrono::NaiveDateTime| at.date();
            parts.push(Part {
                available: view.available(),
                view: view.between(call.from.map(days), call.to.map(days)),
                codes: consent.codes().collect(),
            });
        }
        match (parts.is_empty(), lacking) {
            (false, _) => Ok(Self {
                customer_id: customer
                    .and_then(|at| state.customers.at(at))
                    .map(|row| row.id.clone()),
                parts,
            }),
            (true, Some(lacking)) => Err(not_granted(exchange, &lacking)),
            (true, None) => Err(consent_ended(exchange)),
        }
    }

    /// The account of the path.
    pub(super) fn account(&self) -> Option<&AccountId> {
        let (_, id) = self.parts.first()?.view.account.as_ref()?;
        Some(id)
    }
}

/// The connections that a call names, none of them deleted; `None` where there is none.
fn entities<'s>(state: &'s State, call: &Call<'_>) -> Option<Vec<(usize, &'s EntityRow)>> {
    let customer = match &call.customer_id {
        Some(id) => Some(state.customers.position(id)?),
        None => None,
    };
    let entities: Vec<_> = match (&call.entity_id, customer) {
        (Some(id), customer) => state
            .live_entity(id)
            .filter(|(_, entity)| customer.is_none_or(|customer| entity.customer == customer))
            .into_iter()
            .collect(),
        (None, Some(customer)) => {
            let positions = state.customers.at(customer)?.entities.iter();
            positions
                .filter_map(|at| Some((*at, state.entities.at(*at)?)))
                .filter(|(_, entity)| !entity.deleted)
                .collect()
        }
        (None, None) => Vec::new(),
    };
    (!entities.is_empty()).then_some(entities)
}

/// Whether a connection has what the path names.
enum Looked {
    /// It has; nothing where the path names no account.
    For(Option<(AccountFacts, AccountId)>),
    InVain,
}

fn account(state: &State, entity: &EntityRow, call: &Call<'_>) -> Looked {
    match &call.account_id {
        None => Looked::For(None),
        Some(id) => data::account(state, entity, id)
            .map_or(Looked::InVain, |account| Looked::For(Some(account))),
    }
}

/// Lean answers 200 to this in its other reading calls.
fn consent_ended(exchange: &Exchange<'_>) -> Answer {
    let message = "The consent has expired or was revoked; the customer must connect again";
    failed(
        StatusCode::OK,
        "CONSENT_EXPIRED",
        message,
        None,
        exchange.now,
    )
}

/// What Lean answers then is in none of its documents; the status and the word are those of its
/// insights, the form is that of the area.
fn not_granted(exchange: &Exchange<'_>, lacking: &[&str]) -> Answer {
    let answer = failed(
        StatusCode::FORBIDDEN,
        "USER_PERMISSIONS_NOT_GRANTED",
        "The customer has not given this permission",
        Some(format!("The consent does not hold {}", lacking.join(", "))),
        exchange.now,
    );
    pointed(answer, "/query/EntityId")
}
