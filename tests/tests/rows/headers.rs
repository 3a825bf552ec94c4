//! Headers and ids of a service, which go with each of its calls.

use futures_util::StreamExt;
use leantech::{CustomerId, ErrorKind};
use leantech_tests::hostile::{
    BANKS, CUSTOMER, CUSTOMERS, HostileServer, LIMIT, Reply, list_banks, within,
};

/// A page without a row.
const NO_CONSENTS: &str =
    r#"{"data":[],"page":{"number":0,"size":20,"total_elements":0,"total_pages":0}}"#;

#[tokio::test]
async fn headers_and_ids_of_a_service_go_with_each_call() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        server.on("GET", CUSTOMERS, [Reply::json(200, "[]")]);
        server.on("POST", CUSTOMERS, [Reply::json(201, CUSTOMER)]);
        server.on(
            "GET",
            "/customers/v1/c-1/consents",
            [Reply::json(200, NO_CONSENTS)],
        );
        let plain = server.client_with_token().build().unwrap();
        let lean = plain.with_correlation_id("order-7").unwrap();
        let lean = lean.with_header("X-Shop", "canary").unwrap();
        assert!(!format!("{lean:?}").contains("canary"));
        list_banks(&lean).await.unwrap();
        let seen = server.last_seen().unwrap();
        assert_eq!(seen.header("lean-correlation-id"), Some("order-7"));
        assert_eq!(seen.header("x-shop"), Some("canary"));
        // A stream and a helper.
        let customer = "c-1".parse::<CustomerId>().unwrap();
        let consents = lean.consents().get_customer_consents(customer).stream();
        assert_eq!(consents.count().await, 0);
        assert_eq!(server.last_seen().unwrap().header("x-shop"), Some("canary"));
        lean.get_or_create_customer(&"a".parse().unwrap())
            .await
            .unwrap();
        let helped = server.last_seen().unwrap();
        assert_eq!(helped.header("lean-correlation-id"), Some("order-7"));
        list_banks(&plain).await.unwrap();
        assert_eq!(server.last_seen().unwrap().header("x-shop"), None);
        for (name, value) in [("Authorization", "canary"), ("Idempotency-Key", "canary")] {
            let error = lean.with_header(name, value).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(!error.to_string().contains("canary"), "{error}");
        }
        for id in ["", "a b", "a\n", &"a".repeat(129)] {
            assert!(lean.with_correlation_id(id).is_err(), "{id:?}");
        }
    })
    .await;
}
