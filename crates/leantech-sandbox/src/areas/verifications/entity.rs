//! Who owns a bank connection.

use leantech_verifications::types::{
    EntityIdentificationType as Id, EntityVerification, EntityVerificationRequest,
    VerificationMethod, VerifiedIban,
};

use super::endings::Failure;
use super::envelope::result;
use super::holders::{Fact, Holder};
use crate::areas::entities;
use crate::exchange::Exchange;
use crate::mock::persona::Persona;
use crate::wire::answer::Answer;

/// `POST /verifications/v2/entity`: the only call here that asks for a connection.
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: EntityVerificationRequest = exchange.read_body()?;
    let mut facts = Vec::new();
    let told = request.identifications.as_deref().unwrap_or_default();
    for (at, fact) in told.iter().enumerate() {
        let place = |name: &str| format!("/body/identifications/{at}/{name}");
        let value = fact
            .value
            .as_ref()
            .ok_or_else(|| exchange.missing(&place("value"), "value is required"))?
            .as_str();
        let kind = fact
            .type_
            .ok_or_else(|| exchange.missing(&place("type"), "type is required"))?;
        facts.push(match kind {
            Id::UnifiedNumber => Fact::UnifiedNumber(value),
            Id::FreelancerNumber => Fact::FreelancerNumber(value),
            _ => Fact::Id(value),
        });
    }
    facts.extend(request.identification_number.as_deref().map(Fact::Id));
    if facts.is_empty() {
        return Err(exchange.missing("/body/identifications", "identifications is required"));
    }
    let state = exchange.shared.state();
    let (_, entity) = state
        .live_entity(request.entity_id.as_str())
        .ok_or_else(|| entities::unknown(exchange))?;
    let found = if state.usable_consent(entity, exchange.now).is_some() {
        let persona = Persona::of(state.seed, &entity.bank_identifier, entity.persona);
        let is_owner = Holder::of_persona(&persona).compare(&facts).is_owner;
        let accounts = entity.picked().filter(|account| !account.kind.is_card());
        Ok(EntityVerification::new()
            .entity_ownership_verified(is_owner)
            .verification_method(VerificationMethod::OpenBanking)
            .ibans(
                accounts
                    .map(|account| {
                        VerifiedIban::new()
                            .iban(persona.account(account.kind).iban())
                            .iban_ownership_verified(is_owner)
                    })
                    .collect::<Vec<_>>(),
            ))
    } else {
        Err(Failure::ConsentEnded)
    };
    drop(state);
    let result = result!(EntityResult, exchange, found);
    Ok(Answer::ok(&result))
}
