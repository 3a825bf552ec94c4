//! What the facade reads across the accounts of an entity.

use futures_util::TryStreamExt;
use leantech::testing::{self, Answer, CannedAnswers};
use leantech::{AccountId, EntityId};
use serde_json::{Value, json};

fn entity() -> EntityId {
    "e-1".parse().unwrap()
}

fn answer(name: &str, rows: &[Value]) -> Answer {
    let page = json!({ "number": 0, "size": 100, "total_elements": rows.len(), "total_pages": 1 });
    Answer::json(
        200,
        &json!({ "status": "OK", "data": { name: rows, "page": page } }),
    )
}

/// Two accounts with two transactions each, one of which names its account.
fn answers() -> CannedAnswers {
    let mut answers = CannedAnswers::new().on(
        "GET /data/v2/accounts",
        answer(
            "accounts",
            &[
                json!({ "account_id": "a-1" }),
                json!({ "account_id": "a-2" }),
            ],
        ),
    );
    for account in ["a-1", "a-2"] {
        let rows = [
            json!({ "transaction_id": format!("{account} t-1") }),
            json!({ "transaction_id": format!("{account} t-2"), "account_id": account }),
        ];
        let balances =
            [json!({ "type": "INTERIM_BOOKED", "amount": { "amount": 1, "currency": "SAR" } })];
        let path = format!("GET /data/v2/accounts/{account}");
        answers = answers
            .on(
                format!("{path}/transactions").as_str(),
                answer("transactions", &rows),
            )
            .on(
                format!("{path}/balances").as_str(),
                answer("balances", &balances),
            );
    }
    answers
}

#[tokio::test]
async fn every_transaction_names_its_account_also_where_lean_does_not() {
    let lean = testing::client(answers()).unwrap();
    let stream = lean.entity_transactions(&entity()).stream();
    let all: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(all.len(), 4);
    for transaction in all {
        let account = transaction.account_id.unwrap();
        let id = &transaction.transaction_id;
        assert!(id.starts_with(account.as_str()), "{id} of {account}");
    }
}

#[tokio::test]
async fn accounts_that_are_given_are_not_listed_again() {
    let answers = answers();
    let lean = testing::client(answers.clone()).unwrap();
    let account: AccountId = "a-2".parse().unwrap();
    let stream = lean
        .entity_transactions(&entity())
        .accounts([account])
        .stream();
    let all: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(all.len(), 2);
    let paths: Vec<_> = answers
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, ["/data/v2/accounts/a-2/transactions"]);
}

#[tokio::test]
async fn accounts_come_with_their_balances_in_leans_order() {
    let lean = testing::client(answers()).unwrap();
    let all = lean.accounts_with_balances(&entity()).await.unwrap();
    let ids: Vec<_> = all
        .iter()
        .map(|one| one.account.account_id.as_str())
        .collect();
    assert_eq!(ids, ["a-1", "a-2"]);
    assert!(all.iter().all(|one| one.balances.len() == 1));
}
