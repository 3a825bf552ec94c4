//! Answers of the shapes that were recorded come back exact, and nothing that is printed tells
//! whom they are about.

use std::path::Path;

use leantech::Envelope;
use leantech::verifications::types::{
    AccountRequest, AccountResult, BeneficiaryNameRequest, BeneficiaryNameResult,
    CorporateManagersRequest, CorporateManagersResult, CorporateRequest, CorporateResult,
    EntityResult, EntityVerificationRequest, FreelancerRequest, FreelancerResult, IbanRequest,
    IbanResult, PropertyRequest, PropertyResult, PropertySearchRequest, PropertySearchResult,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use xtask_replay::{Options, run, specs};

const RECORDED: &str = "tests/areas/verifications/recorded.json";

fn recorded() -> Vec<Value> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDED));
    serde_json::from_str(&text.unwrap()).unwrap()
}

#[test]
fn every_recorded_shape_comes_back_exact() {
    let options = Options::load(&specs()).unwrap();
    let report = run(
        &[Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDED)],
        &options,
    )
    .unwrap();
    assert_eq!(report.findings, [], "{:#?}", report.findings);
    let all = recorded().len();
    assert_eq!((report.matched, report.exact), (all, all));
}

#[test]
fn a_failed_freelancer_check_tells_its_word_in_either_form() {
    let read = |detail: Value| -> FreelancerResult {
        serde_json::from_value(json!({"status": "FAILED", "status_detail": detail})).unwrap()
    };
    for detail in [
        json!({"granular_status_code": "LEAN_ERROR", "status_additional_info": "later"}),
        json!("LEAN_ERROR"),
    ] {
        let error = read(detail).check().unwrap_err();
        assert_eq!(error.code().unwrap().as_str(), "LEAN_ERROR");
    }
    assert_eq!(
        read(Value::Null)
            .check()
            .unwrap_err()
            .code()
            .unwrap()
            .as_str(),
        "FAILED"
    );
}

/// What a type prints of a JSON value.
fn printed<T: DeserializeOwned + std::fmt::Debug>(value: &Value) -> String {
    format!("{:?}", serde_json::from_value::<T>(value.clone()).unwrap())
}

#[test]
fn no_request_prints_whom_it_is_about() {
    const CANARY: &str = "canary-7000000042";
    let ids = |kind: &str| json!([{"type": kind, "value": CANARY}]);
    let account = json!({
        "country_code": "SA",
        "type": "BUSINESS",
        "account_details": {"type": "IBAN", "value": CANARY},
        "identifications": ids("FULL_NAME"),
        "bank_identifier": {"type": "BIC", "value": CANARY},
    });
    let entity = json!({
        "entity_id": "11111111-1111-4111-8111-111111111111",
        "identifications": ids("NATIONAL_ID"),
        "identification_number": CANARY,
    });
    let company =
        json!({"type": "FULL", "identifications": ids("UNIFIED_NUMBER"), "language": "en"});
    let property = json!({
        "verification_type": "FULL",
        "identification_method": "IDENTITY",
        "identifications": ids("PROPERTY_NUMBER"),
    });
    let search =
        json!({"identification_method": "IDENTITY", "identifications": ids("NATIONAL_ID")});
    let iban = json!({"iban": CANARY, "identifications": ids("NATIONAL_ID")});
    for printed in [
        printed::<AccountRequest>(&account),
        printed::<BeneficiaryNameRequest>(&json!({"iban": CANARY})),
        printed::<CorporateRequest>(&company),
        printed::<CorporateManagersRequest>(&company),
        printed::<EntityVerificationRequest>(&entity),
        printed::<FreelancerRequest>(&json!({"identifications": ids("NATIONAL_ID")})),
        printed::<IbanRequest>(&iban),
        printed::<PropertyRequest>(&property),
        printed::<PropertySearchRequest>(&search),
    ] {
        assert!(!printed.contains("canary"), "{printed}");
        assert!(printed.len() > 20, "{printed}");
    }
}

/// Members that name, number, locate or reach a person, a company or a property.
const TELLING: [&str; 38] = [
    "account_holder_name",
    "additional_number",
    "address",
    "address2",
    "beneficiary_name",
    "block_number",
    "building_number",
    "commercial_registration_number",
    "company_name",
    "district",
    "email",
    "iban",
    "issuer_name",
    "issuer_national_number",
    "latitude",
    "license_number",
    "longitude",
    "meeting_place",
    "mobile_number",
    "national_id",
    "national_id_expiry_date",
    "national_number",
    "parcel_number",
    "parent_property_number",
    "phone_number",
    "pk_address_id",
    "plan_number",
    "post_code",
    "property_number",
    "registration_number",
    "status_additional_info",
    "store_url",
    "street",
    "text",
    "title",
    "unit_number",
    "website_url",
    "message",
];

/// Puts a canary into every text below a telling member; of a person, also into `name`, and into
/// the `id` of an identity, an owner or a right.
fn with_canaries(value: &mut Value, is_told: bool, inside: &str) -> usize {
    match value {
        Value::String(text) if is_told => {
            *text = format!("canary {text}");
            1
        }
        Value::Array(all) => all
            .iter_mut()
            .map(|one| with_canaries(one, is_told, inside))
            .sum(),
        Value::Object(members) => {
            let is_person = [
                "parties",
                "managers",
                "liquidators",
                "owner_information",
                "guardian",
            ]
            .contains(&inside);
            let has_id = ["identity", "owner_information", "rrrs"].contains(&inside);
            let one = |(name, value): (&String, &mut Value)| {
                let name = name.as_str();
                let is_telling = TELLING.contains(&name) && !value.is_object()
                    || [
                        "company_name",
                        "issuer_name",
                        "meeting_place",
                        "text",
                        "title",
                    ]
                    .contains(&name)
                    || (name == "name" && is_person)
                    || (name == "id" && has_id);
                with_canaries(value, is_told || is_telling, name)
            };
            members.iter_mut().map(one).sum()
        }
        _ => 0,
    }
}

#[test]
fn no_answer_prints_whom_it_is_about() {
    type Print = fn(&Value) -> String;
    let print: [(&str, Print); 9] = [
        ("/beneficiary-name", printed::<BeneficiaryNameResult>),
        ("/corporates", printed::<CorporateResult>),
        ("/managers", printed::<CorporateManagersResult>),
        ("/freelancers", printed::<FreelancerResult>),
        ("/v2/iban", printed::<IbanResult>),
        ("/entity", printed::<EntityResult>),
        ("/accounts", printed::<AccountResult>),
        ("/properties", printed::<PropertyResult>),
        ("/search", printed::<PropertySearchResult>),
    ];
    let mut count = 0;
    for mut capture in recorded() {
        let url = capture["request"]["url"].as_str().unwrap().to_owned();
        let found = print.iter().find(|(ending, _)| url.ends_with(ending));
        let (Some((_, print)), 200) = (found, capture["response"]["status"].as_u64().unwrap())
        else {
            continue;
        };
        let body = &mut capture["response"]["body"];
        count += with_canaries(body, false, "");
        let printed = print(body);
        assert!(!printed.contains("canary"), "{url}: {printed}");
    }
    assert!(count > 150, "{count}");
}
