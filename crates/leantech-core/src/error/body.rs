//! The bodies of Lean's error answers, in all their shapes.

use std::fmt;

use crate::json::fields::{self, Field, fields, folded};
use crate::json::without_bom;
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
/// Its `Debug` shows the shape and the codes, not the texts, which may name a customer.
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

/// A text; null counts as absent, and any other JSON as malformed.
#[derive(Default)]
enum Part {
    #[default]
    Absent,
    Odd,
    Text(Box<str>),
}

impl Part {
    /// Reads a value: the first text is kept, so that a malformed value affects no other.
    fn offer(&mut self, field: &Field<'_>) {
        if matches!(self, Self::Text(_)) || field.is_null() {
            return;
        }
        *self = fields::text(field.value).map_or(Self::Odd, |text| Self::Text(text.into()));
    }

    fn text(self) -> Option<Box<str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::Odd => None,
        }
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Text(text) => ErrorCode::read(text),
            Self::Absent | Self::Odd => None,
        }
    }

    fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

/// What is read of a body.
#[derive(Default)]
struct Parts {
    status: Part,
    status_code: Part,
    message: Part,
    results_id: Part,
    error: Part,
    error_description: Part,
    detail: Option<Detail>,
    is_pascal: bool,
}

#[derive(Default)]
struct Detail {
    granular_status_code: Part,
    additional_info: Part,
}

impl Parts {
    fn read(body: &[u8]) -> Self {
        let mut parts = Self::default();
        for field in fields(body) {
            let Some(name) = field.name() else { continue };
            let (has_status, has_detail) = (parts.status.is_present(), parts.detail.is_some());
            match folded(&name).as_str() {
                "status" => {
                    parts.status.offer(&field);
                    parts.is_pascal |= !has_status && name == "Status";
                }
                "statusdetail" if !has_detail => {
                    parts.detail = Detail::read(field.value);
                    parts.is_pascal |= parts.detail.is_some() && name == "StatusDetail";
                }
                "statuscode" => parts.status_code.offer(&field),
                "message" => parts.message.offer(&field),
                "resultsid" => parts.results_id.offer(&field),
                "error" => parts.error.offer(&field),
                "errordescription" => parts.error_description.offer(&field),
                _ => {}
            }
        }
        parts
    }
}

impl Detail {
    /// The detail, if it is an object.
    fn read(value: &[u8]) -> Option<Self> {
        if !value.starts_with(b"{") {
            return None;
        }
        let mut detail = Self::default();
        for field in fields(value) {
            let Some(name) = field.name() else { continue };
            match folded(&name).as_str() {
                "granularstatuscode" => detail.granular_status_code.offer(&field),
                "statusadditionalinfo" => detail.additional_info.offer(&field),
                _ => {}
            }
        }
        Some(detail)
    }
}

impl ErrorBody {
    /// Reads a body; whatever it is, this does not fail.
    ///
    /// It is read field by field: a value that is malformed, or holds bytes that are not UTF-8, affects
    /// no other. Names are compared without regard to case and `_`; if a name comes more
    /// than once, the first text is used. Anything other than an object says nothing.
    pub fn read(body: &[u8]) -> Self {
        let body_text = without_bom(body);
        let parts = Parts::read(body_text);
        let shape = if parts.is_pascal {
            ErrorShape::OpenBanking
        } else if parts.detail.is_some() {
            ErrorShape::Result
        } else if parts.status.is_present() {
            ErrorShape::Status
        } else if parts.status_code.is_present() {
            ErrorShape::StatusCode
        } else if parts.error.is_present() {
            ErrorShape::OAuth
        } else {
            ErrorShape::Other
        };
        let detail = parts.detail.unwrap_or_default();
        // An id other than the one that was sent finds nothing.
        let results_id = parts.results_id.text();
        let results_id = results_id.filter(|id| !id.contains(char::REPLACEMENT_CHARACTER));
        Self {
            shape,
            code: parts.status.code().or_else(|| parts.error.code()),
            granular_code: detail.granular_status_code.code(),
            message: parts
                .message
                .text()
                .or_else(|| parts.error_description.text()),
            additional_info: detail.additional_info.text(),
            results_id: results_id.and_then(|id| id.parse().ok()),
            text: body.get(..KEPT).unwrap_or(body).into(),
            length: body.len(),
        }
    }

    /// Which of Lean's shapes it is.
    pub fn shape(&self) -> ErrorShape {
        self.shape
    }

    /// The code (`status` or `error`).
    pub fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// Whether it says that something failed: in a 2xx, `status` may be the state of an object.
    pub(crate) fn is_failure(&self) -> bool {
        let is_known = |code: &ErrorCode| !matches!(code, ErrorCode::Other(_));
        self.shape == ErrorShape::OAuth
            || self.granular_code.is_some()
            || self.code.as_ref().is_some_and(is_known)
    }

    /// The more specific code (`granular_status_code`), if there is one.
    pub fn granular_code(&self) -> Option<&ErrorCode> {
        self.granular_code.as_ref()
    }

    /// Lean's text for people. It may name a customer: do not log it without checking.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The more specific text for people (`status_additional_info`). Treat it with the same care.
    pub fn additional_info(&self) -> Option<&str> {
        self.additional_info.as_deref()
    }

    /// The id of the result, which Lean's support can look up.
    pub fn results_id(&self) -> Option<&ResultsId> {
        self.results_id.as_ref()
    }

    /// The first 4 KiB of the body as received. They may hold customer data.
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
    fn an_odd_part_costs_itself_alone() {
        let odd_parts = [
            r#""message":{"a":[1]},"results_id":7"#,
            r#""status_detail":"x""#,
            r#""status_detail":404"#,
            r#""status_detail":["BANK_ISSUE","x"]"#,
            r#""status_detail":true,"StatusDetail":[]"#,
            r#""message":"a","message":"b""#,
            r#""metadata":1,"metadata":2,"":0,"\ud800":1"#,
            r#""message":"\ud800""#,
            "\"message\":\"a\nb\"",
            r#""timestamp":NaN,"n":1e999,"x":01"#,
            r#""error":{"code":7},"error_description":[]"#,
            r#""status":"OTHER","Status":"ANOTHER","STATUS":7"#,
        ];
        for odd in odd_parts {
            for text in [
                format!(r#"{{"status":"DUPLICATED_REQUEST",{odd}}}"#),
                format!(r#"{{"status":"DUPLICATED_REQUEST","t":0,{odd},"u":1}}"#),
                // Cut in the middle, or followed by something that is not JSON.
                format!(r#"{{"status":"DUPLICATED_REQUEST",{odd}"#),
                format!(r#"{{"status":"DUPLICATED_REQUEST",{odd}}}<html>"#),
            ] {
                assert_eq!(
                    read(&text).1.as_deref(),
                    Some("DUPLICATED_REQUEST"),
                    "{text}"
                );
            }
            if !odd.contains("status\":\"OTHER") {
                let after = format!(r#"{{{odd},"status":"DUPLICATED_REQUEST"}}"#);
                assert_eq!(
                    read(&after).1.as_deref(),
                    Some("DUPLICATED_REQUEST"),
                    "{after}"
                );
            }
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_cost_the_part_they_are_in() {
        let mut body =
            br#"{"x":"?","status":"DUPLICATED_REQUEST","message":"?","results_id":"?"}"#.to_vec();
        for byte in &mut body {
            if *byte == b'?' {
                *byte = 0xff;
            }
        }
        let read = ErrorBody::read(&body);
        assert_eq!(read.code(), Some(&ErrorCode::DuplicatedRequest));
        assert_eq!(
            (read.message(), read.results_id()),
            (Some("\u{fffd}"), None)
        );
        let read = ErrorBody::read(b"{\"status\":\"DUPLICATED\xff\",\"message\":\"m\"}");
        assert_eq!((read.code(), read.message()), (None, Some("m")));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let text = "\u{feff}{\"status\":\"DUPLICATED_REQUEST\"}";
        assert_eq!(read(text).1.as_deref(), Some("DUPLICATED_REQUEST"));
    }

    #[test]
    fn names_are_read_in_any_case_and_the_first_that_can_be_read_wins() {
        for (text, shape, code) in [
            (r#"{"STATUS":"A"}"#, ErrorShape::Status, "A"),
            (
                r#"{"Status":"A","status":"B"}"#,
                ErrorShape::OpenBanking,
                "A",
            ),
            (r#"{"status":"A","Status":"B"}"#, ErrorShape::Status, "A"),
            (r#"{"status":7,"Status":"B"}"#, ErrorShape::Status, "B"),
            (
                r#"{"status":null,"Status":"B"}"#,
                ErrorShape::OpenBanking,
                "B",
            ),
            (
                r#"{"Error":"invalid_client"}"#,
                ErrorShape::OAuth,
                "invalid_client",
            ),
        ] {
            assert_eq!(read(text), (shape, Some(code.to_owned()), None), "{text}");
        }
        for detail in [
            r#""statusDetail":{"granularStatusCode":"BANK_ISSUE"}"#,
            r#""STATUS_DETAIL":{"GRANULAR_STATUS_CODE":"BANK_ISSUE"}"#,
            r#""status_detail":"x","status_detail":{"granular_status_code":"BANK_ISSUE"}"#,
            r#""status_detail":{"status_additional_info":7,"granular_status_code":"BANK_ISSUE"}"#,
            r#""status_detail":{"granular_status_code":"BANK_ISSUE"},"status_detail":{}"#,
        ] {
            let text = format!(r#"{{"status":"FAILED",{detail}}}"#);
            assert_eq!(read(&text).2.as_deref(), Some("BANK_ISSUE"), "{text}");
        }
    }

    #[test]
    fn a_list_is_not_read_by_position() {
        for text in [
            r#"["DUPLICATED_REQUEST",null,"m"]"#,
            r#"[{"status":"DUPLICATED_REQUEST"}]"#,
            r#""DUPLICATED_REQUEST""#,
        ] {
            assert_eq!(read(text), (ErrorShape::Other, None, None), "{text}");
        }
        let text = r#"{"status":"FAILED","status_detail":["BANK_ISSUE"]}"#;
        assert_eq!(
            read(text),
            (ErrorShape::Status, Some("FAILED".to_owned()), None)
        );
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
