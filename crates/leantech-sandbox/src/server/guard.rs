//! Who may reach the sandbox: no page of another site, and no name but its own.

use http::{HeaderMap, HeaderName, Method, StatusCode, header};

use crate::exchange::Exchange;
use crate::memory::hosts::Hosts;
use crate::memory::settings::ControlToken;
use crate::routing::own;
use crate::routing::router::Target;
use crate::wire::answer::{self, Answer};
use crate::wire::origin::{Site, site};

/// The address that the links of an answer have, by the name that the request came by; `None`
/// where the sandbox has no such name.
pub(super) fn base_url(hosts: &Hosts, head: &http::request::Parts) -> Option<String> {
    let mut bases = Vec::new();
    if let Some(authority) = head.uri.authority() {
        bases.push(hosts.base_of(authority.as_str())?);
    }
    for host in head.headers.get_all(header::HOST) {
        bases.push(hosts.base_of(host.to_str().ok()?)?);
    }
    match bases.into_iter().next() {
        Some(base) => Some(base),
        // Only HTTP/1.0, which no browser speaks, may leave the name out.
        None if head.version == http::Version::HTTP_10 => Some(hosts.base_url().to_owned()),
        None => None,
    }
}

/// The answer to a request by a name that is not the sandbox's.
pub(super) fn misdirected() -> Answer {
    answer::control(
        StatusCode::MISDIRECTED_REQUEST,
        "this sandbox does not answer to the host of this request; start it with --allow-host NAME, \
         or with --public-url URL",
    )
}

/// Lets a request pass that its sender may make. Lean's own paths are for everybody with a token.
pub(super) fn check(
    exchange: &Exchange<'_>,
    method: &Method,
    target: Target<'_>,
    segments: &[&str],
) -> Result<(), Answer> {
    if !matches!(target, Target::Control | Target::Page) {
        return Ok(());
    }
    let is_for_anybody = own::is_for_anybody(segments);
    if let Some(token) = &exchange.shared.settings.control_token
        && !is_for_anybody
        && !token.is_in(exchange.headers)
    {
        return Err(answer::control(
            StatusCode::UNAUTHORIZED,
            "this sandbox has a control token; send it as the bearer token, or as the password of a browser",
        )
        .header(
            header::WWW_AUTHENTICATE,
            http::HeaderValue::from_static("Basic realm=\"sandbox\", Bearer"),
        ));
    }
    match (
        site(exchange.headers, exchange.base_url),
        *method == Method::GET,
    ) {
        // A page's own forms are forms; everything else that a page sends is JSON.
        (Site::Own, false) if matches!(target, Target::Control) && !is_json(exchange.headers) => {
            Err(refused(
                "a page must send application/json to the sandbox's controls",
            ))
        }
        (Site::Program | Site::Own, _) => Ok(()),
        // Links lead here, and the dialog is in a frame; what they get, the other site cannot read.
        (Site::Other, true) if is_navigation(exchange.headers) || is_for_anybody => Ok(()),
        // The bank's pages say in the customer's language that a form came from elsewhere.
        (Site::Other, false) if matches!(target, Target::Page) && is_for_anybody => Ok(()),
        (Site::Other, _) => Err(refused("a page of another site must not use the sandbox")),
    }
}

fn refused(message: &str) -> Answer {
    answer::control(StatusCode::FORBIDDEN, message)
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|it| it.to_str().ok()).unwrap_or("");
    let media_type = media_type.split(';').next().unwrap_or("");
    media_type.trim().eq_ignore_ascii_case("application/json")
}

fn is_navigation(headers: &HeaderMap) -> bool {
    const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
    headers.get(MODE).is_some_and(|mode| mode == "navigate")
}

impl ControlToken {
    /// Whether a request has the token: as a bearer token, or as the password of any user.
    fn is_in(&self, headers: &HeaderMap) -> bool {
        let said = headers.get(header::AUTHORIZATION);
        let Some((scheme, said)) = said.and_then(|it| it.to_str().ok()?.split_once(' ')) else {
            return false;
        };
        if scheme.eq_ignore_ascii_case("bearer") {
            return self.is(said.trim().as_bytes());
        }
        scheme.eq_ignore_ascii_case("basic") && self.is_password(said.trim())
    }
}
