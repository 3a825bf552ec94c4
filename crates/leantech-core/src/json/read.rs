//! Reading a body as a type, or saying where it does not match.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::decode_failure::DecodeFailure;
use super::failure_path::{self, Reads, shown_path};
use super::whole_numbers;

/// The fault of JSON that is complete and has another shape.
pub const OTHER_JSON: &str = "other JSON than expected";

/// The fault of JSON that ends too early.
pub(crate) const TRUNCATED: &str = "truncated JSON";

/// What some servers and gateways write before the text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A body without the byte order mark that it may begin with.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads a body as `T`, or says where it does not match.
///
/// The text is checked to be UTF-8 all at once, which is a tenth of the work of checking each of
/// its strings. A byte order mark is skipped, and integers may be written as `50.0`.
///
/// # Errors
///
/// Fails when the body is not JSON of that shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeFailure> {
    kept(|reads| read_by(without_bom(body), reads))
}

/// Reads a text as [`read`] does, without looking for the place of a failure.
pub(crate) fn read_inner<T: DeserializeOwned>(text: &str) -> Option<T> {
    kept(|reads| {
        whole_numbers::read(text, reads).map_err(|_| DecodeFailure::of_the_whole(OTHER_JSON))
    })
    .ok()
}

/// Reads a body as `T` and writes it again, to see whether anything is lost on the way.
///
/// # Errors
///
/// Fails when the body is not JSON of that shape.
pub fn round_trip<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<Vec<u8>, DecodeFailure> {
    let value: T = read(body)?;
    serde_json::to_vec(&value)
        .map_err(|_| DecodeFailure::of_the_whole("a value that JSON cannot express"))
}

/// Keeps what was read: all that follows a first failure is compiled once, for all types.
fn kept<T: DeserializeOwned>(
    read: impl FnOnce(&mut Reads<'_>) -> Result<(), DecodeFailure>,
) -> Result<T, DecodeFailure> {
    let mut value = None;
    read(&mut |text| {
        value = Some(serde_json::from_str(text)?);
        Ok(())
    })?;
    value.ok_or_else(|| DecodeFailure::of_the_whole(OTHER_JSON))
}

fn read_by(body: &[u8], reads: &mut Reads<'_>) -> Result<(), DecodeFailure> {
    match std::str::from_utf8(body) {
        Ok(text) => text_by(text, reads),
        Err(error) => Err(ends_before_bytes(body, error.valid_up_to(), reads)),
    }
}

fn text_by(text: &str, reads: &mut Reads<'_>) -> Result<(), DecodeFailure> {
    whole_numbers::read(text, reads).map_err(|(error, rewritten)| {
        let (line, column) = rewritten.position_of(&error);
        DecodeFailure {
            path: shown_path(&failure_path::of(&rewritten.text, &error, reads)),
            line,
            column,
            category: match error.classify() {
                Category::Io => "an unreadable body",
                Category::Syntax => "not JSON",
                Category::Data => OTHER_JSON,
                Category::Eof => TRUNCATED,
            },
        }
    })
}

/// The failure of a body whose text ends in bytes that are not UTF-8: the text before them leads to
/// their place.
fn ends_before_bytes(body: &[u8], end: usize, reads: &mut Reads<'_>) -> DecodeFailure {
    let (path, line, column) = match read_by(body.get(..end).unwrap_or_default(), reads) {
        // A fault before these bytes is reported first.
        Err(failure) if failure.category != TRUNCATED => return failure,
        Err(failure) => (failure.path, failure.line, failure.column),
        Ok(()) => (".".to_owned(), 0, 0),
    };
    DecodeFailure {
        path,
        line,
        column,
        category: "no UTF-8 text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(body: &[u8]) -> Result<Vec<String>, DecodeFailure> {
        read(body)
    }

    #[test]
    fn a_text_that_is_no_utf_8_is_refused_at_its_place() {
        let failure = names(b"[\"a\",\n\"b\xff\"]").err();
        let expected = DecodeFailure {
            path: "[1]".to_owned(),
            line: 2,
            column: 2,
            category: "no UTF-8 text",
        };
        assert_eq!(failure, Some(expected));
    }

    #[test]
    fn what_is_wrong_before_bytes_that_are_no_utf_8_is_told_first() {
        let failure = names(b"[1,\"\xff\"]").err();
        assert_eq!(failure.map(|failure| failure.category), Some(OTHER_JSON));
    }

    #[test]
    fn bytes_that_are_no_utf_8_after_the_end_are_refused() {
        let failure = names(b"[]\xff").err();
        assert_eq!(failure.map(|failure| failure.path), Some(".".to_owned()));
    }

    #[test]
    fn a_text_in_any_script_is_read() {
        assert_eq!(names("[\"بنك\"]".as_bytes()), Ok(vec!["بنك".to_owned()]));
    }
}
