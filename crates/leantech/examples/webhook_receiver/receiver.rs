//! The receiver itself: acknowledge first, skip duplicates, fetch once there is data.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use futures_util::TryStreamExt;
use leantech::data::types::Account;
use leantech::webhook::{
    Claim, EventError, EventKey, MemorySeenEvents, Payload, SeenEvents, VerifiedEvent,
    WebhookVerifier,
};
use leantech::{Client, EntityId};
use tokio::sync::mpsc;

/// How many events may wait for the worker. Any further event is refused, and Lean sends it
/// again.
const QUEUE: usize = 1_000;

/// What the handler has.
#[derive(Clone)]
struct Desk {
    verifier: WebhookVerifier,
    seen: Arc<MemorySeenEvents>,
    queue: mpsc::Sender<VerifiedEvent>,
}

/// The verifier that axum uses for the handler's argument.
impl FromRef<Desk> for WebhookVerifier {
    fn from_ref(desk: &Desk) -> Self {
        desk.verifier.clone()
    }
}

/// The outcome of an event.
#[derive(Debug)]
pub(crate) enum Done {
    /// A customer connected a bank; its data comes with a later event.
    Connected(EntityId),
    /// A refresh is over, and this many accounts were fetched.
    Fetched(EntityId, usize),
    /// Its payload is malformed; somebody has to look at the body.
    Malformed(EventKey, EventError),
    /// Nothing had to be done.
    Noted(String),
    /// The work failed, and the event was released.
    Failed(EventKey, leantech::Error),
}

/// The router to serve, and the worker to run next to it.
pub(crate) fn receiver(verifier: WebhookVerifier, lean: Client) -> (Router, Worker) {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let seen = Arc::new(MemorySeenEvents::default());
    let desk = Desk {
        verifier,
        seen: Arc::clone(&seen),
        queue,
    };
    let router = Router::new().route("/lean", post(take)).with_state(desk);
    (
        router,
        Worker {
            lean,
            seen,
            waiting,
        },
    )
}

/// Puts an event into the queue and answers at once: Lean waits ten seconds and expects a 200.
///
/// The handler runs only if the signature is valid; otherwise axum has already answered. A
/// queue that outlives the process, such as a table, would lose nothing in a crash.
async fn take(State(desk): State<Desk>, event: VerifiedEvent) -> Result<StatusCode, Infallible> {
    let key = event.key().clone();
    if desk.seen.claim(&key).await? == Claim::Duplicate {
        return Ok(StatusCode::OK);
    }
    if desk.queue.try_send(event).is_ok() {
        return Ok(StatusCode::OK);
    }
    desk.seen.release(&key).await?;
    Ok(StatusCode::SERVICE_UNAVAILABLE)
}

/// Handles the events, one after the other.
#[derive(Debug)]
pub(crate) struct Worker {
    lean: Client,
    seen: Arc<MemorySeenEvents>,
    waiting: mpsc::Receiver<VerifiedEvent>,
}

impl Worker {
    /// Works until nobody can send an event any more, and reports each.
    pub(crate) async fn run(mut self, report: impl Fn(Done)) {
        while let Some(event) = self.waiting.recv().await {
            report(self.work(&event).await);
        }
    }

    async fn work(&self, event: &VerifiedEvent) -> Done {
        match &event.payload {
            Payload::EntityCreated(entity) => Done::Connected(entity.id.clone()),
            // Before that there is no data, or only a part of it.
            Payload::RefreshUpdated(refresh) if refresh.is_finished() => {
                match self.accounts(&refresh.entity_id).await {
                    Ok(count) => Done::Fetched(refresh.entity_id.clone(), count),
                    Err(error) => self.give_back(event.key(), error).await,
                }
            }
            // Lean has its 200. A service keeps `payload.bytes()` where only a few people have access.
            Payload::Malformed(payload) => {
                Done::Malformed(event.key().clone(), payload.error().clone())
            }
            _ => Done::Noted(event.event_type.clone()),
        }
    }

    /// Lean has its 200 and will not send the event again: somebody has to see the report.
    async fn give_back(&self, key: &EventKey, error: leantech::Error) -> Done {
        match self.seen.release(key).await {
            Ok(()) => Done::Failed(key.clone(), error),
            Err(never) => match never {},
        }
    }

    async fn accounts(&self, entity_id: &EntityId) -> Result<usize, leantech::Error> {
        let accounts: Vec<Account> = self
            .lean
            .data()
            .fetch_accounts()
            .entity_id(entity_id)
            .stream()
            .try_collect()
            .await?;
        Ok(accounts.len())
    }
}
