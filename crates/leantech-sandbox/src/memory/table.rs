//! Rows in the order they came, found by their id.

use std::collections::HashMap;

/// A row that has an id.
pub(crate) trait Row {
    /// The id, unlike that of every other row of the table.
    fn id(&self) -> &str;
}

/// Rows that are never taken out; a position stays good for ever.
#[derive(Debug)]
pub(crate) struct Table<R> {
    rows: Vec<R>,
    positions: HashMap<Box<str>, usize>,
    /// Positions of rows that were added or may have changed, some of them more than once.
    touched: Vec<usize>,
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            positions: HashMap::new(),
            touched: Vec::new(),
        }
    }
}

impl<R: Row> Table<R> {
    /// Adds a row and gives its position.
    pub(crate) fn add(&mut self, row: R) -> usize {
        let position = self.rows.len();
        self.positions.insert(row.id().into(), position);
        self.rows.push(row);
        self.touched.push(position);
        position
    }

    pub(crate) fn at(&self, position: usize) -> Option<&R> {
        self.rows.get(position)
    }

    pub(crate) fn at_mut(&mut self, position: usize) -> Option<&mut R> {
        let row = self.rows.get_mut(position)?;
        self.touched.push(position);
        Some(row)
    }

    /// The position of the row with that id.
    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The row with that id, and its position.
    pub(crate) fn find(&self, id: &str) -> Option<(usize, &R)> {
        let position = self.position(id)?;
        Some((position, self.rows.get(position)?))
    }

    pub(crate) fn rows(&self) -> &[R] {
        &self.rows
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// The positions that were touched since this was last asked, each once.
    pub(crate) fn take_touched(&mut self) -> Vec<usize> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Word(&'static str);

    impl Row for Word {
        fn id(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn what_was_added_or_may_have_changed_is_told_once() {
        let mut table = Table::default();
        table.add(Word("a"));
        table.add(Word("b"));
        assert_eq!(table.take_touched(), [0, 1]);
        assert!(!table.is_touched());
        table.at_mut(1);
        table.at_mut(1);
        table.at(0);
        assert_eq!(table.take_touched(), [1]);
    }
}
