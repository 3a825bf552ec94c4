//! Bells: what a webhook rings, so that those who wait look at once.

use std::time::Duration;

use futures_util::future::{Either, select};
use leantech_core::{Error, Time};
use tokio::sync::broadcast::{self, error::RecvError};

/// The first wait between two looks.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait between two looks.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// How many rings are kept for a waiter that is busy; one that missed some looks anyway.
const KEPT_RINGS: usize = 64;

/// Tells those who wait for something that the webhook about it has come.
///
/// Keep one for the whole service, ring it from the webhook's handler, and hand it to those who
/// wait. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Bell<Id>(broadcast::Sender<Id>);

impl<Id: Clone> Default for Bell<Id> {
    fn default() -> Self {
        Self(broadcast::channel(KEPT_RINGS).0)
    }
}

impl<Id: Clone> Bell<Id> {
    /// A webhook has named this id. Who waits for it looks at once.
    pub fn ring(&self, id: &Id) {
        // Nobody may be waiting.
        let _ = self.0.send(id.clone());
    }
}

/// Hears the rings for one id; none, where there is no bell.
pub(crate) struct Ear<Id> {
    rings: Option<broadcast::Receiver<Id>>,
    id: Id,
}

impl<Id: Clone + PartialEq> Ear<Id> {
    /// The ear is open from now on, so that no ring is missed between it and the first look.
    pub(crate) fn open(bell: Option<&Bell<Id>>, id: &Id) -> Self {
        Self {
            rings: bell.map(|bell| bell.0.subscribe()),
            id: id.clone(),
        }
    }

    /// Ends when the bell rings for the id.
    async fn rung(&mut self) {
        while let Some(rings) = &mut self.rings {
            match rings.recv().await {
                Ok(id) if id == self.id => return,
                // Among what was missed there may have been this one.
                Err(RecvError::Lagged(_)) => return,
                Ok(_) => {}
                Err(RecvError::Closed) => self.rings = None,
            }
        }
        std::future::pending::<()>().await;
    }
}

/// Looks after 1 s, then ever more rarely, up to every 15 s, and at once when the bell rings.
///
/// # Errors
///
/// Fails when the deadline passes, and with any failure of a look that does not pass by itself.
pub(crate) async fn look_until<Id, T, L, F>(
    time: &Time,
    deadline: Duration,
    ear: &mut Ear<Id>,
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
            let (slept, rung) = (std::pin::pin!(time.sleep(wait)), std::pin::pin!(ear.rung()));
            if let Either::Left(_) = select(slept, rung).await {
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    };
    time.timeout_at(time.now() + deadline, looking)
        .await
        .unwrap_or_else(|_| Err(Error::timeout(deadline)))
}
