//! What a call brings: the value that was read, with the head of the answer that it came in.

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

/// The value of a call, with the status and the headers of its answer.
///
/// It reads as the value itself; [`into_inner`](ResponseValue::into_inner) takes the value out.
/// `Debug` shows the value alone.
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    /// How many rows of its lists were left out.
    refused: usize,
}

impl<T> ResponseValue<T> {
    /// A value as if it had come in such an answer, for tests.
    pub fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            value,
            status,
            headers,
            refused: 0,
        }
    }

    /// The same answer, of whose lists so many rows were left out.
    pub(crate) fn with_refused(mut self, rows: usize) -> Self {
        self.refused = rows;
        self
    }

    /// How many rows of its lists were left out.
    pub(crate) fn refused(&self) -> usize {
        self.refused
    }

    /// The same answer with a value that is made of this one.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> ResponseValue<U> {
        ResponseValue {
            value: make(self.value),
            status: self.status,
            headers: self.headers,
            refused: self.refused,
        }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status of the answer; of a call that succeeded, 200 to 299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer. Lean's `lean-correlation-id` is among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes the body had by its header, if there is one that can be read.
    pub fn content_length(&self) -> Option<u64> {
        let length = self.headers.get(header::CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
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
    fn s04_debug_shows_no_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, HeaderValue::from_static("canary"));
        let shown = format!("{:?}", ResponseValue::new(7, StatusCode::OK, headers));
        assert_eq!(shown, "7");
    }
}
