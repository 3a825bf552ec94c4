//! Faults put into the sandbox on purpose: the next answers fail as requested.
//! Uses operations and chance; uses neither what is remembered nor how a fault is carried out.

mod fault;
mod webhook_fault;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use fault::Fault;
pub(crate) use fault::{Strike, TokenFault};
pub use webhook_fault::WebhookFault;

use crate::routing::operation::Operation;

/// The pending faults, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// How many there are, so that a sandbox without any takes no lock.
    count: AtomicUsize,
    waiting: Mutex<Vec<Fault>>,
    of_webhooks: Mutex<Vec<WebhookFault>>,
    /// Numbers of webhooks that are held back until the next one.
    held: Mutex<Vec<u64>>,
}

/// How many faults may wait, of each kind, and with how many bytes.
const MOST: usize = 1000;
const MOST_BYTES: usize = 4 << 20;
const TOO_MANY: &str = "too many faults are pending; clear them first";

/// Nothing panics while a lock is held, so a poisoned one is as good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Faults {
    /// Adds a fault; fails where too many wait, or too many bytes of bodies.
    pub(crate) fn add(&self, fault: Fault) -> Result<(), &'static str> {
        let mut waiting = lock(&self.waiting);
        let bytes: usize = waiting.iter().map(Fault::size).sum();
        if waiting.len() >= MOST || bytes.saturating_add(fault.size()) > MOST_BYTES {
            return Err(TOO_MANY);
        }
        waiting.push(fault);
        self.count.store(waiting.len(), Ordering::Relaxed);
        Ok(())
    }

    /// Adds a fault of webhooks; fails where too many wait.
    pub(crate) fn add_of_webhooks(&self, fault: WebhookFault) -> Result<(), &'static str> {
        let mut waiting = lock(&self.of_webhooks);
        if waiting.len() >= MOST {
            return Err(TOO_MANY);
        }
        waiting.push(fault);
        Ok(())
    }

    /// The pending faults, with how often each still applies.
    pub(crate) fn list(&self) -> Vec<Fault> {
        lock(&self.waiting).clone()
    }

    /// The pending faults of webhooks.
    pub(crate) fn list_of_webhooks(&self) -> Vec<WebhookFault> {
        lock(&self.of_webhooks).clone()
    }

    /// What each pending fault does, in a few words; bodies are not shown.
    pub(crate) fn descriptions(&self) -> Vec<String> {
        let mut all: Vec<String> = lock(&self.waiting).iter().map(Fault::description).collect();
        all.extend(
            lock(&self.of_webhooks)
                .iter()
                .map(WebhookFault::description),
        );
        all
    }

    pub(crate) fn clear(&self) {
        let mut waiting = lock(&self.waiting);
        waiting.clear();
        self.count.store(0, Ordering::Relaxed);
        drop(waiting);
        lock(&self.of_webhooks).clear();
        lock(&self.held).clear();
    }

    /// What happens to this request, if anything: the first fault that matches it decides.
    pub(crate) fn strike(
        &self,
        method: &str,
        path: &str,
        operation: Option<Operation>,
    ) -> Option<Strike> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let mut waiting = lock(&self.waiting);
        let meant = waiting
            .iter_mut()
            .find(|fault| fault.is_meant_for(method, path, operation));
        let strike = meant.and_then(Fault::strike);
        waiting.retain(|fault| !fault.is_over());
        self.count.store(waiting.len(), Ordering::Relaxed);
        strike
    }

    /// Holds a webhook back until the next one.
    pub(crate) fn hold(&self, number: u64) {
        lock(&self.held).push(number);
    }

    /// The webhooks that were held back.
    pub(crate) fn take_held(&self) -> Vec<u64> {
        std::mem::take(&mut lock(&self.held))
    }

    /// What happens to a webhook of this type, if anything.
    pub(crate) fn strike_webhook(&self, kind: &str) -> Option<WebhookFault> {
        let mut waiting = lock(&self.of_webhooks);
        let meant = waiting.iter_mut().find(|fault| fault.is_meant_for(kind))?;
        let strike = meant.strike();
        waiting.retain(|fault| !fault.is_over());
        Some(strike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strikes(faults: &Faults, method: &str, path: &str) -> bool {
        faults
            .strike(method, path, Some(Operation::ListBanks))
            .is_some()
    }

    #[test]
    fn a_fault_strikes_as_often_as_told_and_only_its_path() {
        let faults = Faults::default();
        let _ = faults.add(Fault::status("/banks", 503).times(2).method("get"));
        assert!(!strikes(&faults, "GET", "/customers/v1"));
        assert!(!strikes(&faults, "POST", "/banks/v1/"));
        assert!(strikes(&faults, "GET", "/banks/v1/"));
        assert_eq!(faults.list().len(), 1);
        assert!(strikes(&faults, "GET", "/banks/v1/"));
        assert!(!strikes(&faults, "GET", "/banks/v1/"));
        assert!(faults.list().is_empty());
    }

    #[test]
    fn a_fault_of_an_operation_strikes_no_other() {
        let faults = Faults::default();
        let _ = faults.add(Fault::status("/", 500).operation("getCustomers"));
        assert!(!strikes(&faults, "GET", "/banks/v1/"));
        let struck = faults.strike("GET", "/customers/v1", Some(Operation::GetCustomers));
        assert!(struck.is_some());
    }

    #[test]
    fn a_fault_lets_the_first_requests_pass_when_told() {
        let faults = Faults::default();
        let _ = faults.add(Fault::status("/banks", 500).skip(2));
        let struck: Vec<bool> = (0..4)
            .map(|_| strikes(&faults, "GET", "/banks/v1/"))
            .collect();
        assert_eq!(struck, [false, false, true, false]);
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        let struck = |seed| -> Vec<bool> {
            let faults = Faults::default();
            let _ = faults.add(
                Fault::status("/", 500)
                    .times(u32::MAX)
                    .probability(0.3, seed),
            );
            (0..200)
                .map(|_| strikes(&faults, "GET", "/banks/v1/"))
                .collect()
        };
        assert_eq!(struck(1), struck(1));
        assert_ne!(struck(1), struck(2));
        let count = struck(1).into_iter().filter(|it| *it).count();
        assert!((30..90).contains(&count), "{count}");
    }
}
