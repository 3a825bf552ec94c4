//! One request on its way to an answer.
//! Uses what is remembered and what the documents ask of a request; uses no operation's answer.

pub(crate) mod authorization;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use leantech_core::{ResultsId, codegen};
use serde::de::DeserializeOwned;

#[cfg(feature = "jsonschema")]
use crate::documents::checks::{Fault, Finding};
use crate::memory::shared::Shared;
use crate::memory::state::IdKind;
use crate::wire::answer::{self, Answer};
use crate::wire::error_style::ErrorStyle;
use crate::wire::origin::{Site, site};
use crate::wire::paging::{BadPage, PageRequest, PageRules};
use crate::wire::query::Query;
use crate::wire::segment::{decode_segment, is_uuid};
#[cfg(feature = "open-banking")]
use crate::wire::standard_error;

/// Says where in a request something is wrong; Lean has no such header.
const POINTER: HeaderName = HeaderName::from_static("x-sandbox-pointer");

/// A request with everything that answering it needs.
#[derive(Debug)]
pub(crate) struct Exchange<'r> {
    pub(crate) shared: &'r Arc<Shared>,
    /// The address of links, by the name that the request came by.
    pub(crate) base_url: &'r str,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) path: &'r str,
    pub(crate) query: Query<'r>,
    pub(crate) body: &'r [u8],
    pub(crate) now: DateTime<Utc>,
    pub(crate) style: ErrorStyle,
}

impl Exchange<'_> {
    /// An error in the shape of this operation. The state must not be locked.
    pub(crate) fn error(&self, status: StatusCode, word: &str, message: &str) -> Answer {
        let with_id = |make: fn(_, &str, &str, _, &str) -> Answer| {
            let results_id: ResultsId = self.shared.state().new_id(IdKind::Results);
            make(status, word, message, self.now, results_id.as_str())
        };
        match self.style {
            // What a bank does not answer at once has an id nevertheless.
            ErrorStyle::Short if status == StatusCode::NOT_IMPLEMENTED => {
                with_id(answer::short_with_results)
            }
            ErrorStyle::Short | ErrorStyle::Results => {
                answer::short(status, word, message, self.now)
            }
            ErrorStyle::Consent => answer::consent(status, message),
            #[cfg(feature = "open-banking")]
            ErrorStyle::OpenBanking => {
                standard_error::failed(status, word, message, None, self.now)
            }
            // An area that is left out has no envelope.
            #[cfg(not(feature = "open-banking"))]
            ErrorStyle::OpenBanking => answer::short(status, word, message, self.now),
            ErrorStyle::Insight => match status.as_u16() {
                401 | 405 | 413 | 429 => answer::short(status, word, message, self.now),
                _ => with_id(answer::failed),
            },
        }
    }

    /// The answer to a value that cannot be used; `pointer` leads to it: a JSON pointer whose
    /// first step is `path`, `query`, `header` or `body`.
    pub(crate) fn invalid(&self, pointer: &str, message: &str) -> Answer {
        let answer = self.error(StatusCode::BAD_REQUEST, "INVALID_PARAMETERS", message);
        pointed(answer, pointer)
    }

    /// The answer to something required that is absent.
    pub(crate) fn missing(&self, pointer: &str, message: &str) -> Answer {
        let answer = self.error(StatusCode::BAD_REQUEST, "MISSING_PARAMETERS", message);
        pointed(answer, pointer)
    }

    /// The answer to a call of an area that this sandbox was built without.
    pub(crate) fn left_out(&self, area: &str) -> Answer {
        let message = format!(
            "this sandbox was built without {area}; switch on the feature `{area}` of \
             leantech-sandbox"
        );
        let word = "AREA_LEFT_OUT";
        answer::short(StatusCode::NOT_IMPLEMENTED, word, &message, self.now)
    }

    /// The answer to a request that is not as Lean's documents say.
    #[cfg(feature = "jsonschema")]
    pub(crate) fn refused(&self, finding: &Finding) -> Answer {
        let pointer = &*finding.pointer;
        let place = pointer
            .split_once('/')
            .and_then(|(_, place)| Some(place.split_once('/')?.1))
            .unwrap_or("the body");
        let (word, message) = match finding.fault {
            // These have one word for both.
            Fault::Missing
                if matches!(self.style, ErrorStyle::OpenBanking | ErrorStyle::Insight) =>
            {
                ("INVALID_PARAMETERS", format!("{place} is required"))
            }
            Fault::Missing => ("MISSING_PARAMETERS", format!("{place} is required")),
            Fault::Malformed => (
                "INVALID_PARAMETERS",
                format!("{place} has a value of the wrong form"),
            ),
        };
        let status = StatusCode::BAD_REQUEST;
        let answer = match self.style {
            ErrorStyle::Results => {
                let results_id: ResultsId = self.shared.state().new_id(IdKind::Results);
                let id = results_id.as_str();
                answer::short_with_results(status, word, &message, self.now, id)
            }
            _ => self.error(status, word, &message),
        };
        pointed(answer, pointer)
    }

    /// Whether no page of another site sent the request.
    pub(crate) fn is_own(&self) -> bool {
        site(self.headers, self.base_url) != Site::Other
    }

    pub(crate) fn not_found(&self, word: &str, message: &str) -> Answer {
        self.error(StatusCode::NOT_FOUND, word, message)
    }

    /// An id of a path, which Lean wants in the form of a uuid.
    pub(crate) fn path_uuid<'s>(
        &self,
        name: &str,
        segment: &'s str,
    ) -> Result<Cow<'s, str>, Answer> {
        decode_segment(segment)
            .filter(|id| is_uuid(id))
            .ok_or_else(|| {
                self.invalid(
                    &format!("/path/{name}"),
                    &format!("{name} is not a valid id"),
                )
            })
    }

    /// The page that the query asks for.
    pub(crate) fn page(&self, rules: PageRules) -> Result<PageRequest, Answer> {
        rules.read(&self.query).map_err(|BadPage(name)| {
            self.invalid(
                &format!("/query/{name}"),
                &format!("{name} is out of its range"),
            )
        })
    }

    /// The body as the request type of the documents, which it was checked against.
    pub(crate) fn read_body<T: DeserializeOwned>(&self) -> Result<T, Answer> {
        codegen::read(self.body).map_err(|failure| {
            // The value itself may be a customer's; only the place goes into the answer.
            let pointer = pointer(&failure.path);
            let place = pointer.strip_prefix("/body/").unwrap_or("the body");
            self.invalid(&pointer, &format!("{place} cannot be used"))
        })
    }
}

/// An answer with the header that says where in the request something is wrong.
pub(crate) fn pointed(answer: Answer, pointer: &str) -> Answer {
    // Pointers are made of the documents' names; a name that no header can hold is left out.
    match HeaderValue::try_from(pointer) {
        Ok(pointer) => answer.header(POINTER, pointer),
        Err(_) => answer,
    }
}

/// A way such as `rows[1].amount` as a pointer into the request.
fn pointer(path: &str) -> String {
    let steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty());
    steps.fold("/body".to_owned(), |pointer, step| pointer + "/" + step)
}

#[cfg(test)]
mod tests {
    use leantech_core::ExactDecimal;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Order {
        #[expect(dead_code, reason = "no amount of this test can be read")]
        rows: Vec<ExactDecimal>,
    }

    #[test]
    fn pointer_leads_to_a_number_and_not_into_how_it_is_kept() {
        for (body, place) in [
            (r#"{"rows": [1, 5e-324]}"#, "/body/rows/1"),
            (r#"{"rows": 1}"#, "/body/rows"),
            ("{}", "/body"),
        ] {
            let read = codegen::read::<Order>(body.as_bytes());
            let found = read.map_err(|failure| pointer(&failure.path));
            assert_eq!(found.err().as_deref(), Some(place));
        }
    }
}
