//! Files that come as a stream: chunk by chunk, and never more than a cap.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use reqwest::Response;
use tokio::time::Instant;

use crate::session::clock::Time;
use crate::{Error, Operation};

/// A file that is being downloaded: the head of the answer, and the bytes, chunk by chunk.
///
/// Only the current chunk is in memory. A file that is larger than
/// [`cap`](Download::cap) ends in an error ([`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge)),
/// at once if the server announces the size. A broken connection is an error as well and is
/// not retried: make the call again. So is the end of a file that has neither a length nor chunks, because
/// a broken connection looks the same; see [`accept_unmarked_end`](Download::accept_unmarked_end).
///
/// A chunk may take 30 s and the whole file 10 minutes, unless [`Deadlines`](crate::Deadlines) or
/// [`with_limits`](Download::with_limits) says otherwise.
pub struct Download {
    response: Response,
    content_type: Option<Box<str>>,
    length: Option<u64>,
    taken: u64,
    rules: Rules,
}

/// The limits of a download.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) cap: u64,
    /// How long one chunk may take.
    pub(crate) chunk: Duration,
    /// How long the whole file may take, and since when.
    pub(crate) whole: Duration,
    pub(crate) began: Instant,
    pub(crate) time: Time,
    pub(crate) unmarked_end: UnmarkedEnd,
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: u32,
}

/// Whether the end of a file counts that nothing but the end of its connection marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnmarkedEnd {
    Refused,
    Accepted,
}

impl Download {
    pub(crate) fn of(response: Response, rules: Rules) -> Self {
        let text = |name| response.headers().get(name)?.to_str().ok();
        Self {
            content_type: text(header::CONTENT_TYPE).map(Into::into),
            length: text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()),
            response,
            taken: 0,
            rules,
        }
    }

    /// The content type, such as `application/pdf`.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes the server announces, if it does.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes are accepted at most: by default the cap of the session's answers.
    pub fn cap(&self) -> u64 {
        self.rules.cap
    }

    /// Sets how many bytes are accepted at most.
    #[must_use]
    pub fn with_cap(mut self, bytes: u64) -> Self {
        self.rules.cap = bytes;
        self
    }

    /// Sets how long one chunk may take to arrive, and how long the whole file may take from its head on.
    #[must_use]
    pub fn with_limits(mut self, chunk: Duration, whole: Duration) -> Self {
        self.rules.chunk = chunk;
        self.rules.whole = whole;
        self
    }

    /// Accepts the end of a file that has neither a length nor chunks. Such a file may be cut: check that
    /// it is whole by what is in it.
    #[must_use]
    pub fn accept_unmarked_end(mut self) -> Self {
        self.rules.unmarked_end = UnmarkedEnd::Accepted;
        self
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the file is larger than the cap, when the connection breaks, when no chunk comes
    /// in time or the whole file takes too long, and at an end that may be a cut.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next_chunk().await.map_err(|error| {
            let rules = &self.rules;
            error.after_attempts(rules.attempts).during(rules.operation)
        })
    }

    async fn next_chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.rules.time.check_runtime()?;
        if self.length.is_some_and(|length| length > self.rules.cap) {
            return Err(self.too_large());
        }
        let rules = &self.rules;
        let now = rules.time.now();
        let end = Time::after(rules.began, rules.whole);
        if now >= end {
            return Err(Error::timeout(rules.whole));
        }
        let idle_end = Time::after(now, rules.chunk);
        let limit = if end < idle_end {
            rules.whole
        } else {
            rules.chunk
        };
        let next = rules
            .time
            .timeout_at(end.min(idle_end), self.response.chunk());
        let next = next.await.map_err(|_| Error::timeout(limit))?;
        let Some(piece) = next.map_err(Error::from_reqwest)? else {
            return self.end();
        };
        self.taken = self
            .taken
            .saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if self.taken > self.rules.cap {
            return Err(self.too_large());
        }
        Ok(Some(piece))
    }

    fn end(&self) -> Result<Option<Bytes>, Error> {
        if self.is_end_marked() || self.rules.unmarked_end == UnmarkedEnd::Accepted {
            return Ok(None);
        }
        let (status, headers) = (self.response.status(), self.response.headers());
        Err(Error::may_be_cut(status, headers))
    }

    /// Whether anything other than the end of the connection tells where the file ends.
    fn is_end_marked(&self) -> bool {
        if self.response.version() > Version::HTTP_11 {
            return true;
        }
        let headers = self.response.headers();
        let codings = headers.get_all(header::TRANSFER_ENCODING);
        let last = codings.iter().next_back().map(HeaderValue::as_bytes);
        let last = last.and_then(|codings| codings.rsplit(|byte| *byte == b',').next());
        match last {
            Some(coding) => coding.trim_ascii().eq_ignore_ascii_case(b"chunked"),
            None => headers.contains_key(header::CONTENT_LENGTH),
        }
    }

    fn too_large(&self) -> Error {
        let cap = usize::try_from(self.rules.cap).unwrap_or(usize::MAX);
        Error::too_large(cap, self.response.status(), self.response.headers())
    }

    /// The chunks as a stream. After a failure it ends.
    pub fn into_stream(self) -> Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>> {
        Box::pin(futures_util::stream::unfold(
            Some(self),
            |download| async move {
                let mut download = download?;
                match download.chunk().await {
                    Ok(Some(piece)) => Some((Ok(piece), Some(download))),
                    Ok(None) => None,
                    Err(error) => Some((Err(error), None)),
                }
            },
        ))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("length", &self.length)
            .field("taken", &self.taken)
            .field("cap", &self.rules.cap)
            .finish_non_exhaustive()
    }
}

/// Whether an answer to such a request is the file. Lean answers JSON if the file is not ready.
pub(crate) fn is_file(status: StatusCode, headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    status == StatusCode::OK && !content_type.to_ascii_lowercase().contains("json")
}
