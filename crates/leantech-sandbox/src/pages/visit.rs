//! What the pages say of a visit that came through the dialog.

use url::Url;

use super::layout::Dialog;
use crate::memory::link::attempt::Attempt;
use crate::memory::settings::Settings;

/// Where a visit ends.
pub(super) fn end(id: &str) -> String {
    format!("/_sandbox/link/done?attempt={id}")
}

/// What the page tells the dialog around it.
pub(super) fn dialog<'a>(id: &'a str, attempt: &'a Attempt, point: &'static str) -> Dialog<'a> {
    Dialog {
        origin: &attempt.origin,
        point,
        bank: attempt.bank.as_deref(),
        correlation: Some(id),
        done: None,
    }
}

/// What the application calls itself, in this visit or in the sandbox's settings, or else where it
/// lives.
pub(super) fn application(settings: &Settings, attempt: &Attempt) -> String {
    match &attempt.alias {
        Some(alias) => alias.clone(),
        None => application_of(settings, &attempt.success_redirect_url),
    }
}

/// What the settings call the application, or else where it lives.
pub(super) fn application_of(settings: &Settings, url: &str) -> String {
    let named = settings.application.clone();
    named.unwrap_or_else(|| application_at(url))
}

/// The application's name, as far as a link tells it: the host of its own address, with a port
/// that is not its scheme's usual one; of an app's own scheme the scheme.
fn application_at(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) if url.has_authority() => format!("{host}:{port}"),
        (Some(host), None) if url.scheme().starts_with("http") => host.to_owned(),
        _ => format!("{}:", url.scheme()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_known_by_its_host_or_its_scheme() {
        assert_eq!(
            application_at("https://app.example.com/?a=1"),
            "app.example.com"
        );
        assert_eq!(application_at("http://127.0.0.1:3000/x"), "127.0.0.1:3000");
        assert_eq!(application_at("myapp://done"), "myapp:");
        assert_eq!(application_at("javascript:alert(1)"), "javascript:");
    }
}
