//! The clock behind every deadline and every renewal; a test can replace it.

use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::Error;
use crate::session::guard::unharmed;

/// The longest duration that is added to an instant. A longer one means no limit.
const NO_LIMIT: Duration = Duration::from_secs(30 * 365 * 24 * 3_600);

/// A wait that a [`Clock`] ends.
pub type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A monotonic clock.
///
/// The default is tokio's, which a test can pause; use another one where tokio's clock cannot
/// be paused (more than one worker thread) or where the test moves time by hand. If it panics, the
/// system's clock is used for that moment.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present moment. It never goes back.
    fn now(&self) -> Instant;

    /// Ends at the given moment.
    fn sleep_until(&self, at: Instant) -> Wait;

    /// The time of the wall clock. It is used for only one thing: to see, before a customer's token is
    /// handed out, whether it ran ahead of [`now`](Self::now), as it does while a machine sleeps.
    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Which clock it is: tokio's costs no allocation.
#[derive(Debug, Clone, Default)]
pub struct Time(Option<Arc<dyn Clock>>);

impl Time {
    /// A clock that the user provided.
    pub fn of(clock: Arc<dyn Clock>) -> Self {
        Self(Some(clock))
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        let clock = self.0.as_ref();
        clock
            .and_then(|clock| unharmed(|| clock.now()))
            .unwrap_or_else(Instant::now)
    }

    /// The instant `wait` after `at`. It never overflows: `Duration::MAX` means no limit.
    pub fn after(at: Instant, wait: Duration) -> Instant {
        at.checked_add(wait.min(NO_LIMIT)).unwrap_or(at)
    }

    /// The time of the wall clock.
    pub fn wall(&self) -> SystemTime {
        let clock = self.0.as_ref();
        clock
            .and_then(|clock| unharmed(|| clock.wall()))
            .unwrap_or_else(SystemTime::now)
    }

    /// Whether calls and waits can be made here.
    ///
    /// # Errors
    ///
    /// Fails outside a tokio runtime, and within one that has no timers.
    #[doc(hidden)]
    pub fn check_runtime(&self) -> Result<(), Error> {
        if Handle::try_current().is_err() {
            return Err(Error::no_runtime());
        }
        if self.0.is_some() {
            return Ok(());
        }
        // Only a panic shows that a runtime has no timers.
        catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| {
            Error::configuration("the tokio runtime here has no timers; build it with `enable_all`")
        })
    }

    /// Waits for a while.
    pub async fn sleep(&self, duration: Duration) {
        self.sleep_until(Self::after(self.now(), duration)).await;
    }

    /// Waits until a moment.
    pub async fn sleep_until(&self, at: Instant) {
        match &self.0 {
            None => tokio::time::sleep_until(at).await,
            Some(clock) => guarded(clock.as_ref(), at).await,
        }
    }

    /// Awaits a future, but not past a moment.
    ///
    /// # Errors
    ///
    /// Fails with [`TimedOut`] when the moment comes first; the future is dropped then.
    pub async fn timeout_at<F: Future>(
        &self,
        at: Instant,
        future: F,
    ) -> Result<F::Output, TimedOut> {
        match &self.0 {
            None => tokio::time::timeout_at(at, future)
                .await
                .map_err(|_| TimedOut),
            Some(clock) => {
                let future = std::pin::pin!(future);
                match futures_util::future::select(future, guarded(clock.as_ref(), at)).await {
                    futures_util::future::Either::Left((output, _)) => Ok(output),
                    futures_util::future::Either::Right(_) => Err(TimedOut),
                }
            }
        }
    }
}

/// A wait of a clock that may panic: then the system's clock waits instead.
fn guarded(clock: &dyn Clock, at: Instant) -> Wait {
    let wait = unharmed(|| clock.sleep_until(at));
    Box::pin(async move {
        let is_done = match wait {
            Some(wait) => AssertUnwindSafe(wait).catch_unwind().await.is_ok(),
            None => false,
        };
        if !is_done && let Some(sleep) = unharmed(|| tokio::time::sleep_until(at)) {
            sleep.await;
        }
    })
}

/// A moment came before a future was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedOut;
