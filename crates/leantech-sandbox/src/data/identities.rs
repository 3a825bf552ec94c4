//! Identities: of the customer who consented, and of everybody on an account.

use chrono::Datelike;
use leantech_core::Timestamp;
use leantech_data::types::{
    self, AccountRole, AssuranceProcess, ClaimedAddress, IdentitiesData, IdentityAddress,
    IdentityClaims, PartyType, PlaceOfBirth, RegionalIdentityData, Verification, VerifiedClaims,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::persona::Persona;
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;

/// The customer who consented.
pub(super) struct Identity;

/// Where every mock customer lives.
pub(crate) const ADDRESS_LINE: &str = "1 Example Road, Example District";

/// Everybody on an account.
pub(super) struct Identities;

impl Resource for Identity {
    const TYPE: &'static str = "identity";
    const ACCESS: Access = Access::Identity;
    type Data = IdentitiesData;

    fn data(view: &View) -> IdentitiesData {
        page(
            view,
            Self::TYPE,
            &[one(view, &view.persona, AccountRole::Principal)],
        )
    }

    fn result(envelope: Envelope<IdentitiesData>) -> impl Serialize {
        typed_result!(IdentitiesResult, envelope)
    }
}

impl Resource for Identities {
    const TYPE: &'static str = "identities";
    const ACCESS: Access = Access::Identities;
    type Data = IdentitiesData;

    fn data(view: &View) -> IdentitiesData {
        let partner = partner(&view.persona);
        let all = [
            one(view, &view.persona, AccountRole::Principal),
            one(view, &partner, AccountRole::PowerOfAttorney),
        ];
        page(view, Self::TYPE, &all)
    }

    fn result(envelope: Envelope<IdentitiesData>) -> impl Serialize {
        typed_result!(IdentitiesResult, envelope)
    }
}

/// Somebody who may act for the customer.
fn partner(persona: &Persona) -> Persona {
    let (given, gender) = if persona.gender == "FEMALE" {
        ("Majed", "MALE")
    } else {
        ("Dana", "FEMALE")
    };
    let born = persona.born.with_day(1).unwrap_or(persona.born);
    persona.relative(given, gender, born)
}

fn page(view: &View, kind: &str, all: &[types::Identity]) -> IdentitiesData {
    IdentitiesData {
        type_: Some(kind.into()),
        // Recorded as null, even for one account.
        account_id: None,
        identities: Some(view.page.part(all).to_vec()),
        page: Some(view.page(all.len())),
    }
}

fn one(view: &View, persona: &Persona, role: AccountRole) -> types::Identity {
    types::Identity {
        entity_id: Some(view.entity_id.clone()),
        full_legal_name: Some(persona.full_name()),
        name: Some(persona.full_name()),
        national_id: None,
        birth_date: Some(persona.born),
        gender: Some(persona.gender.into()),
        email_address: Some(persona.email()),
        legal_structure: None,
        phone: Some(persona.mobile_number()),
        mobile_number: Some(persona.mobile_number()),
        address: Some(IdentityAddress {
            address_line: Some(ADDRESS_LINE.into()),
            address_type: None,
            building_type: None,
            apartment_or_villa_number: None,
            building_name: None,
            street: None,
            area: None,
            street_address: Some("1 Example Road".into()),
            post_code: Some("00000".into()),
            town_name: Some("Riyadh".into()),
            region: Some("Riyadh Region".into()),
            po_box: None,
            country: Some("SA".into()),
        }),
        account_role: Some(role.into()),
        party_type: Some(PartyType::Joint.into()),
        party_id: Some(persona.party_id()),
        party_number: Some(persona.party_id()),
        regional_data: regional!(
            view,
            RegionalIdentity,
            RegionalIdentityData {
                party_id: Some(persona.party_id()),
                party_number: Some(persona.party_id()),
                party_type: Some(PartyType::Joint.into()),
                account_role: Some(role.into()),
                verified_claims: Some(vec![verified(view, persona)]),
            }
        ),
    }
}

fn verified(view: &View, persona: &Persona) -> VerifiedClaims {
    VerifiedClaims {
        verification: Some(Verification {
            trust_framework: Some("SAU_MADE_UP".into()),
            assurance_level: Some("high".into()),
            assurance_process: Some(AssuranceProcess {
                policy: Some("made-up policy".into()),
                procedure: Some("made-up procedure".into()),
                assurance_details: Some(Vec::new()),
            }),
            time: Some(Timestamp::from(view.refreshed_at)),
            verification_process: Some("00000000-0000-4000-8000-00000000000a".into()),
            evidence: Some(Vec::new()),
        }),
        claims: Some(IdentityClaims {
            sub: Some(persona.party_id()),
            name: Some(persona.full_name()),
            given_name: Some(persona.given.into()),
            family_name: Some(persona.family.into()),
            middle_name: None,
            nickname: None,
            preferred_username: None,
            profile: None,
            picture: None,
            website: None,
            email: Some(persona.email()),
            email_verified: Some(true),
            gender: Some(persona.gender.into()),
            birth_date: Some(persona.born),
            zone_info: Some("Asia/Riyadh".into()),
            locale: Some("ar-SA".into()),
            phone_number: Some(persona.mobile_number()),
            phone_number_verified: Some(true),
            salutation: None,
            title: None,
            msisdn: Some(persona.mobile_number()),
            birth_family_name: None,
            birth_given_name: None,
            birth_middle_name: None,
            also_known_as: None,
            place_of_birth: Some(PlaceOfBirth {
                region: Some("Riyadh Region".into()),
                locality: Some("Riyadh".into()),
                country: Some("SA".into()),
            }),
            nationalities: Some(vec!["SA".into()]),
            address: Some(ClaimedAddress {
                formatted: Some("1 Example Road, Riyadh 00000".into()),
                street_address: Some("1 Example Road".into()),
                locality: Some("Riyadh".into()),
                region: Some("Riyadh Region".into()),
                postal_code: Some("00000".into()),
                country: Some("SA".into()),
            }),
            updated_at: Some(view.refreshed_at.timestamp()),
        }),
    }
}
