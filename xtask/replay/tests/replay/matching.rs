//! Which operation a recorded address is for.

use serde_json::json;

use crate::bench::{Bench, CUSTOMER, counts, replay};
use xtask_replay::Report;

/// The report of requests whose answers no type and no parser can read, so that each shows
/// by its finding which operation it was taken for.
fn report(requests: &[(&str, String)]) -> Report {
    let bench = Bench::new();
    let items: Vec<_> = requests
        .iter()
        .map(|(method, url)| {
            json!({"name": url, "request": {"method": method, "url": url}, "response": [{"code": 500, "body": "?"}]})
        })
        .collect();
    replay(&bench.collection(&json!(items)))
}

fn assert_matches(table: &[(&str, &str, &str)]) {
    let filled = |url: &str| url.replace("ID", CUSTOMER);
    let requests: Vec<_> = table
        .iter()
        .map(|(method, url, _)| (*method, filled(url)))
        .collect();
    let report = report(&requests);
    assert_eq!(report.unmatched, [], "every address is of an operation");
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.request.clone(), finding.operation_id.as_str()))
        .collect();
    let expected: Vec<_> = table
        .iter()
        .map(|(_, url, id)| (filled(url), *id))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_operation_is_found_by_its_own_path() {
    assert_matches(&[
        ("POST", "/oauth2/token", "generateAccessToken"),
        ("POST", "/customers/v1/", "createCustomer"),
        ("GET", "/customers/v1", "getCustomers"),
        ("GET", "/customers/v1/ID", "getCustomerById"),
        (
            "GET",
            "/customers/v1/app-user-id/user-1",
            "getCustomerByAppUserId",
        ),
        ("GET", "/banks/v1/", "listBanks"),
        ("POST", "/v2/accounts-access-consents", "createConnectLink"),
        ("GET", "/customers/v1/ID/consents", "getCustomerConsents"),
        (
            "GET",
            "/customers/v1/ID/consents/ID",
            "getCustomerConsentById",
        ),
        (
            "DELETE",
            "/customers/v1/ID/entities/ID/consent/ID",
            "deleteConsent",
        ),
        ("GET", "/customers/v1/ID/entities", "getEntities"),
        ("GET", "/customers/v1/ID/entities/ID", "getEntityById"),
        ("DELETE", "/customers/v1/ID/entities/ID", "deleteEntity"),
        ("GET", "/customers/v1/entities", "listEntities"),
        ("GET", "/data/v2/accounts", "fetchAccounts"),
        ("GET", "/data/v2/accounts/ID/balances", "fetchBalances"),
        (
            "GET",
            "/data/v2/accounts/ID/transactions",
            "fetchTransactions",
        ),
        ("GET", "/data/v2/identity", "fetchCurrentIdentity"),
        (
            "GET",
            "/data/v2/accounts/ID/identities",
            "fetchAllIdentities",
        ),
        (
            "GET",
            "/data/v2/accounts/ID/beneficiaries",
            "fetchBeneficiaries",
        ),
        (
            "GET",
            "/data/v2/accounts/ID/direct-debits",
            "fetchDirectDebits",
        ),
        (
            "GET",
            "/data/v2/accounts/ID/scheduled-payments",
            "fetchScheduledPayments",
        ),
        (
            "GET",
            "/data/v2/accounts/ID/standing-orders",
            "getStandingOrders",
        ),
        ("POST", "/data/v2/refreshes", "trigger_data_refresh_v2"),
        ("GET", "/data/v2/refreshes", "getDataRefreshes"),
        ("GET", "/data/v2/refreshes/ID", "getDataRefreshStatus"),
        ("GET", "/data/v2/results/ID", "getResults"),
    ]);
}

#[test]
fn spelling_of_an_address_does_not_matter() {
    assert_matches(&[
        (
            "get",
            "https://sandbox.sa.leantech.me/data/v2/accounts?entity_id=ID#top",
            "fetchAccounts",
        ),
        (" Post ", "{{api}}/customers/v1", "createCustomer"),
        ("GET", "{{api}}/customers/v1/?page_number=0", "getCustomers"),
        (
            "GET",
            "{{api}}customers/v1/{{customer_id}}",
            "getCustomerById",
        ),
        (
            "GET",
            "https://{{host}}/customers/v1/:customer_id/",
            "getCustomerById",
        ),
        ("GET", "//customers//v1///ID//", "getCustomerById"),
        ("GET", "customers/v1/<customer_id>", "getCustomerById"),
        (
            "GET",
            "sandbox.sa.leantech.me/customers/v1/{customer_id}",
            "getCustomerById",
        ),
        (
            "GET",
            "http://127.0.0.1:8080/proxy/lean/customers/v1/ID",
            "getCustomerById",
        ),
        (
            "GET",
            "{{api}}/customers/v1/%7B%7Bcustomer_id%7D%7D",
            "getCustomerById",
        ),
        (
            "GET",
            "{{api}}/customers/v1/app-user-id/a%2Fb%20c%3F",
            "getCustomerByAppUserId",
        ),
        ("GET", "{{api}}/customers/%761/ID", "getCustomerById"),
        (
            "GET",
            "{{api}}/customers/{{version}}/ID/entities",
            "getEntities",
        ),
        ("GET", "{{api}}/banks/v1", "listBanks"),
        (
            "GET",
            "{{api}}/banks/v1?account_types=PERSONAL/x",
            "listBanks",
        ),
    ]);
}

#[test]
fn word_wins_over_a_parameter_and_a_placeholder_is_no_word() {
    assert_matches(&[
        (
            "GET",
            "{{api}}/customers/v1/entities?start_date=2026-01-01",
            "listEntities",
        ),
        (
            "GET",
            "{{api}}/customers/v1/{{entities}}",
            "getCustomerById",
        ),
        (
            "GET",
            "{{api}}/customers/v1//consents",
            "getCustomerConsents",
        ),
        ("GET", "{{api}}/customers/v1//entities/", "listEntities"),
        (
            "GET",
            "{{api}}/customers/v1/{{a}}/consents/{{b}}",
            "getCustomerConsentById",
        ),
    ]);
}

#[test]
fn other_products_match_nothing() {
    let paths = [
        "/insights/v1/name-verification",
        "/open-banking/account-information/v9/accounts",
        "/verifications/v3/accounts",
        "/payouts/v1/split-payments",
        "/payments/v1/intents/ID",
        "/customers/v1/ID/payment-sources",
        "/customers/v1/ID/payment-sources/ID",
        "/customers/v1/ID/destinations",
        "/consents/v1/ID",
        "/consents/v1/ID/balance",
        "/data/v3/accounts",
        "/",
        "",
    ];
    let requests: Vec<_> = ["GET", "POST", "DELETE", "PUT"]
        .into_iter()
        .flat_map(|method| {
            paths.map(|path| {
                (
                    method,
                    format!("{{{{api}}}}{}", path.replace("ID", CUSTOMER)),
                )
            })
        })
        .collect();
    let report = report(&requests);
    assert_eq!(
        counts(&report),
        (requests.len(), 0, 0, 0),
        "{:?}",
        report.findings
    );
    assert_eq!(report.unmatched.len(), requests.len());
}

#[test]
fn another_method_matches_nothing() {
    let report = report(&[
        ("PUT", "/customers/v1/".to_owned()),
        ("OPTIONS", "/banks/v1/".to_owned()),
    ]);
    assert_eq!(report.unmatched.len(), 2);
}

#[test]
fn a_placeholder_is_no_version_where_a_word_would_be_an_id() {
    let report = report(&[
        ("GET", "/customers/{{id}}/payments".to_owned()),
        ("GET", "/customers/{{id}}/entities/list".to_owned()),
    ]);
    assert_eq!(report.unmatched.len(), 2);
    assert_matches(&[("GET", "/customers/{{version}}/ID", "getCustomerById")]);
}
