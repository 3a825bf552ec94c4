//! People: the customer who consented, and everybody on an account.

use leantech_core::{AccountId, DateOrTime, ExactDecimal, Timestamp};
use leantech_data::types::{self as data, ClaimedAddress, IdentityClaims};
use leantech_open_banking::types::{
    AccountPartiesData, AccountRole, AssuranceProcess, CalendarType, CheckDetail, Claims,
    ClaimsAddress, DocumentDetails, DocumentType, Evidence, EvidenceType, Issuer, PartiesData,
    Party, PartyType, PlaceOfBirth, TrustFramework, Verification, VerifiedClaims,
};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

/// The customer who consented.
pub(super) struct Parties;

/// Everybody on an account.
pub(super) struct AccountParties;

impl Resource for Parties {
    type Row = Party;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Party> {
        let all = whole::identity(&part.view).into_iter();
        all.filter_map(|identity| one(part, identity)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Party>) -> Answer {
        let data = PartiesData {
            customer_id: envelope.customer_id.clone(),
            party: Some(rows),
        };
        result!(PartiesResult, envelope, envelope.meta(), data)
    }
}

impl Resource for AccountParties {
    type Row = Party;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Party> {
        let all = whole::identities(&part.view).into_iter();
        all.filter_map(|identity| one(part, identity)).collect()
    }

    fn answer(envelope: Envelope, account: Option<AccountId>, rows: Vec<Party>) -> Answer {
        let data = AccountPartiesData {
            customer_id: envelope.customer_id.clone(),
            account_id: account,
            party: Some(rows),
        };
        result!(AccountPartiesResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, identity: data::Identity) -> Option<Party> {
    let regional = identity.regional_data?.data?;
    // Without it the number and the date of birth stay away.
    let has_identity = part.holds("ReadPartyPSUIdentity");
    let at = Timestamp::from(part.view.refreshed_at);
    let claims = regional.verified_claims.into_iter().flatten();
    let claims = claims.map(|claimed| VerifiedClaims {
        verification: claimed
            .verification
            .map(|verification| verified(verification, has_identity.then_some(&at))),
        claims: claimed.claims.map(|claims| of_claims(claims, has_identity)),
    });
    Some(Party {
        entity_id: identity.entity_id,
        party_id: regional.party_id,
        party_number: regional.party_number,
        party_type: word(regional.party_type.as_ref(), PartyType::KsaobSole),
        account_role: word(regional.account_role.as_ref(), AccountRole::KsaobOtherParty),
        verified_claims: Some(claims.collect()),
    })
}

/// How it was verified; the document is shown with the time of its check.
fn verified(verification: data::Verification, checked: Option<&Timestamp>) -> Verification {
    let process = verification.assurance_process;
    Verification {
        trust_framework: Some(TrustFramework::SaIam.into()),
        assurance_level: verification.assurance_level,
        assurance_process: process.map(|process| AssuranceProcess {
            policy: process.policy,
            procedure: process.procedure,
            assurance_details: Some(Vec::new()),
        }),
        time: verification.time,
        verification_process: verification.verification_process,
        evidence: Some(checked.map(document).into_iter().collect()),
    }
}

fn document(checked: &Timestamp) -> Evidence {
    Evidence {
        type_: Some(EvidenceType::Document.into()),
        check_details: Some(vec![CheckDetail {
            check_method: Some("made-up check".into()),
            organization: Some("Mock bank".into()),
            txn: None,
            time: Some(checked.clone()),
        }]),
        verifier: None,
        time: Some(checked.clone()),
        document_details: Some(DocumentDetails {
            type_: Some(DocumentType::Idcard.into()),
            // No real number begins with a zero.
            document_number: Some("0000000000".into()),
            personal_number: None,
            serial_number: None,
            calendar_type: Some(CalendarType::KsaobGregorianCalendar.into()),
            date_of_issuance: Some("2020-01-01T00:00:00Z".into()),
            date_of_expiry: Some("2030-01-01T00:00:00Z".into()),
            issuer: Some(Issuer {
                name: Some("Made-up authority".into()),
                address: None,
                country_code: Some("SA".into()),
                jurisdiction: None,
            }),
        }),
        attachments: None,
        record: None,
    }
}

fn of_claims(claims: IdentityClaims, has_identity: bool) -> Claims {
    let birth_date = claims.birth_date.filter(|_| has_identity);
    Claims {
        sub: claims.sub,
        name: claims.name,
        given_name: claims.given_name,
        family_name: claims.family_name,
        middle_name: claims.middle_name,
        nickname: claims.nickname,
        preferred_username: claims.preferred_username,
        profile: claims.profile,
        picture: claims.picture,
        website: claims.website,
        email: claims.email,
        email_verified: claims.email_verified,
        gender: claims.gender,
        birth_date: birth_date.map(DateOrTime::from),
        zone_info: claims.zone_info,
        locale: claims.locale,
        phone_number: claims.phone_number,
        phone_number_verified: claims.phone_number_verified,
        salutation: claims.salutation,
        title: claims.title,
        msisdn: claims.msisdn,
        birth_family_name: claims.birth_family_name,
        birth_given_name: claims.birth_given_name,
        birth_middle_name: claims.birth_middle_name,
        also_known_as: claims.also_known_as,
        place_of_birth: claims.place_of_birth.map(|place| PlaceOfBirth {
            country: place.country,
            region: place.region,
            locality: place.locality,
        }),
        nationalities: claims.nationalities,
        address: claims.address.map(address),
        updated_at: claims.updated_at.map(ExactDecimal::from),
    }
}

fn address(address: ClaimedAddress) -> ClaimsAddress {
    ClaimsAddress {
        formatted: address.formatted,
        street_address: address.street_address,
        locality: address.locality,
        region: address.region,
        postal_code: address.postal_code,
        country: address.country,
    }
}
