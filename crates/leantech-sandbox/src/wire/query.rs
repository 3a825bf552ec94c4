//! The query of a request, read parameter by parameter.

use std::borrow::Cow;
use std::str::FromStr;

/// The parameters of a query, in the order they came.
#[derive(Debug)]
pub(crate) struct Query<'r> {
    text: &'r str,
}

/// Why a parameter cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    Missing,
    Malformed,
}

impl<'r> Query<'r> {
    pub(crate) fn new(text: &'r str) -> Self {
        Self { text }
    }

    /// The query as received.
    pub(crate) fn text(&self) -> &'r str {
        self.text
    }

    /// The first value of a parameter.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'r, str>> {
        url::form_urlencoded::parse(self.text.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The one value of a parameter; the outer `None` is one that has several.
    #[expect(clippy::option_option, reason = "several and none are different")]
    pub(crate) fn only_value(&self, name: &str) -> Option<Option<Cow<'r, str>>> {
        if self.text.is_empty() {
            return Some(None);
        }
        let mut values = url::form_urlencoded::parse(self.text.as_bytes())
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value);
        let value = values.next();
        match values.next() {
            None => Some(value),
            Some(_) => None,
        }
    }

    /// A parameter that may be left out.
    pub(crate) fn optional<T: FromStr>(&self, name: &str) -> Result<Option<T>, Unusable> {
        self.value(name)
            .map(|value| value.parse().map_err(|_| Unusable::Malformed))
            .transpose()
    }

    /// A parameter that must be there.
    pub(crate) fn required<T: FromStr>(&self, name: &str) -> Result<T, Unusable> {
        self.optional(name)?.ok_or(Unusable::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_decoded_and_the_first_of_two_counts() {
        let query = Query::new("meta=%7B%22a%22%3A1%7D&page=3&page=4&empty=");
        assert_eq!(query.value("meta").as_deref(), Some("{\"a\":1}"));
        assert_eq!(query.optional::<u32>("page"), Ok(Some(3)));
        assert_eq!(query.optional::<u32>("size"), Ok(None));
        assert_eq!(query.required::<u32>("size"), Err(Unusable::Missing));
        assert_eq!(query.required::<u32>("empty"), Err(Unusable::Malformed));
    }
}
