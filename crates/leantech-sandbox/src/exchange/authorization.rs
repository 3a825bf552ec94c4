//! Who may call the API: the check of the bearer token.

use http::{StatusCode, header};

use super::Exchange;
use crate::routing::operation::Operation;
use crate::wire::answer::Answer;
use crate::wire::error_style::ErrorStyle;
use crate::wire::headers::APP_TOKEN;

/// Lets a request pass that has a token for the API which is still good.
pub(crate) fn check(exchange: &Exchange<'_>, operation: Operation) -> Result<(), Answer> {
    let authorization = exchange.headers.get(header::AUTHORIZATION);
    if authorization.is_some() && exchange.headers.contains_key(APP_TOKEN) {
        return Err(exchange.invalid(
            "/header/lean-app-token",
            "lean-app-token must not come together with Authorization",
        ));
    }
    if operation != Operation::CreateConnectLink && has_app_token(exchange) {
        return Ok(());
    }
    let is_good = token(exchange).is_some_and(|token| {
        let state = exchange.shared.state();
        state
            .tokens
            .get(token)
            .is_some_and(|row| row.api && row.expires > exchange.now)
    });
    if is_good {
        return Ok(());
    }
    // None of Lean's documents has a code for this.
    let word = "UNAUTHORIZED";
    let message = match exchange.style {
        ErrorStyle::Consent => "Authentication failed",
        ErrorStyle::Short | ErrorStyle::Results | ErrorStyle::OpenBanking | ErrorStyle::Insight => {
            "The access token is missing, unknown or expired"
        }
    };
    Err(exchange.error(StatusCode::UNAUTHORIZED, word, message))
}

/// Whether the application names itself alone, as Lean's page on authentication allows in a sandbox;
/// connect links need a token.
fn has_app_token(exchange: &Exchange<'_>) -> bool {
    let named = exchange.headers.get(APP_TOKEN);
    named.is_some_and(|named| named.as_bytes() == exchange.shared.settings.client_id.as_bytes())
}

/// The bearer token of a request, as received.
pub(crate) fn token<'r>(exchange: &Exchange<'r>) -> Option<&'r str> {
    let authorization = exchange.headers.get(header::AUTHORIZATION)?;
    let (scheme, token) = authorization.as_bytes().split_at_checked("bearer ".len())?;
    if !scheme.eq_ignore_ascii_case(b"bearer ") {
        return None;
    }
    std::str::from_utf8(token.trim_ascii()).ok()
}
