//! The addresses that a configuration may hold: pages that a customer's browser opens.

use url::{Host, Url};

use super::connect_error::{ConnectError, ConnectFault};

/// Checks an address, and returns it unchanged.
///
/// `https` is accepted; plain `http` only in sandbox mode and for this machine, where a developer's
/// page has no certificate. Other schemes run scripts or open files.
pub(super) fn of_page(
    field: &'static str,
    text: String,
    is_sandbox: bool,
) -> Result<String, ConnectError> {
    match fault_of(&text, is_sandbox) {
        Some(fault) => Err(ConnectError::field_is(field, fault)),
        None => Ok(text),
    }
}

fn fault_of(text: &str, is_sandbox: bool) -> Option<ConnectFault> {
    if text.trim().is_empty() {
        return Some(ConnectFault::Empty);
    }
    // The parser drops line ends and treats a backslash as a slash; a reader sees another host.
    let is_hidden = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.contains(is_hidden) {
        return Some(ConnectFault::NotAUrl);
    }
    let Ok(url) = Url::parse(text) else {
        return Some(ConnectFault::NotAUrl);
    };
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" if is_sandbox && is_loopback => {}
        _ => return Some(ConnectFault::NotHttps),
    }
    // The parser corrects `https:host` and `https:///host`; a browser of another kind may not.
    let rest = text.split_once("://").map(|(_, rest)| rest);
    match rest {
        None => return Some(ConnectFault::NotAUrl),
        Some(rest) if rest.starts_with('/') => return Some(ConnectFault::NotAUrl),
        Some(_) => {}
    }
    let has_user = !url.username().is_empty() || url.password().is_some();
    has_user.then_some(ConnectFault::UserInfo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_or_on_this_machine_in_sandbox_mode() {
        use ConnectFault::{Empty, NotAUrl, NotHttps, UserInfo};
        // An address, and what is wrong with it in the sandbox and in production.
        let table = [
            ("https://shop.example/back?a=b#c", None, None),
            ("https://shop.example", None, None),
            ("http://localhost:3000/back", None, Some(NotHttps)),
            ("http://127.0.0.1/back", None, Some(NotHttps)),
            ("http://[::1]:8080", None, Some(NotHttps)),
            ("http://shop.example", Some(NotHttps), Some(NotHttps)),
            (
                "http://localhost.evil.example",
                Some(NotHttps),
                Some(NotHttps),
            ),
            ("javascript:alert(1)", Some(NotHttps), Some(NotHttps)),
            ("data:text/html,x", Some(NotHttps), Some(NotHttps)),
            ("file:///etc/passwd", Some(NotHttps), Some(NotHttps)),
            ("shop://back", Some(NotHttps), Some(NotHttps)),
            ("/back", Some(NotAUrl), Some(NotAUrl)),
            ("shop.example/back", Some(NotAUrl), Some(NotAUrl)),
            ("https:shop.example", Some(NotAUrl), Some(NotAUrl)),
            ("https:///shop.example", Some(NotAUrl), Some(NotAUrl)),
            ("https://", Some(NotAUrl), Some(NotAUrl)),
            ("https://shop.ex\nample", Some(NotAUrl), Some(NotAUrl)),
            (
                "https://shop.example\\@evil.example",
                Some(NotAUrl),
                Some(NotAUrl),
            ),
            (
                "https://user:pw@shop.example",
                Some(UserInfo),
                Some(UserInfo),
            ),
            ("", Some(Empty), Some(Empty)),
            (" ", Some(Empty), Some(Empty)),
        ];
        for (text, in_sandbox, in_production) in table {
            assert_eq!(fault_of(text, true), in_sandbox, "{text:?} in the sandbox");
            assert_eq!(
                fault_of(text, false),
                in_production,
                "{text:?} in production"
            );
        }
    }
}
