//! The server's address: parsed once, so that a call adds only its path and its query.

use std::sync::Arc;

use url::{ParseError, Position, Url};

/// The address of a server, as given and as parsed.
#[derive(Clone)]
pub(crate) struct Base {
    text: Arc<str>,
    /// The scheme, the host and the port.
    origin: Option<Url>,
}

impl Base {
    pub(crate) fn read(text: &str) -> Self {
        let origin = Url::parse(text).ok().map(|mut url| {
            url.set_path("");
            url.set_query(None);
            url.set_fragment(None);
            url
        });
        Self {
            text: text.into(),
            origin,
        }
    }

    /// The address as it was given.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The address without its path, as a browser writes an origin; nothing for a text that is not a
    /// URL.
    pub(crate) fn origin(&self) -> String {
        self.origin
            .as_ref()
            .map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    }

    /// The host, without a port.
    #[cfg(feature = "tracing")]
    pub(crate) fn host(&self) -> Option<&str> {
        self.origin.as_ref()?.host_str()
    }

    /// The port, the default one of its scheme included.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> Option<u16> {
        self.origin.as_ref()?.port_or_known_default()
    }

    /// Reads the address of a call.
    ///
    /// # Errors
    ///
    /// Fails for a text that is not a URL.
    pub(crate) fn address(&self, text: &str) -> Result<Url, ParseError> {
        self.of_this_server(text)
            .map_or_else(|| Url::parse(text), Ok)
    }

    /// The address, if the server is this one, written as a URL writes it, and the rest is what a
    /// path and a query may hold.
    fn of_this_server(&self, text: &str) -> Option<Url> {
        let origin = self.origin.as_ref()?;
        let rest = text.strip_prefix(&origin[..Position::BeforePath])?;
        // Otherwise the host goes on, or there is a fragment, or something that is left out.
        let is_plain = rest.starts_with('/')
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if !is_plain {
            return None;
        }
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let mut url = origin.clone();
        url.set_path(path);
        url.set_query(query);
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASES: [&str; 8] = [
        "https://lean.example",
        "http://127.0.0.1:4010",
        "http://[::1]:4010",
        "https://lean.example/gate/key",
        "https://lean.example:443",
        "HTTPS://Lean.Example",
        "https://user:word@lean.example",
        "lean.example",
    ];

    const RESTS: [&str; 22] = [
        "",
        "/",
        "/banks/v1/",
        "/a/../b/./c",
        "/a/%2e%2E/b",
        "/..%2F..",
        "/a\\b",
        "//c",
        "/a?",
        "/a?b=c&d=%20+e",
        "/a?b?c=/../d",
        "/a'\"<>`{}|^b?'\"<>`{}|^",
        "/a#b?c",
        "/a?b#c",
        "/a b",
        "/a\tb\n",
        "/a?b ",
        "/بنك?ب=ن",
        ".evil/a",
        ":99/a",
        "@evil/a",
        "?a=/b",
    ];

    #[test]
    fn an_address_is_read_as_if_it_were_read_whole() {
        for base in BASES {
            let read = Base::read(base);
            for rest in RESTS {
                let text = format!("{base}{rest}");
                assert_eq!(read.address(&text), Url::parse(&text), "{text}");
            }
        }
    }

    #[test]
    fn an_address_of_another_server_keeps_it() {
        let read = Base::read("https://lean.example");
        let other = "https://bank.example/a";
        assert_eq!(read.address(other).as_ref().map(Url::as_str), Ok(other));
    }

    #[test]
    fn the_server_of_a_plain_address_is_read_once() {
        let is_taken = |base: &str| {
            let text = format!("{base}/banks/v1/?a=b");
            Base::read(base).of_this_server(&text).is_some()
        };
        assert!(is_taken("https://lean.example"));
        assert!(is_taken("http://127.0.0.1:4010"));
        assert!(is_taken("https://lean.example/gate"));
        // A URL leaves this port out.
        assert!(!is_taken("https://lean.example:443"));
    }
}
