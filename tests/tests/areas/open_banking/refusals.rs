//! Refusals of the area, in its own shape, for the inputs that cause them and on demand.

use leantech::open_banking::operations;
use leantech::open_banking::types::ResultStatus;
use leantech::{Error, ErrorCode, ErrorKind, ErrorShape};
use leantech_sandbox::{Fault, NewConsent};

use super::{ALL, call, current_account};
use crate::ground::Ground;

/// The status, the word and the shape of a refusal.
fn told(error: &Error) -> (u16, String, ErrorShape) {
    (
        error.status().unwrap().as_u16(),
        error.code().unwrap().to_string(),
        error.body().unwrap().shape(),
    )
}

fn told_in_envelope(status: u16, word: &str) -> (u16, String, ErrorShape) {
    (status, word.to_owned(), ErrorShape::OpenBanking)
}

#[tokio::test]
async fn what_is_unknown_is_not_found() {
    let ground = Ground::new().await;
    let (customer, entity) = ground.connected("known", ALL).await;
    let (stranger, other) = ground.connected("stranger", ALL).await;
    let account = current_account(&ground, &entity).await;
    let foreign = current_account(&ground, &other).await;
    let standard = ground.lean.open_banking();
    let nobody = "00000000-0000-4000-8000-000000000000";
    let accounts = || standard.get_accounts_v1();
    let balances = |account| standard.get_account_balances_v1(account);
    for error in [
        accounts().entity_id(nobody).send().await.unwrap_err(),
        accounts().customer_id(nobody).send().await.unwrap_err(),
        accounts()
            .entity_id(&entity)
            .customer_id(&stranger)
            .send()
            .await
            .unwrap_err(),
        balances(&foreign)
            .entity_id(&entity)
            .send()
            .await
            .unwrap_err(),
        balances(&account)
            .customer_id(&stranger)
            .send()
            .await
            .unwrap_err(),
    ] {
        assert_eq!(told(&error), told_in_envelope(404, "ENTITY_NOT_FOUND"));
        assert!(error.is_not_found());
    }
    let found = balances(&account).customer_id(&customer);
    assert!(found.send().await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_used_is_refused() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("bad", ALL).await;
    let account = current_account(&ground, &entity).await;
    let standard = ground.lean.open_banking();
    // Neither whose data nor which connection.
    let nobodys = standard.get_parties_v1().send().await.unwrap_err();
    let too_many = standard.get_accounts_v1().entity_id(&entity).size(101_u32);
    let backwards = standard
        .get_account_transactions_v1(&account)
        .entity_id(&entity)
        .from_booking_date_time("2026-05-02T00:00:00Z")
        .to_booking_date_time("2026-05-01T00:00:00Z");
    let refused = told_in_envelope(400, "INVALID_PARAMETERS");
    assert_eq!(told(&nobodys), refused);
    assert_eq!(told(&too_many.send().await.unwrap_err()), refused);
    assert_eq!(told(&backwards.send().await.unwrap_err()), refused);
}

#[tokio::test]
async fn an_ended_consent_is_told_under_200() {
    let ground = Ground::new().await;
    let new = NewConsent::of("ended");
    let consent = ground.sandbox.create_consent(&new).unwrap();
    let entity = consent.entity_id.unwrap();
    let account = current_account(&ground, &entity).await;
    ground
        .sandbox
        .expire_consent(&consent.bank_consent_id)
        .unwrap();
    for operation in operations::ALL {
        let error = call(&ground, operation, &entity, &account)
            .await
            .unwrap_err();
        assert!(error.is_consent_expired(), "{}", operation.id);
        assert_eq!(error.kind(), ErrorKind::Result);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.operation().unwrap().id, operation.id);
        assert!(error.correlation_id().is_some(), "{}", operation.id);
    }
}

#[tokio::test]
async fn refusals_come_on_demand_in_the_shape_of_the_documents() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("faults", ALL).await;
    let account = current_account(&ground, &entity).await;
    let fault = |status| {
        // A call that may be repeated is sent several times.
        Fault::status("/open-banking", status).times(10)
    };
    for operation in operations::ALL {
        for (status, expected) in [
            (400, told_in_envelope(400, "INVALID_PARAMETERS")),
            (404, told_in_envelope(404, "ENTITY_NOT_FOUND")),
            (500, told_in_envelope(500, "BANK_ISSUE")),
            (
                403,
                (403, "INCORRECT_ACCESS_LEVEL".into(), ErrorShape::Status),
            ),
        ] {
            let fault = fault(status).operation(operation.id);
            ground.sandbox.inject(fault).unwrap();
            let error = call(&ground, operation, &entity, &account)
                .await
                .unwrap_err();
            assert_eq!(told(&error), expected, "{}", operation.id);
            ground.sandbox.clear_faults();
        }
        // The same word may come under 200.
        ground.sandbox.inject(fault(200)).unwrap();
        let error = call(&ground, operation, &entity, &account)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Result);
        assert_eq!(error.operation().unwrap().id, operation.id);
        assert_eq!(error.code(), Some(&ErrorCode::BankIssue));
        assert_eq!(error.status_code_word(), Some(&ErrorCode::Failed));
        assert_eq!(error.status().unwrap(), 200);
        assert!(error.message().is_some() && error.correlation_id().is_some());
        ground.sandbox.clear_faults();
    }
    ground.sandbox.inject(fault(200).code("PENDING")).unwrap();
    let standard = ground.lean.open_banking();
    let accounts = standard.get_accounts_v1().entity_id(&entity);
    let pending = accounts.clone().send_envelope().await.unwrap();
    assert_eq!(pending.status, Some(ResultStatus::Pending));
    assert!(accounts.send().await.unwrap_err().is_pending());
}
