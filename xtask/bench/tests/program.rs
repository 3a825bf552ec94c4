//! The program whose build is measured is one that works.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use leantech::{Client, ClientCredentials, Environment};
use leantech_sandbox::{NewConsent, Sandbox};

// The very text that the benchmark writes into a package.
#[path = "../src/peer/program_main.txt"]
#[rustfmt::skip]
#[expect(dead_code, reason = "its `main` is for the package")]
mod program;

#[tokio::test]
async fn program_makes_one_call_of_each_area() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = Client::builder(Environment::emulator(sandbox.base_url()).unwrap())
        .credentials(ClientCredentials::new(
            sandbox.client_id(),
            sandbox.client_secret(),
        ))
        .build()
        .unwrap();
    let entity = sandbox.create_entity(&NewConsent::of("made-up")).unwrap();
    program::calls(&lean, &entity.customer_id, &entity.entity_id)
        .await
        .unwrap();
    let called: BTreeSet<&str> = sandbox
        .recorded_requests()
        .into_iter()
        .filter_map(|request| request.operation)
        .collect();
    let of_each_area = [
        "GetAccountsV1",
        "beneficiaryNameVerification",
        "fetchAccounts",
        "generateAccessToken",
        "getCustomerConsents",
        "getCustomers",
        "getEntities",
        "getExpensesV2",
        "getPayouts",
        "getReportsByCustomer",
        "listBanks",
    ];
    assert_eq!(called, of_each_area.into());
}
