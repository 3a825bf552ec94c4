//! What the server does with a request: an answer, a bad answer, or none.

use std::time::Duration;

use bytes::Bytes;

use super::Gate;

/// What the server does with one request.
#[derive(Debug, Clone)]
pub struct Reply {
    pub(super) before: Vec<Pause>,
    pub(super) what: What,
    pub(super) end: End,
}

/// What happens before anything is sent.
#[derive(Debug, Clone)]
pub(super) enum Pause {
    Time(Duration),
    Gate(Gate),
}

/// What is sent.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Not one byte.
    Nothing,
    /// A head and a body.
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Body,
    },
    /// These bytes, whatever they are.
    Raw(Bytes),
}

/// How a body is sent.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// With its length; a 204 has none.
    Whole(Bytes),
    /// With a length that is not its own.
    Announced(Bytes, usize),
    /// In chunks, this one so many times.
    Repeated(Bytes, u64),
    /// With its length, byte after byte.
    Dripped(Bytes, Duration),
}

/// What becomes of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Keep,
    Close,
    Reset,
    Hang,
}

impl Reply {
    fn new(what: What, end: End) -> Self {
        Self {
            before: Vec::new(),
            what,
            end,
        }
    }

    /// An answer with a status and an empty body.
    pub fn status(status: u16) -> Self {
        let (headers, body) = (Vec::new(), Body::Whole(Bytes::new()));
        Self::new(
            What::Answer {
                status,
                headers,
                body,
            },
            End::Keep,
        )
    }

    /// An answer with a JSON body.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::status(status)
            .header("content-type", "application/json")
            .body(body)
    }

    /// These bytes in place of an answer; the connection is closed after them.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::new(What::Raw(bytes.into()), End::Close)
    }

    /// No answer; the connection stays.
    pub fn hang() -> Self {
        Self::new(What::Nothing, End::Hang)
    }

    /// No answer; the connection is reset.
    pub fn reset() -> Self {
        Self::new(What::Nothing, End::Reset)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let What::Answer { headers, .. } = &mut self.what {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The body.
    #[must_use]
    pub fn body(self, bytes: impl Into<Bytes>) -> Self {
        self.with_body(Body::Whole(bytes.into()))
    }

    /// A body whose announced length is another.
    #[must_use]
    pub fn body_announced_as(self, bytes: impl Into<Bytes>, length: usize) -> Self {
        self.with_body(Body::Announced(bytes.into(), length))
    }

    /// A chunked body: one chunk, so many times.
    #[must_use]
    pub fn body_repeated(self, chunk: impl Into<Bytes>, times: u64) -> Self {
        self.with_body(Body::Repeated(chunk.into(), times))
    }

    /// A body that comes byte after byte.
    #[must_use]
    pub fn body_dripped(self, bytes: impl Into<Bytes>, every: Duration) -> Self {
        self.with_body(Body::Dripped(bytes.into(), every))
    }

    fn with_body(mut self, bytes: Body) -> Self {
        if let What::Answer { body, .. } = &mut self.what {
            *body = bytes;
        }
        self
    }

    /// Waits before anything is sent.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.before.push(Pause::Time(wait));
        self
    }

    /// Waits at a gate before anything is sent.
    #[must_use]
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.before.push(Pause::Gate(gate.clone()));
        self
    }

    /// Resets the connection after what is sent.
    #[must_use]
    pub fn then_reset(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    /// Closes the connection after what is sent, without having said so.
    #[must_use]
    pub fn then_close(mut self) -> Self {
        self.end = End::Close;
        self
    }

    /// Sends nothing more after what is sent, and keeps the connection.
    #[must_use]
    pub fn then_hang(mut self) -> Self {
        self.end = End::Hang;
        self
    }
}

/// A good answer of the token endpoint.
pub fn token_answer(token: &str, seconds: u64) -> Reply {
    Reply::json(
        200,
        format!(
            r#"{{"access_token":"{token}","token_type":"bearer","expires_in":{seconds},"scope":"api"}}"#
        ),
    )
}
