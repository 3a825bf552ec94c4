//! How a call ended, and who is told.

use super::attempts::Answer;
#[cfg(any(feature = "metrics", feature = "tracing"))]
use crate::error::ids::{self, CORRELATION_ID, TRACE_ID};
#[cfg(feature = "metrics")]
use crate::session::Session;
use crate::{Error, IdempotencyKey, Operation};
#[cfg(any(feature = "metrics", feature = "tracing"))]
use crate::{ErrorCode, ErrorKind};
#[cfg(feature = "metrics")]
use tokio::time::Instant;

/// How a call ended, before its answer is evaluated.
#[must_use]
pub(crate) struct Ended {
    pub(super) result: Result<Answer, Error>,
    pub(super) operation: &'static Operation,
    /// What happened in the attempts; none if nothing was sent.
    pub(super) attempted: Option<Attempted>,
}

pub(super) struct Attempted {
    pub(super) count: u32,
    pub(super) key: Option<IdempotencyKey>,
    #[cfg(feature = "metrics")]
    pub(super) session: Session,
    #[cfg(feature = "metrics")]
    pub(super) started: Instant,
    /// Open until the answer is evaluated.
    #[cfg(feature = "tracing")]
    pub(super) span: tracing::Span,
}

impl Ended {
    pub(super) fn unsent(error: Error, operation: &'static Operation) -> Self {
        Self {
            result: Err(error),
            operation,
            attempted: None,
        }
    }

    /// Evaluates the answer, and reports how the call ended.
    pub(super) fn judged<T>(
        self,
        judge: impl FnOnce(Answer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.judged_as(judge, |_| None)
    }

    /// The same, where a value that the caller gets may be reported as a failure.
    pub(super) fn judged_as<T>(
        self,
        judge: impl FnOnce(Answer) -> Result<T, Error>,
        failure: impl FnOnce(&T) -> Option<Error>,
    ) -> Result<T, Error> {
        let Self {
            result,
            operation,
            attempted,
        } = self;
        #[cfg(any(feature = "metrics", feature = "tracing"))]
        let head = Head::of(&result, attempted.as_ref());
        let result = result.and_then(judge);
        #[cfg(any(feature = "metrics", feature = "tracing"))]
        if let Some(attempted) = &attempted {
            attempted.tell(operation, &head, || match &result {
                Ok(value) => failure(value),
                Err(error) => Some(error.clone()),
            });
        }
        #[cfg(not(any(feature = "metrics", feature = "tracing")))]
        drop(failure);
        result.map_err(|error| completed(error, operation, attempted))
    }
}

/// An error with what is known of its call.
fn completed(error: Error, operation: &'static Operation, attempted: Option<Attempted>) -> Error {
    let error = match attempted {
        Some(attempted) => error
            .after_attempts(attempted.count)
            .with_idempotency_key(attempted.key),
        None => error,
    };
    error.during(operation)
}

/// What is told of an answer's head, before its body is looked into.
#[cfg(any(feature = "metrics", feature = "tracing"))]
#[derive(Default)]
struct Head {
    status: Option<u16>,
    correlation_id: Option<Box<str>>,
    trace_id: Option<Box<str>>,
}

#[cfg(any(feature = "metrics", feature = "tracing"))]
impl Head {
    /// Keeps nothing if nobody observes the call.
    fn of(result: &Result<Answer, Error>, attempted: Option<&Attempted>) -> Self {
        match result {
            Ok(answer) if attempted.is_some_and(Attempted::is_watched) => Self {
                status: Some(answer.status.as_u16()),
                correlation_id: ids::kept(CORRELATION_ID, &answer.headers),
                trace_id: ids::kept(TRACE_ID, &answer.headers),
            },
            _ => Self::default(),
        }
    }
}

/// How a call ended, as observers and spans are told.
#[cfg(any(feature = "metrics", feature = "tracing"))]
pub(crate) struct Told<'a> {
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<&'a ErrorCode>,
    pub(crate) correlation_id: Option<&'a str>,
    pub(crate) trace_id: Option<&'a str>,
    pub(crate) failure: Option<ErrorKind>,
}

#[cfg(any(feature = "metrics", feature = "tracing"))]
impl<'a> Told<'a> {
    fn of(head: &'a Head, error: Option<&'a Error>) -> Self {
        let status = error.and_then(Error::status);
        Self {
            status: head.status.or(status.map(|status| status.as_u16())),
            code: error.and_then(Error::code),
            correlation_id: (head.correlation_id.as_deref())
                .or_else(|| error.and_then(Error::correlation_id)),
            trace_id: (head.trace_id.as_deref()).or_else(|| error.and_then(Error::trace_id)),
            failure: error.map(Error::kind),
        }
    }
}

#[cfg(any(feature = "metrics", feature = "tracing"))]
impl Attempted {
    /// Whether an observer or a span is told how the call ended.
    fn is_watched(&self) -> bool {
        #[cfg(feature = "metrics")]
        if self.session.shared().observer.is_some() {
            return true;
        }
        #[cfg(feature = "tracing")]
        if !self.span.is_disabled() {
            return true;
        }
        false
    }

    fn tell(
        &self,
        operation: &'static Operation,
        head: &Head,
        failure: impl FnOnce() -> Option<Error>,
    ) {
        if !self.is_watched() {
            return;
        }
        let error = failure();
        let told = Told::of(head, error.as_ref());
        #[cfg(feature = "metrics")]
        {
            let shared = self.session.shared();
            if let Some(observer) = &shared.observer {
                let event = crate::CallEvent {
                    operation,
                    attempts: self.count,
                    status: told.status,
                    code: told.code,
                    correlation_id: told.correlation_id,
                    trace_id: told.trace_id,
                    failure: told.failure,
                    duration: shared.time.now().saturating_duration_since(self.started),
                };
                let _ = crate::session::guard::unharmed(|| observer.call(&event));
            }
        }
        #[cfg(not(feature = "metrics"))]
        let _ = operation;
        #[cfg(feature = "tracing")]
        crate::call::trace::end(&self.span, &told, self.count);
    }
}
