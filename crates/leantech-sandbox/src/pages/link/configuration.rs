//! What the script cannot judge of a configuration: the token, the customer, the bank, the time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use leantech_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Exchange;
use crate::memory::link::attempt::Attempt;
use crate::memory::permission_set::PermissionSet;
use crate::mock::banks;
use crate::wire::language::Language;

/// How long a customer's token must still live when it is handed to the `LinkSDK`.
const LEAST_LIFE: TimeDelta = TimeDelta::minutes(10);

/// A field and what is wrong with it; the text reads after the field's name and holds no value.
#[derive(Debug, Serialize)]
pub(crate) struct Problem(&'static str, String);

impl Problem {
    fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self(field, text.into())
    }
}

/// A configuration of `Lean.connect`, in the forms that the script has checked.
#[derive(Deserialize)]
pub(crate) struct Configuration {
    customer_id: String,
    permissions: Vec<String>,
    access_token: String,
    success_redirect_url: String,
    fail_redirect_url: String,
    access_from: Option<String>,
    access_to: Option<String>,
    bank_identifier: Option<String>,
    account_type: Option<String>,
    #[serde(default)]
    show_consent_explanation: bool,
    destination_alias: Option<String>,
    language: Option<String>,
}

impl Configuration {
    /// Reads what the dialog's page sent for one of the methods.
    pub(crate) fn read(method: &str, configuration: Value) -> Result<Self, Problem> {
        if method == "reconnect" {
            return Err(Problem::new(
                "reconnect_id",
                "names no connection that can be renewed: open banking in Saudi Arabia renews a \
                 consent by Lean.connect",
            ));
        }
        serde_json::from_value(configuration)
            .map_err(|_| Problem::new("", "has a field of the wrong type"))
    }

    /// The visit that the configuration begins, or everything that is wrong with it.
    pub(crate) fn attempt(
        self,
        exchange: &Exchange<'_>,
        origin: String,
    ) -> Result<Attempt, Vec<Problem>> {
        let now = exchange.now;
        let mut problems = Vec::new();
        let state = exchange.shared.state();
        let customer = state.customers.position(&self.customer_id);
        if customer.is_none() {
            problems.push(Problem::new(
                "customer_id",
                "names no customer of this sandbox",
            ));
        }
        match state.tokens.get(&self.access_token) {
            None => problems.push(Problem::new(
                "access_token",
                "was not issued by this sandbox, or was revoked",
            )),
            Some(token) if token.api => problems.push(Problem::new(
                "access_token",
                "is the token of the back end (scope api), which must not leave it; request one of \
                 scope customer.<customer_id>",
            )),
            Some(token) if token.expires - now < LEAST_LIFE => problems.push(Problem::new(
                "access_token",
                "has less than ten minutes to live; request a new one for each page",
            )),
            Some(_) if !is_of(&self.access_token, &self.customer_id) => {
                problems.push(Problem::new(
                    "access_token",
                    "belongs to another customer than customer_id",
                ));
            }
            Some(_) => {}
        }
        drop(state);
        let permissions = PermissionSet::from_words(&self.permissions);
        if permissions.is_none() {
            problems.push(Problem::new(
                "permissions",
                "holds a value that Lean does not have",
            ));
        }
        let wants_business = self.account_type.as_deref() == Some("BUSINESS");
        match self.bank_identifier.as_deref().map(banks::find) {
            Some(None) => problems.push(Problem::new(
                "bank_identifier",
                "names no bank of this sandbox",
            )),
            Some(Some(_)) if wants_business => problems.push(Problem::new(
                "bank_identifier",
                "names a bank without accounts of the account_type BUSINESS",
            )),
            _ => {}
        }
        let mut instant = |field, text: &Option<String>, end_of_day| {
            let text = text.as_deref()?;
            let instant = instant(text, end_of_day);
            if instant.is_none() {
                problems.push(Problem::new(field, "is not a date"));
            }
            instant
        };
        let expires = instant("access_to", &self.access_to, true);
        let transactions_from = instant("access_from", &self.access_from, false);
        if expires.as_ref().is_some_and(|at| at.utc() <= now) {
            problems.push(Problem::new("access_to", "lies in the past"));
        }
        if transactions_from.as_ref().is_some_and(|at| at.utc() > now) {
            problems.push(Problem::new("access_from", "lies in the future"));
        }
        let (Some(customer), Some(permissions), true) =
            (customer, permissions, problems.is_empty())
        else {
            return Err(problems);
        };
        Ok(Attempt {
            origin,
            customer,
            permissions,
            success_redirect_url: self.success_redirect_url,
            fail_redirect_url: self.fail_redirect_url,
            expires,
            transactions_from,
            bank: self.bank_identifier,
            wants_business,
            explain: self.show_consent_explanation,
            alias: self.destination_alias,
            language: self
                .language
                .and_then(|tag| Language::from_tag(&tag))
                .unwrap_or(Language::English),
            consent: None,
            outcome: None,
        })
    }
}

/// Whether a token that this sandbox gave out is that customer's.
fn is_of(token: &str, customer: &str) -> bool {
    let claims = token.split('.').nth(1);
    let claims = claims.and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
    let claims = claims.and_then(|claims| serde_json::from_slice::<Value>(&claims).ok());
    claims
        .as_ref()
        .and_then(|claims| claims.pointer("/customers/0/id"))
        .and_then(Value::as_str)
        == Some(customer)
}

/// A day or an instant; of a day its first or its last moment in UTC.
fn instant(text: &str, end_of_day: bool) -> Option<Timestamp> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        let next = if end_of_day { day.succ_opt()? } else { day };
        let at: DateTime<Utc> = next.and_time(NaiveTime::MIN).and_utc();
        return Some(at.into());
    }
    text.parse().ok()
}
