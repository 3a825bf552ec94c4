//! A service that receives Lean's webhooks, on axum.
//!
//! `cargo run --example webhook_receiver --features axum` starts it together with a sandbox
//! inside this process, connects a customer, shows what arrives, and ends. With
//! `LEAN_WEBHOOK_SECRET`, `LEAN_CLIENT_ID` and `LEAN_CLIENT_SECRET` set,
//! `… -- --listen 0.0.0.0:8080` serves `POST /lean` for Lean's own sandbox until it is stopped.

mod receiver;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use leantech::consents::types::Permission;
use leantech::webhook::WebhookVerifier;
use leantech::{AppUserId, Client, ClientCredentials, Environment};
use leantech_sandbox::Sandbox;
use receiver::{Done, receiver};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the sandbox's webhooks are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => on_embedded_sandbox().await,
        (Some("--listen"), Some(address)) => for_leans_own(&address).await,
        _ => Err(
            "could not read the arguments: usage is webhook_receiver [--listen ADDRESS:PORT]"
                .into(),
        ),
    }
}

/// Serves for Lean's own sandbox.
async fn for_leans_own(address: &str) -> Result<()> {
    let secret = std::env::var("LEAN_WEBHOOK_SECRET").map_err(
        |_| "could not read the environment variable LEAN_WEBHOOK_SECRET: it is not set",
    )?;
    let lean = Client::builder(Environment::SANDBOX)
        .credentials(ClientCredentials::from_env()?)
        .build()?;
    let (router, worker) = receiver(WebhookVerifier::new(secret)?, lean);
    tokio::spawn(worker.run(show));
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/lean", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// Shows what arrives when a customer connects a bank.
async fn on_embedded_sandbox() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let sandbox = Sandbox::builder()
        .webhook_url(format!("http://{}/lean", listener.local_addr()?))
        .start()
        .await?;
    let lean = Client::builder(Environment::emulator(sandbox.base_url())?)
        .credentials(ClientCredentials::new(
            sandbox.client_id(),
            sandbox.client_secret(),
        ))
        .build()?;
    let verifier = WebhookVerifier::new(sandbox.webhook_secret())?;
    let (router, worker) = receiver(verifier, lean.clone());
    let (report, mut reports) = mpsc::unbounded_channel();
    tokio::spawn(worker.run(move |done| {
        let _ = report.send(done);
    }));
    tokio::spawn(async move { axum::serve(listener, router).await });

    connect(&sandbox, &lean).await?;
    loop {
        let done = tokio::time::timeout(PATIENCE, reports.recv())
            .await?
            .ok_or("could not go on: the worker has ended")?;
        let is_last = matches!(done, Done::Fetched(..) | Done::Failed(..));
        show(done);
        if is_last {
            return Ok(());
        }
    }
}

async fn connect(sandbox: &Sandbox, lean: &Client) -> Result<()> {
    let customer = lean
        .get_or_create_customer(&"prod_usr_1246".parse::<AppUserId>()?)
        .await?;
    let link = lean
        .consents()
        .create_connect_link()
        .customer_id(customer.customer_id)
        .bank_identifier("LEA1_SAMAOB_SAU")
        .success_redirect_url("https://example.com/connected?success=true")
        .failure_redirect_url("https://example.com/connected?success=false")
        .permissions(vec![Permission::Accounts, Permission::Balance])
        .send()
        .await?;
    let bank_consent_id = link
        .bank_consent_id
        .ok_or("could not go on: the link has no bank consent")?;
    sandbox.approve(&bank_consent_id)?;
    Ok(())
}

fn show(done: Done) {
    match done {
        Done::Connected(entity) => println!("connected: entity {entity}"),
        Done::Fetched(entity, accounts) => println!("fetched: {accounts} accounts of {entity}"),
        Done::Malformed(key, error) => println!("malformed: event {key}, {error}"),
        Done::Noted(event_type) => println!("noted: {event_type}"),
        Done::Failed(key, error) => println!("failed: event {key}, {error}"),
    }
}
