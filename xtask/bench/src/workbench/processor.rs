//! Keeps what is measured to one processor.

#[cfg(target_os = "linux")]
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// This thread, and every program that it starts, stay on one processor until this is dropped.
///
/// A server next to its client then neither shares the caches of a second processor nor has to wake
/// one that sleeps, which costs more than a call. Elsewhere than on Linux it does nothing.
#[derive(Debug)]
pub(crate) struct OneProcessor {
    #[cfg(target_os = "linux")]
    before: Option<CpuSet>,
}

#[cfg(target_os = "linux")]
impl OneProcessor {
    pub(crate) fn enter() -> Self {
        let before = sched_getaffinity(None).ok();
        let first = |all: &CpuSet| (0..CpuSet::MAX_CPU).find(|number| all.is_set(*number));
        if let Some(first) = before.as_ref().and_then(first) {
            let mut one = CpuSet::new();
            one.set(first);
            // Where it is not allowed the figures are less certain, and no worse.
            let _ = sched_setaffinity(None, &one);
        }
        Self { before }
    }
}

#[cfg(target_os = "linux")]
impl Drop for OneProcessor {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = sched_setaffinity(None, before);
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl OneProcessor {
    pub(crate) fn enter() -> Self {
        Self {}
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn processors() -> Option<u32> {
        sched_getaffinity(None).ok().map(|all| all.count())
    }

    #[test]
    fn thread_is_on_one_processor_until_the_end() {
        let before = processors();
        let one = OneProcessor::enter();
        assert_eq!(processors(), Some(1));
        drop(one);
        assert_eq!(processors(), before);
    }
}
