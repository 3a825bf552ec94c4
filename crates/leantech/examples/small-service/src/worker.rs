//! Works on webhooks: fetches data when it is there, deletes it when no consent is left.

use std::time::Duration;

use futures_util::TryStreamExt;
use leantech::webhook::{Payload, Verdict, VerifiedEvent, Worked, work_once};
use leantech::{ConsentStanding, EntityId, Timestamp};

use crate::Service;
use crate::applications::Application;
use crate::failure::Failure;
use crate::inbox::SqliteInbox;

/// How long the work on one event may take.
const LEASE: Duration = Duration::from_mins(2);

/// How often the table is looked into.
const PAUSE: Duration = Duration::from_millis(50);

/// Works on the events of one application until the task is dropped.
pub async fn run(service: Service, application: String) {
    let inbox = SqliteInbox::new(service.store.clone(), &application);
    loop {
        let work = |event| work(&service, &application, event);
        match work_once(&inbox, LEASE, work).await {
            Ok(Worked::Idle) => tokio::time::sleep(PAUSE).await,
            Ok(Worked::On(..) | Worked::LeaseLost(_)) => {}
            Err(error) => {
                eprintln!("the inbox of {application} failed: {error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn work(service: &Service, application: &str, event: VerifiedEvent) -> Verdict {
    let Some(application) = service.applications.get(application) else {
        return Verdict::DeadLetter("the application is not configured any more".to_owned());
    };
    let result = match &event.payload {
        Payload::EntityCreated(entity) => match &entity.customer_id {
            Some(customer) => {
                let store = &service.store;
                let stored = store.set_connection(&application.name, &entity.id, customer);
                stored.await.map_err(Failure::from)
            }
            None => Ok(()),
        },
        Payload::RefreshUpdated(refresh) if refresh.is_finished() => {
            fetch(service, application, &refresh.entity_id).await
        }
        // A new consent or the end of one: the event does not say which.
        Payload::EntityUpdated(entity) => delete_if_ended(service, application, &entity.id).await,
        Payload::Malformed(payload) => {
            return Verdict::DeadLetter(payload.error().to_string());
        }
        _ => Ok(()),
    };
    match result {
        Ok(()) => Verdict::Done,
        // Nothing to fetch any more; the event of its end comes, or has come.
        Err(Failure::Lean(error)) if error.is_consent_expired() => Verdict::Done,
        Err(Failure::Lean(error)) if !error.is_retryable() => {
            Verdict::DeadLetter(error.to_string())
        }
        Err(_) => Verdict::Again(Duration::from_secs(30)),
    }
}

/// Replaces the stored transactions of a connection by those that the bank has now.
async fn fetch(
    service: &Service,
    application: &Application,
    entity: &EntityId,
) -> Result<(), Failure> {
    let transactions = application.lean.entity_transactions(entity).stream();
    let transactions: Vec<_> = transactions.try_collect().await?;
    service
        .store
        .set_transactions(&application.name, entity, &transactions)
        .await?;
    Ok(())
}

/// Deletes what is stored of a connection when none of its consents can become usable again.
async fn delete_if_ended(
    service: &Service,
    application: &Application,
    entity: &EntityId,
) -> Result<(), Failure> {
    let store = &service.store;
    let Some(customer) = store.customer_of(&application.name, entity).await? else {
        return Ok(());
    };
    let now = Timestamp::now();
    let entities = application
        .lean
        .entities()
        .get_entities(&customer)
        .send()
        .await?;
    let own = entities.into_iter().find(|own| own.id == *entity);
    let consents = own.and_then(|own| own.consents).unwrap_or_default();
    let is_over = consents
        .iter()
        .all(|consent| ConsentStanding::of_entity_consent(consent, &now).is_final());
    if is_over {
        store.forget(&application.name, entity).await?;
    }
    Ok(())
}
