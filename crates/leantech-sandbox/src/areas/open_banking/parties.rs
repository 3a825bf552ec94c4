//! People: the customer who consented, and everybody on an account.

use leantech_core::{AccountId, DateOrTime, ExactDecimal, Timestamp};
use leantech_data::types as data;
use leantech_data::types::{ClaimedAddress, IdentityClaims};
use leantech_open_banking::types::{
    AccountPartiesData, AccountRole, AssuranceProcess, CalendarType, CheckDetail, Claims,
    ClaimsAddress, DocumentDetails, DocumentType, Evidence, EvidenceType, Issuer, PartiesData,
    Party, PartyType, PlaceOfBirth, TrustFramework, Verification, VerifiedClaims,
};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

/// The customer who consented.
pub(super) struct Parties;

/// Everybody on an account.
pub(super) struct AccountParties;

impl Resource for Parties {
    type Row = Party;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Party> {
        let all = whole_lists::identity(&part.view).into_iter();
        all.filter_map(|identity| one(part, identity)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Party>) -> Answer {
        let mut data = PartiesData::new().party(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(PartiesResult, envelope, envelope.meta(), data)
    }
}

impl Resource for AccountParties {
    type Row = Party;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Party> {
        let all = whole_lists::identities(&part.view).into_iter();
        all.filter_map(|identity| one(part, identity)).collect()
    }

    fn answer(envelope: Envelope, account: Option<AccountId>, rows: Vec<Party>) -> Answer {
        let mut data = AccountPartiesData::new().party(rows);
        data.customer_id.clone_from(&envelope.customer_id);
        data.account_id = account;

        result!(AccountPartiesResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, identity: data::Identity) -> Option<Party> {
    let regional = identity.regional_data?.data?;
    // Without it the number and the date of birth stay away.
    let has_identity = part.holds("ReadPartyPSUIdentity");
    let at = Timestamp::from(part.view.refreshed_at);
    let claims = regional.verified_claims.into_iter().flatten();
    let claims = claims.map(|claimed| {
        let mut verified_claims = VerifiedClaims::new();
        verified_claims.verification = claimed
            .verification
            .map(|verification| verified(verification, has_identity.then_some(&at)));
        verified_claims.claims = claimed.claims.map(|claims| of_claims(claims, has_identity));
        verified_claims
    });
    let mut party = Party::new().verified_claims(claims.collect::<Vec<_>>());
    party.entity_id = identity.entity_id;
    party.party_id = regional.party_id;
    party.party_number = regional.party_number;
    party.party_type = word(regional.party_type.as_ref(), PartyType::KsaobSole);
    party.account_role = word(regional.account_role.as_ref(), AccountRole::KsaobOtherParty);
    Some(party)
}

/// How it was verified; the document is shown with the time of its check.
fn verified(verification: data::Verification, checked: Option<&Timestamp>) -> Verification {
    let process = verification.assurance_process;
    let mut made = Verification::new()
        .trust_framework(TrustFramework::SaIam)
        .evidence(checked.map(document).into_iter().collect::<Vec<_>>());
    made.assurance_level = verification.assurance_level;
    made.assurance_process = process.map(|process| {
        let mut assurance_process = AssuranceProcess::new();
        assurance_process.policy = process.policy;
        assurance_process.procedure = process.procedure;
        assurance_process.assurance_details = Some(Vec::new());
        assurance_process
    });
    made.time = verification.time;
    made.verification_process = verification.verification_process;
    made
}

fn document(checked: &Timestamp) -> Evidence {
    Evidence::new()
        .type_(EvidenceType::Document)
        .check_details(vec![
            CheckDetail::new()
                .check_method("made-up check")
                .organization("Mock bank")
                .time(checked.clone()),
        ])
        .time(checked.clone())
        .document_details(
            DocumentDetails::new()
                .type_(DocumentType::Idcard)
                // No real number begins with a zero.
                .document_number("0000000000")
                .calendar_type(CalendarType::KsaobGregorianCalendar)
                .date_of_issuance("2020-01-01T00:00:00Z")
                .date_of_expiry("2030-01-01T00:00:00Z")
                .issuer(Issuer::new().name("Made-up authority").country_code("SA")),
        )
}

fn of_claims(claims: IdentityClaims, has_identity: bool) -> Claims {
    let birth_date = claims.birth_date.filter(|_| has_identity);
    let mut made = Claims::new();
    made.sub = claims.sub;
    made.name = claims.name;
    made.given_name = claims.given_name;
    made.family_name = claims.family_name;
    made.middle_name = claims.middle_name;
    made.nickname = claims.nickname;
    made.preferred_username = claims.preferred_username;
    made.profile = claims.profile;
    made.picture = claims.picture;
    made.website = claims.website;
    made.email = claims.email;
    made.email_verified = claims.email_verified;
    made.gender = claims.gender;
    made.birth_date = birth_date.map(DateOrTime::from);
    made.zone_info = claims.zone_info;
    made.locale = claims.locale;
    made.phone_number = claims.phone_number;
    made.phone_number_verified = claims.phone_number_verified;
    made.salutation = claims.salutation;
    made.title = claims.title;
    made.msisdn = claims.msisdn;
    made.birth_family_name = claims.birth_family_name;
    made.birth_given_name = claims.birth_given_name;
    made.birth_middle_name = claims.birth_middle_name;
    made.also_known_as = claims.also_known_as;
    made.place_of_birth = claims.place_of_birth.map(|place| {
        let mut birth = PlaceOfBirth::new();
        birth.country = place.country;
        birth.region = place.region;
        birth.locality = place.locality;
        birth
    });
    made.nationalities = claims.nationalities;
    made.address = claims.address.map(address);
    made.updated_at = claims.updated_at.map(ExactDecimal::from);
    made
}

fn address(address: ClaimedAddress) -> ClaimsAddress {
    let mut claims_address = ClaimsAddress::new();
    claims_address.formatted = address.formatted;
    claims_address.street_address = address.street_address;
    claims_address.locality = address.locality;
    claims_address.region = address.region;
    claims_address.postal_code = address.postal_code;
    claims_address.country = address.country;
    claims_address
}
