//! Waiting for a refresh of an entity's data to come to its end.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use leantech_core::{Error, RefreshId, Time};
use leantech_data::types::{DataRefresh, RefreshStatus};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::client::Client;

/// How long a refresh is waited for, by default. Banks take seconds to minutes.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// The first wait between two looks.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait between two looks.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// How many rings are kept for a waiter that is busy; one that missed some looks anyway.
const KEPT_RINGS: usize = 64;

/// Tells those who wait for a refresh that the webhook `entity.data.refresh.updated` has come.
///
/// Keep one for the whole service, ring it from the webhook's handler, and hand it to
/// [`RefreshWait::told_by`]. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct RefreshBell(broadcast::Sender<RefreshId>);

impl Default for RefreshBell {
    fn default() -> Self {
        Self(broadcast::channel(KEPT_RINGS).0)
    }
}

impl RefreshBell {
    /// A webhook has named this refresh. Who waits for it looks at once.
    pub fn ring(&self, refresh_id: &RefreshId) {
        // Nobody may be waiting.
        let _ = self.0.send(refresh_id.clone());
    }
}

/// A refresh that is waited for; see [`Client::wait_for_refresh`].
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before `wait` is called"]
pub struct RefreshWait<'a> {
    client: &'a Client,
    refresh_id: RefreshId,
    deadline: Duration,
    bell: Option<RefreshBell>,
}

impl Client {
    /// Waits for a refresh to finish: looks after 1 s, then ever more rarely, up to every 15 s.
    ///
    /// ```no_run
    /// # async fn run(lean: leantech::Client, entity: leantech::EntityId) -> Result<(), leantech::Error> {
    /// let begun = lean.data().trigger_data_refresh_v2().body_map(|b| b.entity_id(&entity)).send().await?;
    /// let refresh = lean.wait_for_refresh(&begun.refresh_id).wait().await?;
    /// println!("{:?}", refresh.data_status);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_refresh(&self, refresh_id: &RefreshId) -> RefreshWait<'_> {
        RefreshWait {
            client: self,
            refresh_id: refresh_id.clone(),
            deadline: DEADLINE,
            bell: None,
        }
    }
}

impl RefreshWait<'_> {
    /// How long to wait at most; five minutes by default.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// Who tells of the webhook, so that the end is seen at once.
    pub fn told_by(mut self, bell: &RefreshBell) -> Self {
        self.bell = Some(bell.clone());
        self
    }

    /// Waits. `FINISHED` does not mean that every resource was had: look at `data_status`.
    ///
    /// # Errors
    ///
    /// Fails when the deadline passes ([`Error::is_timeout`]) and when the refresh cannot be
    /// looked at for a reason that does not pass by itself.
    pub async fn wait(self) -> Result<DataRefresh, Error> {
        let time = self.client.time().clone();
        let end = time.now() + self.deadline;
        // The ear is open before the first look, so that no ring is missed between the two.
        let ear = self.bell.as_ref().map(|bell| bell.0.subscribe());
        time.timeout_at(end, self.look_until_finished(&time, ear))
            .await
            .unwrap_or_else(|_| Err(Error::timeout(self.deadline)))
    }

    async fn look_until_finished(
        &self,
        time: &Time,
        mut ear: Option<broadcast::Receiver<RefreshId>>,
    ) -> Result<DataRefresh, Error> {
        let mut wait = FIRST_WAIT;
        loop {
            let looked = self
                .client
                .data()
                .get_data_refresh_status()
                .refresh_id(&self.refresh_id)
                .send();
            match looked.await {
                Ok(refresh) if is_finished(&refresh) => return Ok(refresh.into_inner()),
                Err(error) if !error.is_retryable() => return Err(error),
                Ok(_) | Err(_) => {}
            }
            let (slept, rung) = (
                pin!(time.sleep(wait)),
                pin!(rung(&mut ear, &self.refresh_id)),
            );
            if let Either::Left(_) = select(slept, rung).await {
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

/// The UAE servers say `OK` where the KSA ones say `FINISHED`.
fn is_finished(refresh: &DataRefresh) -> bool {
    matches!(
        refresh.status.as_ref().and_then(leantech_core::Open::known),
        Some(RefreshStatus::Finished | RefreshStatus::Ok)
    )
}

/// Ends when the bell rings for the refresh; never, where there is no bell.
async fn rung(ear: &mut Option<broadcast::Receiver<RefreshId>>, refresh_id: &RefreshId) {
    while let Some(receiver) = ear {
        match receiver.recv().await {
            Ok(id) if id == *refresh_id => return,
            // Among what was missed there may have been this one.
            Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => *ear = None,
        }
    }
    std::future::pending::<()>().await;
}
