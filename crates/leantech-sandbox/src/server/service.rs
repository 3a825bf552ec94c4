//! The thread that a sandbox serves from, with its own runtime.

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::{Kind, SandboxError};
use crate::life::{alarm, webhook};
use crate::memory::shared::Shared;
use crate::server;

/// What a sandbox serves.
pub(crate) struct Service {
    pub(crate) listeners: Vec<std::net::TcpListener>,
    pub(crate) shared: Arc<Shared>,
}

/// A thread that serves until it is dropped.
#[derive(Debug)]
pub(crate) struct ServingThread {
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    /// Serves from a new thread. The runtime never leaves it: one that is dropped in somebody's
    /// async code panics.
    pub(crate) fn start(self) -> Result<ServingThread, SandboxError> {
        let (stop, stopped) = oneshot::channel();
        let (began, beginning) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("leantech-sandbox".into())
            .spawn(move || self.run(stopped, &began))
            .map_err(Kind::Start)?;
        let serving = ServingThread {
            stop: Some(stop),
            thread: Some(thread),
        };
        match beginning.recv() {
            Ok(Ok(())) => Ok(serving),
            Ok(Err(error)) => Err(Kind::Start(error).into()),
            Err(_) => Err(Kind::Start(std::io::Error::other("the thread has ended")).into()),
        }
    }

    fn run(self, stop: oneshot::Receiver<Duration>, began: &SyncSender<std::io::Result<()>>) {
        let runtime = match tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        {
            Ok(runtime) => runtime,
            Err(error) => {
                // Whoever started the thread waits for this, so it is there.
                let _ = began.send(Err(error));
                return;
            }
        };
        runtime.block_on(async move {
            let listeners = self.listeners.into_iter();
            let listeners = listeners.map(tokio::net::TcpListener::from_std);
            let listeners: Vec<_> = match listeners.collect() {
                Ok(listeners) => listeners,
                Err(error) => {
                    let _ = began.send(Err(error));
                    return;
                }
            };
            if let Some(url) = self.shared.settings.webhook_url.clone() {
                tokio::spawn(webhook::deliver(Arc::clone(&self.shared), url));
            }
            tokio::spawn(alarm::ring_in_time(Arc::clone(&self.shared)));
            let _ = began.send(Ok(()));
            server::serve(listeners, self.shared, stop).await;
        });
    }
}

impl ServingThread {
    /// Stops serving, waits no longer than that for what was begun, and then for the thread, so
    /// that the port is free afterwards.
    pub(crate) fn stop(&mut self, grace: Duration) {
        if let Some(stop) = self.stop.take() {
            // The other end is gone when the thread has ended by itself.
            let _ = stop.send(grace);
        }
        if let Some(thread) = self.thread.take() {
            // A panic on the thread was shown when it happened.
            let _ = thread.join();
        }
    }
}

impl Drop for ServingThread {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}
