//! The configuration of `Lean.reconnect`.

use std::fmt;

use serde::Serialize;

use super::connect_error::ConnectError;
use super::identifier::identifier;
use super::script_json;

/// The configuration of `Lean.reconnect`, with which a customer signs in at the bank again.
///
/// It belongs to the older flow with the customer's own bank login, as in the Emirates. In Saudi
/// open banking an expired consent is renewed with `connect`; use that unless Lean tells you
/// otherwise. The `reconnect_id` comes in the answer or webhook that asks for it.
///
/// ```
/// use leantech::link_sdk::ReconnectConfiguration;
///
/// let configuration = ReconnectConfiguration::new("your-app-token", "reconnect-id")?;
/// assert_eq!(
///     configuration.to_script_json().expose(),
///     r#"{"app_token":"your-app-token","reconnect_id":"reconnect-id"}"#,
/// );
/// # Ok::<(), leantech::link_sdk::ConnectError>(())
/// ```
///
/// Source: flows reference; `LinkSDK` for React Native.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ReconnectConfiguration {
    /// The application's token from Lean's dashboard. It is public.
    app_token: String,
    /// What is to be reconnected.
    reconnect_id: String,
}

impl ReconnectConfiguration {
    /// A configuration of the two fields that `reconnect` takes.
    ///
    /// # Errors
    ///
    /// Fails when one of them is empty or holds blanks or control characters.
    pub fn new(
        app_token: impl Into<String>,
        reconnect_id: impl Into<String>,
    ) -> Result<Self, ConnectError> {
        Ok(Self {
            app_token: identifier("app_token", app_token.into())?,
            reconnect_id: identifier("reconnect_id", reconnect_id.into())?,
        })
    }

    /// The configuration as JSON to put inside a `<script>` element; see
    /// [`ConnectConfiguration::to_script_json`](super::ConnectConfiguration::to_script_json).
    pub fn to_script_json(&self) -> leantech_core::Secret {
        script_json::of(self)
    }
}

impl fmt::Debug for ReconnectConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReconnectConfiguration")
            .finish_non_exhaustive()
    }
}
