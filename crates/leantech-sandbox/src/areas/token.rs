//! The token endpoint: the caller, the requested scope, and the issued token.

use std::borrow::Cow;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderValue, StatusCode, header};
use leantech_auth::types::{AccessToken, GrantType};
use leantech_core::LenientSeconds;
use serde_json::json;

use crate::exchange::Exchange;
use crate::memory::rows::TokenRow;
use crate::memory::state::{IdKind, State};
use crate::wire::answer::{Answer, oauth};

/// The fields of the form, each at most once.
#[derive(Default)]
struct Form<'b> {
    client_id: Option<Cow<'b, str>>,
    client_secret: Option<Cow<'b, str>>,
    grant_type: Option<Cow<'b, str>>,
    scope: Option<Cow<'b, str>>,
}

impl<'b> Form<'b> {
    /// Reads the body; `None` where a field comes twice, which RFC 6749 forbids.
    fn read(body: &'b [u8]) -> Option<Self> {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            let member = match &*name {
                "client_id" => &mut form.client_id,
                "client_secret" => &mut form.client_secret,
                "grant_type" => &mut form.grant_type,
                "scope" => &mut form.scope,
                _ => continue,
            };
            if member.replace(value).is_some() {
                return None;
            }
        }
        Some(form)
    }
}

/// Answers a request for a token.
pub(crate) fn issue(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let refuse = |error, description| oauth(StatusCode::BAD_REQUEST, error, description);
    let content_type = exchange
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok());
    let media_type = content_type
        .and_then(|it| it.split(';').next())
        .unwrap_or_default();
    if !media_type
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    {
        return Err(refuse("invalid_request", "The body must be a form"));
    }
    let form = Form::read(exchange.body)
        .ok_or_else(|| refuse("invalid_request", "A parameter comes twice"))?;

    let settings = &exchange.shared.settings;
    let is_client = form.client_id.as_deref() == Some(&*settings.client_id)
        && form.client_secret.as_deref() == Some(exchange.shared.client_secret().expose());
    if !is_client {
        return Err(oauth(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Client authentication failed",
        ));
    }
    let grant = form
        .grant_type
        .ok_or_else(|| refuse("invalid_request", "grant_type is missing"))?;
    if grant != GrantType::ClientCredentials.as_str() {
        return Err(refuse(
            "unsupported_grant_type",
            "Only client_credentials is supported",
        ));
    }
    let scope = form
        .scope
        .ok_or_else(|| refuse("invalid_scope", "scope is missing"))?;

    let lifetime = u32::try_from(settings.token_lifetime.as_secs()).unwrap_or(u32::MAX);
    let expires = TimeDelta::try_seconds(i64::from(lifetime))
        .and_then(|lifetime| exchange.now.checked_add_signed(lifetime))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let text = {
        let mut state = exchange.shared.state();
        let customer = match scope.strip_prefix("customer.") {
            Some(id) if state.customers.position(id).is_some() => Some(id),
            None if scope == "api" => None,
            _ => return Err(refuse("invalid_scope", "The scope is unknown")),
        };
        let text = write_token(exchange, &mut state, customer, expires);
        state.tokens.add(
            text.clone(),
            TokenRow {
                expires,
                api: customer.is_none(),
            },
            exchange.now,
        );
        text
    };
    let token = AccessToken::new(text)
        .token_type("Bearer")
        .expires_in(LenientSeconds::from(lifetime))
        .scope(scope.into_owned());
    Ok(Answer::ok(&token)
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .header(header::PRAGMA, HeaderValue::from_static("no-cache")))
}

/// A text in the form of a JSON Web Token, with the claims that Lean's tokens carry. Its
/// signature is made up.
fn write_token(
    exchange: &Exchange<'_>,
    state: &mut State,
    customer: Option<&str>,
    expires: DateTime<Utc>,
) -> String {
    let settings = &exchange.shared.settings;
    let id: String = state.new_id(IdKind::Token);
    let rights: &[&str] = if customer.is_some() {
        CUSTOMER_RIGHTS
    } else {
        API_RIGHTS
    };
    let audience = match customer {
        Some(_) => LINK_HOST,
        None => exchange.shared.hosts.base_url(),
    };
    let mut claims = json!({
        // The address keeps the tokens of two sandboxes with the same seed apart.
        "iss": exchange.shared.hosts.base_url(),
        "aud": audience,
        "sub": settings.client_id,
        "scope": rights,
        "applications": [{ "id": settings.client_id }],
        "iat": exchange.now.timestamp(),
        "nbf": exchange.now.timestamp(),
        "exp": expires.timestamp(),
        "jti": id,
    });
    if let (Some(customer), Some(claims)) = (customer, claims.as_object_mut()) {
        claims.insert("customers".into(), json!([{ "id": customer }]));
    }
    let mut text = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"sandbox","typ":"JWT"}"#);
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        ".{}.{}",
        URL_SAFE_NO_PAD.encode(claims.to_string()),
        URL_SAFE_NO_PAD.encode(format!("made-up-signature-{id}"))
    );
    text
}

/// Whom recorded tokens of a customer's scope are for.
const LINK_HOST: &str = "https://link.sandbox.sa.leantech.me";

/// What recorded tokens of the scope `api` may do.
const API_RIGHTS: &[&str] = &[
    "customer.read",
    "customer.write",
    "destination.write",
    "report.read",
    "bank.read",
    "webhook.read",
    "payment.read",
    "intent.write",
    "destination.read",
    "payout.write",
    "deposit.read",
    "report.write",
    "data.read",
    "payout.read",
    "reconciliation.read",
    "file.read",
];

/// What recorded tokens of a customer's scope may do.
const CUSTOMER_RIGHTS: &[&str] = &[
    "customer.read",
    "beneficiary.write",
    "payment.write",
    "payment.read",
    "destination.read",
    "connect.write",
    "connect.read",
    "application.read",
    "bank.read",
    "key.read",
];
