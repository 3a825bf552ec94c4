//! What the `LinkSDK` tells the page when it is done, as the page passes it on.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::secondary_status::SecondaryStatus;
use leantech_core::open_enum;

open_enum! {
    /// How a visit to the `LinkSDK` ended.
    ///
    /// Source: `LinkSDK` page for the web.
    pub enum CallbackStatus {
        /// All went well, according to the front end.
        Success = "SUCCESS",
        /// Something failed.
        Error = "ERROR",
        /// The customer closed it.
        Cancelled = "CANCELLED",
        /// The customer goes on to the bank's page.
        Redirect = "REDIRECT",
        /// The page closed it.
        ClosedProgrammatically = "LINK_CLOSED_PROGRAMMATICALLY",
    }
}

/// What the `LinkSDK` passes to the page's `callback`.
///
/// **It is a hint, never a proof.** It passes through the customer's browser, which can send
/// anything, and it names no entity. Use it to choose what the page shows next; take the
/// connection itself from the webhook `entity.created` or from the API.
///
/// Any field may be missing, null and absent are the same, and fields that the documents do not name
/// are ignored.
///
/// ```
/// use leantech::link_sdk::{CallbackData, CallbackStatus, SecondaryStatus};
///
/// let posted = r#"{"status":"SUCCESS","secondary_status":"OK","bank":{"is_supported":true}}"#;
/// let callback: CallbackData = serde_json::from_str(posted)?;
/// assert_eq!(callback.status, Some(CallbackStatus::Success));
/// assert_eq!(callback.secondary_status, Some(SecondaryStatus::Ok));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `Debug` shows only enums and ids. Source: `LinkSDK` page for the web, web kit, `LinkSDK` for React
/// Native.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CallbackData {
    /// How the visit ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CallbackStatus>,
    /// A text for people. Escape it before you put it into a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The bank that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank: Option<CallbackBank>,
    /// The screen on which the visit ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_point: Option<String>,
    /// The last answer of Lean's servers, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_api_response: Option<String>,
    /// How it went in detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_status: Option<SecondaryStatus>,
    /// The id that Lean's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lean_correlation_id: Option<String>,
    /// The bank's page, with [`CallbackStatus::Redirect`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_banking_redirect_url: Option<String>,
    /// Whether the customer meant to leave, in Lean's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_exit_intent: Option<String>,
    /// The screen on which they meant to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_intent_point: Option<String>,
    /// The reason they gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_survey_reason: Option<String>,
}

/// The bank of a [`CallbackData`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CallbackBank {
    /// The bank, such as `LEA1_SAMAOB_SAU`; `None` if the customer chose none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_identifier: Option<String>,
    /// Whether Lean can connect it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_supported: Option<bool>,
}

impl CallbackData {
    /// Whether the front end says that all went well: only a hint, see [`CallbackData`].
    pub fn claims_success(&self) -> bool {
        self.status == Some(CallbackStatus::Success)
    }
}

impl fmt::Debug for CallbackData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackData")
            .field("status", &self.status)
            .field("secondary_status", &self.secondary_status)
            .field("bank", &self.bank)
            .field("exit_point", &self.exit_point)
            .field("lean_correlation_id", &self.lean_correlation_id)
            .finish_non_exhaustive()
    }
}
