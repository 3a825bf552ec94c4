//! What the service answers.

use std::time::Duration;

use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use futures_util::TryStreamExt;
use leantech::consents::types::{DeleteReason, Permission};
use leantech::webhook::Inbox as _;
use leantech::{
    AppUserId, Client, Confirmation, ConnectAttempt, ConnectLinkExt as _, ConsentStanding,
    CustomerId, EntityId, Redirect, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::Service;
use crate::affordability::{self, Affordability};
use crate::applications::Application;
use crate::failure::Failure;
use crate::inbox::SqliteInbox;
use crate::store::{Attempt, Booked};

/// How long a consent lasts; without an end it would last 24 hours.
const CONSENT: Duration = Duration::from_hours(90 * 24);

/// All routes.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/{application}/connect", post(connect))
        .route("/{application}/back/{state}", get(back))
        .route("/{application}/webhooks", post(webhook))
        .route(
            "/{application}/users/{user}/transactions",
            get(transactions),
        )
        .route(
            "/{application}/users/{user}/affordability",
            get(affordability),
        )
        .route("/{application}/users/{user}/consents", get(consents))
        .route(
            "/{application}/users/{user}/connections/{entity}",
            delete(disconnect),
        )
        .with_state(service)
}

/// Who wants to connect which bank.
#[derive(Debug, Serialize, Deserialize)]
pub struct Connect {
    /// The user's id in this service.
    pub user: AppUserId,
    /// Lean's identifier of the bank.
    pub bank: String,
}

/// Where a consent stands.
#[derive(Debug, Serialize)]
struct ConsentView {
    id: String,
    bank: Option<String>,
    is_usable: bool,
    ends: Option<String>,
}

/// Sends the customer to the bank.
async fn connect(
    State(service): State<Service>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<Connect>,
) -> Result<Response, Failure> {
    let application = application(&service, &name)?;
    let lean = traced(application, &headers);
    let customer = lean.get_or_create_customer(&asked.user).await?.customer_id;
    service
        .store
        .set_customer(&name, asked.user.as_str(), &customer)
        .await?;
    let state = leantech::IdempotencyKey::random().to_string();
    let back = format!("{}/{name}/back/{state}", service.public_url);
    let link = lean
        .consents()
        .create_connect_link()
        .customer_id(&customer)
        .bank_identifier(asked.bank)
        .permissions([
            Permission::Accounts,
            Permission::Balance,
            Permission::Transactions,
            Permission::Identity,
        ])
        .expires_in(CONSENT)
        .success_redirect_url(back.clone())
        .failure_redirect_url(back)
        .send()
        .await?;
    let bank_consent_id = link.bank_consent_id.clone().unwrap_or_default();
    let attempt = Attempt {
        customer_id: customer,
        bank_consent_id,
    };
    service.store.set_attempt(&name, &state, &attempt).await?;
    Ok((StatusCode::SEE_OTHER, [("location", link.location())]).into_response())
}

/// The customer comes back. The URL is a hint; Lean is asked whether it is true.
async fn back(
    State(service): State<Service>,
    Path((name, state)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<(StatusCode, String), Failure> {
    let application = application(&service, &name)?;
    let attempt = service
        .store
        .attempt(&name, &state)
        .await?
        .ok_or(Failure::NotFound)?;
    let lean = traced(application, &headers);
    let Ok(redirect) = Redirect::parse(&query.unwrap_or_default()) else {
        return Ok((
            StatusCode::BAD_REQUEST,
            "this is not an answer of the bank".to_owned(),
        ));
    };
    let expected =
        ConnectAttempt::of(&attempt.customer_id).bank_consent_id(&attempt.bank_consent_id);
    Ok(match redirect.confirm(&lean, expected).await? {
        Confirmation::Connected(connection) => {
            let entity = &connection.entity_id;
            service
                .store
                .set_connection(&name, entity, &attempt.customer_id)
                .await?;
            (StatusCode::OK, "connected".to_owned())
        }
        Confirmation::Pending => (
            StatusCode::ACCEPTED,
            "the bank has not told us yet".to_owned(),
        ),
        Confirmation::FailedUnconfirmed { code } => (
            StatusCode::OK,
            format!("the connection did not work ({code}); please try again"),
        ),
        _ => (StatusCode::OK, "not connected; please try again".to_owned()),
    })
}

/// Stores a webhook and answers. Each application has its own secret.
async fn webhook(
    State(service): State<Service>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let application = application(&service, &name)?;
    let event = match application.verifier.receive_request(request).await {
        Ok(event) => event,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let inbox = SqliteInbox::new(service.store.clone(), &name);
    inbox.accept(event.delivery()).await?;
    Ok(StatusCode::OK.into_response())
}

async fn transactions(
    State(service): State<Service>,
    Path((name, user)): Path<(String, String)>,
) -> Result<Json<Vec<Booked>>, Failure> {
    let mut all = Vec::new();
    for entity in connections(&service, &name, &user).await? {
        all.extend(service.store.transactions(&name, &entity).await?);
    }
    Ok(Json(all))
}

async fn affordability(
    State(service): State<Service>,
    Path((name, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Vec<Affordability>>, Failure> {
    let lean = traced(application(&service, &name)?, &headers);
    let mut all = Vec::new();
    for entity in connections(&service, &name, &user).await? {
        all.push(affordability::of(&lean, &entity).await?);
    }
    Ok(Json(all))
}

async fn consents(
    State(service): State<Service>,
    Path((name, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Vec<ConsentView>>, Failure> {
    let lean = traced(application(&service, &name)?, &headers);
    let customer = customer(&service, &name, &user).await?;
    let now = Timestamp::now();
    let consents = lean.consents().get_customer_consents(&customer).stream();
    let views = consents.map_ok(|consent| ConsentView {
        is_usable: ConsentStanding::of(&consent, &now).is_usable(),
        id: consent.id.to_string(),
        bank: consent.bank_identifier,
        ends: consent.expiration_date_time.map(|end| end.to_string()),
    });
    Ok(Json(views.try_collect().await?))
}

/// Ends all consents of a connection, and deletes what is stored of it.
async fn disconnect(
    State(service): State<Service>,
    Path((name, user, entity)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let lean = traced(application(&service, &name)?, &headers);
    let customer = customer(&service, &name, &user).await?;
    let entity: EntityId = entity.parse().map_err(|_| Failure::NotFound)?;
    if !service
        .store
        .connections(&name, &customer)
        .await?
        .contains(&entity)
    {
        return Err(Failure::NotFound);
    }
    let now = Timestamp::now();
    let entities = lean.entities().get_entities(&customer).send().await?;
    let own = entities.into_iter().find(|own| own.id == entity);
    for consent in own.and_then(|own| own.consents).unwrap_or_default() {
        if !ConsentStanding::of_entity_consent(&consent, &now).is_final() {
            lean.consents()
                .delete_consent(&customer, &entity, &consent.id)
                .reason(DeleteReason::UserRequested)
                .send()
                .await?;
        }
    }
    service.store.forget(&name, &entity).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn application<'a>(service: &'a Service, name: &str) -> Result<&'a Application, Failure> {
    service.applications.get(name).ok_or(Failure::NotFound)
}

/// The client that sends the caller's request id along, if it has a usable one.
fn traced(application: &Application, headers: &HeaderMap) -> Client {
    let id = headers.get("x-request-id").and_then(|id| id.to_str().ok());
    let traced = id.and_then(|id| application.lean.with_correlation_id(id).ok());
    traced.unwrap_or_else(|| application.lean.clone())
}

async fn customer(service: &Service, name: &str, user: &str) -> Result<CustomerId, Failure> {
    let known = service.store.customer(name, user).await?;
    known.ok_or(Failure::NotFound)
}

async fn connections(service: &Service, name: &str, user: &str) -> Result<Vec<EntityId>, Failure> {
    application(service, name)?;
    let customer = customer(service, name, user).await?;
    Ok(service.store.connections(name, &customer).await?)
}
