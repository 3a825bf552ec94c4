//! The latest entries of something that goes on for ever, by number.

use std::collections::VecDeque;

/// Entries numbered from zero, of which the oldest are forgotten.
#[derive(Debug)]
pub(crate) struct Log<R> {
    first: u64,
    entries: VecDeque<R>,
    /// How many are kept.
    room: usize,
    touched: Vec<u64>,
    forgotten: Vec<u64>,
}

impl<R> Log<R> {
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            first: 0,
            entries: VecDeque::new(),
            room: room.max(1),
            touched: Vec::new(),
            forgotten: Vec::new(),
        }
    }

    /// The number that the next entry gets.
    pub(crate) fn next(&self) -> u64 {
        self.first
            .saturating_add(u64::try_from(self.entries.len()).unwrap_or(u64::MAX))
    }

    /// Adds an entry and gives its number.
    pub(crate) fn add(&mut self, entry: R) -> u64 {
        let number = self.next();
        self.entries.push_back(entry);
        self.touched.push(number);
        while self.entries.len() > self.room {
            self.entries.pop_front();
            self.forgotten.push(self.first);
            self.first = self.first.saturating_add(1);
        }
        number
    }

    /// Whether the next entry takes the place of the oldest.
    pub(crate) fn is_full(&self) -> bool {
        self.entries.len() >= self.room
    }

    /// Forgets the oldest entry and gives it.
    pub(crate) fn forget_first(&mut self) -> Option<R> {
        let entry = self.entries.pop_front()?;
        self.forgotten.push(self.first);
        self.first = self.first.saturating_add(1);
        Some(entry)
    }

    /// Puts an entry back that was kept elsewhere; numbers must come in order, without a gap.
    pub(crate) fn restore(&mut self, number: u64, entry: R) -> bool {
        if self.entries.is_empty() {
            self.first = number;
        }
        if number != self.next() {
            return false;
        }
        self.entries.push_back(entry);
        true
    }

    fn place(&self, number: u64) -> Option<usize> {
        usize::try_from(number.checked_sub(self.first)?).ok()
    }

    pub(crate) fn at(&self, number: u64) -> Option<&R> {
        self.entries.get(self.place(number)?)
    }

    pub(crate) fn at_mut(&mut self, number: u64) -> Option<&mut R> {
        let place = self.place(number)?;
        let entry = self.entries.get_mut(place)?;
        self.touched.push(number);
        Some(entry)
    }

    /// What is kept, the oldest first, with its numbers.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = (u64, &R)> {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| {
                let place = u64::try_from(place).ok()?;
                Some((self.first.checked_add(place)?, entry))
            })
    }

    /// Forgets every entry; numbers go on.
    pub(crate) fn clear(&mut self) {
        let next = self.next();
        self.forgotten.extend(self.first..next);
        self.entries.clear();
        self.first = next;
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty() || !self.forgotten.is_empty()
    }

    /// Forgets what was touched, if nobody needs it.
    pub(crate) fn drop_touched(&mut self) {
        self.touched.clear();
        self.forgotten.clear();
    }

    /// The numbers of entries that were added or may have changed, and of those forgotten, since
    /// this was last asked.
    pub(crate) fn take_touched(&mut self) -> (Vec<u64>, Vec<u64>) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.retain(|number| *number >= self.first);
        touched.sort_unstable();
        touched.dedup();
        (touched, std::mem::take(&mut self.forgotten))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entries_go_and_numbers_stay() {
        let mut log = Log::with_room(2);
        for word in ["a", "b", "c"] {
            log.add(word);
        }
        assert_eq!(log.at(0), None);
        assert_eq!(log.at(2), Some(&"c"));
        assert_eq!(log.entries().collect::<Vec<_>>(), [(1, &"b"), (2, &"c")]);
        assert_eq!(log.take_touched(), (vec![1, 2], vec![0]));
        log.clear();
        assert_eq!(log.add("d"), 3);
    }

    #[test]
    fn an_entry_that_leaves_a_gap_is_not_restored() {
        let mut log = Log::with_room(5);
        assert!(log.restore(7, "a"));
        assert!(log.restore(8, "b"));
        assert!(!log.restore(10, "c"));
        assert_eq!(log.next(), 9);
    }
}
