//! The end of a consent, as its expiry or a revocation brings it about.

use super::events;
use crate::memory::rows::Standing;
use crate::memory::shared::Shared;
use crate::memory::state::State;

/// Ends a consent, by its expiry with the nightly job included, or by a revocation; whether it
/// was active. The id is Lean's or the bank's.
pub(crate) fn end(shared: &Shared, id: &str, standing: Standing) -> bool {
    let now = shared.clock.now();
    let mut state = shared.state();
    let Some(position) = find(&state, id) else {
        return false;
    };
    if !state.end_consent(position, standing, now) {
        return false;
    }
    let mut entity = None;
    if let Some(consent) = state.consents.at_mut(position) {
        if standing == Standing::Expired && consent.expires.utc() > now {
            consent.expires = now.into();
        }
        entity = consent.entity;
    }
    if let Some(entity) = entity {
        events::entity_updated(shared, &mut state, entity, now);
    }
    true
}

fn find(state: &State, id: &str) -> Option<usize> {
    state.consents.position(id).or_else(|| {
        let mut rows = state.consents.rows().iter();
        rows.position(|consent| consent.bank_consent_id == id)
    })
}
