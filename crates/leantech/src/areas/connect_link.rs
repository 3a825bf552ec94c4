//! A connect link as the header of a redirect.

use leantech_consents::types::ConnectLink;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What cannot stand in a URI as it is. `%` stays: what is encoded already is not encoded again.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a service does with a [`ConnectLink`].
pub trait ConnectLinkExt {
    /// The address for a `Location` header.
    ///
    /// Lean's `redirect_url` holds raw spaces, which a header may not: here each is `%20`, and whatever else
    /// cannot stand in a URI is percent-encoded too. Nothing else is changed.
    ///
    /// ```
    /// use leantech::ConnectLinkExt as _;
    ///
    /// # fn to_the_bank(link: &leantech::consents::types::ConnectLink) -> (u16, [(&'static str, String); 1]) {
    /// (303, [("location", link.location())])
    /// # }
    /// ```
    fn location(&self) -> String;
}

impl ConnectLinkExt for ConnectLink {
    fn location(&self) -> String {
        utf8_percent_encode(&self.redirect_url, UNSAFE).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_line_ends_cannot_leave_the_header() {
        for (url, location) in [
            (
                "https://bank.example/a?scope=openid accounts",
                "https://bank.example/a?scope=openid%20accounts",
            ),
            (
                "https://bank.example/a%20b?c=d#e",
                "https://bank.example/a%20b?c=d#e",
            ),
            (
                "https://bank.example/\r\nset-cookie: a",
                "https://bank.example/%0D%0Aset-cookie:%20a",
            ),
            (
                "https://bank.example/بنك",
                "https://bank.example/%D8%A8%D9%86%D9%83",
            ),
        ] {
            let json = serde_json::json!({ "redirect_url": url });
            let link: Result<ConnectLink, _> = serde_json::from_value(json);
            assert_eq!(
                link.ok().map(|link| link.location()).as_deref(),
                Some(location)
            );
        }
    }
}
