//! What the hosted page tells an app: the callback as an address.

use std::fmt;

use leantech_core::Open;
use url::form_urlencoded;

use super::callback::{CallbackBank, CallbackData, CallbackStatus};

/// What the address begins with.
const SCHEME: &str = "leanlink://";

/// The longest address that is read, in bytes.
const LONGEST: usize = 16 * 1024;

impl CallbackData {
    /// Reads the callback of the hosted page: `leanlink://<status>?…`, to which a web view is sent.
    ///
    /// Parameters that the documents do not name are ignored, and so is one without a value. The
    /// status is read in any case, since web views write hosts in lower case.
    ///
    /// ```
    /// use leantech::link_sdk::{CallbackData, CallbackStatus};
    ///
    /// let callback = CallbackData::from_web_view(
    ///     "leanlink://success?bank_identifier=LEA1_SAMAOB_SAU&bank_is_supported=true",
    /// )?;
    /// assert!(callback.claims_success());
    /// assert_eq!(callback.bank.and_then(|bank| bank.is_supported), Some(true));
    /// # Ok::<(), leantech::link_sdk::WebViewError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the address is longer than 16 KiB, is none of `leanlink`'s, or says a thing twice.
    pub fn from_web_view(url: &str) -> Result<Self, WebViewError> {
        if url.len() > LONGEST {
            return Err(WebViewError::TooLong);
        }
        let rest = url
            .get(..SCHEME.len())
            .filter(|head| head.eq_ignore_ascii_case(SCHEME))
            .and_then(|head| url.get(head.len()..))
            .ok_or(WebViewError::NotLeanlink)?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (status, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut callback = Self {
            status: status_of(status.trim_end_matches('/')),
            ..Self::default()
        };
        let mut bank = CallbackBank::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            if !value.is_empty() {
                take(&mut callback, &mut bank, &key, value.into_owned())?;
            }
        }
        callback.bank = Some(bank).filter(|bank| *bank != CallbackBank::default());
        Ok(callback)
    }
}

fn status_of(text: &str) -> Option<Open<CallbackStatus>> {
    if text.is_empty() {
        return None;
    }
    let known = CallbackStatus::ALL
        .iter()
        .copied()
        .find(|word| word.as_str().eq_ignore_ascii_case(text));
    known.map(Open::Known).or_else(|| text.parse().ok())
}

fn take(
    callback: &mut CallbackData,
    bank: &mut CallbackBank,
    key: &str,
    value: String,
) -> Result<(), WebViewError> {
    match key {
        "message" => fill(&mut callback.message, "message", value),
        "exit_point" => fill(&mut callback.exit_point, "exit_point", value),
        "last_api_response" => fill(&mut callback.last_api_response, "last_api_response", value),
        "lean_correlation_id" => fill(
            &mut callback.lean_correlation_id,
            "lean_correlation_id",
            value,
        ),
        "open_banking_redirect_url" => fill(
            &mut callback.open_banking_redirect_url,
            "open_banking_redirect_url",
            value,
        ),
        "user_exit_intent" => fill(&mut callback.user_exit_intent, "user_exit_intent", value),
        "exit_intent_point" => fill(&mut callback.exit_intent_point, "exit_intent_point", value),
        "exit_survey_reason" => fill(
            &mut callback.exit_survey_reason,
            "exit_survey_reason",
            value,
        ),
        "bank_identifier" => fill(&mut bank.bank_identifier, "bank_identifier", value),
        "bank_is_supported" => match value.as_str() {
            "true" => fill(&mut bank.is_supported, "bank_is_supported", true),
            "false" => fill(&mut bank.is_supported, "bank_is_supported", false),
            _ => Ok(()),
        },
        "secondary_status" => match value.parse() {
            Ok(word) => fill(&mut callback.secondary_status, "secondary_status", word),
            Err(never) => match never {},
        },
        _ => Ok(()),
    }
}

fn fill<T>(place: &mut Option<T>, key: &'static str, value: T) -> Result<(), WebViewError> {
    if place.is_some() {
        return Err(WebViewError::Duplicate { key });
    }
    *place = Some(value);
    Ok(())
}

/// Why an address is no callback of the hosted page. No value of it is in `Display` or `Debug`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebViewError {
    /// It is longer than 16 KiB.
    TooLong,
    /// It does not begin with `leanlink://`.
    NotLeanlink,
    /// One of Lean's parameters stands there twice.
    Duplicate {
        /// The parameter's name.
        key: &'static str,
    },
}

impl fmt::Display for WebViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("read the callback of the web view: ")?;
        match self {
            Self::TooLong => write!(f, "it is longer than {LONGEST} bytes"),
            Self::NotLeanlink => f.write_str("it does not begin with leanlink://"),
            Self::Duplicate { key } => write!(f, "{key} is there more than once"),
        }
    }
}

impl std::error::Error for WebViewError {}
