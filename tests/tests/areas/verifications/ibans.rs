//! IBANs and connections: names and ids that match or not, and banks that are on or off.

use leantech::verifications::types::{
    Enablement, EntityIdentification, IbanBankEnablement, UpdateIbanBanksRequest,
};
use leantech::{Client, ClientCredentials, Environment, Permission};
use leantech_sandbox::Sandbox;
use serde_json::{Value, json};

use super::{body, checked, iban, word};
use crate::ground::Ground;

#[tokio::test]
async fn a_name_matches_fully_in_part_or_not_at_all() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    for (name, verified, kind, method) in [
        (
            "sample holder",
            true,
            Value::Null,
            "CONFIRMATION_OF_PAYEE_SERVICE",
        ),
        (
            "Sample Other",
            false,
            json!("PARTIAL"),
            "CONFIRMATION_OF_PAYEE_SERVICE",
        ),
        (
            "Somebody Else",
            false,
            json!("NO_MATCH"),
            "CONFIRMATION_OF_PAYEE_SERVICE",
        ),
    ] {
        let facts = json!([{"type": "FULL_NAME", "value": name}]);
        let body = json!({"iban": iban("01", "4242"), "identifications": facts});
        let found = checked(&lean, body).await.unwrap();
        assert_eq!(found["iban_ownership_verified"], verified, "{name}");
        assert_eq!(found["matching"]["type"], kind, "{name}");
        assert_eq!(found["verification_method"], method);
    }
    let facts = json!([
        {"type": "NATIONAL_ID", "value": "0000000000"},
        {"type": "FULL_NAME", "value": "Sample Holder"},
    ]);
    let body = json!({"iban": iban("01", "4242"), "identifications": facts});
    let found = checked(&lean, body).await.unwrap();
    // An id that is not the holder's has no word of its own.
    assert_eq!(found["iban_ownership_verified"], false);
    assert_eq!(found["matching"], Value::Null);
    assert_eq!(
        found["verification_method"],
        "SARIE_AND_CONFIRMATION_OF_PAYEE_SERVICE"
    );
}

#[tokio::test]
async fn a_connected_customer_owns_the_ibans_of_the_connection_until_the_consent_ends() {
    let ground = Ground::new().await;
    let lean = &ground.lean;
    let (_, entity) = ground
        .connected("owner", [Permission::Accounts, Permission::Identity])
        .await;
    let consents = ground.sandbox.consents();
    let identity = lean.data().fetch_current_identity().entity_id(&entity);
    let identities = identity.send().await.unwrap().identities.unwrap();
    let name = identities[0].full_legal_name.as_deref().unwrap();
    let ask = async |id: &str| {
        let call = lean.verifications().entity_verification();
        let ids = json!([{"type": "NATIONAL_ID", "value": id}]);
        let ids: Vec<EntityIdentification> = body(ids);
        call.entity_id(&entity).identifications(ids).send().await
    };
    let found = ask("0000009999").await.unwrap();
    assert_eq!(found.entity_ownership_verified, Some(false));
    let iban = found.ibans.unwrap()[0].iban.clone().unwrap();
    // The same account by its IBAN is the same person's.
    let facts = json!([{"type": "FULL_NAME", "value": name}]);
    let found = checked(lean, json!({"iban": iban, "identifications": facts}))
        .await
        .unwrap();
    assert_eq!(found["iban_ownership_verified"], true);

    let consent = consents[0].consent_id.as_ref().unwrap();
    ground.sandbox.expire_consent(consent.as_str()).unwrap();
    assert!(ask("0000009999").await.unwrap_err().is_consent_expired());
    let nobody = "00000000-0000-4000-8000-000000000000";
    let call = lean.verifications().entity_verification();
    let call = call.entity_id(nobody).identification_number("1");
    let error = call.send().await.unwrap_err();
    assert_eq!(word(&error), "UNKNOWN_ENTITY");
}

fn switch(code: &str, to: Enablement) -> IbanBankEnablement {
    IbanBankEnablement::new(code, "SAU", to)
}

#[tokio::test]
async fn a_bank_is_asked_only_where_it_is_on_and_can_answer() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    let ask = async |bank: &str, kind: &str, id: &str| {
        let facts = json!([{"type": "NATIONAL_ID", "value": id}]);
        let body = json!({"type": kind, "iban": iban(bank, "4242"), "identifications": facts});
        let found = checked(&lean, body).await;
        found.map_err(|error| word(&error).to_owned())
    };
    assert_eq!(
        ask("95", "PERSONAL", "0000009999").await.unwrap_err(),
        "DISABLED_BY_LEAN"
    );
    assert_eq!(
        ask("94", "FREELANCER", "0000009999").await.unwrap_err(),
        "UNSUPPORTED_BY_BANK"
    );
    // The small bank says nothing of companies that do not match.
    assert_eq!(
        ask("94", "BUSINESS", "0000009999").await.unwrap_err(),
        "UNSUPPORTED_BY_BANK"
    );
    assert!(ask("94", "PERSONAL", "0000009999").await.is_ok());

    let call = lean
        .verifications()
        .update_iban_verification_bank_configurations();
    let off = switch("94", Enablement::Disabled);
    call.availabilities(vec![off]).send().await.unwrap();
    assert_eq!(
        ask("94", "PERSONAL", "0000009999").await.unwrap_err(),
        "DISABLED_BY_CLIENT"
    );

    // One that nobody knows, and none is switched.
    let call = lean
        .verifications()
        .update_iban_verification_bank_configurations();
    let on = ["94", "00"].map(|code| switch(code, Enablement::Enabled));
    let error = call.availabilities(on.to_vec()).send().await.unwrap_err();
    assert_eq!(word(&error), "INVALID_PARAMETERS");
    assert_eq!(
        ask("94", "PERSONAL", "0000009999").await.unwrap_err(),
        "DISABLED_BY_CLIENT"
    );
}

#[tokio::test]
async fn the_switch_of_a_bank_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.db");
    for is_first in [true, false] {
        let sandbox = Sandbox::builder().state_file(&file).start().await.unwrap();
        let credentials = ClientCredentials::new(sandbox.client_id(), sandbox.client_secret());
        let environment = Environment::emulator(sandbox.base_url()).unwrap();
        let lean = Client::builder(environment)
            .credentials(credentials)
            .build()
            .unwrap();
        if is_first {
            for to in [Enablement::Enabled, Enablement::Disabled] {
                let call = lean
                    .verifications()
                    .update_iban_verification_bank_configurations();
                let call = call.body(UpdateIbanBanksRequest::new(vec![switch("02", to)]));
                call.send().await.unwrap();
            }
        }
        let call = lean
            .verifications()
            .get_iban_verification_bank_configurations();
        let banks = call.send().await.unwrap();
        assert_eq!(banks[0].application_enablement, Some(Enablement::Enabled));
        assert_eq!(banks[1].application_enablement, Some(Enablement::Disabled));
    }
}
