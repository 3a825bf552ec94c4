//! Rows in the order they came, found by their id.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            positions: HashMap::new(),
        }
    }
}

impl<R: Row> Table<R> {
    /// Adds a row and gives its position.
    pub(crate) fn add(&mut self, row: R) -> usize {
        let position = self.rows.len();
        self.positions.insert(row.id().into(), position);
        self.rows.push(row);
        position
    }

    pub(crate) fn at(&self, position: usize) -> Option<&R> {
        self.rows.get(position)
    }

    pub(crate) fn at_mut(&mut self, position: usize) -> Option<&mut R> {
        self.rows.get_mut(position)
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
}

impl<R: Serialize> Serialize for Table<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, R: Row + Deserialize<'de>> Deserialize<'de> for Table<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        for row in Vec::<R>::deserialize(deserializer)? {
            if table.position(row.id()).is_some() {
                return Err(serde::de::Error::custom("two rows have the same id"));
            }
            table.add(row);
        }
        Ok(table)
    }
}
