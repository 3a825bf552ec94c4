//! Headers that several rooms know.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The older mechanism's token, with which an application identifies itself.
pub(crate) const APP_TOKEN: HeaderName = HeaderName::from_static("lean-app-token");

/// The header by which a caller names a call of the open-banking family; the answer has it too.
const INTERACTION: HeaderName = HeaderName::from_static("x-fapi-interaction-id");

/// The caller's own id of the call, which comes back whatever the answer is.
pub(crate) fn interaction(headers: &HeaderMap) -> Option<(HeaderName, HeaderValue)> {
    let id = headers.get(INTERACTION)?.clone();
    Some((INTERACTION, id))
}
