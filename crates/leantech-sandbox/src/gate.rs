//! Who may call the API: the check of the bearer token.

use http::{StatusCode, header};

use crate::answer::Answer;
use crate::exchange::{ErrorStyle, Exchange};

/// Lets a request pass that has a token for the API which is still good.
pub(crate) fn check(exchange: &Exchange<'_>) -> Result<(), Answer> {
    let authorization = exchange.headers.get(header::AUTHORIZATION);
    if authorization.is_some() && exchange.headers.contains_key("lean-app-token") {
        return Err(exchange.invalid(
            "/header/lean-app-token",
            "lean-app-token must not come together with Authorization",
        ));
    }
    let token = authorization
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let is_good = token.is_some_and(|token| {
        let state = exchange.shared.state();
        state
            .tokens
            .get(token)
            .is_some_and(|row| row.api && row.expires > exchange.now)
    });
    if is_good {
        return Ok(());
    }
    // Lean's code word for this is in none of its documents.
    let word = "UNAUTHORIZED";
    let message = match exchange.style {
        ErrorStyle::Consent => "Authentication failed",
        ErrorStyle::Short | ErrorStyle::Results => {
            "The access token is missing, unknown or expired"
        }
    };
    Err(exchange.error(StatusCode::UNAUTHORIZED, word, message))
}
