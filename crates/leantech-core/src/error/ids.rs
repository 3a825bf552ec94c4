//! The ids of an answer's headers, by which Lean's support finds a call.

use http::HeaderMap;

/// The header with the id of a call.
pub(crate) const CORRELATION_ID: &str = "lean-correlation-id";

/// The header with the id of a trace.
pub(crate) const TRACE_ID: &str = "lean-trace-id";

/// The longest id that is believed; Lean's have 32 to 36 characters.
const LONGEST: usize = 128;

/// The id in a header of an answer, if it is one that can be shown.
pub(crate) fn shown<'h>(name: &str, headers: &'h HeaderMap) -> Option<&'h str> {
    let text = headers.get(name)?.to_str().ok()?;
    is_plain(text).then_some(text)
}

/// Whether a text looks like an id: letters, digits, `-`, `_`, `.` and `:`.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    text.len() <= LONGEST && text.bytes().all(is_plain)
}

/// The same, to be kept.
pub(crate) fn kept(name: &str, headers: &HeaderMap) -> Option<Box<str>> {
    shown(name, headers).map(Into::into)
}
