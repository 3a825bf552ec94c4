//! Insights that are refused: each version in its own form, through the one error.

use leantech::insights::types::{ExpensesResult, ResultStatus};
use leantech::{Date, EntityId, Envelope, Error, ErrorShape, Permission, PermissionSet};
use leantech_sandbox::{Fault, NewConsent};

use super::{days_ago, enough};
use crate::ground::Ground;

async fn v2(ground: &Ground, entity: &EntityId, start: Date) -> Result<(), Error> {
    let call = ground.lean.insights().get_cashflows_v2();
    let sent = call.entity_id(entity).start_date(start).send().await;
    sent.map(drop)
}

async fn v3(ground: &Ground, entity: &EntityId, start: Date) -> Result<(), Error> {
    let call = ground.lean.insights().get_cash_flow_v3();
    let sent = call.entity_id(entity).start_date(start).send().await;
    sent.map(drop)
}

/// The HTTP status, the code word and the form of an error.
fn told(error: &Error) -> (Option<u16>, String, Option<ErrorShape>) {
    (
        error.status().map(|status| status.as_u16()),
        error.code().unwrap().to_string(),
        error.body().map(leantech::ErrorBody::shape),
    )
}

const SHORT: Option<ErrorShape> = Some(ErrorShape::Status);
const WHOLE: Option<ErrorShape> = Some(ErrorShape::Result);

#[tokio::test]
async fn an_unknown_entity_is_refused_in_the_form_of_each_version() {
    let ground = Ground::new().await;
    let nobody: EntityId = "7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b".parse().unwrap();
    let start = days_ago(&ground, 30);
    let error = v2(&ground, &nobody, start).await.unwrap_err();
    assert_eq!(told(&error), (Some(404), "UNKNOWN_ENTITY".into(), SHORT));
    let error = v3(&ground, &nobody, start).await.unwrap_err();
    assert_eq!(told(&error), (Some(404), "UNKNOWN_ENTITY".into(), WHOLE));
}

#[tokio::test]
async fn a_day_in_the_future_is_refused() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("future", enough()).await;
    let start = days_ago(&ground, -1);
    let error = v2(&ground, &entity, start).await.unwrap_err();
    assert_eq!(
        told(&error),
        (Some(400), "INVALID_PARAMETERS".into(), SHORT)
    );
    let error = v3(&ground, &entity, start).await.unwrap_err();
    assert_eq!(
        told(&error),
        (Some(400), "INVALID_PARAMETERS".into(), WHOLE)
    );
    let call = ground.lean.insights().get_behavioral_insights_v3();
    let call = call.entity_id(&entity).start_date(days_ago(&ground, 3));
    let error = call
        .end_date(days_ago(&ground, 4))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        told(&error),
        (Some(400), "INVALID_PARAMETERS".into(), WHOLE)
    );
}

#[tokio::test]
async fn a_consent_that_lacks_a_permission_or_has_ended_is_told_by_each_version() {
    let ground = Ground::new().await;
    let only: PermissionSet = [Permission::Accounts].into_iter().collect();
    let (_, entity) = ground.connected("lacking", only).await;
    let start = days_ago(&ground, 30);
    let word = "USER_PERMISSIONS_NOT_GRANTED";
    let error = v2(&ground, &entity, start).await.unwrap_err();
    assert_eq!(error.code().unwrap().to_string(), word);
    let error = v3(&ground, &entity, start).await.unwrap_err();
    assert_eq!(told(&error), (Some(403), word.into(), WHOLE));

    let (_, entity) = ground.connected("ended", enough()).await;
    let consents = ground.sandbox.consents();
    let consent = consents
        .iter()
        .find(|it| it.entity_id.as_ref() == Some(&entity));
    let consent = &consent.unwrap().bank_consent_id;
    ground.sandbox.expire_consent(consent).unwrap();
    let call = ground.lean.insights().get_expenses_v2().entity_id(&entity);
    let error = call.clone().send().await.unwrap_err();
    // An answer like any other for HTTP.
    assert_eq!(told(&error), (Some(200), "CONSENT_EXPIRED".into(), None));
    assert!(error.is_consent_expired() && error.correlation_id().is_some());
    assert_eq!(error.operation().unwrap().id, "getExpensesV2");
    let sent = ground.recorder.captures().pop().unwrap().body.unwrap();
    let sent: ExpensesResult = serde_json::from_str(&sent).unwrap();
    assert!(error.results_id().is_some() && error.message().is_some());
    assert_eq!(error.results_id(), sent.results_id.as_ref());
    assert_eq!(error.message(), sent.message.as_deref());
    let answer = call.send_envelope().await.unwrap();
    assert_eq!(answer.status, Some(ResultStatus::ConsentExpired));
    assert!(answer.check().unwrap_err().is_consent_expired());
    let error = v3(&ground, &entity, start).await.unwrap_err();
    assert_eq!(told(&error), (Some(403), "CONSENT_EXPIRED".into(), WHOLE));
    assert!(error.is_consent_expired());
}

#[tokio::test]
async fn days_before_the_consents_first_are_refused_by_version_three_alone() {
    let ground = Ground::new().await;
    let words: Vec<_> = enough().into_iter().map(Permission::as_str).collect();
    let new = NewConsent::of("late")
        .permissions(&words)
        .transactions_from(ground.sandbox.now() - chrono::TimeDelta::days(20));
    let entity = ground.sandbox.create_entity(&new).unwrap().entity_id;
    let error = v3(&ground, &entity, days_ago(&ground, 40))
        .await
        .unwrap_err();
    let word = "USER_TRANSACTION_RANGE_NOT_GRANTED";
    assert_eq!(told(&error), (Some(403), word.into(), WHOLE));
    v3(&ground, &entity, days_ago(&ground, 20)).await.unwrap();
    v2(&ground, &entity, days_ago(&ground, 40)).await.unwrap();
}

#[tokio::test]
async fn days_without_transactions_are_nothing_that_version_three_can_find() {
    let ground = Ground::new().await;
    let words: Vec<_> = enough().into_iter().map(Permission::as_str).collect();
    // Nothing but 6 riyals on the tenth of a month.
    let new = NewConsent::of("quiet")
        .permissions(&words)
        .accounts(&["UNSUPPORTED"]);
    let entity = ground.sandbox.create_entity(&new).unwrap().entity_id;
    let mut day = days_ago(&ground, 30);
    while chrono::Datelike::day(&day) != 12 {
        day = day.succ_opt().unwrap();
    }
    let call = ground.lean.insights().get_cash_flow_v3().entity_id(&entity);
    let error = call.start_date(day).end_date(day).send().await.unwrap_err();
    assert_eq!(told(&error), (Some(404), "DATA_NOT_FOUND".into(), WHOLE));
}

#[tokio::test]
async fn documented_failures_come_on_demand_in_the_form_of_each_version() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("faults", enough()).await;
    let start = days_ago(&ground, 30);
    for (status, word) in [(500, "INTERNAL_SERVER_ERROR"), (501, "FAILED")] {
        let fault = Fault::status("/insights/v2", status).times(9);
        ground.sandbox.inject(fault).unwrap();
        let error = v2(&ground, &entity, start).await.unwrap_err();
        assert_eq!(told(&error), (Some(status), word.into(), SHORT));
        ground.sandbox.clear_faults();
    }
    for (status, word) in [(500, "INTERNAL_SERVER_ERROR"), (403, "CONSENT_EXPIRED")] {
        let fault = Fault::status("/insights/v3", status).times(9).code(word);
        ground.sandbox.inject(fault).unwrap();
        let error = v3(&ground, &entity, start).await.unwrap_err();
        assert_eq!(told(&error), (Some(status), word.into(), WHOLE));
        ground.sandbox.clear_faults();
    }
    // Still computing: the client asks again by itself.
    let fault = Fault::status("/insights/v3", 408).operation("getCashFlowV3");
    ground.sandbox.inject(fault).unwrap();
    v3(&ground, &entity, start).await.unwrap();
    assert!(ground.sandbox.faults().is_empty());
}

#[tokio::test]
async fn every_answer_comes_back_exact_from_its_type() {
    let ground = Ground::new().await;
    super::call_each(&ground).await;
    let (_, entity) = ground.connected("later", enough()).await;
    let call = ground.lean.insights().get_expenses_v2().entity_id(&entity);
    let begun = call.async_(true).send_envelope().await.unwrap();
    let id = begun.into_inner().results_id.unwrap();
    let only: PermissionSet = [Permission::Accounts].into_iter().collect();
    let (_, lacking) = ground.connected("lacking", only).await;
    let start = days_ago(&ground, 30);
    v2(&ground, &lacking, start).await.unwrap_err();
    v3(&ground, &lacking, start).await.unwrap_err();
    v3(&ground, &entity, days_ago(&ground, -1))
        .await
        .unwrap_err();
    ground.lean.wait_for_insight(&id).wait().await.unwrap();
    crate::every_operation::comes_back_exact(&ground);
}
