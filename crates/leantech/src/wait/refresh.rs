//! Waiting for a refresh of an entity's data to end.

use std::time::Duration;

use leantech_core::{Error, ErrorCode, RefreshId};
use leantech_data::operations::GET_DATA_REFRESH_STATUS;
use leantech_data::types::{DataRefresh, RefreshStatus};

use crate::client::Client;
use crate::wait::notifier::{Listener, Notifier, look_until};

/// How long a refresh is waited for, by default. Banks take seconds to minutes.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// Notifies those who wait for a refresh that the webhook `entity.data.refresh.updated` has arrived; pass
/// it to [`RefreshWait::told_by`].
pub type RefreshNotifier = Notifier<RefreshId>;

/// A refresh that is waited for; see [`Client::wait_for_refresh`].
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before `wait` is called"]
pub struct RefreshWait<'a> {
    client: &'a Client,
    refresh_id: RefreshId,
    deadline: Duration,
    notifier: Option<RefreshNotifier>,
}

impl Client {
    /// Waits for a refresh to finish: looks at once, after 1 s, and then less and less
    /// often, down to every 15 s.
    ///
    /// ```no_run
    /// # async fn run(lean: leantech::Client, entity: leantech::EntityId) -> Result<(), leantech::Error> {
    /// let begun = lean.data().trigger_data_refresh_v2().entity_id(&entity).send().await?;
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
            notifier: None,
        }
    }
}

impl RefreshWait<'_> {
    /// How long to wait at most; five minutes by default.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// The notifier of the webhook, with which the end is seen at once.
    pub fn told_by(mut self, notifier: &RefreshNotifier) -> Self {
        self.notifier = Some(notifier.clone());
        self
    }

    /// Waits. `FINISHED` does not mean that every resource was fetched: look at `data_status`.
    ///
    /// `FINISHED` and `OK` end the wait; `PENDING` and `PROCESSING_STARTED` continue it. Any
    /// other status ends it with an error, since this version does not know what it means.
    ///
    /// # Errors
    ///
    /// Fails when the deadline passes ([`Error::is_timeout`]), when the refresh has another status
    /// than these, which [`Error::code`] names, or none, and when it cannot be fetched for a
    /// reason that is not temporary.
    pub async fn wait(self) -> Result<DataRefresh, Error> {
        let mut listener = Listener::new(self.notifier.as_ref(), &self.refresh_id);
        look_until(self.client.time(), self.deadline, &mut listener, || async {
            let status = self.client.data().get_data_refresh_status(&self.refresh_id);
            let refresh = status.send().await?;
            // A status that ends the wait does so for whatever reason.
            Ok(match is_finished(&refresh) {
                Ok(true) => Some(Ok(refresh)),
                Ok(false) => None,
                Err(error) => Some(Err(error.during(&GET_DATA_REFRESH_STATUS))),
            })
        })
        .await?
    }
}

/// The UAE servers say `OK` where the KSA ones say `FINISHED`.
fn is_finished(refresh: &DataRefresh) -> Result<bool, Error> {
    let word = match &refresh.status {
        Some(RefreshStatus::Finished | RefreshStatus::Ok) => return Ok(true),
        Some(RefreshStatus::Pending) => return Ok(false),
        Some(status) => status.to_string(),
        None => return Err(Error::result(None, None, Some("the refresh has no status"))),
    };
    match ErrorCode::read(&word) {
        Some(ErrorCode::Pending | ErrorCode::ProcessingStarted) => Ok(false),
        Some(code) => {
            let detail = "the refresh has a status that this version does not wait for";
            Err(Error::result(Some(code), None, Some(detail)))
        }
        None => {
            let detail = "the refresh has a malformed status";
            Err(Error::result(None, None, Some(detail)))
        }
    }
}
