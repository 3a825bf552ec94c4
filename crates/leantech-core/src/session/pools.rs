//! HTTP clients, one for each tokio runtime, because a runtime drives the connections that it opened.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use crate::Error;

/// How a session gets its HTTP client: one that was handed in, or one for each runtime.
///
/// A pooled connection is driven by the runtime that opened it. If that runtime rests, a call from
/// another one on the same connection waits until its deadline. With a pool for each runtime, that
/// does not happen.
#[derive(Clone)]
pub struct HttpPools(Kind);

#[derive(Clone)]
enum Kind {
    /// One client, used as it is in every runtime.
    One(reqwest::Client),
    PerRuntime(Arc<Pools>),
}

type Build = dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync;

struct Pools {
    build: Box<Build>,
    /// The first client, which was built to see whether it can be, until a runtime takes it.
    first: Mutex<Option<reqwest::Client>>,
    of_runtimes: RwLock<Vec<Pool>>,
}

struct Pool {
    runtime: Id,
    client: reqwest::Client,
    /// Ends the [`Watch`] when it is dropped.
    _kept: oneshot::Sender<()>,
}

/// Lives in a runtime, and takes the runtime's pool away when the runtime shuts down.
struct Watch {
    pools: Weak<Pools>,
    runtime: Id,
}

impl From<reqwest::Client> for HttpPools {
    fn from(client: reqwest::Client) -> Self {
        Self(Kind::One(client))
    }
}

impl HttpPools {
    /// A client for each runtime, built when the runtime makes its first call. The first one is
    /// built at once.
    ///
    /// # Errors
    ///
    /// Fails when the first one cannot be built.
    pub fn per_runtime(
        build: impl Fn() -> Result<reqwest::Client, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let first = build()?;
        Ok(Self(Kind::PerRuntime(Arc::new(Pools {
            build: Box::new(build),
            first: Mutex::new(Some(first)),
            of_runtimes: RwLock::default(),
        }))))
    }

    /// The HTTP client of the present runtime.
    ///
    /// # Errors
    ///
    /// Fails outside a tokio runtime, and when a client cannot be built any more.
    pub fn client(&self) -> Result<reqwest::Client, Error> {
        let pools = match &self.0 {
            Kind::One(client) => return Ok(client.clone()),
            Kind::PerRuntime(pools) => pools,
        };
        let runtime = Handle::try_current().map_err(|_| Error::no_runtime())?;
        match pools.of(runtime.id()) {
            Some(client) => Ok(client),
            None => pools.open(&runtime),
        }
    }
}

impl Pools {
    fn of(&self, runtime: Id) -> Option<reqwest::Client> {
        let pools = self.of_runtimes.read();
        let pools = pools.unwrap_or_else(PoisonError::into_inner);
        let pool = pools.iter().find(|pool| pool.runtime == runtime)?;
        Some(pool.client.clone())
    }

    fn open(self: &Arc<Self>, handle: &Handle) -> Result<reqwest::Client, Error> {
        let runtime = handle.id();
        let first = self
            .first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let client = match first {
            Some(client) => client,
            None => (self.build)()?,
        };
        let (kept, dropped) = oneshot::channel();
        {
            let pools = self.of_runtimes.write();
            let mut pools = pools.unwrap_or_else(PoisonError::into_inner);
            // Another thread of this runtime may have been faster.
            if let Some(pool) = pools.iter().find(|pool| pool.runtime == runtime) {
                return Ok(pool.client.clone());
            }
            pools.push(Pool {
                runtime,
                client: client.clone(),
                _kept: kept,
            });
        }
        let watch = Watch {
            pools: Arc::downgrade(self),
            runtime,
        };
        handle.spawn(async move {
            // It ends with the pools, or is dropped with the runtime.
            let _ = dropped.await;
            drop(watch);
        });
        Ok(client)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let Some(pools) = self.pools.upgrade() else {
            return;
        };
        let gone = {
            let all = pools.of_runtimes.write();
            let mut all = all.unwrap_or_else(PoisonError::into_inner);
            let at = all.iter().position(|pool| pool.runtime == self.runtime);
            at.map(|at| all.swap_remove(at))
        };
        // Its connections end here, and not under the lock.
        drop(gone);
    }
}

impl fmt::Debug for HttpPools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Kind::One(_) => "HttpPools(one)",
            Kind::PerRuntime(_) => "HttpPools(one per runtime)",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Option<Runtime> {
        Builder::new_current_thread().enable_all().build().ok()
    }

    fn open(pools: &HttpPools) -> usize {
        match &pools.0 {
            Kind::One(_) => 1,
            Kind::PerRuntime(pools) => pools.of_runtimes.read().map_or(0, |pools| pools.len()),
        }
    }

    #[test]
    fn h18_a_runtime_has_one_pool_which_goes_with_it() {
        let built = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&built);
        let pools = HttpPools::per_runtime(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok(reqwest::Client::new())
        });
        let (Ok(pools), Some(first), Some(second)) = (pools, runtime(), runtime()) else {
            unreachable!("clients and runtimes can be built");
        };
        for runtime in [&first, &second, &first, &second] {
            assert!(runtime.block_on(async { pools.client() }).is_ok());
        }
        assert_eq!((open(&pools), built.load(Ordering::Relaxed)), (2, 2));
        drop(first);
        assert_eq!(open(&pools), 1);
        // The last pool ends, and so does what waits in its runtime.
        let tasks = || second.metrics().num_alive_tasks();
        assert_eq!(tasks(), 1);
        drop(pools);
        second.block_on(async {
            while tasks() > 0 {
                tokio::task::yield_now().await;
            }
        });
    }

    #[test]
    fn h18_a_client_that_was_handed_in_is_used_everywhere() {
        let pools = HttpPools::from(reqwest::Client::new());
        assert!(pools.client().is_ok());
        let per_runtime = HttpPools::per_runtime(|| Ok(reqwest::Client::new()));
        assert!(per_runtime.is_ok_and(|pools| pools.client().is_err()));
    }
}
