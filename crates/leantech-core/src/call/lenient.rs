//! Lenient lists, for a caller who asks for them: the good rows, and why the others were refused.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::json::Rows;
use crate::{Error, RefusedRow};

/// The result of a call whose lists were read leniently.
#[derive(Debug, Clone)]
pub struct Lenient<T> {
    /// The answer, with the good rows.
    pub value: T,
    /// The rows that could not be read. A page without them still counts as complete.
    pub refused: Vec<RefusedRow>,
}

/// A row of a stream that is read leniently.
#[derive(Debug, Clone)]
pub enum Row<T> {
    /// A row that could be read.
    Good(T),
    /// A row that could not be read.
    Refused(RefusedRow),
}

/// Reads the lists of a call's answer leniently.
///
/// By default one malformed value fails the whole answer: nothing is guessed, and nothing is left out
/// silently. If you want the good rows anyway, ask for them and look at the others:
///
/// ```
/// use leantech_core::{Error, Lenient, LenientCall};
///
/// async fn rows<T>(send: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
///     let Lenient { value, refused } = send.lenient().await?;
///     for row in &refused {
///         eprintln!("{row}");
///     }
///     Ok(value)
/// }
/// ```
///
/// A row is an object in a list; if rows contain lists, the innermost row is left out. Anything
/// outside a list is read strictly. This applies to the calls that are made while this future is
/// polled, so work that is moved to another task stays strict.
pub trait LenientCall: Future + Sized {
    /// The same call, with its lists read leniently.
    fn lenient(self) -> LenientFuture<Self> {
        LenientFuture {
            call: Box::pin(self),
            refused: Vec::new(),
        }
    }
}

impl<T, F: Future<Output = Result<T, Error>>> LenientCall for F {}

/// Reads the pages of a stream leniently.
///
/// A refused row comes before the good rows of its page; [`RefusedRow::row`] says where it was.
///
/// ```
/// use futures_util::{Stream, TryStreamExt};
/// use leantech_core::{Error, LenientStream, Row};
///
/// async fn count<T>(rows: impl Stream<Item = Result<T, Error>>) -> Result<(u64, u64), Error> {
///     let (mut good, mut refused) = (0, 0);
///     let mut rows = rows.lenient();
///     while let Some(row) = rows.try_next().await? {
///         match row {
///             Row::Good(_) => good += 1,
///             Row::Refused(_) => refused += 1,
///         }
///     }
///     Ok((good, refused))
/// }
/// ```
pub trait LenientStream: Stream + Sized {
    /// The same stream, with its pages read leniently.
    fn lenient(self) -> LenientRows<Self> {
        LenientRows {
            rows: Box::pin(self),
            refused: Vec::new(),
            next: Poll::Pending,
        }
    }
}

impl<T, S: Stream<Item = Result<T, Error>>> LenientStream for S {}

/// A call whose lists are read leniently; see [`LenientCall`].
#[must_use = "nothing is sent before it is awaited"]
pub struct LenientFuture<F> {
    call: Pin<Box<F>>,
    refused: Vec<RefusedRow>,
}

impl<T, F: Future<Output = Result<T, Error>>> Future for LenientFuture<F> {
    type Output = Result<Lenient<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let polled = collecting(&mut this.refused, || this.call.as_mut().poll(context));
        polled.map(|result| {
            Ok(Lenient {
                value: result?,
                refused: std::mem::take(&mut this.refused),
            })
        })
    }
}

/// A stream whose pages are read leniently; see [`LenientStream`].
#[must_use = "nothing is sent before it is polled"]
pub struct LenientRows<S: Stream> {
    rows: Pin<Box<S>>,
    refused: Vec<RefusedRow>,
    /// The item of the stream that waits until the refused rows before it are returned.
    next: Poll<Option<S::Item>>,
}

// The stream is boxed, and nothing else here is pinned.
impl<S: Stream> Unpin for LenientRows<S> {}

impl<T, S: Stream<Item = Result<T, Error>>> Stream for LenientRows<S> {
    type Item = Result<Row<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.next.is_pending() {
            let rows = &mut this.rows;
            this.next = collecting(&mut this.refused, || rows.as_mut().poll_next(context));
        }
        if !this.refused.is_empty() {
            let refused = this.refused.remove(0);
            return Poll::Ready(Some(Ok(Row::Refused(refused))));
        }
        let next = std::mem::replace(&mut this.next, Poll::Pending);
        next.map(|next| next.map(|row| row.map(Row::Good)))
    }
}

impl<F> fmt::Debug for LenientFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LenientFuture").finish_non_exhaustive()
    }
}

impl<S: Stream> fmt::Debug for LenientRows<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LenientRows").finish_non_exhaustive()
    }
}

thread_local! {
    /// The rows that were refused in this poll, if lenient lists were requested.
    static REFUSED: RefCell<Option<Vec<RefusedRow>>> = const { RefCell::new(None) };
}

/// Polls something with lenient lists.
fn collecting<T>(refused: &mut Vec<RefusedRow>, poll: impl FnOnce() -> T) -> T {
    let outer = REFUSED.replace(Some(std::mem::take(refused)));
    let back = Back(outer);
    let result = poll();
    *refused = REFUSED.take().unwrap_or_default();
    drop(back);
    result
}

/// Restores the previous setting, also when the poll unwinds.
struct Back(Option<Vec<RefusedRow>>);

impl Drop for Back {
    fn drop(&mut self) {
        REFUSED.set(self.0.take());
    }
}

/// Whether lists are read leniently right now.
pub(crate) fn is_asked_for() -> bool {
    REFUSED.with_borrow(Option::is_some)
}

/// Passes the refused rows of an answer to the caller that asked for them.
pub(crate) fn refuse(rows: Rows) {
    REFUSED.with_borrow_mut(|refused| {
        if let Some(refused) = refused {
            refused.extend(rows.refused);
        }
    });
}
