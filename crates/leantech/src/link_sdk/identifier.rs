//! Texts of a configuration that must not be empty.

use super::connect_error::{ConnectError, ConnectFault};

/// Checks that a text holds more than blanks.
pub(super) fn filled(field: &'static str, text: String) -> Result<String, ConnectError> {
    if text.trim().is_empty() {
        return Err(ConnectError::field_is(field, ConnectFault::Empty));
    }
    Ok(text)
}

/// Checks an identifier: not empty, without blanks.
pub(super) fn identifier(field: &'static str, text: String) -> Result<String, ConnectError> {
    let text = filled(field, text)?;
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(ConnectError::field_is(field, ConnectFault::NotAnIdentifier));
    }
    Ok(text)
}
