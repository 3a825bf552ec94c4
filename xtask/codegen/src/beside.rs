//! Work on each item of a list, on every core, with the results in the order of the list.

use std::cmp::Reverse;
use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

/// Shaping goes down a chain of schemas by recursion; the first thread of a program has less.
const STACK: usize = 32 * 1024 * 1024;

/// As many threads as can run at once on this machine.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// What `work` makes of each item. At most `threads` items are worked on at once, and those with
/// the most `weight` are begun first, so that no core is left with a long one in the end.
///
/// A panic in `work` goes on in the caller.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    weight: impl Fn(&T) -> u64,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let mut queue: Vec<(usize, &T)> = items.iter().enumerate().collect();
    queue.sort_by_cached_key(|(_, item)| Reverse(weight(item)));
    let next = AtomicUsize::new(0);
    let run = || {
        let mut made = Vec::new();
        while let Some((place, item)) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
            made.push((*place, work(item)));
        }
        made
    };
    let mut made = thread::scope(|scope| {
        // Without a further thread the others have more to do.
        let others: Vec<_> = (1..threads.min(items.len()))
            .map_while(|_| {
                Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, run)
                    .ok()
            })
            .collect();
        let mut made = run();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        made
    });
    made.sort_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Barrier, Mutex, PoisonError};
    use std::thread;

    use super::each;

    #[test]
    fn results_come_in_the_order_of_the_list_however_many_threads_there_are() {
        let items: Vec<u64> = (0..50).collect();
        for threads in [0, 1, 2, 3, 50, 200] {
            let made = each(&items, threads, |item| item % 7, |item| item * 2);
            let expected: Vec<u64> = items.iter().map(|item| item * 2).collect();
            assert_eq!(made, expected, "{threads} threads");
        }
        assert!(each(&[], 4, |()| 0, |()| 1).is_empty());
    }

    #[test]
    fn heaviest_is_begun_first() {
        let begun = Mutex::new(Vec::new());
        let note = |item: &u64| {
            begun
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(*item);
        };
        each(&[2, 9, 4], 1, |item| *item, note);
        let begun = begun.into_inner().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(begun, [9, 4, 2]);
    }

    #[test]
    fn so_many_items_are_worked_on_at_once_as_there_are_threads() {
        // Each waits for two others, so that fewer threads would never end.
        let three = Barrier::new(3);
        let ran = each(
            &[(); 3],
            3,
            |()| 0,
            |()| {
                three.wait();
                format!("{:?}", thread::current().id())
            },
        );
        assert_eq!(ran.into_iter().collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    #[should_panic(expected = "not in the caller")]
    fn panic_goes_on_in_the_caller() {
        let caller = thread::current().id();
        // Each waits for the other, so that one of them runs elsewhere.
        let both = Barrier::new(2);
        each(
            &[(); 2],
            2,
            |()| 0,
            |()| {
                both.wait();
                assert_eq!(thread::current().id(), caller, "not in the caller");
            },
        );
    }
}
