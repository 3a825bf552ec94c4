//! Names of headers that several rooms know.

use http::HeaderName;

/// The older mechanism's token, with which an application identifies itself.
pub(crate) const APP_TOKEN: HeaderName = HeaderName::from_static("lean-app-token");
