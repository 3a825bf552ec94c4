//! Names of headers that several rooms know.

use http::HeaderName;

/// The older mechanism's token, by which an application names itself.
pub(crate) const APP_TOKEN: HeaderName = HeaderName::from_static("lean-app-token");
