//! Insights asked for with `async=true`: pending, told by a webhook, and read as a result.

use leantech_tests::sandbox::client_of;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use leantech::insights::types::{ExpensesInsights, IncomeInsights, IncomeType, ResultStatus};
use leantech::webhook::{Payload, VerifiedEvent, WebhookVerifier};
use leantech::{Envelope, ResultsNotifier};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{JumpClock, within};
use tokio::net::TcpListener;

use super::enough;
use crate::ground::Ground;

/// The outer limit of a test.
const LIMIT: Duration = Duration::from_secs(30);

/// What the webhook's handler has.
#[derive(Clone)]
struct Desk {
    verifier: WebhookVerifier,
    notifier: ResultsNotifier,
}

impl axum::extract::FromRef<Desk> for WebhookVerifier {
    fn from_ref(desk: &Desk) -> Self {
        desk.verifier.clone()
    }
}

async fn take(State(desk): State<Desk>, event: VerifiedEvent) -> StatusCode {
    if let Payload::ResultsReady(ready) = &event.payload {
        desk.notifier.notify(&ready.id);
    }
    StatusCode::OK
}

/// Serves a handler that tells the notifier; gives its address.
async fn handler(notifier: &ResultsNotifier) -> String {
    let desk = Desk {
        verifier: WebhookVerifier::new("own-secret").unwrap(),
        notifier: notifier.clone(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/lean", listener.local_addr().unwrap());
    let router = Router::new().route("/lean", post(take)).with_state(desk);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn the_webhook_wakes_whoever_waits_for_an_insight() {
    within(LIMIT, async {
        let notifier = ResultsNotifier::default();
        let url = handler(&notifier).await;
        let sandbox = Sandbox::builder()
            .webhook_url(&url)
            .webhook_secret("own-secret")
            .refresh_time(Duration::from_secs(600))
            .start()
            .await
            .unwrap();
        let ground = Ground::on(sandbox).await;
        let (_, entity) = ground.connected("notifier", enough()).await;
        let call = ground.lean.insights().get_expenses_v2().entity_id(&entity);
        let at_once = call.clone().send().await.unwrap();
        let call = call.async_(true);
        let begun = call.clone().send_envelope().await.unwrap();
        assert_eq!(begun.status, Some(ResultStatus::Pending));
        assert!(begun.insights.is_none() && begun.check().unwrap_err().is_pending());
        let begun = call.send().await.unwrap_err();
        assert!(begun.is_pending() && begun.correlation_id().is_some());
        assert_eq!(begun.operation().unwrap().id, "getExpensesV2");
        let id = begun.results_id().unwrap().clone();

        // Its waits never end by themselves: only the notifier can end one.
        let clock = JumpClock::by_hand(Duration::from_secs(20));
        let lean = client_of(&ground.sandbox)
            .clock(clock.shared())
            .build()
            .unwrap();
        let waiting =
            tokio::spawn(async move { lean.wait_for_insight(&id).told_by(&notifier).wait().await });
        // It was told once that the insight is not ready, and waits for the next look.
        while !clock.waits().contains(&Duration::from_secs(1)) {
            tokio::task::yield_now().await;
        }
        assert_eq!(ground.sandbox.requests_of("getResults"), 1);
        assert!(!waiting.is_finished());
        ground.sandbox.advance_clock(Duration::from_secs(601));
        let insight = waiting.await.unwrap().unwrap();
        let later: ExpensesInsights = insight.read().unwrap();
        assert_eq!(later, at_once);
        assert_eq!(ground.sandbox.requests_of("getResults"), 2);
    })
    .await;
}

#[tokio::test]
async fn an_insight_asked_for_with_a_body_is_remembered_with_it_over_a_restart() {
    within(LIMIT, async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state");
        let start = || Sandbox::builder().state_file(&file).start();
        let ground = Ground::on(start().await.unwrap()).await;
        let (_, entity) = ground.connected("restart", enough()).await;
        let call = ground.lean.insights().verify_income_v2().async_(true);
        let call = call.entity_id(&entity).income_type(IncomeType::NonSalary);
        let begun = call.send().await.unwrap_err();
        assert!(begun.is_pending(), "{begun}");
        let id = begun.results_id().unwrap().clone();
        ground.sandbox.shut_down(Duration::from_secs(1)).unwrap();

        let again = Ground::on(start().await.unwrap()).await;
        let insight = again.lean.wait_for_insight(&id).wait().await.unwrap();
        let income: IncomeInsights = insight.read().unwrap();
        assert!(income.salary.is_none());
        assert!(income.non_salary.unwrap().total.is_some());
    })
    .await;
}

/// A token for calls by hand.
async fn token(ground: &Ground) -> String {
    let form = [
        ("client_id", ground.sandbox.client_id()),
        ("client_secret", &*ground.sandbox.client_secret()),
        ("grant_type", "client_credentials"),
        ("scope", "api"),
    ];
    let url = format!("{}/oauth2/token", ground.sandbox.base_url());
    let call = reqwest::Client::new().post(url).form(&form);
    let answer = call.send().await.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_call_that_does_not_say_async_is_answered_as_lean_would() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("default", enough()).await;
    let sent = ground.lean.insights().get_expenses_v2().entity_id(&entity);
    assert_eq!(sent.send_with_head().await.unwrap().status(), 200);
    let token = token(&ground).await;
    for (path, status) in [
        ("/insights/v2/expenses", 202),
        ("/insights/v2/assets/freelancers/cashflows", 200),
    ] {
        let url = format!("{}{path}?entity_id={entity}", ground.recorder.base_url);
        let call = reqwest::Client::new().get(url).bearer_auth(&token);
        assert_eq!(
            call.send().await.unwrap().status().as_u16(),
            status,
            "{path}"
        );
    }
}
