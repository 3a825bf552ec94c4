//! Insights: errors of both versions, results that come later, and values of two forms.

use leantech::insights::types::{ExpensesInsights, IncomeResult};
use leantech::{Client, EntityId, Error, ErrorShape, ResultsId, ResultsNotifier};
use leantech_tests::hostile::{HostileServer, LIMIT, Reply, within};

const EXPENSES: &str = "/insights/v2/expenses";
const CREDIT: &str = "/insights/v3/credit-obligations";
const RESULT: &str = "/data/v2/results/r-1";

fn entity() -> EntityId {
    "e".parse().unwrap()
}

fn results_id() -> ResultsId {
    "r-1".parse().unwrap()
}

async fn expenses(client: &Client) -> Result<(), Error> {
    let call = client.insights().get_expenses_v2().entity_id(entity());
    call.send().await.map(drop)
}

async fn credit(client: &Client) -> Result<(), Error> {
    let call = client.insights().get_credit_obligations_v3();
    call.entity_id(entity()).send().await.map(drop)
}

#[tokio::test]
async fn refusal_of_version_two_is_the_short_body() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let body = r#"{"timestamp":"2026-05-10T12:34:28.5Z","status":"UNKNOWN_ENTITY","message":"m","metadata":null}"#;
        server.on("GET", EXPENSES, [Reply::json(404, body)]);
        let error = expenses(&server.hasty_client()).await.unwrap_err();
        assert_eq!(error.code().unwrap().to_string(), "UNKNOWN_ENTITY");
        assert_eq!(error.body().unwrap().shape(), ErrorShape::Status);
        assert!(error.is_not_found());
        let body = r#"{"results_id":"r","status":"FAILED","message":"m","metadata":null}"#;
        server.on("GET", EXPENSES, [Reply::json(501, body)]);
        let error = expenses(&server.hasty_client()).await.unwrap_err();
        assert_eq!(error.code().unwrap().to_string(), "FAILED");
        assert!(error.is_server_error() && !error.is_retryable());
    })
    .await;
}

#[tokio::test]
async fn refusal_of_version_three_is_the_whole_envelope() {
    within(LIMIT, async {
        let words = [
            (400, "INVALID_PARAMETERS"),
            (403, "USER_TRANSACTION_RANGE_NOT_GRANTED"),
            (403, "CONSENT_EXPIRED"),
            (404, "DATA_NOT_FOUND"),
            (500, "INTERNAL_SERVER_ERROR"),
        ];
        for (status, word) in words {
            let server = HostileServer::start();
            let body = format!(
                r#"{{"status":"FAILED","results_id":"r","message":"m","meta":null,"status_detail":{{"granular_status_code":"{word}"}}}}"#
            );
            server.on("GET", CREDIT, [Reply::json(status, body)]);
            let error = credit(&server.hasty_client()).await.unwrap_err();
            assert_eq!(error.code().unwrap().to_string(), word);
            assert_eq!(error.body().unwrap().shape(), ErrorShape::Result);
            assert_eq!(error.is_consent_expired(), word == "CONSENT_EXPIRED");
            let asked = if status == 500 { 3 } else { 1 };
            assert_eq!(server.count("GET", CREDIT), asked);
        }
    })
    .await;
}

#[tokio::test]
async fn version_three_is_asked_again_while_it_computes() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let body = r#"{"status":"FAILED","status_detail":{"granular_status_code":"TIMEOUT"}}"#;
        let good = Reply::json(200, r#"{"status":"OK","insights":{}}"#);
        server.on("GET", CREDIT, [Reply::json(408, body), good]);
        credit(&server.hasty_client()).await.unwrap();
        assert_eq!(server.count("GET", CREDIT), 2);
    })
    .await;
}

#[tokio::test]
async fn synchronous_is_said_in_every_call() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on(
            "GET",
            EXPENSES,
            [Reply::json(200, r#"{"status":"OK","insights":{}}"#)],
        );
        expenses(&server.hasty_client()).await.unwrap();
        assert_eq!(server.last_seen().unwrap().query("async"), Some("false"));
    })
    .await;
}

#[tokio::test]
async fn asynchronous_insight_is_waited_for() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let pending = r#"{"status":"PENDING","results_id":"r-1"}"#;
        server.on("GET", EXPENSES, [Reply::json(202, pending)]);
        let ready = r#"{"status":"OK","insights":{"currency":"SAR","total":{"amount":10.000}}}"#;
        let pending = Reply::json(200, pending);
        server.on(
            "GET",
            RESULT,
            [pending.clone(), pending, Reply::json(200, ready)],
        );
        let client = server.hasty_client();
        let call = client.insights().get_expenses_v2().entity_id(entity());
        let begun = call.async_(true).send().await.unwrap_err();
        assert_eq!(server.last_seen().unwrap().query("async"), Some("true"));
        assert!(begun.is_pending(), "{begun}");
        let id = begun.results_id().unwrap().clone();
        let wait = client
            .wait_for_insight(&id)
            .told_by(&ResultsNotifier::default());
        let insight = wait.wait().await.unwrap();
        let expenses: ExpensesInsights = insight.read().unwrap();
        let amount = expenses.total.unwrap().amount.unwrap();
        assert_eq!(amount.first().unwrap().to_string(), "10.000");
        assert_eq!(server.count("GET", RESULT), 3);
    })
    .await;
}

#[tokio::test]
async fn asynchronous_insight_that_failed_is_the_error() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let failed = r#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#;
        server.on("GET", RESULT, [Reply::json(200, failed)]);
        let client = server.hasty_client();
        let error = client.wait_for_insight(&results_id()).wait().await;
        let error = error.map(drop).unwrap_err();
        assert_eq!(error.code().unwrap().to_string(), "BANK_ISSUE");
        assert_eq!(server.count("GET", RESULT), 1);
    })
    .await;
}

#[test]
fn amount_and_month_are_kept_in_each_of_their_forms() {
    let body = r#"{"insights":{"salary":{"total":{"amount":1200.50,"maximum_monthly_amount":{"month":"APRIL","amount":{"currency":"SAR","amount":900.10}}},"monthly_totals":[{"month":4,"amount":1}]},"non_salary":{"transactions":[{"amount":{"currency":"SAR","amount":3.0}}]}}}"#;
    let read: IncomeResult = serde_json::from_str(body).unwrap();
    let insights = read.insights.unwrap();
    let total = insights.salary.unwrap().total.unwrap();
    assert_eq!(
        total.amount.unwrap().first().unwrap().to_string(),
        "1200.50"
    );
    let most = total.maximum_monthly_amount.unwrap();
    assert_eq!(most.month.unwrap().second().unwrap(), "APRIL");
    let amount = most.amount.unwrap();
    let money = amount.second().unwrap();
    assert_eq!(money.amount.as_ref().unwrap().to_string(), "900.10");
}
