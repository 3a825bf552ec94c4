//! What a redirect says is a hint until Lean confirms it: by its API, or by a webhook.

use leantech::consents::types::{DeleteReason, Permission};
use leantech::webhook::{VerifiedEvent, WebhookVerifier};
use leantech::{
    Client, ClientCredentials, Confirmation, ConnectAttempt, CustomerId, Environment,
    GranularStatusCode, NotConfirmed, Redirect,
};
use leantech_sandbox::Sandbox;
use leantech_tests::hostile::{HostileServer, Reply, TOKEN_PATH, token_answer};
use leantech_tests::signing::signature;

fn client(base_url: &str) -> Client {
    Client::builder(Environment::emulator(base_url).unwrap())
        .credentials(ClientCredentials::new(
            "00000000-0000-4000-8000-000000000001",
            "sandbox-secret",
        ))
        .build()
        .unwrap()
}

async fn customer(lean: &Client, who: &str) -> CustomerId {
    let customer = lean.get_or_create_customer(&who.parse().unwrap()).await;
    customer.unwrap().customer_id
}

/// A connect link for a customer; gives the bank's consent.
async fn link(lean: &Client, customer: &CustomerId) -> String {
    link_to(lean, customer, "LEA1_SAMAOB_SAU").await
}

async fn link_to(lean: &Client, customer: &CustomerId, bank: &str) -> String {
    let link = lean
        .consents()
        .create_connect_link()
        .customer_id(customer.clone())
        .bank_identifier(bank)
        .success_redirect_url("https://shop.example/back?success=true")
        .failure_redirect_url("https://shop.example/back?success=false")
        .permissions(vec![Permission::Accounts])
        .send()
        .await
        .unwrap();
    link.bank_consent_id.unwrap()
}

fn parse(text: &str) -> Redirect {
    Redirect::parse(text).unwrap()
}

fn not(why: NotConfirmed) -> Confirmation {
    Confirmation::NotConfirmed(why)
}

#[tokio::test]
async fn d06_a_true_success_is_confirmed_with_leans_own_ids() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let consent = link(&lean, &one).await;
    let redirect = parse(&sandbox.approve(&consent).unwrap());
    let by_link = ConnectAttempt::of(&one).bank_consent_id(&consent);
    for attempt in [ConnectAttempt::of(&one), by_link] {
        let confirmed = redirect.confirm(&lean, attempt).await.unwrap();
        let connection = confirmed.connection().unwrap();
        assert_eq!(Some(connection.entity_id.as_str()), redirect.entity_id());
        assert_eq!(connection.customer_id, one);
        assert_eq!(
            connection.bank_identifier.as_deref(),
            Some("LEA1_SAMAOB_SAU")
        );
        assert!(connection.consent_id.is_some());
    }
}

#[tokio::test]
async fn d06_a_made_up_connection_is_not_confirmed() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let made_up = parse("success=true&entity_id=00000000-0000-4000-8000-00000000dead");
    assert_eq!(
        made_up.confirm(&lean, &one).await.unwrap(),
        not(NotConfirmed::UnknownEntity)
    );
    // Nor once there is another one.
    let consent = link(&lean, &one).await;
    sandbox.approve(&consent).unwrap();
    let by_link = ConnectAttempt::of(&one).bank_consent_id(&consent);
    for attempt in [ConnectAttempt::of(&one), by_link] {
        assert_eq!(
            made_up.confirm(&lean, attempt).await.unwrap(),
            not(NotConfirmed::UnknownEntity)
        );
    }
}

#[tokio::test]
async fn d06_another_customers_connection_is_not_confirmed() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let victim = customer(&lean, "victim").await;
    let attacker = customer(&lean, "attacker").await;
    let back = sandbox.approve(&link(&lean, &victim).await).unwrap();
    let whole = parse(&back);
    assert!(whole.customer_id().is_some());
    assert_eq!(
        whole.confirm(&lean, &attacker).await.unwrap(),
        not(NotConfirmed::OtherCustomer)
    );
    let entity = whole.entity_id().unwrap();
    for forged in [
        format!("entity_id={entity}"),
        format!("entity_id={entity}&customer_id={attacker}"),
    ] {
        assert_eq!(
            parse(&forged).confirm(&lean, &attacker).await.unwrap(),
            not(NotConfirmed::UnknownEntity)
        );
    }
}

#[tokio::test]
async fn d06_a_connection_by_another_link_is_not_confirmed() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let first = link_to(&lean, &one, "LEA1_SAMAOB_SAU").await;
    sandbox.approve(&first).unwrap();
    let second = link_to(&lean, &one, "LEA2_SAMAOB_SAU").await;
    let redirect = parse(&sandbox.approve(&second).unwrap());
    let attempt = ConnectAttempt::of(&one).bank_consent_id(&first);
    assert_eq!(
        redirect.confirm(&lean, attempt).await.unwrap(),
        not(NotConfirmed::UnknownEntity)
    );
}

#[tokio::test]
async fn d06_a_link_that_the_bank_did_not_decide_on_is_pending() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let consent = link(&lean, &one).await;
    let attempt = ConnectAttempt::of(&one).bank_consent_id(&consent);
    let code = GranularStatusCode::ConsentRejected;
    for (forged, expected) in [
        ("entity_id=e-1", Confirmation::Pending),
        (
            "granular_status_code=CONSENT_REJECTED",
            Confirmation::FailedUnconfirmed { code },
        ),
    ] {
        assert_eq!(
            parse(forged).confirm(&lean, attempt).await.unwrap(),
            expected
        );
    }
}

#[tokio::test]
async fn d06_a_failure_is_confirmed_by_the_links_consent_and_by_nothing_else() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let consent = link(&lean, &one).await;
    let failed = parse(&sandbox.reject(&consent).unwrap());
    let attempt = ConnectAttempt::of(&one).bank_consent_id(&consent);
    assert_eq!(
        failed.confirm(&lean, attempt).await.unwrap(),
        Confirmation::Failed
    );
    assert_eq!(
        failed.confirm(&lean, &one).await.unwrap(),
        not(NotConfirmed::UnknownAttempt)
    );
    assert_eq!(
        parse("entity_id=e-1")
            .confirm(&lean, attempt)
            .await
            .unwrap(),
        not(NotConfirmed::ConsentEnded)
    );
    // A failure that was made up about a link that succeeded.
    let consent = link(&lean, &one).await;
    sandbox.approve(&consent).unwrap();
    let attempt = ConnectAttempt::of(&one).bank_consent_id(&consent);
    assert_eq!(
        failed.confirm(&lean, attempt).await.unwrap(),
        not(NotConfirmed::ConsentActive)
    );
}

#[tokio::test]
async fn d06_a_connection_whose_consent_was_taken_back_is_not_confirmed() {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client(sandbox.base_url());
    let one = customer(&lean, "one").await;
    let old = link(&lean, &one).await;
    let redirect = parse(&sandbox.approve(&old).unwrap());
    let confirmed = redirect.confirm(&lean, &one).await.unwrap();
    let connection = confirmed.connection().unwrap();
    lean.consents()
        .delete_consent(
            &one,
            &connection.entity_id,
            connection.consent_id.as_ref().unwrap(),
        )
        .reason(DeleteReason::UserRequested)
        .send()
        .await
        .unwrap();
    assert_eq!(
        redirect.confirm(&lean, &one).await.unwrap(),
        not(NotConfirmed::ConsentEnded)
    );
    // A new consent on the same connection does not confirm the link of the old one.
    let new = link(&lean, &one).await;
    sandbox.approve(&new).unwrap();
    assert!(
        redirect
            .confirm(&lean, &one)
            .await
            .unwrap()
            .connection()
            .is_some()
    );
    let attempt = ConnectAttempt::of(&one).bank_consent_id(&old);
    assert_eq!(
        redirect.confirm(&lean, attempt).await.unwrap(),
        not(NotConfirmed::ConsentEnded)
    );
}

/// A server on which the customer has these entities and consents.
fn server(entities: &str, consents: &str) -> HostileServer {
    let server = HostileServer::start();
    server.on("POST", TOKEN_PATH, [token_answer("t", 3_599)]);
    server.on(
        "GET",
        "/customers/v1/c-1/entities",
        [Reply::json(200, entities.to_owned())],
    );
    server.on(
        "GET",
        "/customers/v1/c-1/consents",
        [Reply::json(200, format!(r#"{{"data":{consents},"page":{{"number":0,"size":20,"total_elements":1,"total_pages":1}}}}"#))],
    );
    server
}

#[tokio::test]
async fn d06_a_consent_that_waits_for_the_bank_leaves_a_redirect_pending() {
    let one: CustomerId = "c-1".parse().unwrap();
    let waiting = r#"[{"id":"k-1","consent_status":"NEW_WORD","standard_consent_status":"AWAITING_AUTHORISATION"}]"#;
    let unknown = r#"[{"id":"k-1","consent_status":"NEW_WORD"}]"#;
    let ended = r#"[{"id":"k-1","consent_status":"ACTIVE","standard_consent_status":"EXPIRED"}]"#;
    let entity = |consents: &str| format!(r#"[{{"id":"e-1","consents":{consents}}}]"#);
    for (entities, consents, expected) in [
        ("[]".to_owned(), waiting, Confirmation::Pending),
        ("[]".to_owned(), unknown, Confirmation::Pending),
        ("[]".to_owned(), ended, not(NotConfirmed::UnknownEntity)),
        (entity(unknown), "[]", Confirmation::Pending),
        (entity(ended), "[]", not(NotConfirmed::ConsentEnded)),
        (entity("null"), "[]", not(NotConfirmed::UnknownEntity)),
    ] {
        let server = server(&entities, consents);
        let lean = client(&server.url());
        let confirmation = parse("entity_id=e-1").confirm(&lean, &one).await.unwrap();
        assert_eq!(confirmation, expected, "{entities} {consents}");
    }
}

#[tokio::test]
async fn d06_an_api_that_fails_confirms_nothing_and_denies_nothing() {
    let server = HostileServer::start();
    server.on("POST", TOKEN_PATH, [token_answer("t", 3_599)]);
    server.on("GET", "/*", [Reply::json(400, "{}")]);
    let lean = client(&server.url());
    let one: CustomerId = "c-1".parse().unwrap();
    assert!(parse("entity_id=e-1").confirm(&lean, &one).await.is_err());
}

fn event(event_type: &str, payload: &str) -> VerifiedEvent {
    let body = format!(r#"{{"type":"{event_type}","payload":{payload}}}"#);
    let verifier = WebhookVerifier::new("made-up").unwrap();
    let signed = signature("made-up", body.as_bytes());
    verifier.receive_signed(signed, body.as_bytes()).unwrap()
}

#[test]
fn d06_only_the_event_of_that_very_connection_confirms_a_redirect() {
    let one: CustomerId = "c-1".parse().unwrap();
    let created = event(
        "entity.created",
        r#"{"id":"e-1","customer_id":"c-1","bank_details":{"identifier":"LEA1"}}"#,
    );
    let confirmed = parse("entity_id=e-1&customer_id=c-1").confirm_by_event(&created, &one);
    let connection = confirmed.connection().unwrap();
    assert_eq!(connection.entity_id, "e-1");
    assert_eq!(connection.bank_identifier.as_deref(), Some("LEA1"));

    let other = r#"{"id":"e-1","customer_id":"c-2"}"#;
    for (redirect, event, expected) in [
        ("entity_id=e-2", created.clone(), Confirmation::Pending),
        (
            "granular_status_code=BANK_ISSUE",
            created.clone(),
            Confirmation::FailedUnconfirmed {
                code: GranularStatusCode::BankIssue,
            },
        ),
        (
            "entity_id=e-1&customer_id=c-2",
            created.clone(),
            not(NotConfirmed::OtherCustomer),
        ),
        (
            "entity_id=e-1",
            event("entity.created", other),
            not(NotConfirmed::OtherCustomer),
        ),
        (
            "entity_id=e-1",
            event("entity.created", r#"{"id":"e-1"}"#),
            Confirmation::Pending,
        ),
        (
            "entity_id=e-1",
            event("entity.updated", r#"{"id":"e-1","customer_id":"c-1"}"#),
            Confirmation::Pending,
        ),
        (
            "entity_id=e-1",
            event("new.type", r#"{"id":"e-1","customer_id":"c-1"}"#),
            Confirmation::Pending,
        ),
    ] {
        assert_eq!(
            parse(redirect).confirm_by_event(&event, &one),
            expected,
            "{redirect} {event:?}"
        );
    }
}
