//! The state file: each change is on disk before it is answered.

pub(crate) mod encoding;
mod file;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::watch;

use super::clock::KeptClock;
use super::state::State;
use crate::error::{SandboxError, StateFault};
use encoding::Change;
use file::File;

/// An open state file, with the thread that writes it.
///
/// Changes that come while others are being written go to the disk together, so that many
/// writers wait for one write of the disk and not for one each.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    desk: Arc<Desk>,
    writer: Option<JoinHandle<()>>,
}

/// Where changes are handed in and their writing is told.
#[derive(Debug)]
struct Desk {
    pending: Mutex<Pending>,
    handed_in: Condvar,
    /// How many batches are on the disk, and whether writing has failed for good.
    written: watch::Sender<Written>,
    written_too: Condvar,
}

#[derive(Debug, Default)]
struct Pending {
    changes: Vec<Change>,
    /// How many batches were handed in.
    count: u64,
    is_closed: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Written {
    count: u64,
    has_failed: bool,
}

/// The file cannot be written, so that nothing must be acknowledged any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unwritable;

impl Desk {
    /// Nothing panics while the lock is held, so a poisoned one is as good.
    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self, written: Written) {
        // Under the lock, so that nobody who is about to wait misses it.
        let pending = self.pending();
        self.written.send_replace(written);
        self.written_too.notify_all();
        drop(pending);
    }
}

impl Store {
    /// Opens a state file, or makes one, and gives what is in it.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<(State, KeptClock)>), SandboxError> {
        let fail = |fault| SandboxError::state(path, fault);
        let (file, rows) = File::open(path).map_err(fail)?;
        let restored = encoding::restored(rows).map_err(fail)?;
        let desk = Arc::new(Desk {
            pending: Mutex::default(),
            handed_in: Condvar::new(),
            written: watch::Sender::new(Written::default()),
            written_too: Condvar::new(),
        });
        let writer = std::thread::Builder::new()
            .name("leantech-sandbox-state".into())
            .spawn({
                let desk = Arc::clone(&desk);
                move || {
                    // Also where the thread ends in a panic, nobody waits for what is not written.
                    let end = End(&desk);
                    write_all(file, &desk);
                    drop(end);
                }
            })
            .map_err(|error| fail(StateFault::Write(error)))?;
        let store = Self {
            path: path.into(),
            desk,
            writer: Some(writer),
        };
        Ok((store, restored))
    }

    /// Hands in changes that belong together: either all of them are on the disk or none.
    pub(crate) fn hand_in(&self, changes: Vec<Change>) {
        let mut pending = self.desk.pending();
        pending.changes.extend(changes);
        pending.count = pending.count.saturating_add(1);
        drop(pending);
        self.desk.handed_in.notify_one();
    }

    /// Waits until everything that was handed in so far is on the disk.
    pub(crate) async fn written(&self) -> Result<(), Unwritable> {
        let count = self.desk.pending().count;
        let mut written = self.desk.written.subscribe();
        let outcome = written
            .wait_for(|written| written.has_failed || written.count >= count)
            .await;
        // The sender lives as long as the store does.
        match outcome.map(|written| *written) {
            Ok(written) if !written.has_failed => Ok(()),
            _ => Err(Unwritable),
        }
    }

    /// Waits until the file cannot be written any more.
    pub(crate) async fn failed(&self) {
        let mut written = self.desk.written.subscribe();
        // The sender lives as long as the store does.
        let _ = written.wait_for(|written| written.has_failed).await;
    }

    /// Waits as [`written`](Self::written) does, outside of any async context.
    pub(crate) fn written_now(&self) -> Result<(), SandboxError> {
        let mut pending = self.desk.pending();
        let count = pending.count;
        loop {
            let written = *self.desk.written.borrow();
            if written.has_failed {
                let lost = std::io::Error::other("the disk refused an earlier change");
                return Err(SandboxError::state(&self.path, StateFault::Write(lost)));
            }
            if written.count >= count {
                return Ok(());
            }
            pending = self
                .desk
                .written_too
                .wait(pending)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Store {
    /// Writes what was handed in and closes the file.
    fn drop(&mut self) {
        self.desk.pending().is_closed = true;
        self.desk.handed_in.notify_one();
        if let Some(writer) = self.writer.take() {
            // A panic on the thread was shown when it happened.
            let _ = writer.join();
        }
    }
}

/// Tells everybody when the writer has ended.
struct End<'d>(&'d Desk);

impl Drop for End<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.told(Written {
                has_failed: true,
                ..Written::default()
            });
        }
    }
}

/// Writes what is handed in until the store is closed and nothing is left.
fn write_all(mut file: File, desk: &Desk) {
    let mut written = Written::default();
    loop {
        let (changes, count) = {
            let mut pending = desk.pending();
            while pending.count == written.count && !pending.is_closed {
                pending = desk
                    .handed_in
                    .wait(pending)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if pending.count == written.count {
                return;
            }
            (std::mem::take(&mut pending.changes), pending.count)
        };
        if let Err(error) = file.write(&changes) {
            tracing::error!(%error, "the state file cannot be written");
            written.has_failed = true;
        }
        written.count = count;
        desk.told(written);
        if written.has_failed {
            return;
        }
    }
}
