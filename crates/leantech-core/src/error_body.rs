//! The bodies that Lean's servers put into errors, in all their shapes.

use std::fmt;

use serde::Deserialize;

use crate::{ErrorCode, ResultsId};

/// How much of an error's body is kept.
const KEPT: usize = 4 * 1024;

/// Which of Lean's error bodies it is; see Lean's pages on errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorShape {
    /// `status` and `message`, sometimes `timestamp`, `metadata` and `results_id`: most errors.
    Status,
    /// `status_code` and `message`: connect link and consents.
    StatusCode,
    /// A result envelope with `status_detail`: data and insights.
    Result,
    /// The same in `PascalCase`: the open-banking family.
    OpenBanking,
    /// `error` and `error_description`: the token endpoint (RFC 6749).
    OAuth,
    /// None of these: empty, text, HTML or other JSON.
    Other,
}

/// What an error answer said.
///
/// Its `Debug` shows the shape and the codes, not the texts: those may name a customer.
#[derive(Clone)]
pub struct ErrorBody {
    shape: ErrorShape,
    code: Option<ErrorCode>,
    granular_code: Option<ErrorCode>,
    message: Option<Box<str>>,
    additional_info: Option<Box<str>>,
    results_id: Option<ResultsId>,
    text: Box<[u8]>,
    length: usize,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    #[serde(alias = "Status")]
    status: Lenient,
    status_code: Lenient,
    #[serde(alias = "Message")]
    message: Lenient,
    #[serde(alias = "ResultsId")]
    results_id: Lenient,
    status_detail: Option<Detail>,
    #[serde(rename = "StatusDetail")]
    pascal_detail: Option<Detail>,
    error: Lenient,
    error_description: Lenient,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(alias = "GranularStatusCode")]
    granular_status_code: Lenient,
    #[serde(alias = "StatusAdditionalInfo")]
    status_additional_info: Lenient,
}

/// A text; any other JSON counts as absent, so that one odd member does not cost the others.
#[derive(Default)]
enum Lenient {
    #[default]
    Absent,
    Other,
    Text(Box<str>),
}

impl Lenient {
    fn text(self) -> Option<Box<str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::Other => None,
        }
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Text(text) => ErrorCode::read(text),
            Self::Absent | Self::Other => None,
        }
    }

    fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Ok(serde_json::from_str(raw.get()).map_or(Self::Other, Self::Text))
    }
}

impl ErrorBody {
    /// Reads a body; whatever it is, this does not fail.
    pub fn read(body: &[u8]) -> Self {
        let is_pascal = body
            .windows(8)
            .take(KEPT)
            .any(|window| window == b"\"Status\"");
        let fields: Fields = serde_json::from_slice(body).unwrap_or_default();
        let detail = fields.status_detail.or(fields.pascal_detail);
        let shape = if is_pascal {
            ErrorShape::OpenBanking
        } else if detail.is_some() {
            ErrorShape::Result
        } else if fields.status.is_present() {
            ErrorShape::Status
        } else if fields.status_code.is_present() {
            ErrorShape::StatusCode
        } else if fields.error.is_present() {
            ErrorShape::OAuth
        } else {
            ErrorShape::Other
        };
        let detail = detail.unwrap_or_default();
        let text = body.get(..KEPT).unwrap_or(body);
        Self {
            shape,
            code: fields.status.code().or_else(|| fields.error.code()),
            granular_code: detail.granular_status_code.code(),
            message: fields
                .message
                .text()
                .or_else(|| fields.error_description.text()),
            additional_info: detail.status_additional_info.text(),
            results_id: fields.results_id.text().and_then(|id| id.parse().ok()),
            text: text.into(),
            length: body.len(),
        }
    }

    /// Which of Lean's shapes it is.
    pub fn shape(&self) -> ErrorShape {
        self.shape
    }

    /// The code word (`status` or `error`).
    pub fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// The finer code word (`granular_status_code`), where there is one.
    pub fn granular_code(&self) -> Option<&ErrorCode> {
        self.granular_code.as_ref()
    }

    /// Lean's text for people. It may name a customer: do not log it unread.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The finer text for people (`status_additional_info`). The same care is due.
    pub fn additional_info(&self) -> Option<&str> {
        self.additional_info.as_deref()
    }

    /// The id of the result, by which Lean's support finds it.
    pub fn results_id(&self) -> Option<&ResultsId> {
        self.results_id.as_ref()
    }

    /// The first 4 KiB of the body as it came. They may hold a customer's data.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// The length of the whole body in bytes.
    pub fn length(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBody")
            .field("shape", &self.shape)
            .field("code", &self.code)
            .field("granular_code", &self.granular_code)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (ErrorShape, Option<String>, Option<String>) {
        let body = ErrorBody::read(text.as_bytes());
        (
            body.shape(),
            body.code().map(ToString::to_string),
            body.granular_code().map(ToString::to_string),
        )
    }

    #[test]
    fn all_five_shapes_are_told_apart() {
        let some = |word: &str| Some(word.to_owned());
        let table = [
            (
                r#"{"status":"UNKNOWN_ENTITY","message":"m","metadata":null}"#,
                ErrorShape::Status,
                some("UNKNOWN_ENTITY"),
                None,
            ),
            (
                r#"{"status_code":401,"message":"Authentication failed"}"#,
                ErrorShape::StatusCode,
                None,
                None,
            ),
            (
                r#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#,
                ErrorShape::Result,
                some("FAILED"),
                some("BANK_ISSUE"),
            ),
            (
                r#"{"Status":"FAILED","StatusDetail":{"GranularStatusCode":"ENTITY_NOT_FOUND"}}"#,
                ErrorShape::OpenBanking,
                some("FAILED"),
                some("ENTITY_NOT_FOUND"),
            ),
            (
                r#"{"error":"invalid_client","error_description":"d"}"#,
                ErrorShape::OAuth,
                some("invalid_client"),
                None,
            ),
            ("", ErrorShape::Other, None, None),
            ("<html>", ErrorShape::Other, None, None),
            ("[]", ErrorShape::Other, None, None),
        ];
        for (text, shape, code, granular) in table {
            assert_eq!(read(text), (shape, code, granular), "{text}");
        }
    }

    #[test]
    fn an_odd_member_does_not_cost_the_code() {
        let text = r#"{"status":"UNKNOWN_ENTITY","message":{"a":[1]},"results_id":7}"#;
        assert_eq!(read(text).1.as_deref(), Some("UNKNOWN_ENTITY"));
    }

    #[test]
    fn h15_a_large_body_is_cut_and_its_code_is_found() {
        let text = format!(
            r#"{{"message":"{}","status":"INVALID_PARAMETERS"}}"#,
            "x".repeat(1 << 20)
        );
        let body = ErrorBody::read(text.as_bytes());
        assert_eq!(body.code(), Some(&ErrorCode::InvalidParameters));
        assert_eq!((body.bytes().len(), body.length()), (KEPT, text.len()));
    }

    #[test]
    fn debug_shows_no_text() {
        let body = ErrorBody::read(br#"{"status":"X","message":"canary"}"#);
        assert!(!format!("{body:?}").contains("canary"));
    }
}
