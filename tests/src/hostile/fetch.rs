//! A token endpoint without a network: counted, slow, failing, panicking or hanging.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leantech::{Clock, Error, Fetch, IssuedToken, Scope, Secret, TokenFetch};
use leantech_core::Transient;
use tokio::time::Instant;

use super::Gate;

/// What one request for a token comes to.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// A token of this life; its text is `token-1`, `token-2` and so on.
    Token(Option<Duration>),
    /// A failure that may pass by itself.
    Fails,
    /// A failure that somebody has to mend.
    FailsForGood,
    /// A panic inside the fetch.
    Panics,
    /// No outcome at all.
    Hangs,
    /// The outcome after a while.
    After(Duration, Box<Behaviour>),
    /// The outcome once a gate is open.
    Behind(Gate, Box<Behaviour>),
}

impl Behaviour {
    /// A token that lives for so many seconds.
    pub fn token(seconds: u64) -> Self {
        Self::Token(Some(Duration::from_secs(seconds)))
    }

    /// The same, but after a while.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        Self::After(wait, Box::new(self))
    }

    /// The same, but behind a gate.
    #[must_use]
    pub fn behind(self, gate: &Gate) -> Self {
        Self::Behind(gate.clone(), Box::new(self))
    }
}

/// A [`TokenFetch`] that does what it is told and remembers when it was asked.
#[derive(Debug)]
pub struct FakeFetch {
    behaviour: Mutex<Behaviour>,
    asked: Mutex<Vec<(String, Instant)>>,
    clock: Option<Arc<dyn Clock>>,
}

impl FakeFetch {
    /// A fetch that behaves so until it is told otherwise.
    pub fn new(behaviour: Behaviour) -> Arc<Self> {
        Arc::new(Self {
            behaviour: Mutex::new(behaviour),
            asked: Mutex::default(),
            clock: None,
        })
    }

    /// The same, which reads the time of each request from a clock.
    pub fn on_clock(behaviour: Behaviour, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            behaviour: Mutex::new(behaviour),
            asked: Mutex::default(),
            clock: Some(clock),
        })
    }

    /// Behaves otherwise from the next request on.
    pub fn now(&self, behaviour: Behaviour) {
        *self
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// How many requests there were for a scope, as it goes over the wire.
    pub fn count_of(&self, scope: &str) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|(asked, _)| asked == scope).count()
    }

    /// When the requests came.
    pub fn times(&self) -> Vec<Instant> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().map(|(_, at)| *at).collect()
    }
}

impl TokenFetch for FakeFetch {
    fn fetch<'a>(&'a self, scope: &'a Scope) -> Fetch<'a> {
        let number = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let now = self
                .clock
                .as_ref()
                .map_or_else(Instant::now, |clock| clock.now());
            asked.push((scope.to_string(), now));
            asked.len()
        };
        let behaviour = self
            .behaviour
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(play(behaviour, number))
    }
}

async fn play(mut behaviour: Behaviour, number: usize) -> Result<IssuedToken, Error> {
    loop {
        behaviour = match behaviour {
            Behaviour::After(wait, then) => {
                tokio::time::sleep(wait).await;
                *then
            }
            Behaviour::Behind(gate, then) => {
                gate.pass().await;
                *then
            }
            Behaviour::Token(life) => {
                return Ok(IssuedToken::new(
                    Secret::from(format!("token-{number}")),
                    life,
                ));
            }
            Behaviour::Fails => {
                return Err(Error::token_detail("the endpoint is down", Transient::Yes));
            }
            Behaviour::FailsForGood => {
                return Err(Error::token_detail("the endpoint refuses", Transient::No));
            }
            Behaviour::Panics => panic!("the fetch panics as it was told to"),
            Behaviour::Hangs => std::future::pending().await,
        }
    }
}
