//! The fields of a JSON object one by one, so that a malformed one affects no other.
//!
//! A parser rejects the whole text for one wrong byte. When a failure's code is next to something
//! malformed, the code matters more than the form of the rest: every field that can be found is read.

use std::borrow::Cow;
use std::ops::Range;

/// One field as it is written in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'t> {
    /// The name with its quotation marks.
    name: &'t [u8],
    /// Where the name begins in the text.
    name_start: usize,
    /// The value as it was sent.
    pub(crate) value: &'t [u8],
    /// Where the value begins in the text.
    start: usize,
}

impl<'t> Field<'t> {
    /// The name; none if it cannot be read.
    pub(crate) fn name(&self) -> Option<Cow<'t, str>> {
        text(self.name)
    }

    /// Where the name is in the text, with its quotation marks.
    pub(crate) fn name_range(&self) -> Range<usize> {
        self.name_start..self.name_start + self.name.len()
    }

    /// Where the value is in the text.
    pub(crate) fn value_range(&self) -> Range<usize> {
        self.start..self.start + self.value.len()
    }

    /// Whether the value is null.
    pub(crate) fn is_null(&self) -> bool {
        self.value == b"null"
    }
}

/// The fields of an object, in order; none for anything else.
///
/// The text may be cut, and a value does not have to be valid JSON.
#[derive(Debug)]
pub(crate) struct Fields<'t> {
    text: &'t [u8],
    /// Where the next name is looked for; none after the end.
    next: Option<usize>,
}

/// The fields of a text that is an object.
pub(crate) fn fields(text: &[u8]) -> Fields<'_> {
    let start = after_space(text, 0);
    let is_object = text.get(start) == Some(&b'{');
    Fields {
        text,
        next: is_object.then_some(start + 1),
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    fn next(&mut self) -> Option<Field<'t>> {
        let mut at = after_space(self.text, self.next.take()?);
        // A comma too many.
        while self.text.get(at) == Some(&b',') {
            at = after_space(self.text, at + 1);
        }
        if self.text.get(at) != Some(&b'"') {
            return None;
        }
        let name_end = end_of_value(self.text, at);
        let colon = after_space(self.text, name_end);
        if self.text.get(colon) != Some(&b':') {
            return None;
        }
        let start = after_space(self.text, colon + 1);
        let end = end_of_value(self.text, start);
        let comma = self.text.get(end..).unwrap_or_default();
        let comma = comma.iter().position(|byte| matches!(byte, b',' | b'}'));
        self.next = comma
            .map(|distance| end + distance)
            .filter(|at| self.text.get(*at) == Some(&b','))
            .map(|at| at + 1);
        Some(Field {
            name: self.text.get(at..name_end)?,
            name_start: at,
            value: self.text.get(start..end)?.trim_ascii_end(),
            start,
        })
    }
}

/// Where the items of a list are in a text, in order; none for anything else.
pub(crate) fn items(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = after_space(text, 0);
    if text.get(at) != Some(&b'[') {
        return found;
    }
    at = after_space(text, at + 1);
    while text.get(at).is_some_and(|byte| *byte != b']') {
        let end = end_of_value(text, at);
        let value = text.get(at..end).unwrap_or_default();
        found.push(at..at + value.trim_ascii_end().len());
        at = after_space(text, end);
        if text.get(at) != Some(&b',') {
            break;
        }
        at = after_space(text, at + 1);
    }
    found
}

fn after_space(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
    from + spaces.count()
}

/// Where the value that begins at `start` ends: after it, or at the end of the text.
fn end_of_value(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                at = end_of_string(text, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b',' | b'}' | b']' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

pub(crate) fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The content of a value, if it is a text; bytes that are not UTF-8 are replaced by `U+FFFD`.
pub(crate) fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let is_plain = |byte: &u8| !byte.is_ascii_control() && !matches!(byte, b'\\' | b'"');
    let lossy = String::from_utf8_lossy(inner);
    if inner.iter().all(is_plain) {
        return Some(lossy);
    }
    serde_json::from_str(&format!("\"{lossy}\""))
        .ok()
        .map(Cow::Owned)
}

/// A normalised name: `status_detail`, `StatusDetail` and `statusDetail` give the same.
pub(crate) fn folded(name: &str) -> String {
    let letters = name.chars().filter(|letter| *letter != '_');
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(String, String)> {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        fields(text)
            .map(|field| {
                assert_eq!(
                    text.get(field.start..field.start + field.value.len()),
                    Some(field.value)
                );
                let name = field.name().unwrap_or_default().into_owned();
                (name, shown(field.value))
            })
            .collect()
    }

    fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn fields_come_in_their_order_and_as_often_as_they_are_there() {
        let found = read(br#" { "a" : 1 , "b":[{"a":2},"]"], "a":"x\"}" ,"\u0063":null} "#);
        let pairs = [
            ("a", "1"),
            ("b", r#"[{"a":2},"]"]"#),
            ("a", r#""x\"}""#),
            ("c", "null"),
        ];
        assert_eq!(found, expected(&pairs));
    }

    #[test]
    fn what_is_no_json_costs_the_field_it_is_in() {
        let found = read(b"{\"a\":NaN,\"b\":\"x\ny\",\"c\":\"\xff\",\"d\":[}],,\"e\":01x }");
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_text_that_is_cut_has_the_fields_before_the_cut() {
        let whole = br#"{"a":"x","b":{"c":[1]},"d":2}"#;
        for end in 0..whole.len() {
            let names = fields(whole.get(..end).unwrap_or_default()).filter_map(|f| f.name());
            let names: Vec<_> = names.collect();
            // The ends of their colons.
            let before = [("a", 5), ("b", 13), ("d", 27)];
            for (name, known_from) in before {
                assert_eq!(
                    names.iter().any(|found| found == name),
                    end >= known_from,
                    "{name} {end}"
                );
            }
        }
    }

    #[test]
    fn items_are_told_apart() {
        let text = br#" [ {"a":[1,2]}, "],[" ,null,[] , -1.5 ] "#;
        let found: Vec<_> = items(text)
            .into_iter()
            .map(|range| String::from_utf8_lossy(text.get(range).unwrap_or_default()).into_owned())
            .collect();
        assert_eq!(found, [r#"{"a":[1,2]}"#, "\"],[\"", "null", "[]", "-1.5"]);
        for none in ["[]", "{}", "", "null", "["] {
            assert_eq!(items(none.as_bytes()), [], "{none}");
        }
    }

    #[test]
    fn what_is_no_object_has_no_fields() {
        for text in [
            "",
            "[{\"a\":1}]",
            "\"a\"",
            "null",
            "{",
            "{}",
            "{a:1}",
            "{\"a\"}",
        ] {
            assert_eq!(read(text.as_bytes()), [], "{text}");
        }
    }

    #[test]
    fn a_hundred_thousand_levels_are_passed_over() {
        let deep = format!(
            "{{\"a\":{}1{},\"b\":2}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(fields(deep.as_bytes()).count(), 2);
    }

    #[test]
    fn a_text_is_read_with_its_escapes_and_an_odd_one_is_none() {
        assert_eq!(text(br#""a\n\u0628""#).as_deref(), Some("a\n\u{628}"));
        assert_eq!(text(b"\"a\xffb\"").as_deref(), Some("a\u{fffd}b"));
        for odd in [&br#""\ud800""#[..], b"\"a\nb\"", b"\"a", b"7", b"\"", b""] {
            assert_eq!(text(odd), None);
        }
    }
}
