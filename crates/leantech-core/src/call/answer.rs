//! What an answer becomes: a value, an envelope's payload, a file, or an error.

use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::attempts::Answer;
use super::lenient;
use crate::call::download::{Rules, UnmarkedEnd};
use crate::call::response_value::Head;
use crate::error::encoding_of;
use crate::json::DecodeFailure;
use crate::json::{Rows, read_answer};
use crate::session::Shared;
use crate::{Download, Error, ErrorBody, ErrorCode, Operation, ResponseValue};

/// Reads the body of a 2xx answer as `T`.
pub(super) fn decode<T: DeserializeOwned>(
    answer: Answer,
    operation: &'static Operation,
) -> Result<ResponseValue<T>, Error> {
    if let Some(category) = refused_content(&answer.headers) {
        // Almost every field may be absent, so that even a gateway's own JSON could be taken for
        // an answer that says nothing. That the status is 2xx was read.
        let failure = DecodeFailure::of_the_whole(category);
        return Err(answer.unreadable(&failure));
    }
    match read_answer::<T>(&answer.body, lenient::is_asked_for()) {
        Ok((value, rows)) => Ok(ResponseValue::of(value, answer.head(operation, rows))),
        Err(failure) => {
            let error = answer.unreadable(&failure);
            // What a proxy or a broken server says about a write does not show whether Lean did it.
            Err(if operation.method == "GET" {
                error
            } else {
                error.with_outcome_unknown()
            })
        }
    }
}

impl Answer {
    /// The head of an answer whose lists were read as these rows.
    fn head(self, operation: &'static Operation, rows: Rows) -> Head {
        let refused = rows.refused.len();
        lenient::refuse(rows);
        Head {
            status: self.status,
            headers: self.headers,
            attempts: self.attempts,
            operation: Some(operation),
            refused,
        }
    }

    fn unreadable(&self, failure: &DecodeFailure) -> Error {
        Error::decode(self.status, &self.headers, &self.body, failure)
    }
}

/// An answer whose body is not read.
pub(super) fn empty(answer: Answer, operation: &'static Operation) -> ResponseValue<()> {
    let head = answer.head(operation, Rows::default());
    ResponseValue::of((), head)
}

/// The file of an answer.
pub(super) fn file_of(
    shared: &Shared,
    mut answer: Answer,
    operation: &'static Operation,
) -> Result<ResponseValue<Download>, Error> {
    if let Some(response) = answer.file.take() {
        let rules = Rules {
            cap: u64::try_from(shared.body_cap).unwrap_or(u64::MAX),
            chunk: shared.deadlines.chunk,
            whole: shared.deadlines.download,
            began: shared.time.now(),
            time: shared.time.clone(),
            unmarked_end: UnmarkedEnd::Refused,
            operation,
            attempts: answer.attempts,
        };
        let head = answer.head(operation, Rows::default());
        return Ok(ResponseValue::of(Download::of(*response, rules), head));
    }
    if let Some(category) = refused_encoding(&answer.headers) {
        return Err(answer.unreadable(&DecodeFailure::of_the_whole(category)));
    }
    let body = ErrorBody::read(&answer.body);
    let unsaid = (answer.status == StatusCode::ACCEPTED).then_some(ErrorCode::Pending);
    let error = Error::result(
        body.code().cloned().or(unsaid),
        body.granular_code().cloned(),
        Some("the answer is not the file"),
    );
    Err(error
        .with_head(answer.status, &answer.headers)
        .with_body(body))
}

/// Why an answer is not read, according to its headers. One without headers may be JSON.
fn refused_content(headers: &HeaderMap) -> Option<&'static str> {
    let refused = refused_encoding(headers);
    if refused.is_some() {
        return refused;
    }
    let value = headers.get(header::CONTENT_TYPE)?.as_bytes();
    let essence = value.split(|byte| *byte == b';').next();
    let essence = essence.unwrap_or_default().trim_ascii();
    let is = |name: &str| essence.eq_ignore_ascii_case(name.as_bytes());
    let ends = |end: &str| {
        let at = essence.len().checked_sub(end.len());
        at.and_then(|at| essence.get(at..))
            .is_some_and(|found| found.eq_ignore_ascii_case(end.as_bytes()))
    };
    if is("application/json") || is("text/json") {
        None
    } else if is("application/problem+json") {
        Some("a problem instead of an answer")
    } else if ends("+json") {
        None
    } else {
        Some("a content type other than JSON")
    }
}

/// Whether a body is compressed. We never ask for that, so nothing is decompressed.
fn refused_encoding(headers: &HeaderMap) -> Option<&'static str> {
    encoding_of(headers).map(|_| "a compressed body, which was not asked for")
}
