//! The configuration of `Lean.connect`, as it goes to the page.

use std::fmt;

use leantech_core::{CustomerId, Secret};
use serde::Serialize;

use super::choices::{AccountType, Language};
use super::customization::Customization;
use super::script_json;
use crate::Date;

/// The configuration of `Lean.connect`: what the page passes to the `LinkSDK`, except `callback`,
/// which is a function in the page.
///
/// Made by [`Client::connect_configuration`](crate::Client::connect_configuration), which checks
/// it and obtains the customer's token. It serialises to the `LinkSDK`'s own names; a field that
/// is not set is left out.
///
/// It holds a token that opens the customer's `LinkSDK` for up to an hour: send it only to that
/// customer's page, with `Cache-Control: no-store`, and make a new one for each page.
/// `Debug` shows neither the token nor anything else that could identify a person.
///
/// Source: `LinkSDK` page for the web, flows reference, web kit.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ConnectConfiguration {
    /// The application's token from Lean's dashboard. It is public.
    #[cfg_attr(feature = "schemars", schemars(length(min = 1)))]
    pub(super) app_token: String,
    /// Lean's id of the customer.
    pub(super) customer_id: CustomerId,
    /// What the customer is asked to share; `payments` only outside Saudi Arabia.
    #[cfg_attr(feature = "schemars", schemars(length(min = 1), extend("uniqueItems" = true)))]
    pub(super) permissions: Vec<LinkPermission>,
    /// The customer's token, without the prefix `Bearer`, with more than ten minutes to live.
    #[cfg_attr(feature = "schemars", schemars(length(min = 1)))]
    pub(super) access_token: Secret,
    /// Whether Lean's mock banks are used.
    pub(super) sandbox: bool,
    /// Where the customer comes back to after the bank connected them. Required in KSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(url))]
    pub(super) success_redirect_url: Option<String>,
    /// Where the customer comes back to after the connection failed. Required in KSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(url))]
    pub(super) fail_redirect_url: Option<String>,
    /// The first day that the application wants access for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schemars",
        schemars(with = "Option<super::schema_forms::Day>")
    )]
    pub(super) access_from: Option<Date>,
    /// The last day that the application wants access for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schemars",
        schemars(with = "Option<super::schema_forms::Day>")
    )]
    pub(super) access_to: Option<Date>,
    /// The bank, so that the customer does not choose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bank_identifier: Option<String>,
    /// The kind of account, by which the list of banks is filtered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_type: Option<AccountType>,
    /// Whether the `LinkSDK` shows Lean's consent screen. Required in KSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) show_consent_explanation: Option<bool>,
    /// The application's own id for the customer, returned by Lean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_user_id: Option<String>,
    /// The application's own note, returned by Lean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_metadata: Option<String>,
    /// The application's name as the customer sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination_alias: Option<String>,
    /// The application's logo as the customer sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(url))]
    pub(super) destination_avatar: Option<String>,
    /// Where payments go; not in Saudi Arabia.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payment_destination_id: Option<String>,
    /// The language; English without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<Language>,
    /// The look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customization: Option<Customization>,
}

/// One value of `permissions`: the nine of every region, and `payments`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum LinkPermission {
    Data(crate::Permission),
    Payments,
}

/// The tenth value, which only the Emirates have.
pub(super) const PAYMENTS: &str = "payments";

impl LinkPermission {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Data(permission) => permission.as_str(),
            Self::Payments => PAYMENTS,
        }
    }
}

impl Serialize for LinkPermission {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl ConnectConfiguration {
    /// The configuration as JSON to put inside a `<script>` element, token included.
    ///
    /// `<`, `>`, `&` and the two line ends of Unicode are escaped, so no value can end the
    /// element, begin a comment in it, or break an old JavaScript engine:
    ///
    /// ```text
    /// <script nonce="…">
    ///   const configuration = {{ script_json }};
    ///   Lean.connect({ ...configuration, callback: report });
    /// </script>
    /// ```
    ///
    /// Do not put it into an attribute such as `onclick`.
    pub fn to_script_json(&self) -> Secret {
        script_json::of(self)
    }

    /// Lean's id of the customer.
    pub fn customer_id(&self) -> &CustomerId {
        &self.customer_id
    }

    /// Whether Lean's mock banks are used.
    pub const fn is_sandbox(&self) -> bool {
        self.sandbox
    }
}

impl fmt::Debug for ConnectConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.permissions.iter().map(|word| word.as_str()).collect();
        f.debug_struct("ConnectConfiguration")
            .field("customer_id", &self.customer_id)
            .field("permissions", &words)
            .field("access_token", &self.access_token)
            .field("sandbox", &self.sandbox)
            .field("access_from", &self.access_from)
            .field("access_to", &self.access_to)
            .field("bank_identifier", &self.bank_identifier)
            .field("account_type", &self.account_type)
            .field("show_consent_explanation", &self.show_consent_explanation)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
