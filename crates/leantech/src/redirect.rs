//! The redirect with which a customer comes back from the bank, read from its URL or query string.

#[cfg(feature = "axum")]
mod axum;
#[cfg(all(feature = "consents", feature = "entities"))]
mod confirm;
mod error;
#[cfg(feature = "schemars")]
mod schema;
mod status_code;

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

#[cfg(all(feature = "consents", feature = "entities"))]
pub use self::confirm::{Confirmation, ConnectAttempt, Connection, NotConfirmed};
pub use self::error::RedirectError;
pub use self::status_code::GranularStatusCode;

/// The longest redirect that is read, in bytes: 16 KiB, well above what browsers and servers pass on.
pub const LONGEST_REDIRECT: usize = 16 * 1024;

/// What Lean appended to your success or failure URL when the customer came back.
///
/// **Nothing in it is signed.** The customer, or anybody who makes the customer follow a link, can
/// write any of these values. So they are plain text here, and a redirect by itself gives no
/// [`EntityId`](crate::EntityId): [`confirm`](Self::confirm) asks the API and gives the connection's
/// ids, [`confirm_by_event`](Self::confirm_by_event) takes them from a verified webhook. Until then
/// use a redirect only to choose the page you show. Above all, do not take the customer from it:
/// anybody can write another customer's ids into a URL.
///
/// Only Lean's own parameters decide whether the connection was made: an `entity_id` means
/// success, a `granular_status_code` failure. Your own parameters, such as the `success=true` that
/// the KSA guide puts into its URLs, are kept in [`extra`](Self::extra) and decide nothing.
///
/// ```
/// use leantech::{GranularStatusCode, Redirect, RedirectOutcome};
///
/// let redirect = Redirect::parse(
///     "https://shop.example/back?success=false&customer_id=c-1&bank_identifier=LEA1_SAMAOB_SAU\
///      &granular_status_code=CONSENT_REJECTED&status_additional_info=The+user+refused",
/// )?;
/// assert_eq!(
///     redirect.outcome(),
///     &RedirectOutcome::Failed { code: GranularStatusCode::ConsentRejected },
/// );
/// assert_eq!(redirect.status_additional_info(), Some("The user refused"));
/// # Ok::<(), leantech::RedirectError>(())
/// ```
///
/// With the feature `axum` it is an extractor.
///
/// `Debug` leaves out the customer, the text for people and your own parameters.
/// Source: KSA guide, redirects of the connect link.
#[derive(Clone, PartialEq, Eq)]
pub struct Redirect {
    outcome: RedirectOutcome,
    customer_id: Option<String>,
    app_user_id: Option<String>,
    bank_identifier: Option<String>,
    consent_attempt_id: Option<String>,
    consent_id: Option<String>,
    status_additional_info: Option<String>,
    extra: Vec<(String, String)>,
}

/// How the customer's visit to the bank ended, according to the redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectOutcome {
    /// The connection was made.
    Connected {
        /// Lean's id of the new connection, unchecked.
        entity_id: String,
    },
    /// No connection was made.
    Failed {
        /// Why.
        code: GranularStatusCode,
    },
}

impl Redirect {
    /// Reads a redirect from the full URL, from its path and query, or from only the query string.
    ///
    /// Pass the text as it reached you: `+`, `%20` and raw blanks all mean a blank, and a fragment
    /// is cut off. Values are decoded once and not checked further: an id is a claim, and text for
    /// people may hold anything, including markup and control characters.
    ///
    /// # Errors
    ///
    /// Fails when the text is longer than [`LONGEST_REDIRECT`], when an escape or the decoded text
    /// is malformed, when one of Lean's parameters is there twice, or when the parameters do not
    /// say clearly whether the connection was made.
    pub fn parse(query_or_url: &str) -> Result<Self, RedirectError> {
        if query_or_url.len() > LONGEST_REDIRECT {
            return Err(RedirectError::TooLong);
        }
        Self::parse_query(query_of(query_or_url))
    }

    /// Reads a query string that was already taken out of its URL.
    fn parse_query(query: &str) -> Result<Self, RedirectError> {
        if query.len() > LONGEST_REDIRECT {
            return Err(RedirectError::TooLong);
        }
        let mut parameters = Parameters::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.take(decode(key)?, decode(value)?.into_owned())?;
        }
        parameters.into_redirect()
    }

    /// Whether the connection was made, and with what result.
    pub const fn outcome(&self) -> &RedirectOutcome {
        &self.outcome
    }

    /// Whether the redirect says that the connection was made. It is not signed: see [`Redirect`].
    pub const fn is_connected(&self) -> bool {
        matches!(self.outcome, RedirectOutcome::Connected { .. })
    }

    /// Lean's id of the new connection; only after success.
    pub fn entity_id(&self) -> Option<&str> {
        match &self.outcome {
            RedirectOutcome::Connected { entity_id } => Some(entity_id),
            RedirectOutcome::Failed { .. } => None,
        }
    }

    /// Why no connection was made; only after a failure.
    pub const fn granular_status_code(&self) -> Option<&GranularStatusCode> {
        match &self.outcome {
            RedirectOutcome::Failed { code } => Some(code),
            RedirectOutcome::Connected { .. } => None,
        }
    }

    /// Lean's id for the customer, if the connect link was made with it.
    pub fn customer_id(&self) -> Option<&str> {
        self.customer_id.as_deref()
    }

    /// Your own id for the customer, if the connect link was made with it.
    pub fn app_user_id(&self) -> Option<&str> {
        self.app_user_id.as_deref()
    }

    /// The bank, such as `LEA1_SAMAOB_SAU`.
    pub fn bank_identifier(&self) -> Option<&str> {
        self.bank_identifier.as_deref()
    }

    /// Lean's id of this attempt. The guide's example of a failure has none.
    pub fn consent_attempt_id(&self) -> Option<&str> {
        self.consent_attempt_id.as_deref()
    }

    /// Lean's id of the consent, which only the `LinkSDK`'s redirects are known to carry.
    ///
    /// Source: `LinkSDK` for React Native, `captureRedirect`.
    pub fn consent_id(&self) -> Option<&str> {
        self.consent_id.as_deref()
    }

    /// A text for people about a failure. Escape it before you put it into a page.
    pub fn status_additional_info(&self) -> Option<&str> {
        self.status_additional_info.as_deref()
    }

    /// All other parameters, decoded, in their order; a name may come more than once.
    pub fn extra(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.extra
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REDACTED: &str = "[redacted]";
        f.debug_struct("Redirect")
            .field("outcome", &self.outcome)
            .field("customer_id", &self.customer_id.as_ref().map(|_| REDACTED))
            .field("app_user_id", &self.app_user_id.as_ref().map(|_| REDACTED))
            .field("bank_identifier", &self.bank_identifier)
            .field("consent_attempt_id", &self.consent_attempt_id)
            .field("consent_id", &self.consent_id)
            .field(
                "status_additional_info",
                &self.status_additional_info.as_ref().map(|_| REDACTED),
            )
            .field("extra", &format_args!("{} [redacted]", self.extra.len()))
            .finish()
    }
}

impl std::str::FromStr for Redirect {
    type Err = RedirectError;

    fn from_str(query_or_url: &str) -> Result<Self, Self::Err> {
        Self::parse(query_or_url)
    }
}

/// The parameters while they are collected.
#[derive(Default)]
struct Parameters {
    customer_id: Option<String>,
    app_user_id: Option<String>,
    bank_identifier: Option<String>,
    entity_id: Option<String>,
    consent_attempt_id: Option<String>,
    consent_id: Option<String>,
    granular_status_code: Option<String>,
    status_additional_info: Option<String>,
    extra: Vec<(String, String)>,
}

impl Parameters {
    fn take(&mut self, key: Cow<'_, str>, value: String) -> Result<(), RedirectError> {
        let (name, place) = match key.as_ref() {
            "customer_id" => ("customer_id", &mut self.customer_id),
            "app_user_id" => ("app_user_id", &mut self.app_user_id),
            "bank_identifier" => ("bank_identifier", &mut self.bank_identifier),
            ENTITY_ID => (ENTITY_ID, &mut self.entity_id),
            "consent_attempt_id" => ("consent_attempt_id", &mut self.consent_attempt_id),
            "consent_id" => ("consent_id", &mut self.consent_id),
            GRANULAR_STATUS_CODE => (GRANULAR_STATUS_CODE, &mut self.granular_status_code),
            "status_additional_info" => {
                ("status_additional_info", &mut self.status_additional_info)
            }
            _ => {
                self.extra.push((key.into_owned(), value));
                return Ok(());
            }
        };
        if place.is_some() {
            return Err(RedirectError::Duplicate { key: name });
        }
        *place = Some(value);
        Ok(())
    }

    fn into_redirect(self) -> Result<Redirect, RedirectError> {
        let outcome = match (self.entity_id, self.granular_status_code) {
            (Some(_), Some(_)) => return Err(RedirectError::Ambiguous),
            (None, None) => return Err(RedirectError::NotARedirect),
            (Some(entity_id), None) if entity_id.is_empty() => {
                return Err(RedirectError::Empty { key: ENTITY_ID });
            }
            (None, Some(code)) if code.is_empty() => {
                return Err(RedirectError::Empty {
                    key: GRANULAR_STATUS_CODE,
                });
            }
            (Some(entity_id), None) => RedirectOutcome::Connected { entity_id },
            (None, Some(code)) => RedirectOutcome::Failed { code: code.into() },
        };
        // A parameter without a value is the same as a missing one.
        let filled = |value: Option<String>| value.filter(|text| !text.is_empty());
        Ok(Redirect {
            outcome,
            customer_id: filled(self.customer_id),
            app_user_id: filled(self.app_user_id),
            bank_identifier: filled(self.bank_identifier),
            consent_attempt_id: filled(self.consent_attempt_id),
            consent_id: filled(self.consent_id),
            status_additional_info: filled(self.status_additional_info),
            extra: self.extra,
        })
    }
}

const ENTITY_ID: &str = "entity_id";
const GRANULAR_STATUS_CODE: &str = "granular_status_code";

/// The query string inside a URL, or the text itself when it is one already.
fn query_of(text: &str) -> &str {
    let text = text.split('#').next().unwrap_or_default();
    match text.split_once('?') {
        // A query string may hold a question mark in a value, as in `next=/a?b`.
        Some((before, query)) if is_address(before) => query,
        None if !is_relative(text) => "",
        _ => text,
    }
}

/// Whether a text before a question mark is the address of a page, and not a parameter.
fn is_address(before: &str) -> bool {
    !is_relative(before) || !before.contains(['=', '&'])
}

/// Whether a text starts with neither a scheme nor the path of a page.
fn is_relative(text: &str) -> bool {
    let has_scheme = text.split_once("://").is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    !has_scheme && !text.starts_with('/')
}

/// Decodes one name or value as a form does, and refuses what a form cannot have written.
fn decode(text: &str) -> Result<Cow<'_, str>, RedirectError> {
    let has_whole_escapes = text.split('%').skip(1).all(|after| {
        let mut digits = after.bytes().take(2);
        digits.len() == 2 && digits.all(|digit| digit.is_ascii_hexdigit())
    });
    if !has_whole_escapes {
        return Err(RedirectError::MalformedEscape);
    }
    let decoded = if text.contains('+') {
        let blanks = text.replace('+', " ");
        percent_decode_str(&blanks)
            .decode_utf8()
            .map(|decoded| Cow::Owned(decoded.into_owned()))
    } else {
        percent_decode_str(text).decode_utf8()
    };
    decoded.map_err(|source| RedirectError::NotUtf8 { source })
}
