//! Runs code of the caller that may panic, without losing work in progress.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;

use crate::{Error, Scope, Token, TokenFuture, TokenSource, Transient};

/// The result of the caller's code; `None` if it panics.
#[doc(hidden)]
pub fn unharmed<T>(code: impl FnOnce() -> T) -> Option<T> {
    // Whatever a panic leaves half done belongs to the caller and is not used here.
    catch_unwind(AssertUnwindSafe(code)).ok()
}

/// A token of a source that may panic.
///
/// # Errors
///
/// Fails as the source does, and when it panics.
#[doc(hidden)]
pub async fn token_of<'a>(
    source: &'a dyn TokenSource,
    ask: impl FnOnce(&'a dyn TokenSource) -> TokenFuture<'a>,
) -> Result<Token, Error> {
    let panicked = || Error::token_detail("the token source panicked", Transient::Yes);
    let token = unharmed(|| ask(source)).ok_or_else(panicked)?;
    AssertUnwindSafe(token)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(panicked()))
}

/// The cached token of a source that may panic.
pub(crate) fn cached_by(source: &dyn TokenSource, scope: &Scope) -> Option<Token> {
    unharmed(|| source.cached(scope)).flatten()
}
