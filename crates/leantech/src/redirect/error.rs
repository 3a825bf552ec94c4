//! Why a text is not a redirect of Lean's.

use std::fmt;

use super::LONGEST_REDIRECT;

/// Why a text is not a redirect of Lean's.
///
/// No value of the redirect is in `Display` or `Debug`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectError {
    /// It is longer than [`LONGEST_REDIRECT`].
    TooLong,
    /// A percent sign is not followed by two hexadecimal digits.
    MalformedEscape,
    /// The decoded bytes of a name or a value are not UTF-8.
    NotUtf8 {
        /// Where the bytes go wrong.
        source: std::str::Utf8Error,
    },
    /// One of Lean's parameters is there more than once.
    Duplicate {
        /// The parameter's name.
        key: &'static str,
    },
    /// The parameter that decides is there, without a value.
    Empty {
        /// The parameter's name.
        key: &'static str,
    },
    /// Both `entity_id` and `granular_status_code` are there: success and failure at once.
    Ambiguous,
    /// Neither `entity_id` nor `granular_status_code` is there.
    NotARedirect,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not read the redirect: ")?;
        match self {
            Self::TooLong => write!(f, "it is longer than {LONGEST_REDIRECT} bytes"),
            Self::MalformedEscape => f.write_str("a percent escape is malformed"),
            Self::NotUtf8 { .. } => f.write_str("a parameter is not UTF-8"),
            Self::Duplicate { key } => write!(f, "{key} is there more than once"),
            Self::Empty { key } => write!(f, "{key} has no value"),
            Self::Ambiguous => f.write_str("it holds both entity_id and granular_status_code"),
            Self::NotARedirect => {
                f.write_str("it holds neither entity_id nor granular_status_code")
            }
        }
    }
}

impl std::error::Error for RedirectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotUtf8 { source } => Some(source),
            _ => None,
        }
    }
}
