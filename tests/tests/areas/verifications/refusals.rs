//! Freelancers without a record, and errors on demand.

use leantech::verifications::types::FreelancerRequest;
use leantech::{AccountVerification, Envelope, Error};
use leantech_sandbox::Fault;
use serde_json::{Value, json};

use super::{account, word};
use crate::ground::Ground;

#[tokio::test]
async fn a_freelancer_without_a_record_fails_with_the_word_of_a_bare_detail() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    let ask = async |ids: Value| {
        let call = lean.verifications().verify_freelancer();
        let body = json!({"identifications": ids});
        let body: FreelancerRequest = serde_json::from_value(body).unwrap();
        let found = call.body(body).send().await?.into_result()?;
        Ok::<_, Error>(serde_json::to_value(found).unwrap())
    };
    let id = |kind: &str, value: &str| json!({"type": kind, "value": value});
    let error = ask(json!([id("NATIONAL_ID", "0000000404")]))
        .await
        .unwrap_err();
    assert_eq!(word(&error), "DATA_NOT_FOUND");
    let ids = json!([
        id("NATIONAL_ID", "0000009999"),
        id("FREELANCER_NUMBER", "FL-1")
    ]);
    let found = ask(ids).await.unwrap();
    assert_eq!(found["certificate_ownership_verified"], "NOT_VERIFIED");
    let found = ask(json!([id("FREELANCER_NUMBER", "FL-000099992")]))
        .await
        .unwrap();
    assert_eq!(found["certificate_ownership_verified"], "NOT_CHECKED");
    assert_eq!(found["certificate"][0]["status"], "EXPIRED");
    let error = ask(json!([id("NATIONAL_ID", "FL")])).await.unwrap_err();
    let text = error.body().unwrap().message().unwrap();
    assert!(text.ends_with("identifications->[0]->value"), "{text}");
}

#[tokio::test]
async fn errors_come_on_demand_in_the_shape_of_the_area() {
    let ground = Ground::new().await;
    for (status, code) in [
        (400, "INVALID_PARAMETERS"),
        (403, "OPERATION_NOT_ALLOWED"),
        (404, "DATA_NOT_FOUND"),
        (429, "DUPLICATED_REQUEST"),
        (500, "INTERNAL_SERVER_ERROR"),
    ] {
        let fault = Fault::status("/verifications", status).code(code).times(9);
        ground.sandbox.inject(fault).unwrap();
        let request = AccountVerification::germany("DE00MADEUP0000004242", "Sample Holder");
        let error = account(&ground.lean, request).await.unwrap_err();
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(word(&error), code);
        ground.sandbox.clear_faults();
    }
    // The gateway's refusals have no body.
    ground
        .sandbox
        .inject(Fault::status("/verifications", 403).body(""))
        .unwrap();
    let request = AccountVerification::germany("DE00MADEUP0000004242", "Sample Holder");
    let error = account(&ground.lean, request).await.unwrap_err();
    assert!(error.is_forbidden() && error.code().is_none(), "{error}");
}
