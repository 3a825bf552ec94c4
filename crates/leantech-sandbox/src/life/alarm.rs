//! What happens by itself when its time has come, without anybody looking.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use super::refresh;
use crate::memory::shared::Shared;

/// Finishes refreshes and tells of results in their time, for as long as the sandbox runs.
pub(crate) async fn ring_in_time(shared: Arc<Shared>) -> Infallible {
    loop {
        let news = shared.alarm.notified();
        let due = shared.state().next_settled();
        match due.and_then(|due| shared.clock.until(due)) {
            Some(time) => {
                // Whether it is time or there is news, it is looked again at what is due.
                let _ = tokio::time::timeout(time, news).await;
            }
            None => news.await,
        }
        settle(&shared);
    }
}

/// Does what is due.
pub(crate) fn settle(shared: &Shared) {
    let now = shared.clock.now();
    refresh::settle(shared, &mut shared.state(), now);
}

/// Moves the sandbox's time forward, and lets happen what falls due.
pub(crate) fn turn(shared: &Shared, by: Duration) {
    shared.clock.advance(by);
    settle(shared);
    shared.keep_clock();
    shared.clock_turned();
}
