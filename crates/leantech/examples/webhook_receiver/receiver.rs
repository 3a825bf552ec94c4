//! The receiver itself: store first, then answer, and fetch once there is data.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use futures_util::TryStreamExt;
use leantech::data::types::Account;
use leantech::webhook::{
    EventError, EventKey, Inbox, MemoryInbox, Payload, Verdict, VerifiedEvent, WebhookVerifier,
    Worked, work_once,
};
use leantech::{Client, EntityId};

/// How long the work on one event may take.
const LEASE: Duration = Duration::from_secs(60);

/// How often the inbox is looked into.
const PAUSE: Duration = Duration::from_millis(50);

/// How soon failed work is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// What the handler has.
#[derive(Clone)]
struct Desk {
    verifier: WebhookVerifier,
    inbox: Arc<MemoryInbox>,
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
    /// Its payload is malformed; somebody has to look at the body, which the inbox has put aside.
    Malformed(EventKey, EventError),
    /// Nothing had to be done.
    Noted(String),
    /// The work failed, and is tried again later.
    Failed(EventKey, leantech::Error),
}

/// The router to serve, and the worker to run next to it.
pub(crate) fn receiver(verifier: WebhookVerifier, lean: Client) -> (Router, Worker) {
    let inbox = Arc::new(MemoryInbox::default());
    let desk = Desk {
        verifier,
        inbox: Arc::clone(&inbox),
    };
    let router = Router::new().route("/lean", post(take)).with_state(desk);
    (router, Worker { lean, inbox })
}

/// Stores an event and answers: Lean waits ten seconds and expects a 200.
///
/// The handler runs only if the signature is valid; otherwise axum has already answered. An inbox that
/// outlives the process, such as a table, loses nothing in a crash.
async fn take(State(desk): State<Desk>, event: VerifiedEvent) -> StatusCode {
    match desk.inbox.accept(event.delivery()).await {
        Ok(_new_or_duplicate) => StatusCode::OK,
        Err(_full) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Handles the events, one after the other.
#[derive(Debug)]
pub(crate) struct Worker {
    lean: Client,
    inbox: Arc<MemoryInbox>,
}

impl Worker {
    /// Works until the task is dropped, and reports each event.
    pub(crate) async fn run(self, report: impl Fn(Done)) {
        loop {
            let work = |event| self.work(event, &report);
            // The inbox in memory fails only when it is full, and not here.
            if matches!(
                work_once(&*self.inbox, LEASE, work).await,
                Ok(Worked::Idle) | Err(_)
            ) {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn work(&self, event: VerifiedEvent, report: &impl Fn(Done)) -> Verdict {
        let (done, verdict) = match &event.payload {
            Payload::EntityCreated(entity) => (Done::Connected(entity.id.clone()), Verdict::Done),
            // Before that there is no data, or only a part of it.
            Payload::RefreshUpdated(refresh) if refresh.is_finished() => {
                match self.accounts(&refresh.entity_id).await {
                    Ok(count) => (
                        Done::Fetched(refresh.entity_id.clone(), count),
                        Verdict::Done,
                    ),
                    Err(error) if error.is_retryable() => (
                        Done::Failed(event.key().clone(), error),
                        Verdict::Again(AGAIN),
                    ),
                    Err(error) => {
                        let verdict = Verdict::DeadLetter(error.to_string());
                        (Done::Failed(event.key().clone(), error), verdict)
                    }
                }
            }
            Payload::Malformed(payload) => {
                let verdict = Verdict::DeadLetter(payload.error().to_string());
                let error = payload.error().clone();
                (Done::Malformed(event.key().clone(), error), verdict)
            }
            _ => (Done::Noted(event.event_type.clone()), Verdict::Done),
        };
        report(done);
        verdict
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
