//! Why a figure could not be measured.

use std::error::Error;
use std::fmt;

/// Why a figure could not be measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Something is not on this machine, or cannot be had: a peer, a tool.
    Absent(String),
    /// What is ours did not do its work.
    Broken(String),
}

impl Trouble {
    /// What is ours did not do its work.
    pub fn new(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    /// The same, with its cause.
    pub fn because(what: &str, cause: &dyn Error) -> Self {
        let mut text = format!("{what}: {cause}");
        let mut source = cause.source();
        while let Some(next) = source {
            text.push_str(": ");
            text.push_str(&next.to_string());
            source = next.source();
        }
        Self::Broken(text)
    }

    /// A peer or a tool is not to be had.
    pub fn absent(what: impl Into<String>) -> Self {
        Self::Absent(what.into())
    }

    /// The same trouble with something that the figure could do without.
    #[must_use]
    pub fn or_absent(self) -> Self {
        match self {
            Self::Broken(what) | Self::Absent(what) => Self::Absent(what),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(what) | Self::Broken(what) => f.write_str(what),
        }
    }
}

impl Error for Trouble {}
