//! What generated code calls. It is no part of the public interface.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use progenitor_client::ResponseValue;
use reqwest::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::download::{Download, Rules};
pub use crate::error::DecodeFailure;
use crate::exchange::{Answer, exchange};
use crate::path::encode_segment;
use crate::{Error, ErrorBody, ErrorCode, Operation, Session, carrier};

type ClientError = progenitor_client::Error<()>;

/// The body of an answer that was read whole, so that decoding needs no copy, and how many times
/// the request was sent for it.
#[derive(Clone)]
struct Body(Bytes, u32);

/// Sends a request by the session's rules.
///
/// # Errors
///
/// Never: a failure travels inside the response, because `reqwest::Error` cannot be made here.
pub async fn execute(
    session: &Session,
    client: &reqwest::Client,
    request: Request,
    operation: &'static Operation,
) -> reqwest::Result<Response> {
    // Boxed, so that it is moved from future to future as a pointer.
    match exchange(session, client, Box::new(request), operation).await {
        Ok(Answer {
            attempts,
            file: Some(mut response),
            ..
        }) => {
            let shared = session.shared();
            response.extensions_mut().insert(Rules {
                cap: u64::try_from(shared.body_cap).unwrap_or(u64::MAX),
                patience: shared.deadlines.call,
                time: shared.time.clone(),
                operation,
                attempts,
            });
            Ok(*response)
        }
        Ok(Answer {
            status,
            headers,
            body,
            attempts,
            file: None,
        }) => {
            let mut response = http::Response::new(body.clone());
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            response.extensions_mut().insert(Body(body, attempts));
            Ok(response.into())
        }
        Err(error) => Ok(carrier::pack(error)),
    }
}

/// Reads the body of a 2xx answer as `T`.
///
/// # Errors
///
/// Fails when the body is no JSON of that shape.
pub async fn decode<T: DeserializeOwned>(
    mut response: Response,
) -> Result<ResponseValue<T>, ClientError> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let read = response.extensions_mut().remove::<Body>();
    let Body(body, attempts) = match read {
        Some(body) => body,
        // A response that did not come through the session.
        None => Body(
            response
                .bytes()
                .await
                .map_err(ClientError::ResponseBodyError)?,
            1,
        ),
    };
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
    Err(ClientError::UnexpectedResponse(carrier::pack(error)))
}

/// Reads JSON. The whole text is checked to be UTF-8 at once, which is a tenth of the work of
/// checking each of its strings; what is not is read string by string, and fails where it must.
fn read_json<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    }
}

/// Hands on the body of a 2xx answer as a file that is still to be read.
///
/// # Errors
///
/// Fails when the answer is no file: Lean answers JSON, or 202, where a file is not ready.
#[expect(
    clippy::unused_async,
    reason = "generated code awaits it as it awaits `decode`"
)]
pub async fn download(response: Response) -> Result<ResponseValue<Download>, ClientError> {
    let status = response.status();
    let headers = response.headers().clone();
    if let Some(rules) = response.extensions().get::<Rules>().cloned() {
        let file = Download::of(response, rules);
        return Ok(ResponseValue::new(file, status, headers));
    }
    let read = response.extensions().get::<Body>().cloned();
    let (body, attempts) = read.map_or((Bytes::new(), 1), |Body(body, attempts)| (body, attempts));
    let body = ErrorBody::read(&body);
    let unsaid = (status == StatusCode::ACCEPTED).then_some(ErrorCode::Pending);
    let error = Error::result(
        body.code().cloned().or(unsaid),
        body.granular_code().cloned(),
        Some("the answer is not the file"),
    );
    let error = error.with_head(status, &headers).after_attempts(attempts);
    Err(ClientError::UnexpectedResponse(carrier::pack(error)))
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
#[expect(
    clippy::result_large_err,
    reason = "the generated caller returns this very type"
)]
pub fn encode_path_segment(value: &str) -> Result<String, ClientError> {
    encode_segment(value).map_err(|error| ClientError::InvalidRequest(error.to_string()))
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
