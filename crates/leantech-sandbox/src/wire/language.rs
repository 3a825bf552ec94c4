//! The two languages of the pages, and which of them a reader wants.

use http::{HeaderMap, header};

/// A language that the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Arabic,
}

impl Language {
    /// The language of that tag, its region aside.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let (primary, _) = tag.split_once('-').unwrap_or((tag, ""));
        if primary.eq_ignore_ascii_case("ar") {
            Some(Self::Arabic)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::English)
        } else {
            None
        }
    }

    /// What a request asks for: its parameter `lang`, else what the browser prefers, else English.
    pub(crate) fn of(parameter: Option<&str>, headers: &HeaderMap) -> Self {
        parameter
            .and_then(Self::from_tag)
            .or_else(|| preferred(headers))
            .unwrap_or(Self::English)
    }

    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }

    /// The direction of its script.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// The language that the switch leads to.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::English => Self::Arabic,
            Self::Arabic => Self::English,
        }
    }

    /// The language's own name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }
}

/// The language with the highest weight in `Accept-Language` (RFC 9110, 12.5.4); of two with the
/// same weight the first.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best = None;
    for range in accepted.split(',') {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight: f32 = match weight.trim().strip_prefix("q=") {
            Some(weight) => weight.parse().unwrap_or(0.0),
            None => 1.0,
        };
        let Some(language) = Language::from_tag(tag.trim()) else {
            continue;
        };
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parameter: Option<&str>, accepted: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_LANGUAGE,
            http::HeaderValue::from_static(accepted),
        );
        Language::of(parameter, &headers)
    }

    #[test]
    fn the_parameter_beats_the_browser_and_the_weight_beats_the_order() {
        assert_eq!(of(None, "ar-SA,ar;q=0.9,en;q=0.8"), Language::Arabic);
        assert_eq!(of(None, "ar;q=0.2, en-GB;q=0.7"), Language::English);
        assert_eq!(of(Some("en"), "ar"), Language::English);
        assert_eq!(of(Some("fr"), "ar"), Language::Arabic);
        assert_eq!(of(None, "fr, de;q=0.5"), Language::English);
        assert_eq!(of(None, "ar;q=0, en;q=0.1"), Language::English);
    }
}
