//! The path in a recorded address: its segments, whatever the address is written with.

use percent_encoding::percent_decode_str;

/// One segment of a recorded path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A plain word or id, decoded.
    Plain(String),
    /// `{{customer_id}}`, `:customer_id`, `<customer_id>`, `{customer_id}`: not filled in.
    Placeholder(String),
    /// Nothing between two slashes.
    Empty,
}

impl Segment {
    fn read(encoded: &str) -> Self {
        let text = percent_decode_str(encoded.trim())
            .decode_utf8_lossy()
            .trim()
            .to_owned();
        if text.is_empty() {
            Self::Empty
        } else if is_placeholder(&text) {
            Self::Placeholder(text)
        } else {
            Self::Plain(text)
        }
    }

    /// The segment as it was read.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Placeholder(text) => text,
            Self::Empty => "",
        }
    }
}

fn is_placeholder(text: &str) -> bool {
    let within = |open: &str, close: &str| {
        text.split_once(open)
            .is_some_and(|(_, rest)| rest.contains(close))
    };
    let is_named = text
        .strip_prefix([':', '$'])
        .is_some_and(|name| !name.is_empty());
    is_named || within("{", "}") || within("<", ">")
}

/// The segments of the path in `address`: a whole URL, a URL with `{{variables}}` for its base,
/// or only a path; the query and the fragment are no part of it.
pub(crate) fn segments(address: &str) -> Vec<Segment> {
    let address = address.trim();
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let address = address.get(..end).unwrap_or(address);
    let path = match address.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            return with_glued(after_variable(host), path);
        }
        _ => address,
    };
    match after_variable(path) {
        Some(rest) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            with_glued(Some(host), path)
        }
        None => split(path),
    }
}

/// What follows a `{{variable}}` at the beginning.
fn after_variable(text: &str) -> Option<&str> {
    let (_, rest) = text.strip_prefix("{{")?.split_once("}}")?;
    Some(rest)
}

/// The path, and before it the word that was glued to the base: `{{base}}customers/v1`.
fn with_glued(glued: Option<&str>, path: &str) -> Vec<Segment> {
    let mut segments = split(path);
    if let Some(word) = glued {
        let is_word = word.starts_with(|sign: char| sign.is_ascii_alphanumeric())
            && !word.contains(['.', ':']);
        if is_word {
            segments.insert(0, Segment::read(word));
        }
    }
    segments
}

/// Splits a path at its slashes; slashes at its ends make no segment.
pub(crate) fn split(path: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = path
        .split('/')
        .filter(|part| *part != ".")
        .map(Segment::read)
        .skip_while(|segment| *segment == Segment::Empty)
        .collect();
    while segments.last() == Some(&Segment::Empty) {
        segments.pop();
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(address: &str) -> String {
        segments(address)
            .iter()
            .map(|segment| match segment {
                Segment::Plain(text) => format!("/{text}"),
                Segment::Placeholder(_) => "/*".to_owned(),
                Segment::Empty => "/".to_owned(),
            })
            .collect()
    }

    #[test]
    fn every_way_to_write_an_address_gives_its_path() {
        for (address, path) in [
            ("https://h.example/customers/v1/?a=b/c#d", "/customers/v1"),
            ("https://{{host}}/customers/v1", "/customers/v1"),
            ("https://{{host}}:{{port}}//customers//v1", "/customers//v1"),
            ("https://{{host}}customers/v1", "/customers/v1"),
            ("https://{{env}}.h.example/customers/v1", "/customers/v1"),
            ("{{scheme}}://{{host}}/customers", "/customers"),
            ("{{base}}/customers/v1/{{id}}", "/customers/v1/*"),
            ("{{base}}customers/v1/:id", "/customers/v1/*"),
            ("{{base}}.h.example/customers", "/customers"),
            ("{{base}}:8080/customers", "/customers"),
            ("/customers/v1/<id>/", "/customers/v1/*"),
            ("customers/v1/{id}", "/customers/v1/*"),
            ("customers/v1/%7B%7Bid%7D%7D", "/customers/v1/*"),
            ("customers/v1/%3Cid%3E", "/customers/v1/*"),
            ("customers/v1/a%2Fb%20c", "/customers/v1/a/b c"),
            ("customers/v1/%zz", "/customers/v1/%zz"),
            ("customers/v1/${id}", "/customers/v1/*"),
            ("https://h.example", ""),
            ("{{base}}", ""),
            ("", ""),
            ("/", ""),
            ("/a?next=https://h.example/b", "/a"),
        ] {
            assert_eq!(shown(address), path, "{address}");
        }
    }

    proptest! {
        #[test]
        fn no_address_makes_it_panic(address in "[{}:/<>%a-c?#. é]{0,30}") {
            let _ = segments(&address);
        }
    }
}
