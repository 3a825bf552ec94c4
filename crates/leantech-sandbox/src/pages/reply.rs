//! Answers for a browser: pages, files and redirects, each with the headers that keep it safe.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use maud::Markup;

use super::policy::Policy;
use crate::wire::answer::Answer;

const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
// With `no-referrer` the browser would send the origin `null` with our own forms.
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

fn answer(status: StatusCode, content_type: &'static str, body: Bytes) -> Answer {
    Answer {
        status,
        body: body.into(),
        headers: Vec::new(),
    }
    .header(header::CONTENT_TYPE, HeaderValue::from_static(content_type))
    .header(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF)
}

/// A page.
pub(crate) fn page(status: StatusCode, policy: &Policy, markup: Markup) -> Answer {
    let page = answer(
        status,
        "text/html; charset=utf-8",
        markup.into_string().into(),
    )
    .header(header::CACHE_CONTROL, NO_STORE)
    .header(header::REFERRER_POLICY, SAME_ORIGIN)
    .header(header::VARY, HeaderValue::from_static("accept-language"));
    match HeaderValue::try_from(policy.value()) {
        Ok(policy) => page.header(header::CONTENT_SECURITY_POLICY, policy),
        // A policy is made of origins in ASCII; were one not, the page must not go without.
        Err(_) => page.header(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'"),
        ),
    }
}

/// A file of the binary that other origins may load, as from a CDN.
pub(crate) fn public_file(content_type: &'static str, body: &'static str) -> Answer {
    public(file(content_type, body))
}

/// A picture that other origins may show, as from a CDN.
pub(crate) fn public_picture(svg: String) -> Answer {
    let picture = answer(StatusCode::OK, "image/svg+xml", svg.into());
    public(picture.header(header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}

fn public(file: Answer) -> Answer {
    const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    file.header(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"))
        .header(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        )
}

/// A file of the binary.
pub(crate) fn file(content_type: &'static str, body: &'static str) -> Answer {
    answer(
        StatusCode::OK,
        content_type,
        Bytes::from_static(body.as_bytes()),
    )
    .header(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))
}

/// Redirects the browser with GET; `None` if the address cannot be put into a header.
pub(crate) fn redirect(url: &str) -> Option<Answer> {
    let url = HeaderValue::try_from(url).ok()?;
    let redirect = answer(
        StatusCode::SEE_OTHER,
        "text/plain; charset=utf-8",
        Bytes::new(),
    );
    Some(
        redirect
            .header(header::LOCATION, url)
            .header(header::CACHE_CONTROL, NO_STORE)
            .header(header::REFERRER_POLICY, SAME_ORIGIN),
    )
}
