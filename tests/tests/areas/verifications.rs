//! Calls of the area `verifications`.

mod accounts;
mod ibans;
mod records;
mod refusals;

use futures_util::TryStreamExt;
use leantech::verifications::types::{
    AccountHolderType, CertificateOwnership, CertificateStatus, CorporateIdentification,
    CorporateIdentificationType, CorporateManagerIdentification,
    CorporateManagerIdentificationType, CorporateVerificationType, Enablement,
    EntityIdentification, EntityIdentificationType, FreelancerIdentification,
    FreelancerIdentificationType, FreelancerVerificationType, IbanBankEnablement,
    IbanIdentification, IbanIdentificationType, IbanRequest, IbanRequestType, Language,
    PropertyIdentification, PropertyIdentificationMethod, PropertyIdentificationType,
    PropertySearchIdentification, PropertySearchIdentificationMethod,
    PropertySearchIdentificationType, PropertyVerificationType, ResultStatus,
};
use leantech::{AccountVerification, Client, Envelope, Error, Permission};
use serde_json::{Value, json};

use crate::ground::Ground;

/// A made-up IBAN of the first mock bank, and who has it.
const IBAN: &str = "SA0001000000000000004242";
const HOLDER: &str = "Sample Holder";
const HOLDER_ID: &str = "0000009999";

/// A made-up company, and the id of the first of its managers.
const COMPANY: &str = "7000004242";
const MANAGER: &str = "0000042421";

fn body<T: serde::de::DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

/// A made-up IBAN of a bank, with an ending.
fn iban(bank: &str, ending: &str) -> String {
    format!("SA00{bank}{ending:0>18}")
}

async fn account(lean: &Client, request: AccountVerification) -> Result<Value, Error> {
    let call = lean.verifications().international_avs_verification();
    let found = call.body(request).send().await?;
    Ok(serde_json::to_value(found).unwrap())
}

async fn checked(lean: &Client, request: Value) -> Result<Value, Error> {
    let call = lean.verifications().iban_verification();
    let request: IbanRequest = body(request);
    let found = call.body(request).send().await?;
    Ok(serde_json::to_value(found).unwrap())
}

fn word(error: &Error) -> &str {
    error.code().unwrap().as_str()
}

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(ground: &Ground) {
    let lean = &ground.lean;
    names(lean).await;
    companies(lean).await;
    freelancers(lean).await;
    one_iban(lean).await;
    connections(ground).await;
    one_account(lean).await;
    properties(lean).await;
}

async fn names(lean: &Client) {
    let call = lean.verifications().beneficiary_name_verification();
    let answer = call.iban(IBAN).send_envelope().await.unwrap();
    assert!(answer.results_id.is_some());
    let found = answer.into_result().unwrap();
    assert_eq!(found.beneficiary_name.as_deref(), Some(HOLDER));
}

async fn companies(lean: &Client) {
    let number = json!({"type": CorporateIdentificationType::UnifiedNumber, "value": COMPANY});
    let number: CorporateIdentification = body(number);
    for kind in [
        CorporateVerificationType::Basic,
        CorporateVerificationType::Contract,
        CorporateVerificationType::Address,
        CorporateVerificationType::Full,
    ] {
        let call = lean.verifications().corporate_verification();
        let call = call.type_(kind).language(Language::EnLower);
        let call = call.identifications(vec![number.clone()]);
        let company = call.send().await.unwrap();
        let has_address = company.addresses.is_some();
        assert_eq!(has_address, kind == CorporateVerificationType::Address);
        if kind == CorporateVerificationType::Full {
            let capital = company.commercial_registration_capital.unwrap();
            assert!(capital.to_string().ends_with(".0"), "{capital}");
            let name = company.company_name.unwrap();
            assert!(name.en.is_some() && name.ar.is_none());
            let managers = company.management.unwrap().managers.unwrap();
            let id = managers[0].identity.as_ref().unwrap().id.as_deref();
            assert_eq!(id, Some(MANAGER));
        }
    }
    let ids = json!([
        {"type": CorporateManagerIdentificationType::UnifiedNumber, "value": COMPANY},
        {"type": CorporateManagerIdentificationType::NationalId, "value": MANAGER},
    ]);
    let call = lean.verifications().corporate_manager_verification();
    let call = call.identifications(body::<Vec<CorporateManagerIdentification>>(ids));
    let call = call.language(Language::ArLower).permission_id("2");
    let managers = call.send().await.unwrap();
    assert_eq!(managers.len(), 1);
    let permissions = managers[0].permissions.as_ref().unwrap();
    assert_eq!(permissions.len(), 1);
    assert_eq!(permissions[0].id, Some(2));
    assert!(permissions[0].name.as_ref().unwrap().ar.is_some());
}

async fn freelancers(lean: &Client) {
    let id = FreelancerIdentification::new(FreelancerIdentificationType::NationalId, HOLDER_ID);
    let call = lean.verifications().verify_freelancer();
    let call = call.type_(FreelancerVerificationType::FullList);
    let call = call.identifications(vec![id.clone()]);
    let found = call.send().await.unwrap();
    let all = found.certificate.unwrap();
    assert_eq!(all.len(), 6, "one in each state");

    let revoked = all
        .iter()
        .find(|one| one.status == Some(CertificateStatus::Revoked));
    let number = revoked.unwrap().number.as_deref().unwrap();
    let number =
        FreelancerIdentification::new(FreelancerIdentificationType::FreelancerNumber, number);
    for kind in [
        FreelancerVerificationType::Full,
        FreelancerVerificationType::Basic,
    ] {
        let call = lean.verifications().verify_freelancer();
        let call = call.type_(kind);
        let call = call.identifications(vec![id.clone(), number.clone()]);
        let found = call.send().await.unwrap();
        let ownership = found.certificate_ownership_verified.unwrap();
        assert_eq!(ownership, CertificateOwnership::Verified);
        let certificates = found.certificate.unwrap();
        let is_full = kind == FreelancerVerificationType::Full;
        assert_eq!(certificates[0].revoked_at.is_some(), is_full);
        assert_eq!(found.name.unwrap().en.is_some(), is_full);
    }
}

async fn one_iban(lean: &Client) {
    let verifications = lean.verifications();
    let banks = verifications.get_iban_verification_bank_configurations();
    let banks = banks.send().await.unwrap();
    assert!(banks.len() > 2);
    let name = banks[0].bank_name.as_ref().unwrap();
    assert!(name.en.is_some() && name.ar.is_some());

    let call = verifications.update_iban_verification_bank_configurations();
    let switch = IbanBankEnablement::new(
        banks[0].bank_code.as_deref().unwrap(),
        banks[0].country_code.as_deref().unwrap(),
        Enablement::Enabled,
    );
    call.availabilities(vec![switch]).send().await.unwrap();

    let call = verifications.iban_verification();
    let ids = json!([{"type": IbanIdentificationType::NationalId, "value": HOLDER_ID}]);
    let call = call.type_(IbanRequestType::Personal).iban(IBAN);
    let call = call.identifications(body::<Vec<IbanIdentification>>(ids));
    let found = call.send().await.unwrap();
    assert_eq!(found.iban_ownership_verified, Some(true));
    assert_eq!(found.account_holder_name.as_deref(), Some("Sa**** Ho****"));
    assert!(found.matching.is_none());
}

async fn connections(ground: &Ground) {
    let (_, entity) = ground
        .connected(
            "verifications-1",
            [Permission::Accounts, Permission::Identity],
        )
        .await;
    let call = ground.lean.verifications().entity_verification();
    let ids = json!([{"type": EntityIdentificationType::NationalId, "value": HOLDER_ID}]);
    let call = call.entity_id(entity);
    let call = call.identifications(body::<Vec<EntityIdentification>>(ids));
    let found = call.send().await.unwrap();
    // Somebody else's connection.
    assert_eq!(found.entity_ownership_verified, Some(false));
    assert!(!found.ibans.unwrap().is_empty());
}

async fn one_account(lean: &Client) {
    let request = AccountVerification::saudi_arabia(IBAN, HOLDER_ID).full_name(HOLDER);
    let call = lean.verifications().international_avs_verification();
    let answer = call.body(request).send_envelope().await.unwrap();
    assert_eq!(answer.status, Some(ResultStatus::Ok));
    let found = answer.into_result().unwrap();
    assert_eq!(found.account_ownership_verified, Some(true));
    assert_eq!(found.account_holder_name.as_deref(), Some(HOLDER));
    let bank = found.bank_details.unwrap();
    assert!(bank.bank_name.unwrap().ar.is_some());
    assert_eq!(AccountHolderType::Personal.as_str(), "PERSONAL");
}

async fn properties(lean: &Client) {
    // Forty-five of them, so three pages.
    let ids = json!([
        {"type": PropertySearchIdentificationType::NationalId, "value": "0000000045"},
        {"type": PropertySearchIdentificationType::DateOfBirthHijri, "value": "1410-01-01"},
    ]);
    let call = lean.verifications().property_search();
    let call = call.identification_method(PropertySearchIdentificationMethod::Identity);
    let call = call.identifications(body::<Vec<PropertySearchIdentification>>(ids));
    let page = call.clone().page(2_u32).send_envelope().await.unwrap();
    let place = page.page.as_ref().unwrap();
    assert_eq!((place.number, place.total_elements), (Some(2), Some(45)));
    assert_eq!(page.into_result().unwrap().len(), 5);
    let all: Vec<_> = call.stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 45);

    let information = all[0].general_information.as_ref().unwrap();
    let number = information.property_number.as_deref().unwrap();
    let ids: Vec<PropertyIdentification> = body(json!([
        {"type": PropertyIdentificationType::PropertyNumber, "value": number},
        {"type": PropertyIdentificationType::NationalId, "value": "0000000045"},
    ]));
    for kind in [
        PropertyVerificationType::StatusOnly,
        PropertyVerificationType::Basic,
        PropertyVerificationType::Full,
    ] {
        let call = lean.verifications().property_verification();
        let call = call
            .verification_type(kind)
            .identification_method(PropertyIdentificationMethod::Identity)
            .identifications(ids.clone());
        let property = call.send().await.unwrap();
        assert!(property.status.is_some());
        let is_full = kind == PropertyVerificationType::Full;
        let is_bare = kind == PropertyVerificationType::StatusOnly;
        assert_eq!(property.selling_price.is_some(), is_full);
        assert_eq!(property.owner_information.is_some(), is_full);
        assert_eq!(property.spatial.is_none(), is_bare);
    }
}

#[tokio::test]
async fn every_verification_succeeds() {
    call_each(&Ground::new().await).await;
}
