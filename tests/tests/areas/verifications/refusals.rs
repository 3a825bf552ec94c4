//! Freelancers without a record, and errors on demand.

use leantech::verifications::types::FreelancerIdentificationType::{FreelancerNumber, NationalId};
use leantech::verifications::types::{
    CertificateOwnership, CertificateStatus, FreelancerIdentification,
};
use leantech::{AccountVerification, ErrorCode};
use leantech_sandbox::Fault;

use super::{account, word};
use crate::ground::Ground;

#[tokio::test]
async fn a_freelancer_without_a_record_fails_with_the_word_of_a_bare_detail() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    let ask = async |ids: Vec<FreelancerIdentification>| {
        let call = lean.verifications().verify_freelancer();
        call.identifications(ids).send().await
    };
    let id = FreelancerIdentification::new;
    let error = ask(vec![id(NationalId, "0000000404")]).await.unwrap_err();
    assert_eq!(word(&error), "DATA_NOT_FOUND");
    assert_eq!(error.status_code_word(), Some(&ErrorCode::Failed));
    assert_eq!(error.operation().unwrap().id, "verifyFreelancer");
    assert!(error.results_id().is_some() && error.message().is_some());
    assert!(error.correlation_id().is_some());
    let ids = vec![id(NationalId, "0000009999"), id(FreelancerNumber, "FL-1")];
    let found = ask(ids).await.unwrap();
    assert_eq!(
        found.certificate_ownership_verified,
        Some(CertificateOwnership::NotVerified)
    );
    let ids = vec![id(FreelancerNumber, "FL-000099992")];
    let found = ask(ids).await.unwrap();
    assert_eq!(
        found.certificate_ownership_verified,
        Some(CertificateOwnership::NotChecked)
    );
    let certificate = found.certificate.unwrap().remove(0);
    assert_eq!(certificate.status, Some(CertificateStatus::Expired));
    let error = ask(vec![id(NationalId, "FL")]).await.unwrap_err();
    let text = error.message().unwrap();
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
