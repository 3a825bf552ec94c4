//! What every kind of recording holds: requests with their answers.

pub(crate) mod capture;
pub(crate) mod har;
pub(crate) mod input;
pub(crate) mod postman;

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::json::raw::{self, Kind};
use crate::route::address::{self, Segment};

/// One answer with the request it belongs to.
#[derive(Debug)]
pub(crate) struct Exchange<'a> {
    /// The recording's name of the request.
    pub(crate) request: Cow<'a, str>,
    /// The method as it was written.
    pub(crate) method: Cow<'a, str>,
    /// Every reading of the address, the likeliest first; never empty.
    pub(crate) paths: Vec<Vec<Segment>>,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body of the answer.
    pub(crate) body: Body<'a>,
}

/// The body of an answer as far as it was recorded.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// Not recorded: nothing can be said about it.
    Absent,
    /// These bytes, perhaps none.
    Bytes(Cow<'a, [u8]>),
    /// The beginning; the recorder left out the rest.
    Cut(Cow<'a, [u8]>),
    /// Something that is no body, for a reason in words.
    Damaged(&'static str),
}

impl<'a> Body<'a> {
    /// The body in a field that holds it as a text, or as JSON in the words of the recording.
    pub(crate) fn of(raw: &'a RawValue) -> Self {
        if raw::kind(raw) != Kind::Text {
            return Self::Bytes(Cow::Borrowed(raw.get().as_bytes()));
        }
        raw::text(raw).map_or(
            Self::Damaged("its text in the recording is not Unicode"),
            Self::of_text,
        )
    }

    /// The same, where recorders write an empty text for a body that they did not keep.
    pub(crate) fn unless_empty(self) -> Self {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => Self::Absent,
            body => body,
        }
    }

    /// The body in a recorded text.
    pub(crate) fn of_text(text: Cow<'a, str>) -> Self {
        Self::Bytes(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }
}

/// Who takes the answers out of a recording, one after the other.
pub(crate) type Taker<'t> = dyn FnMut(Exchange<'_>) + 't;

/// The one reading of an address without variables.
pub(crate) fn paths(address: &str) -> Vec<Vec<Segment>> {
    vec![address::segments(address)]
}
