//! One finding: an answer that a generated type does not hold exactly.

pub(crate) mod hint;
pub(crate) mod mask;
pub(crate) mod schema;

use std::fmt;

use serde::Serialize;
use xtask_openapi::pointer;

/// What is wrong with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// The generated type cannot read it.
    Undecodable,
    /// Lean sends a field that the document does not name.
    UnknownField,
    /// A value is gone after reading and writing.
    Lost,
    /// A value is another one after reading and writing.
    Changed,
    /// Nothing could be found out from the body of an error.
    ErrorUnparsed,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Undecodable => "undecodable",
            Self::UnknownField => "unknown_field",
            Self::Lost => "lost",
            Self::Changed => "changed",
            Self::ErrorUnparsed => "error_unparsed",
        })
    }
}

/// One place of one recorded answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Lean's operationId.
    pub operation_id: String,
    /// The recording's name of the request.
    pub request: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What is wrong.
    pub kind: Kind,
    /// RFC 6901 JSON pointer of the place in the answer.
    pub pointer: String,
    /// What is wrong, in words.
    pub detail: String,
}

/// Whether values of the recording may be shown. They are the data of customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Values {
    /// No value is shown.
    #[default]
    Hidden,
    /// The values that a finding is about are shown.
    Shown,
}

/// One step from a value to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the field of this name.
    Member(String),
    /// To the item at this index.
    Item(usize),
    /// To some member whose name is not shown.
    AnyMember,
}

/// What stands in a pointer for any index or name.
const ANY: &str = "*";

impl Step {
    /// The JSON pointer of a place.
    pub(crate) fn pointer(path: &[Self]) -> String {
        pointer::join(path.iter().map(|step| match step {
            Self::Member(name) => name.clone(),
            Self::Item(index) => index.to_string(),
            Self::AnyMember => ANY.to_owned(),
        }))
    }

    /// The same for all items of a list, so that equal findings come together.
    pub(crate) fn pattern(path: &[Self]) -> String {
        pointer::join(path.iter().map(|step| match step {
            Self::Member(name) => name.as_str(),
            Self::Item(_) | Self::AnyMember => ANY,
        }))
    }

    /// Reads a path as the decoder writes it: `data.accounts[0].name`.
    pub(crate) fn read(path: &str) -> Vec<Self> {
        let mut steps = Vec::new();
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let (name, indexes) = part.split_once('[').unwrap_or((part, ""));
            if !name.is_empty() {
                steps.push(Self::Member(name.to_owned()));
            }
            let indexes = indexes
                .split(['[', ']'])
                .filter_map(|index| index.parse().ok());
            steps.extend(indexes.map(Self::Item));
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_of_the_decoder_becomes_a_pointer() {
        for (path, pointer) in [
            (".", ""),
            ("", ""),
            (
                "data.accounts[0].account[12].name",
                "/data/accounts/0/account/12/name",
            ),
            ("[3].identifier", "/3/identifier"),
            ("a[1][2]", "/a/1/2"),
        ] {
            assert_eq!(Step::pointer(&Step::read(path)), pointer, "{path}");
        }
    }

    #[test]
    fn pattern_is_equal_for_all_items() {
        let pattern = |path| Step::pattern(&Step::read(path));
        assert_eq!(pattern("a[1].b"), "/a/*/b");
        assert_eq!(pattern("a[1].b"), pattern("a[2].b"));
    }
}
