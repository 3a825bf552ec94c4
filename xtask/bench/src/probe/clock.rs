//! The processor time of the running thread, from the kernel's own account.

use std::time::Duration;

use crate::trouble::Trouble;

/// How long this thread has been on a processor, in its own code and in the kernel for it.
///
/// # Errors
///
/// Fails where the kernel does not tell.
pub fn cpu_time() -> Result<Duration, Trouble> {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat")
        .map_err(|_| Trouble::absent("the kernel does not tell a thread's processor time"))?;
    let nanoseconds = account
        .split_whitespace()
        .next()
        .and_then(|word| word.parse().ok());
    nanoseconds
        .map(Duration::from_nanos)
        .ok_or_else(|| Trouble::absent("the kernel's account of processor time is unreadable"))
}
