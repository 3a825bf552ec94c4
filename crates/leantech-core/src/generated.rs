//! What generated code calls. It is no part of the public interface.

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
use crate::exchange::{Answer, exchange};
use crate::path::encode_segment;
use crate::{Error, ErrorBody, ErrorCode, Operation, ResponseValue, Session};

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
    let failure = if is_other_than_json(&headers) {
        // Almost every field may be absent, so that even a gateway's own JSON could be taken for
        // an answer that says nothing.
        DecodeFailure {
            path: ".".to_owned(),
            line: 0,
            column: 0,
            category: "another content type than JSON",
        }
    } else {
        match read_json(&body) {
            Ok(value) => return Ok(ResponseValue::new(value, status, headers)),
            Err(error) => locate::<T>(&body, &error),
        }
    };
    let error = Error::decode(status, &headers, body.len(), &failure).after_attempts(attempts);
    // What a proxy or a broken server says of a write does not tell whether Lean did it.
    let error = if operation.method == "GET" {
        error
    } else {
        error.with_outcome_unknown()
    };
    Err(error.during(operation))
}

/// Reads JSON. The whole text is checked to be UTF-8 at once, which is a tenth of the work of
/// checking each of its strings; what is not is read string by string, and fails where it must.
fn read_json<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
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

/// Whether an answer says that it is something else than JSON. One that says nothing may be.
fn is_other_than_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return false;
    };
    let essence = value
        .to_str()
        .map(|text| text.split(';').next().unwrap_or_default().trim());
    !essence.is_ok_and(|essence| {
        essence.eq_ignore_ascii_case("application/json")
            || essence.to_ascii_lowercase().ends_with("+json")
    })
}

/// Reads a body as `T`, or says where it stopped being one.
///
/// # Errors
///
/// Fails when the body is no JSON of that shape.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeFailure> {
    read_json(body).map_err(|error| locate::<T>(body, &error))
}

/// Reads a body as `T` and writes it again, to see whether anything is lost on the way.
///
/// # Errors
///
/// Fails when the body is no JSON of that shape.
pub fn round_trip<T: DeserializeOwned + Serialize>(body: &[u8]) -> Result<Vec<u8>, DecodeFailure> {
    let value: T = read(body)?;
    serde_json::to_vec(&value).map_err(|error| locate::<T>(body, &error))
}

/// The fault of JSON that is whole and has another shape.
pub const OTHER_JSON: &str = "other JSON than expected";

/// Says where the body stopped being a `T`. It is read a second time for that, because watching
/// the path costs a tenth of the decoding of every good answer.
fn locate<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> DecodeFailure {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let path = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => ".".to_owned(),
        Err(error) => shown_path(&error.path().to_string()),
    };
    DecodeFailure {
        path,
        line: error.line(),
        column: error.column(),
        category: match error.classify() {
            Category::Io => "an unreadable body",
            Category::Syntax => "no JSON",
            Category::Data => OTHER_JSON,
            Category::Eof => "truncated JSON",
        },
    }
}

/// The longest path that is shown.
const LONGEST_PATH: usize = 200;

/// A path without whatever a map's keys may hold.
fn shown_path(path: &str) -> String {
    // The way to an amount ends in the name by which its raw text is asked for.
    let path = path
        .strip_suffix(".$serde_json::private::RawValue")
        .unwrap_or(path);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    path.chars()
        .take(LONGEST_PATH)
        .map(|c| if is_plain(c) { c } else { '?' })
        .collect()
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

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Named {
        name: String,
    }

    fn named(body: &[u8]) -> Option<String> {
        read_json::<Named>(body).ok().map(|found| found.name)
    }

    #[test]
    fn h15_a_text_that_is_no_utf_8_is_refused_where_it_is_read_and_passed_over_elsewhere() {
        assert_eq!(named(b"{\"name\":\"a\xff\"}"), None);
        assert_eq!(
            named(b"{\"other\":\"a\xff\",\"name\":\"b\"}").as_deref(),
            Some("b")
        );
        assert_eq!(
            named("{\"name\":\"بنك\"}".as_bytes()).as_deref(),
            Some("بنك")
        );
    }
}
