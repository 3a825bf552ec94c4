//! Where and why a body is not an event, or a payload does not match its type.

use std::fmt;

use leantech_core::codegen::DecodeFailure;
use serde_json::error::Category;

use super::envelope::Piece;

/// Why a body is not an event, or a payload does not match its type. It contains nothing of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventError {
    path: String,
    reason: &'static str,
    line: usize,
    column: usize,
}

impl EventError {
    /// A body that holds no object.
    pub(super) fn of_body(error: &serde_json::Error) -> Self {
        Self {
            path: ".".to_owned(),
            reason: match error.classify() {
                Category::Io | Category::Syntax => "text that is not JSON",
                Category::Data => "JSON that is not an object",
                Category::Eof => "truncated JSON",
            },
            line: error.line(),
            column: error.column(),
        }
    }

    /// A payload that is not even parsed.
    pub(super) fn of_payload(reason: &'static str) -> Self {
        Self {
            path: PAYLOAD.to_owned(),
            reason,
            line: 0,
            column: 0,
        }
    }

    /// A payload that does not match its type at `failure.path`.
    pub(super) fn in_payload(payload: &Piece<'_>, failure: &DecodeFailure) -> Self {
        let (lines, columns) = payload.place();
        Self {
            path: match failure.path.as_str() {
                "." => PAYLOAD.to_owned(),
                path => format!("{PAYLOAD}.{path}"),
            },
            reason: failure.category,
            line: failure.line + lines,
            column: match failure.line {
                1 => failure.column + columns,
                _ => failure.column,
            },
        }
    }

    /// The fields that lead to the fault, such as `payload.bank_details.identifier`; `.` is the
    /// event itself.
    pub fn path(&self) -> String {
        self.path.clone()
    }

    /// What is wrong there, such as `other JSON than expected`.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

const PAYLOAD: &str = "payload";

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "could not read the event: {} at {}",
            self.reason, self.path
        )?;
        if self.line == 0 {
            return Ok(());
        }
        write!(f, " (line {}, column {})", self.line, self.column)
    }
}

impl std::error::Error for EventError {}
