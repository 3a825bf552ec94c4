//! Where and how a text stopped being what was expected.

/// Where and how an answer's JSON stopped being what was expected. Nothing of the JSON is in it.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeFailure {
    /// The members that lead to the place.
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
