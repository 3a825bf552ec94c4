//! The account-access journey of Lean's KSA guide, from the first token to the deleted consent.
//!
//! `cargo run --example account_access` runs it on a sandbox inside this process: no network, no
//! setup. With `LEAN_CLIENT_ID` and `LEAN_CLIENT_SECRET` set,
//! `cargo run --example account_access -- --environment sandbox` runs it on Lean's own sandbox,
//! up to the point where a person has to log in at the bank.

use std::convert::Infallible;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use futures_util::TryStreamExt;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use leantech::consents::types::{DeleteReason, Permission as ConsentPermission};
use leantech::data::types::{Account, Amount, BalanceType, CreditDebitIndicator, Transaction};
use leantech::webhook::{VerifiedEvent, WebhookError, WebhookVerifier};
use leantech::{
    AppUserId, Client, ClientCredentials, Confirmation, ConnectAttempt, ConsentId, CustomerId,
    EntityId, Environment, KsaScopes, Permission, PermissionSet, Redirect, Scope,
};
use leantech_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = run().await else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{error}");
    let mut source = error.source();
    while let Some(inner) = source {
        eprintln!("  because: {inner}");
        source = inner.source();
    }
    ExitCode::FAILURE
}

async fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => on_embedded_sandbox().await,
        (Some("--environment"), Some(name)) => on_leans_own(name.parse()?).await,
        _ => Err(
            "could not read the arguments: usage is account_access [--environment sandbox]".into(),
        ),
    }
}

/// The whole journey, with the bank's part played by the sandbox.
async fn on_embedded_sandbox() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let sandbox = Sandbox::builder()
        .webhook_url(format!("http://{}/lean", listener.local_addr()?))
        .start()
        .await?;
    let mut webhooks = listen(listener, WebhookVerifier::new(sandbox.webhook_secret())?);
    let lean = Client::builder(Environment::emulator(sandbox.base_url())?)
        .credentials(ClientCredentials::new(
            sandbox.client_id(),
            sandbox.client_secret(),
        ))
        .build()?;
    say(
        0,
        format_args!("sandbox listening on {}", sandbox.base_url()),
    );

    let link = connect(&lean, "prod_usr_1246").await?;
    let redirect_url = sandbox.approve(&link.bank_consent_id)?;
    say(6, format_args!("the customer approved at the bank"));

    let customer_id = &link.customer_id;
    let redirect = Redirect::parse(&redirect_url)?;
    let attempt = ConnectAttempt::of(customer_id).bank_consent_id(&link.bank_consent_id);
    let Confirmation::Connected(connection) = redirect.confirm(&lean, attempt).await? else {
        return Err("could not go on: the API does not confirm the redirect".into());
    };
    let entity_id = connection.entity_id.as_str();
    say(
        7,
        format_args!("redirect parsed and confirmed by the API: entity {entity_id}"),
    );

    let event = tokio::time::timeout(Duration::from_secs(10), webhooks.recv())
        .await?
        .ok_or("could not go on: nobody listens for webhooks any more")??;
    say(
        8,
        format_args!(
            "webhook received, its signature is valid: {}",
            event.event_type
        ),
    );

    let entities = lean.entities().get_entities(customer_id).send().await?;
    for entity in &entities {
        let bank = entity
            .bank_identifier
            .as_deref()
            .unwrap_or("an unnamed bank");
        say(9, format_args!("entity {} at {bank}", entity.id));
    }

    let mut consents = lean.consents().get_customer_consents(customer_id).stream();
    let mut newest = None;
    while let Some(consent) = consents.try_next().await? {
        let status = consent
            .consent_status
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        say(10, format_args!("consent {} is {status}", consent.id));
        newest = Some(consent.id);
    }
    let consent_id = newest.ok_or("could not go on: the customer has no consent")?;

    let consent = lean
        .consents()
        .get_customer_consent_by_id(customer_id, &consent_id)
        .send()
        .await?;
    let granted: PermissionSet = consent
        .permissions
        .iter()
        .flat_map(PermissionSet::from)
        .collect();
    say(11, format_args!("it grants {granted}"));

    show_data(&lean, &entity_id.parse()?).await?;

    let token = lean.customer_token(customer_id).await?;
    let minutes = token
        .remaining(tokio::time::Instant::now())
        .unwrap_or_default()
        .as_secs()
        / 60;
    say(
        16,
        format_args!("customer token for the LinkSDK, valid for {minutes} minutes"),
    );

    revoke(&lean, customer_id, entity_id, &consent_id).await
}

/// Serves an address for webhooks. A service on axum needs less code: see the example
/// `webhook_receiver`.
fn listen(
    listener: TcpListener,
    verifier: WebhookVerifier,
) -> mpsc::UnboundedReceiver<std::result::Result<VerifiedEvent, WebhookError>> {
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (sender, verifier) = (sender.clone(), verifier.clone());
            let service = hyper::service::service_fn(move |request| {
                let (sender, verifier) = (sender.clone(), verifier.clone());
                async move {
                    let taken = take(&verifier, request).await;
                    let status = taken.as_ref().map_or_else(WebhookError::status, |_| 200);
                    let _ = sender.send(taken);
                    let mut answer = Response::new(Empty::<Bytes>::new());
                    *answer.status_mut() = status.try_into().unwrap_or_default();
                    Ok::<_, Infallible>(answer)
                }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    receiver
}

async fn take(
    verifier: &WebhookVerifier,
    request: Request<Incoming>,
) -> std::result::Result<VerifiedEvent, WebhookError> {
    let (head, body) = request.into_parts();
    let cap = verifier.body_cap();
    let body = Limited::new(body, cap)
        .collect()
        .await
        .map_err(|_| WebhookError::TooLarge { cap })?
        .to_bytes();
    verifier.receive(head.headers.iter(), &body)
}

/// Revokes the consent and looks at it again.
async fn revoke(
    lean: &Client,
    customer_id: &CustomerId,
    entity_id: &str,
    consent_id: &ConsentId,
) -> Result<()> {
    lean.consents()
        .delete_consent(customer_id, entity_id, consent_id)
        .reason(DeleteReason::UserRequested)
        .send()
        .await?;
    let consent = lean
        .consents()
        .get_customer_consent_by_id(customer_id, consent_id)
        .send()
        .await?;
    let status = consent
        .consent_status
        .map(|status| status.to_string())
        .unwrap_or_default();
    say(17, format_args!("consent deleted, it is {status} now"));
    Ok(())
}

/// What the bank holds: accounts, their newest balances and their latest transactions.
async fn show_data(lean: &Client, entity_id: &EntityId) -> Result<()> {
    let refreshes = lean
        .data()
        .get_data_refreshes()
        .entity_id(entity_id)
        .send()
        .await?;
    let first = refreshes.content.unwrap_or_default().into_iter().next();
    let first = first.ok_or("could not go on: no refresh was begun")?;
    let refresh = lean.wait_for_refresh(&first.refresh_id).wait().await?;
    let status = refresh
        .status
        .map(|status| status.to_string())
        .unwrap_or_default();
    say(12, format_args!("refresh of the entity's data: {status}"));

    let accounts: Vec<Account> = lean
        .data()
        .fetch_accounts()
        .entity_id(entity_id)
        .stream()
        .try_collect()
        .await?;
    say(
        13,
        format_args!(
            "{} accounts, with their newest booked balances",
            accounts.len()
        ),
    );
    for account in &accounts {
        let of = BalanceType::InterimBooked;
        let balance = lean
            .newest_balance(entity_id, &account.account_id, of)
            .await?;
        let kind = account
            .account_sub_type
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let amount = balance
            .and_then(|balance| balance.amount)
            .map(in_words)
            .unwrap_or_default();
        println!("      {kind:<12} {amount:>18}");
    }

    let mut transactions: Vec<Transaction> = lean
        .entity_transactions(entity_id)
        .stream()
        .try_collect()
        .await?;
    transactions.sort_by(|a, b| b.booking_date_time.cmp(&a.booking_date_time));
    say(
        14,
        format_args!(
            "{} transactions across them, the latest five:",
            transactions.len()
        ),
    );
    for transaction in transactions.into_iter().take(5) {
        let day = transaction
            .booking_date_time
            .map(|at| at.date_time().date_naive().to_string());
        let sign = match transaction.credit_debit_indicator {
            Some(CreditDebitIndicator::Debit) => "-",
            Some(_) | None => "",
        };
        let amount = transaction.amount.map(in_words).unwrap_or_default();
        let kind = transaction
            .transaction_type
            .map(|word| word.to_string())
            .unwrap_or_default();
        println!(
            "      {:<10} {:>18}  {kind}",
            day.unwrap_or_default(),
            format!("{sign}{amount}")
        );
    }

    let identity = lean
        .data()
        .fetch_current_identity()
        .entity_id(entity_id)
        .send()
        .await?;
    let people = identity.identities.unwrap_or_default().len();
    say(
        15,
        format_args!("{people} identity, whose fields are not printed"),
    );
    Ok(())
}

fn in_words(amount: Amount) -> String {
    format!("{} {}", amount.amount, amount.currency.unwrap_or_default())
}

/// The journey on Lean's own sandbox, as far as it goes without a login at the bank.
async fn on_leans_own(environment: Environment) -> Result<()> {
    let lean = Client::builder(environment)
        .credentials(ClientCredentials::from_env()?)
        .build()?;
    say(0, format_args!("environment {}", lean.environment()));
    connect(&lean, "leantech-example-1").await?;
    say(
        6,
        format_args!("open the redirect URL in a browser to go on: a person has to log in"),
    );
    Ok(())
}

struct Link {
    customer_id: CustomerId,
    bank_consent_id: String,
}

/// Token, customer, banks and the link that takes the customer to the bank.
async fn connect(lean: &Client, app_user_id: &str) -> Result<Link> {
    let token = lean.token_source().token(&Scope::Api).await?;
    let minutes = token
        .remaining(tokio::time::Instant::now())
        .unwrap_or_default()
        .as_secs()
        / 60;
    say(1, format_args!("API token, valid for {minutes} minutes"));

    let customer = lean
        .get_or_create_customer(&app_user_id.parse::<AppUserId>()?)
        .await?;
    say(2, format_args!("customer {}", customer.customer_id));

    let banks = lean.banks().list_banks().send().await?;
    let bank = banks
        .first()
        .map(|bank| bank.identifier.clone())
        .ok_or("could not go on: Lean lists no bank")?;
    let names: Vec<_> = banks
        .iter()
        .filter_map(|bank| bank.name.as_deref())
        .collect();
    say(
        3,
        format_args!("{} banks: {}", banks.len(), names.join(", ")),
    );

    let permissions: PermissionSet = Permission::ALL.into_iter().collect();
    let scopes: KsaScopes = permissions.iter().collect();
    say(
        4,
        format_args!("permissions {permissions} correspond to the KSA scopes {scopes}"),
    );

    let words: Vec<ConsentPermission> = permissions.iter().map(Into::into).collect();
    let link = lean
        .consents()
        .create_connect_link()
        .customer_id(customer.customer_id.clone())
        .bank_identifier(bank)
        .success_redirect_url("https://example.com/connected?success=true")
        .failure_redirect_url("https://example.com/connected?success=false")
        .permissions(words)
        .send()
        .await?;
    let bank_consent_id = link
        .bank_consent_id
        .ok_or("could not go on: the link has no bank consent")?;
    let host = link
        .redirect_url
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_owned();
    say(
        5,
        format_args!("connect link to {host}, bank consent {bank_consent_id}"),
    );
    Ok(Link {
        customer_id: customer.customer_id,
        bank_consent_id,
    })
}

fn say(step: u32, text: std::fmt::Arguments<'_>) {
    println!("{step:>2}. {text}");
}
