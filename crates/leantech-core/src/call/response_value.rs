//! What a call returns: the value, with the head of the answer it came in.

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

use crate::call::paging::{self, PagedAnswer};
use crate::error::ids::{self, CORRELATION_ID, TRACE_ID};
use crate::{Envelope, Error, Operation};

/// The value of a call, with the status and the headers of its answer.
///
/// It dereferences to the value; [`into_inner`](ResponseValue::into_inner) takes the value out.
/// `Debug` shows only the value.
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    head: Head,
}

/// What is known about an answer besides its value.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// How many times the request was sent.
    pub(crate) attempts: u32,
    /// What was called; none for an answer that was made for a test.
    pub(crate) operation: Option<&'static Operation>,
    /// How many rows of its lists were left out.
    pub(crate) refused: usize,
}

impl Head {
    /// Adds what is known about the answer to a failure that its body reports.
    pub(crate) fn complete(&self, error: Error) -> Error {
        let error = error
            .with_head(self.status, &self.headers)
            .after_attempts(self.attempts);
        match self.operation {
            Some(operation) => error.during(operation),
            None => error,
        }
    }
}

impl<T> ResponseValue<T> {
    /// A value as if it had come in such an answer, for tests.
    pub fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        let head = Head {
            status,
            headers,
            attempts: 1,
            operation: None,
            refused: 0,
        };
        Self { value, head }
    }

    pub(crate) fn of(value: T, head: Head) -> Self {
        Self { value, head }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status of the answer; 200 to 299 for a call that succeeded.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the answer. Lean's `lean-correlation-id` is among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// The `lean-correlation-id` of the answer: include it in every question to Lean's support.
    pub fn correlation_id(&self) -> Option<&str> {
        ids::shown(CORRELATION_ID, &self.head.headers)
    }

    /// The `lean-trace-id` of the answer.
    pub fn trace_id(&self) -> Option<&str> {
        ids::shown(TRACE_ID, &self.head.headers)
    }

    /// How many bytes the body had according to its header, if there is one that can be read.
    pub fn content_length(&self) -> Option<u64> {
        let length = self.head.headers.get(header::CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
    }
}

impl<E: Envelope> ResponseValue<E> {
    /// The payload of an envelope that is good.
    pub(crate) fn into_payload(self) -> Result<ResponseValue<E::Data>, Error> {
        let Self { value, head } = self;
        match value.into_result() {
            Ok(value) => Ok(ResponseValue { value, head }),
            Err(error) => Err(head.complete(error)),
        }
    }
}

impl<A: PagedAnswer> ResponseValue<A> {
    /// The page, and the number of the next one, if there is one. Rows that were left out are on
    /// the page as well.
    pub(crate) fn into_page(self, number: u32) -> Result<(A::Page, Option<u32>), Error> {
        let Self { value, head } = self;
        paging::look(value, head.refused, number).map_err(|error| head.complete(error))
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> AsRef<T> for ResponseValue<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_length_that_is_no_number_is_none() {
        let length = |text| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static(text));
            ResponseValue::new((), StatusCode::OK, headers).content_length()
        };
        assert_eq!(
            (length("7"), length("-7"), length("x")),
            (Some(7), None, None)
        );
    }

    #[test]
    fn a_correlation_id_is_told_where_it_is_a_plain_one() {
        let told = |text| {
            let mut headers = HeaderMap::new();
            headers.insert("lean-correlation-id", HeaderValue::from_static(text));
            let answer = ResponseValue::new((), StatusCode::OK, headers);
            answer.correlation_id().map(str::to_owned)
        };
        assert_eq!(told("3f0c-made-up").as_deref(), Some("3f0c-made-up"));
        assert_eq!(told("an id with spaces"), None);
    }

    #[test]
    fn s04_debug_shows_no_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, HeaderValue::from_static("canary"));
        let shown = format!("{:?}", ResponseValue::new(7, StatusCode::OK, headers));
        assert_eq!(shown, "7");
    }
}
