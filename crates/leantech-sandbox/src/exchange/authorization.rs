//! Who may call the API: the check of the bearer token.

use http::{StatusCode, header};

use super::Exchange;
use crate::wire::answer::Answer;
use crate::wire::error_style::ErrorStyle;
use crate::wire::headers::APP_TOKEN;

/// Lets a request pass that has a token for the API which is still good.
pub(crate) fn check(exchange: &Exchange<'_>) -> Result<(), Answer> {
    let authorization = exchange.headers.get(header::AUTHORIZATION);
    if authorization.is_some() && exchange.headers.contains_key(APP_TOKEN) {
        return Err(exchange.invalid(
            "/header/lean-app-token",
            "lean-app-token must not come together with Authorization",
        ));
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

/// The bearer token of a request, as received.
pub(crate) fn token<'r>(exchange: &Exchange<'r>) -> Option<&'r str> {
    let authorization = exchange.headers.get(header::AUTHORIZATION)?;
    let (scheme, token) = authorization.as_bytes().split_at_checked("bearer ".len())?;
    if !scheme.eq_ignore_ascii_case(b"bearer ") {
        return None;
    }
    std::str::from_utf8(token.trim_ascii()).ok()
}
