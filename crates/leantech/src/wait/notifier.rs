//! Notifying those who wait that a webhook has arrived, so that they look at once.

use std::time::Duration;

use futures_util::future::{Either, select};
use leantech_core::{Error, Time};
use tokio::sync::broadcast::{self, error::RecvError};

/// The first wait between two looks.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait between two looks.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// How many ids are kept for a busy waiter; one that missed some looks anyway.
const KEPT_IDS: usize = 64;

/// Notifies those who wait for something that the webhook about it has arrived.
///
/// Keep one for your service, call [`notify`](Notifier::notify) in the webhook's handler, and
/// pass it to those who wait. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Notifier<Id>(broadcast::Sender<Id>);

impl<Id: Clone> Default for Notifier<Id> {
    fn default() -> Self {
        Self(broadcast::channel(KEPT_IDS).0)
    }
}

impl<Id: Clone> Notifier<Id> {
    /// A webhook has named this id. Everybody who waits for it looks at once.
    pub fn notify(&self, id: &Id) {
        // Nobody may be waiting.
        let _ = self.0.send(id.clone());
    }
}

/// Listens for one id; for none if there is no notifier.
pub(crate) struct Listener<Id> {
    ids: Option<broadcast::Receiver<Id>>,
    id: Id,
}

impl<Id: Clone + PartialEq> Listener<Id> {
    /// It listens from now on, so that nothing is missed before the first look.
    pub(crate) fn new(notifier: Option<&Notifier<Id>>, id: &Id) -> Self {
        Self {
            ids: notifier.map(|notifier| notifier.0.subscribe()),
            id: id.clone(),
        }
    }

    /// Ends when the notifier names the id.
    async fn notified(&mut self) {
        while let Some(ids) = &mut self.ids {
            match ids.recv().await {
                Ok(id) if id == self.id => return,
                // This id may have been among the missed ones.
                Err(RecvError::Lagged(_)) => return,
                Ok(_) => {}
                Err(RecvError::Closed) => self.ids = None,
            }
        }
        std::future::pending::<()>().await;
    }
}

/// Looks after 1 s, then less and less often, down to every 15 s, and at once when the notifier names the id.
///
/// # Errors
///
/// Fails when the deadline passes, and with any failure of a look that is not temporary.
pub(crate) async fn look_until<Id, T, L, F>(
    time: &Time,
    deadline: Duration,
    listener: &mut Listener<Id>,
    mut look: L,
) -> Result<T, Error>
where
    Id: Clone + PartialEq,
    L: FnMut() -> F,
    F: Future<Output = Result<Option<T>, Error>>,
{
    time.check_runtime()?;
    let looking = async {
        let mut wait = FIRST_WAIT;
        loop {
            match look().await {
                Ok(Some(found)) => return Ok(found),
                Err(error) if !error.is_retryable() => return Err(error),
                Ok(None) | Err(_) => {}
            }
            let slept = std::pin::pin!(time.sleep(wait));
            let notified = std::pin::pin!(listener.notified());
            if let Either::Left(_) = select(slept, notified).await {
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    };
    time.timeout_at(Time::after(time.now(), deadline), looking)
        .await
        .unwrap_or_else(|_| Err(Error::timeout(deadline)))
}
