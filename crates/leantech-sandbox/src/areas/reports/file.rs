//! Answers that are files.

use http::{HeaderValue, StatusCode, header};

use super::pdf;
use crate::wire::answer::Answer;

/// Lines of text as a PDF file.
pub(super) fn pdf(lines: &[String]) -> Answer {
    answer("application/pdf", pdf::of(lines))
}

/// A stored document, whatever is in it.
pub(super) fn document(lines: &[String]) -> Answer {
    answer("application/octet-stream", pdf::of(lines))
}

fn answer(content_type: &'static str, bytes: Vec<u8>) -> Answer {
    Answer {
        status: StatusCode::OK,
        body: bytes.into(),
        headers: Vec::new(),
    }
    .header(header::CONTENT_TYPE, HeaderValue::from_static(content_type))
}
