//! Ids in a path: refused or encoded, so that the path keeps its segments.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything except RFC 3986's unreserved characters. It includes `\`, which http URLs read as `/`.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The longest id, in bytes. Lean's own are 36 bytes; an `app_user_id` has at most 255
/// characters, which are at most 1,020 bytes.
const LONGEST: usize = 1_020;

/// An id that cannot be part of a path. It does not contain the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathIdError {
    /// An empty id would make another path.
    Empty,
    /// `.` and `..` are steps in a path, even when percent-encoded.
    DotSegment,
    /// Longer than 1,020 bytes.
    TooLong,
}

impl fmt::Display for PathIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an id must not be empty",
            Self::DotSegment => "an id must not be \".\" or \"..\"",
            Self::TooLong => "an id must not be longer than 1,020 bytes",
        })
    }
}

impl std::error::Error for PathIdError {}

/// Checks that an id can be one segment of a path.
pub(crate) fn check_path_id(text: &str) -> Result<(), PathIdError> {
    if text.is_empty() {
        return Err(PathIdError::Empty);
    }
    if text.len() > LONGEST {
        return Err(PathIdError::TooLong);
    }
    // The WHATWG rules, which the url crate follows, read `%2e` as a dot; an id cannot bring that
    // about, because its own `%` is encoded.
    if text == "." || text == ".." {
        return Err(PathIdError::DotSegment);
    }
    Ok(())
}

/// Encodes an id as exactly one segment of a path.
pub(crate) fn encode_segment(text: &str) -> Result<String, PathIdError> {
    check_path_id(text)?;
    Ok(utf8_percent_encode(text, SEGMENT).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_split_a_path_is_encoded() {
        assert_eq!(
            encode_segment(r"..\..\oauth2/a?b#c%2e"),
            Ok("..%5C..%5Coauth2%2Fa%3Fb%23c%252e".to_owned())
        );
    }

    #[test]
    fn a_plain_id_stays_as_it_is() {
        let id = "0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11";
        assert_eq!(encode_segment(id), Ok(id.to_owned()));
    }

    #[test]
    fn steps_and_nothing_are_refused() {
        assert_eq!(encode_segment(".."), Err(PathIdError::DotSegment));
        assert_eq!(encode_segment(""), Err(PathIdError::Empty));
        assert_eq!(
            encode_segment(&"a".repeat(1_021)),
            Err(PathIdError::TooLong)
        );
    }
}
