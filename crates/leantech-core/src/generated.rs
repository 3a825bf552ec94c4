//! What generated code calls. It is no part of the public interface.

use std::borrow::Cow;
use std::fmt;

use futures_util::FutureExt;
pub use http::{HeaderMap, Method};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::download::{Download, Rules};
pub use crate::draft::Draft;
pub use crate::error::DecodeFailure;
use crate::error::encoding_of;
use crate::exchange::{Answer, exchange};
use crate::json_text::{self, without_bom};
use crate::lenient_rows::Rows;
pub use crate::object::{Listed, Members, Object, object, word};
use crate::path::encode_segment;
pub use crate::written::Writer;
use crate::{
    Error, ErrorBody, ErrorCode, Operation, ResponseValue, Session, lenient, odd_parts, trail,
};

/// Sends a request by the session's rules, and reads the body of a 2xx answer as `T`.
///
/// # Errors
///
/// Fails when the draft or the call does, and when the body is no JSON of that shape.
pub fn call<'s, T: DeserializeOwned>(
    session: &'s Session,
    draft: Result<Draft, Error>,
    operation: &'static Operation,
) -> impl Future<Output = Result<ResponseValue<T>, Error>> + Send + use<'s, T> {
    // Mapped, not awaited here: an `async` block would keep room for the future twice.
    exchange(session, draft, operation).map(move |result| decode(result?, operation))
}

/// Sends a request by the session's rules, and reads the body of a 2xx answer as a list.
///
/// # Errors
///
/// Fails as [`call`] does.
pub fn call_for_list<'s, T: DeserializeOwned>(
    session: &'s Session,
    draft: Result<Draft, Error>,
    operation: &'static Operation,
) -> impl Future<Output = Result<ResponseValue<Vec<T>>, Error>> + Send + use<'s, T> {
    exchange(session, draft, operation)
        .map(move |result| Ok(decode::<Listed<T>>(result?, operation)?.map(|list| list.0)))
}

/// Sends a request by the session's rules, and reads nothing of a 2xx answer.
///
/// # Errors
///
/// Fails when the draft or the call does.
pub fn send<'s>(
    session: &'s Session,
    draft: Result<Draft, Error>,
    operation: &'static Operation,
) -> impl Future<Output = Result<ResponseValue<()>, Error>> + Send + use<'s> {
    exchange(session, draft, operation).map(|result| {
        let answer = result?;
        Ok(ResponseValue::new((), answer.status, answer.headers))
    })
}

fn decode<T: DeserializeOwned>(
    answer: Answer,
    operation: &'static Operation,
) -> Result<ResponseValue<T>, Error> {
    let Answer {
        status,
        headers,
        body,
        attempts,
        ..
    } = answer;
    if let Some(category) = refused_content(&headers) {
        // Almost every field may be absent, so that even a gateway's own JSON could be taken for
        // an answer that says nothing. That the status is 2xx was read.
        let failure = DecodeFailure::of_the_whole(category);
        return Err(Error::decode(status, &headers, &body, &failure)
            .after_attempts(attempts)
            .during(operation));
    }
    let mut value = None;
    let read = read_answer(&body, &mut |text| match read::<T>(text) {
        Ok(read) => {
            value = Some(read);
            Ok(())
        }
        Err(failure) => Err(failure),
    });
    let failure = match (read, value) {
        (Ok(rows), Some(value)) => {
            let refused = rows.refused.len();
            lenient::refuse(rows);
            return Ok(ResponseValue::new(value, status, headers).with_refused(refused));
        }
        (Ok(_), None) => DecodeFailure::of_the_whole(OTHER_JSON),
        (Err(failure), _) => failure,
    };
    let error = Error::decode(status, &headers, &body, &failure).after_attempts(attempts);
    // What a proxy or a broken server says of a write does not tell whether Lean did it.
    let error = if operation.method == "GET" {
        error
    } else {
        error.with_outcome_unknown()
    };
    Err(error.during(operation))
}

/// Reads a text as some type, and keeps what it read.
pub(crate) type Reading<'r> = dyn FnMut(&[u8]) -> Result<(), DecodeFailure> + 'r;

/// Reads a body, but without the parts of an envelope that are odd, and without the rows of lists
/// that are, where somebody asked for that.
///
/// It is compiled once, for all types.
fn read_answer(body: &[u8], reading: &mut Reading<'_>) -> Result<Rows, DecodeFailure> {
    let mut rows = Rows::default();
    let Err(first) = reading(body) else {
        return Ok(rows);
    };
    let is_lenient = lenient::is_asked_for();
    let mut text = Cow::Borrowed(without_bom(body));
    let mut failure = first.clone();
    // An end that is missing stays missing, so what is cut is never taken for whole.
    loop {
        let mut without = odd_parts::without(&text, &failure);
        if without.is_none() && is_lenient {
            without = rows.without_refused(&text, &failure, reading);
        }
        let Some(without) = without else {
            return Err(first);
        };
        match reading(&without) {
            Ok(()) => return Ok(rows),
            Err(next) => failure = next,
        }
        text = Cow::Owned(without);
    }
}

/// Sends a request by the session's rules, and hands on the body of a 2xx answer as a file that is
/// still to be read.
///
/// # Errors
///
/// Fails when the draft or the call does, and when the answer is no file: Lean answers JSON, or
/// 202, where a file is not ready.
pub fn download<'s>(
    session: &'s Session,
    draft: Result<Draft, Error>,
    operation: &'static Operation,
) -> impl Future<Output = Result<ResponseValue<Download>, Error>> + Send + use<'s> {
    exchange(session, draft, operation).map(move |result| file_of(session, result?, operation))
}

fn file_of(
    session: &Session,
    answer: Answer,
    operation: &'static Operation,
) -> Result<ResponseValue<Download>, Error> {
    let Answer {
        status,
        headers,
        body,
        attempts,
        file,
    } = answer;
    if let Some(response) = file {
        let shared = session.shared();
        let rules = Rules {
            cap: u64::try_from(shared.body_cap).unwrap_or(u64::MAX),
            patience: shared.deadlines.call,
            time: shared.time.clone(),
            operation,
            attempts,
        };
        let file = Download::of(*response, rules);
        return Ok(ResponseValue::new(file, status, headers));
    }
    if let Some(category) = refused_encoding(&headers) {
        let failure = DecodeFailure::of_the_whole(category);
        return Err(Error::decode(status, &headers, &body, &failure)
            .after_attempts(attempts)
            .during(operation));
    }
    let body = ErrorBody::read(&body);
    let unsaid = (status == StatusCode::ACCEPTED).then_some(ErrorCode::Pending);
    let error = Error::result(
        body.code().cloned().or(unsaid),
        body.granular_code().cloned(),
        Some("the answer is not the file"),
    );
    Err(error
        .with_head(status, &headers)
        .after_attempts(attempts)
        .during(operation))
}

/// Writes a parameter as the value of a header.
///
/// # Errors
///
/// Fails for a text that is unfit for a header. The text is not in the error.
pub fn header_value(value: &impl fmt::Display) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(value.to_string()).map_err(Error::invalid_request)
}

/// Why an answer is not read, by what it says of itself. One that says nothing may be JSON.
fn refused_content(headers: &HeaderMap) -> Option<&'static str> {
    let refused = refused_encoding(headers);
    if refused.is_some() {
        return refused;
    }
    let value = headers.get(header::CONTENT_TYPE)?;
    let essence = value.to_str().unwrap_or_default().split(';').next();
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => None,
        "application/problem+json" => Some("a problem instead of an answer"),
        other if other.ends_with("+json") => None,
        _ => Some("another content type than JSON"),
    }
}

/// Whether a body is compressed. Nobody asks for that, so nothing is unpacked.
fn refused_encoding(headers: &HeaderMap) -> Option<&'static str> {
    encoding_of(headers).map(|_| "a compressed body, which was not asked for")
}

/// Reads a body as `T`, or says where it stopped being one.
///
/// The whole text is checked to be UTF-8 at once, which is a tenth of the work of checking each of
/// its strings. A byte order mark is passed over, and whole numbers may be written as `50.0`.
///
/// # Errors
///
/// Fails when the body is no JSON of that shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeFailure> {
    let body = without_bom(body);
    match std::str::from_utf8(body) {
        Ok(text) => trail::followed(|| json_text::read(text))
            .map_err(|(error, path)| located(&error, &path)),
        Err(error) => Err(ends_before_bytes::<T>(body, error.valid_up_to())),
    }
}

/// Reads a body as `T` and writes it again, to see whether anything is lost on the way.
///
/// # Errors
///
/// Fails when the body is no JSON of that shape.
pub fn round_trip<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<Vec<u8>, DecodeFailure> {
    let value: T = read(body)?;
    serde_json::to_vec(&value).map_err(|error| located(&error, "."))
}

/// The fault of JSON that is whole and has another shape.
pub const OTHER_JSON: &str = "other JSON than expected";

/// The fault of JSON that ends too early.
pub(crate) const TRUNCATED: &str = "truncated JSON";

fn located(error: &serde_json::Error, path: &str) -> DecodeFailure {
    DecodeFailure {
        path: shown_path(path),
        line: error.line(),
        column: error.column(),
        category: match error.classify() {
            Category::Io => "an unreadable body",
            Category::Syntax => "no JSON",
            Category::Data => OTHER_JSON,
            Category::Eof => TRUNCATED,
        },
    }
}

/// The failure of a body whose text ends in bytes that are no UTF-8: the text before them leads to
/// their place.
fn ends_before_bytes<T: DeserializeOwned>(body: &[u8], end: usize) -> DecodeFailure {
    let (path, line, column) = match read::<T>(body.get(..end).unwrap_or_default()) {
        // What is wrong before the bytes is told first.
        Err(failure) if failure.category != TRUNCATED => return failure,
        Err(failure) => (failure.path, failure.line, failure.column),
        Ok(_) => (".".to_owned(), 0, 0),
    };
    DecodeFailure {
        path,
        line,
        column,
        category: "no UTF-8 text",
    }
}

/// The longest path that is shown.
const LONGEST_PATH: usize = 200;

/// A path without whatever a map's keys may hold.
pub fn shown_path(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    path.chars()
        .take(LONGEST_PATH)
        .map(|c| if is_plain(c) { c } else { '?' })
        .collect()
}

/// Takes what a setter was given; the words are for the call, which fails with them.
///
/// # Errors
///
/// Fails with `words` when the value cannot be had of it.
pub fn given<V: TryInto<T>, T>(value: V, words: &str) -> Result<T, String> {
    value.try_into().map_err(|_| words.to_owned())
}

/// Takes what a setter was given for something that need not be set.
///
/// # Errors
///
/// Fails as [`given`] does.
pub fn given_some<V: TryInto<T>, T>(value: V, words: &str) -> Result<Option<T>, String> {
    given(value, words).map(Some)
}

/// Stands in the place of what no `Debug` shows.
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Says of a value no more than whether it is there.
pub fn redacted<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(|_| Redacted)
}

/// Writes an id as exactly one segment of a path.
///
/// # Errors
///
/// Fails for an id that cannot stand in a path, such as `..`.
pub fn encode_path_segment(value: &str) -> Result<String, Error> {
    encode_segment(value).map_err(Error::invalid_request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(body: &[u8]) -> Result<Vec<String>, DecodeFailure> {
        read::<Listed<String>>(body).map(|list| list.0)
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
