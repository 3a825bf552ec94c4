//! Work on a task of its own that belongs to the caller's span.

/// Runs a future in the span that is current now, wherever it is polled.
#[doc(hidden)]
pub fn in_current_span<F: Future>(future: F) -> impl Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    return tracing::Instrument::in_current_span(future);
    #[cfg(not(feature = "tracing"))]
    future
}
