//! What a service can count: attempts, calls and token renewals.

use std::fmt;
use std::time::Duration;

use crate::{ErrorCode, ErrorKind, Operation};

/// One attempt of a call.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptEvent {
    /// What was called.
    pub operation: &'static Operation,
    /// Which attempt it is; the first is 1.
    pub attempt: u32,
    /// The HTTP status, if the server answered.
    pub status: Option<u16>,
    /// How it failed, if it did.
    pub failure: Option<ErrorKind>,
    /// How long it took, including reading the body.
    pub duration: Duration,
    /// Whether the answer has a `lean-correlation-id` other than that of the request.
    ///
    /// A server that answers one request twice, the second time a moment late, may cause this: on a
    /// connection that is used again, HTTP/1.1 takes the late answer for the next call's. A gateway that
    /// rewrites the header causes it as well, so it is not an error. It is seen only where the request
    /// carries an id, for example by `Client::with_correlation_id`.
    pub has_foreign_id: bool,
}

/// A whole call, with all its attempts and waits.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CallEvent<'a> {
    /// What was called.
    pub operation: &'static Operation,
    /// How many attempts there were.
    pub attempts: u32,
    /// The HTTP status, where the server answered.
    pub status: Option<u16>,
    /// Lean's code of a failure, where the answer had one.
    pub code: Option<&'a ErrorCode>,
    /// The `lean-correlation-id` of the answer.
    pub correlation_id: Option<&'a str>,
    /// The `lean-trace-id` of the answer.
    pub trace_id: Option<&'a str>,
    /// How it failed, where it did: an answer that cannot be read is a failure, and so is an
    /// envelope whose result is not good, even when the caller asked for the envelope.
    pub failure: Option<ErrorKind>,
    /// How long it took, including reading the answer.
    pub duration: Duration,
}

/// A renewal of a token.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RenewalEvent {
    /// `api` or `customer`.
    pub scope: &'static str,
    /// How it failed, if it did.
    pub failure: Option<ErrorKind>,
    /// How long it took.
    pub duration: Duration,
}

impl RenewalEvent {
    /// Describes a renewal, for your own [`TokenSource`](crate::TokenSource).
    pub const fn new(scope: &'static str, failure: Option<ErrorKind>, duration: Duration) -> Self {
        Self {
            scope,
            failure,
            duration,
        }
    }
}

/// Is notified of what happens, for a service's metrics.
///
/// All methods run on the call's own task: count and return. None of the events holds
/// customer data.
pub trait Observer: fmt::Debug + Send + Sync {
    /// An attempt has ended.
    fn attempt(&self, event: &AttemptEvent) {
        let _ = event;
    }

    /// A call has ended. A call whose future is dropped is not reported.
    fn call(&self, event: &CallEvent<'_>) {
        let _ = event;
    }

    /// A token was renewed, or could not be.
    fn renewal(&self, event: &RenewalEvent) {
        let _ = event;
    }
}
