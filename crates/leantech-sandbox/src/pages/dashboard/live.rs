//! The stream of server-sent events that tells an open page when to look again.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use tokio::sync::mpsc;

use crate::memory::shared::Shared;
use crate::wire::answer::Answer;
use crate::wire::body::AnswerBody;

/// The shortest time between two events, so that a busy sandbox does not keep pages busy.
const BREATH: Duration = Duration::from_millis(250);

/// How often a quiet stream says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A stream with an event after each change, until the page or the sandbox goes.
pub(super) fn stream(shared: &Shared) -> Answer {
    let mut changes = shared.changes.subscribe();
    let mut stopping = shared.stopping.subscribe();
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut piece = Bytes::from_static(b"retry: 1000\nevent: hello\ndata:\n\n");
        while sender.send(Ok(piece)).await.is_ok() {
            let is_changed = tokio::select! {
                _ = stopping.changed() => return,
                () = sender.closed() => return,
                told = changes.changed() => match told {
                    Ok(()) => true,
                    Err(_) => return,
                },
                () = tokio::time::sleep(HEARTBEAT) => false,
            };
            piece = if is_changed {
                tokio::time::sleep(BREATH).await;
                changes.mark_unchanged();
                Bytes::from_static(b"event: change\ndata:\n\n")
            } else {
                Bytes::from_static(b": still here\n\n")
            };
        }
    });
    let answer = Answer {
        status: StatusCode::OK,
        body: AnswerBody::Pieces(pieces),
        headers: Vec::new(),
    };
    answer
        .header(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        )
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
