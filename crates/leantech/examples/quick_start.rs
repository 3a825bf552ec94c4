//! The journey of a service in short, as the README shows it. It runs offline, with the bank's part
//! played by a sandbox: `cargo run --example quick_start --features axum`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use futures_util::TryStreamExt;
use leantech::consents::types::{ConnectLink, Permission};
use leantech::data::types::Transaction;
use leantech::webhook::{Inbox, MemoryInbox, Payload, Verdict, VerifiedEvent, Worked, work_once};
use leantech::{Client, Confirmation, CustomerId, EntityId, Error, Redirect, RefreshNotifier};

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// Where the customer goes to give consent for 90 days; without an expiry it ends after 24 hours.
async fn connect(lean: &Client, customer: &CustomerId, bank: &str) -> Result<ConnectLink, Error> {
    let link = lean.consents().create_connect_link();
    link.customer_id(customer)
        .bank_identifier(bank)
        .permissions([Permission::Accounts, Permission::Transactions])
        .expires_in(Duration::from_secs(90 * 24 * 3600))
        .success_redirect_url("https://shop.example/connected")
        .failure_redirect_url("https://shop.example/not-connected")
        .send()
        .await
}

/// The customer comes back. What the URL says is a hint until Lean confirms it.
async fn callback(lean: &Client, of: &CustomerId, url: &str) -> Result<Option<EntityId>> {
    match Redirect::parse(url)?.confirm(lean, of).await? {
        Confirmation::Connected(connection) => Ok(Some(connection.entity_id)),
        _ => Ok(None), // offer another try, or wait for the webhook
    }
}

/// An axum handler. It only runs when the signature is valid; it stores the event, and answers.
async fn webhook(State(inbox): State<Arc<MemoryInbox>>, event: VerifiedEvent) -> StatusCode {
    match inbox.accept(event.delivery()).await {
        Ok(_new_or_duplicate) => StatusCode::OK,
        Err(_full) => StatusCode::SERVICE_UNAVAILABLE, // Lean sends it again
    }
}

/// Works on the stored events; what was not done when the process died comes again.
async fn work(inbox: Arc<MemoryInbox>, ready: RefreshNotifier) -> Result<()> {
    loop {
        let worked = work_once(&*inbox, Duration::from_secs(60), async |event| {
            if let Payload::RefreshUpdated(refresh) = &event.payload {
                ready.notify(&refresh.refresh_id);
            }
            Verdict::Done // unknown events too
        });
        if worked.await? == Worked::Idle {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// A new connection starts its first refresh itself. Waits for it to finish, then reads all pages.
async fn transactions(
    lean: &Client,
    entity: &EntityId,
    ready: &RefreshNotifier,
) -> Result<Vec<Transaction>, Error> {
    let refreshes = lean.data().get_data_refreshes().entity_id(entity);
    if let Some(refresh) = refreshes.send().await?.content.iter().flatten().next() {
        let refresh = lean.wait_for_refresh(&refresh.refresh_id);
        refresh.told_by(ready).wait().await?;
    }
    lean.entity_transactions(entity)
        .stream()
        .try_collect()
        .await
}

// What follows plays the browser, the bank and Lean.

use axum::Router;
use axum::extract::FromRef;
use axum::routing::post;
use leantech::webhook::WebhookVerifier;
use leantech::{ClientCredentials, Environment};
use leantech_sandbox::Sandbox;
use tokio::net::TcpListener;

/// What the handlers share.
#[derive(Clone)]
struct Shared {
    verifier: WebhookVerifier,
    inbox: Arc<MemoryInbox>,
}

impl FromRef<Shared> for WebhookVerifier {
    fn from_ref(shared: &Shared) -> Self {
        shared.verifier.clone()
    }
}

impl FromRef<Shared> for Arc<MemoryInbox> {
    fn from_ref(shared: &Shared) -> Self {
        Self::clone(&shared.inbox)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let webhooks = format!("http://{}/lean", listener.local_addr()?);
    let sandbox = Sandbox::builder().webhook_url(webhooks).start().await?;
    let lean = Client::builder(Environment::emulator(sandbox.base_url())?)
        .credentials(ClientCredentials::new(
            sandbox.client_id(),
            sandbox.client_secret(),
        ))
        .build()?;

    let shared = Shared {
        verifier: WebhookVerifier::new(sandbox.webhook_secret())?,
        inbox: Arc::default(),
    };
    let ready = RefreshNotifier::default();
    let router = Router::new().route("/lean", post(webhook));
    let router = router.with_state(shared.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let worker = work(shared.inbox, ready.clone());

    let customer = lean
        .get_or_create_customer(&"prod_usr_1246".parse()?)
        .await?;
    let banks = lean.banks().list_banks().send().await?;
    let bank = banks.first().ok_or("the sandbox has no bank")?;

    let link = connect(&lean, &customer.customer_id, &bank.identifier).await?;
    let bank_consent_id = link.bank_consent_id.ok_or("the link has no bank consent")?;
    let url = sandbox.approve(&bank_consent_id)?;
    let entity = callback(&lean, &customer.customer_id, &url).await?;
    let entity = entity.ok_or("Lean does not confirm the redirect")?;
    println!("connected: {entity}");

    let transactions = tokio::select! {
        transactions = transactions(&lean, &entity, &ready) => transactions?,
        failed = worker => return failed,
    };
    println!("{} transactions", transactions.len());
    Ok(())
}
