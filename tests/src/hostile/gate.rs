//! A gate that a reply or a fetch waits at until the test opens it.

use tokio::sync::watch;

/// A gate; clones are the same gate. It works across runtimes.
#[derive(Debug, Clone)]
pub struct Gate(watch::Sender<bool>);

impl Default for Gate {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self::default()
    }

    /// Lets everybody pass, now and later.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the gate is open.
    pub async fn pass(&self) {
        // The sender lives as long as this gate, so the wait cannot fail.
        let _ = self.0.subscribe().wait_for(|is_open| *is_open).await;
    }
}
