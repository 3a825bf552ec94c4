//! `GET /files/kyc/poa/{document_id}.pdf`: where the customer behind an entity lives.

use super::file;
use crate::areas::data::identities::ADDRESS_LINE;
use crate::exchange::Exchange;
use crate::memory::permission_set::Access;
use crate::memory::state::State;
use crate::mock::persona::Persona;
use crate::wire::answer::Answer;
use crate::wire::segment::decode_segment;

/// No call of Lean's tells ids of documents; here an entity's id is that of its document.
pub(super) fn answer(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = decode_segment(id).unwrap_or_default();
    let state = exchange.shared.state();
    let persona = persona(exchange, &state, &id);
    drop(state);
    let unknown = || exchange.not_found("DATA_NOT_FOUND", "Document not found");
    let persona = persona.ok_or_else(unknown)?;
    Ok(file::document(&[
        "PROOF OF ADDRESS".into(),
        String::new(),
        persona.full_name(),
        ADDRESS_LINE.into(),
        "00000 Riyadh".into(),
        "Saudi Arabia".into(),
    ]))
}

/// Whom a document is about, if the customer allows to know.
fn persona(exchange: &Exchange<'_>, state: &State, id: &str) -> Option<Persona> {
    let (_, entity) = state.live_entity(id)?;
    let consent = state.usable_consent(entity, exchange.now)?;
    let is_allowed = consent.permissions.contains(Access::Identity);
    is_allowed.then(|| Persona::of(state.seed, &entity.bank_identifier, entity.persona))
}
