//! A row of a list that could not be read.

use std::fmt;

/// A row of a list that could not be read.
///
/// Its `Debug` shows the place and the reason; the row itself may hold customer data.
#[derive(Clone, PartialEq, Eq)]
pub struct RefusedRow {
    pub(crate) row: String,
    pub(crate) path: String,
    pub(crate) reason: &'static str,
    pub(crate) raw: Box<str>,
}

impl RefusedRow {
    /// Where the row is in the answer, such as `data.transactions[517]`; rows are counted as
    /// they were sent, from 0.
    pub fn row(&self) -> &str {
        &self.row
    }

    /// Where in the answer the value is that could not be read, such as
    /// `data.transactions[517].booking_date_time`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Why it could not be read. It contains nothing of the row.
    pub fn reason(&self) -> &str {
        self.reason
    }

    /// The row as it was sent; bytes that are not UTF-8 are replaced by `U+FFFD`. It may hold a
    /// customer's data.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl fmt::Debug for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedRow")
            .field("row", &self.row)
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("raw", &format_args!("[{} bytes]", self.raw.len()))
            .finish()
    }
}

impl fmt::Display for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.reason, self.path)
    }
}
