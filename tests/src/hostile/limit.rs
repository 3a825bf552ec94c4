//! The outer limit of a test: a hang is a failure, and a quick one.

use std::future::Future;
use std::sync::mpsc;
use std::time::Duration;

/// The outer limit of most tests.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Awaits a future, for at most a while of real time.
///
/// The limit is kept by a thread, so that it holds under a paused clock too.
///
/// # Panics
///
/// When the time is over.
pub async fn within<F: Future>(limit: Duration, future: F) -> F::Output {
    let (finished, end) = tokio::sync::oneshot::channel::<()>();
    let (_cancel, cancelled) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        // An error that is no timeout says that the test is over.
        if cancelled.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = finished.send(());
        }
    });
    tokio::select! {
        biased;
        output = future => output,
        _ = end => panic!("not done within {limit:?}"),
    }
}

/// Runs a function on a thread of its own, for at most a while.
///
/// # Panics
///
/// When the time is over, or when the function panics.
pub fn within_blocking<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    match receiver.recv_timeout(limit) {
        Ok(output) => output,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("not done within {limit:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("the work panicked"),
    }
}
