//! One request on its way to an answer.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::answer::{self, Answer};
use crate::paging::{BadPage, PageRequest, PageRules};
use crate::query::{Query, Unusable};
use crate::shared::Shared;

/// How an operation writes its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorStyle {
    /// `status`, `message`, `timestamp`, `metadata`.
    Short,
    /// `status_code` and `message`.
    Consent,
}

/// A request with everything that answering it needs.
#[derive(Debug)]
pub(crate) struct Exchange<'r> {
    pub(crate) shared: &'r Arc<Shared>,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) path: &'r str,
    pub(crate) query: Query<'r>,
    pub(crate) body: &'r [u8],
    pub(crate) now: DateTime<Utc>,
    pub(crate) style: ErrorStyle,
}

/// Decodes a segment of a path; `None` where it is no UTF-8.
pub(crate) fn decode_segment(segment: &str) -> Option<Cow<'_, str>> {
    percent_encoding::percent_decode_str(segment)
        .decode_utf8()
        .ok()
}

/// Whether a text has the form of a uuid.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl Exchange<'_> {
    /// An error in the shape of this operation.
    pub(crate) fn error(&self, status: StatusCode, word: &str, message: &str) -> Answer {
        match self.style {
            ErrorStyle::Short => answer::short(status, word, message, self.now),
            ErrorStyle::Consent => answer::consent(status, message),
        }
    }

    pub(crate) fn invalid(&self, message: &str) -> Answer {
        self.error(StatusCode::BAD_REQUEST, "INVALID_PARAMETERS", message)
    }

    pub(crate) fn missing(&self, name: &str) -> Answer {
        let message = format!("{name} is required");
        self.error(StatusCode::BAD_REQUEST, "MISSING_PARAMETERS", &message)
    }

    pub(crate) fn not_found(&self, word: &str, message: &str) -> Answer {
        self.error(StatusCode::NOT_FOUND, word, message)
    }

    /// The answer to a parameter that cannot be used.
    pub(crate) fn unusable(&self, name: &str, why: Unusable) -> Answer {
        match why {
            Unusable::Missing => self.missing(name),
            Unusable::Malformed => self.invalid(&format!("{name} has a value of the wrong form")),
        }
    }

    /// An id of a path, which Lean wants in the form of a uuid.
    pub(crate) fn path_uuid<'s>(
        &self,
        name: &str,
        segment: &'s str,
    ) -> Result<Cow<'s, str>, Answer> {
        decode_segment(segment)
            .filter(|id| is_uuid(id))
            .ok_or_else(|| self.invalid(&format!("{name} is not a valid id")))
    }

    /// The page that the query asks for.
    pub(crate) fn page(&self, rules: PageRules) -> Result<PageRequest, Answer> {
        rules
            .read(&self.query)
            .map_err(|BadPage(name)| self.invalid(&format!("{name} is out of its range")))
    }

    /// The body as the request type of the documents.
    pub(crate) fn read_body<T: DeserializeOwned>(&self) -> Result<T, Answer> {
        let mut reader = serde_json::Deserializer::from_slice(self.body);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            // The value itself may be a customer's; only the place goes into the answer.
            match missing_field(error.inner()) {
                Some(name) => self.missing(&name),
                None if place == "." => self.invalid("the body is not the JSON that was expected"),
                None => self.invalid(&format!("{place} has a value of the wrong form")),
            }
        })?;
        reader
            .end()
            .map_err(|_| self.invalid("the body goes on after its end"))?;
        Ok(read)
    }

    /// Whether deleting was asked for with a reason, which must be `USER_REQUESTED`.
    pub(crate) fn check_reason(&self) -> Result<(), Answer> {
        match self.query.value("reason").as_deref() {
            Some("USER_REQUESTED") => Ok(()),
            Some(_) => Err(self.invalid("reason must be USER_REQUESTED")),
            None => Err(self.missing("reason")),
        }
    }
}

/// The name in serde's "missing field `name`", which is the only place that has it.
fn missing_field(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let (name, _) = text.strip_prefix("missing field `")?.split_once('`')?;
    Some(name.into())
}
