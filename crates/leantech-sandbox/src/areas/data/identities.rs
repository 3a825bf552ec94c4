//! Identities: of the customer who consented, and of everybody on an account.

use chrono::Datelike;
use leantech_core::Timestamp;
use leantech_data::types::{
    self, AccountRole, AssuranceProcess, ClaimedAddress, IdentitiesData, IdentityAddress,
    IdentityClaims, PartyType, PlaceOfBirth, RegionalIdentityData, Verification, VerifiedClaims,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::persona::Persona;

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
    // `account_id` is recorded as null, even for one account.
    IdentitiesData::new()
        .type_(kind)
        .identities(view.page.part(all).to_vec())
        .page(view.page(all.len()))
}

fn one(view: &View, persona: &Persona, role: AccountRole) -> types::Identity {
    let regional = regional!(
        view,
        RegionalIdentity,
        RegionalIdentityData::new()
            .party_id(persona.party_id())
            .party_number(persona.party_id())
            .party_type(PartyType::Joint)
            .account_role(&role)
            .verified_claims(vec![verified(view, persona)])
    );
    let mut identity = types::Identity::new()
        .entity_id(view.entity_id.clone())
        .full_legal_name(persona.full_name())
        .name(persona.full_name())
        .birth_date(persona.born)
        .gender(persona.gender)
        .email_address(persona.email())
        .phone(persona.mobile_number())
        .mobile_number(persona.mobile_number())
        .address(
            IdentityAddress::new()
                .address_line(ADDRESS_LINE)
                .street_address("1 Example Road")
                .post_code("00000")
                .town_name("Riyadh")
                .region("Riyadh Region")
                .country("Saudi Arabia"),
        )
        .account_role(role)
        .party_type(PartyType::Joint)
        .party_id(persona.party_id())
        .party_number(persona.party_id());
    identity.regional_data = regional;
    identity
}

fn verified(view: &View, persona: &Persona) -> VerifiedClaims {
    let mut process = AssuranceProcess::new()
        .policy("made-up policy")
        .procedure("made-up procedure");
    process.assurance_details = Some(Vec::new());
    let mut verification = Verification::new()
        .trust_framework("SAU_MADE_UP")
        .assurance_level("high")
        .assurance_process(process)
        .time(Timestamp::from(view.refreshed_at))
        .verification_process("00000000-0000-4000-8000-00000000000a");
    verification.evidence = Some(Vec::new());
    VerifiedClaims::new().verification(verification).claims(
        IdentityClaims::new()
            .sub(persona.party_id())
            .name(persona.full_name())
            .given_name(persona.given)
            .family_name(persona.family)
            .email(persona.email())
            .email_verified(true)
            .gender(persona.gender)
            .birth_date(persona.born)
            .zone_info("Asia/Riyadh")
            .locale("ar-SA")
            .phone_number(persona.mobile_number())
            .phone_number_verified(true)
            .msisdn(persona.mobile_number())
            .place_of_birth(
                PlaceOfBirth::new()
                    .region("Riyadh Region")
                    .locality("Riyadh")
                    .country("SA"),
            )
            .nationalities(vec!["SA".into()])
            .address(
                ClaimedAddress::new()
                    .formatted("1 Example Road, Riyadh 00000")
                    .street_address("1 Example Road")
                    .locality("Riyadh")
                    .region("Riyadh Region")
                    .postal_code("00000")
                    .country("SA"),
            )
            .updated_at(view.refreshed_at.timestamp()),
    )
}
