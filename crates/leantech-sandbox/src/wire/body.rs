//! The bodies of answers: whole, or in pieces over time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

/// Why a connection ends without an answer, or in the middle of one.
#[derive(Debug)]
pub(crate) struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is dropped, as a fault says")
    }
}

impl std::error::Error for Dropped {}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    Whole(Bytes),
    /// Pieces as they come; an error closes the connection.
    Pieces(mpsc::Receiver<Result<Bytes, Dropped>>),
}

impl AnswerBody {
    /// What is known of the body now: all of one that is whole.
    pub(crate) fn known(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Pieces(_) => &[],
        }
    }
}

impl<B: Into<Bytes>> From<B> for AnswerBody {
    fn from(bytes: B) -> Self {
        Self::Whole(bytes.into())
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Pieces(pieces) => {
                let piece = ready!(pieces.poll_recv(context));
                Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}
