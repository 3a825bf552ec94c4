//! What the hosted page reports to an app: the callback as an address.

use std::fmt;

use url::form_urlencoded;

use super::callback::{CallbackBank, CallbackData, CallbackStatus};

/// What the address begins with.
const SCHEME: &str = "leanlink://";

/// The host with which the hosted page says that the customer leaves for the bank.
const REDIRECT: &str = "redirect";

/// The longest address that is read, in bytes.
const LONGEST: usize = 16 * 1024;

impl CallbackData {
    /// Reads the callback of the hosted page: `leanlink://…?status=SUCCESS&…`, which a web view
    /// is sent to.
    ///
    /// Only the parameter `status` says how it went. The host is a marker: `leanlink://success`
    /// without a `status` claims nothing. The exception is `leanlink://redirect`, with which the
    /// customer leaves for the bank: without a `status` it is [`CallbackStatus::Redirect`]. (Lean's
    /// mobile kits report `SUCCESS` for it, although nothing is approved at that point.)
    ///
    /// The bank is read with the names of the kit for React Native, `bank_identifier` and
    /// `bank_is_supported`, and those of the kit for Flutter, `bank_id` and `is_supported`. The
    /// case of parameter names, of the status and of booleans does not matter. Parameters that the
    /// documents do not name are ignored, and so are those without a value.
    ///
    /// ```
    /// use leantech::link_sdk::{CallbackData, CallbackStatus};
    ///
    /// let callback = CallbackData::from_web_view(
    ///     "leanlink://success?status=SUCCESS&bank_identifier=LEA1_SAMAOB_SAU&bank_is_supported=true",
    /// )?;
    /// assert!(callback.claims_success());
    /// assert_eq!(callback.bank.and_then(|bank| bank.is_supported), Some(true));
    /// # Ok::<(), leantech::link_sdk::WebViewError>(())
    /// ```
    ///
    /// Source: `LinkSDK` for React Native and for Flutter.
    ///
    /// # Errors
    ///
    /// Fails when the address is longer than 16 KiB, does not begin with `leanlink://`, or gives two
    /// different values for one parameter: the kits differ in which of the two they take.
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
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut callback = Self::default();
        let mut bank = CallbackBank::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !value.is_empty() {
                take(&mut callback, &mut bank, &name, value.into_owned())?;
            }
        }
        let host = page.split('/').next().unwrap_or_default();
        if callback.status.is_none() && host.eq_ignore_ascii_case(REDIRECT) {
            callback.status = Some(CallbackStatus::Redirect);
        }
        callback.bank = Some(bank).filter(|bank| *bank != CallbackBank::default());
        Ok(callback)
    }
}

/// Puts a parameter into its field, if it has one.
fn take(
    callback: &mut CallbackData,
    bank: &mut CallbackBank,
    name: &str,
    value: String,
) -> Result<(), WebViewError> {
    match name.to_ascii_lowercase().as_str() {
        "status" => fill(&mut callback.status, "status", Some(status_of(&value))),
        "message" => fill(&mut callback.message, "message", Some(value)),
        "exit_point" => fill(&mut callback.exit_point, "exit_point", Some(value)),
        "last_api_response" => fill(
            &mut callback.last_api_response,
            "last_api_response",
            Some(value),
        ),
        "lean_correlation_id" => fill(
            &mut callback.lean_correlation_id,
            "lean_correlation_id",
            Some(value),
        ),
        "open_banking_redirect_url" => fill(
            &mut callback.open_banking_redirect_url,
            "open_banking_redirect_url",
            Some(value),
        ),
        "user_exit_intent" => fill(
            &mut callback.user_exit_intent,
            "user_exit_intent",
            Some(value),
        ),
        "exit_intent_point" => fill(
            &mut callback.exit_intent_point,
            "exit_intent_point",
            Some(value),
        ),
        "exit_survey_reason" => fill(
            &mut callback.exit_survey_reason,
            "exit_survey_reason",
            Some(value),
        ),
        "secondary_status" => fill(
            &mut callback.secondary_status,
            "secondary_status",
            value.parse().ok(),
        ),
        "bank_identifier" | "bank_id" => {
            fill(&mut bank.bank_identifier, "bank_identifier", Some(value))
        }
        "bank_is_supported" | "is_supported" => fill(
            &mut bank.is_supported,
            "bank_is_supported",
            truth_of(&value),
        ),
        _ => Ok(()),
    }
}

fn status_of(text: &str) -> CallbackStatus {
    let known = CallbackStatus::KNOWN.iter();
    let mut known = known.filter(|status| status.as_str().eq_ignore_ascii_case(text));
    known.next().map_or_else(|| text.into(), Into::into)
}

fn truth_of(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Fills a field with a value, if it is not empty; the same value may come again, but not
/// another one.
fn fill<T: PartialEq>(
    place: &mut Option<T>,
    key: &'static str,
    value: Option<T>,
) -> Result<(), WebViewError> {
    if value.is_none() || *place == value {
        return Ok(());
    }
    if place.is_some() {
        return Err(WebViewError::Duplicate { key });
    }
    *place = value;
    Ok(())
}

/// Why an address is not a callback of the hosted page. None of its values is in `Display` or `Debug`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebViewError {
    /// It is longer than 16 KiB.
    TooLong,
    /// It does not begin with `leanlink://`.
    NotLeanlink,
    /// One of Lean's parameters is there with two different values.
    Duplicate {
        /// The parameter's name, as the kit for React Native has it.
        key: &'static str,
    },
}

impl fmt::Display for WebViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not read the callback of the web view: ")?;
        match self {
            Self::TooLong => write!(f, "it is longer than {LONGEST} bytes"),
            Self::NotLeanlink => f.write_str("it does not begin with leanlink://"),
            Self::Duplicate { key } => write!(f, "it gives two different values for {key}"),
        }
    }
}

impl std::error::Error for WebViewError {}
