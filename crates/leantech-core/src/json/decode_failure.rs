//! Where and how a text does not match what was expected.

/// Where and how an answer's JSON does not match what was expected. It contains nothing of the JSON.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeFailure {
    /// The fields that lead to the place.
    pub path: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The column, from 1 on.
    pub column: usize,
    /// What kind of fault it is.
    pub category: &'static str,
}

impl DecodeFailure {
    /// A fault of the answer as a whole.
    pub(crate) fn of_the_whole(category: &'static str) -> Self {
        Self {
            path: ".".to_owned(),
            line: 0,
            column: 0,
            category,
        }
    }
}
