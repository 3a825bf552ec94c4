//! A walk through a JSON text, token by token, that knows where in the value it is.
//!
//! It takes any text: what is not JSON is skipped.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use serde::de::IgnoredAny;

use super::fields::{end_of_string, text};

/// No type is read deeper than this: `serde_json` refuses it.
const DEEPEST: usize = 128;

/// An object or list that the walk is in.
#[derive(Debug, Clone)]
pub(crate) enum Level<'t> {
    /// An object; between its fields it has no name, else that of the field, in quotation marks.
    Object(Option<&'t str>),
    /// A list, with the number of the item.
    List(usize),
}

impl Level<'_> {
    /// Whether both are the same field, or items of a list.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(Some(one)), Self::Object(Some(two))) => name_of(one) == name_of(two),
            (Self::Object(None), Self::Object(None)) | (Self::List(_), Self::List(_)) => true,
            _ => false,
        }
    }
}

fn name_of(quoted: &str) -> Cow<'_, str> {
    text(quoted.as_bytes()).unwrap_or(Cow::Borrowed("?"))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Open,
    Close,
    Name,
    Value,
    Comma,
    /// A colon, or a character that is not expected here.
    Other,
}

/// A bracket, a name, a plain value, a comma or a colon.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) range: Range<usize>,
    kind: Kind,
}

/// The walk: after each [`next`](Walk::next), it stands at the token that came.
pub(crate) struct Walk<'t> {
    text: &'t str,
    levels: Vec<Level<'t>>,
    /// How many objects and lists it is in beyond those levels.
    deeper: usize,
    token: Option<Token>,
    is_after_comma: bool,
}

impl<'t> Walk<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            levels: Vec::new(),
            deeper: 0,
            token: None,
            is_after_comma: false,
        }
    }

    /// The objects and lists around the token, unless they are too many.
    pub(crate) fn levels(&self) -> Option<&[Level<'t>]> {
        (self.deeper == 0).then_some(&self.levels)
    }

    /// The path to the token, or to the end of the text: `data.accounts[0].currency`, or `.`.
    pub(crate) fn path(&self) -> String {
        let ends_list = self.token.as_ref().is_some_and(|token| {
            token.kind == Kind::Close && self.byte(token.range.start) == Some(b']')
        });
        // A list that ends is itself at fault, unless a comma announced another item.
        let is_itself = ends_list && self.deeper == 0 && !self.is_after_comma;
        let levels = self.levels.len() - usize::from(is_itself);
        let mut path = String::new();
        for level in self.levels.iter().take(levels) {
            match level {
                Level::Object(None) => {}
                Level::Object(Some(name)) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&name_of(name));
                }
                Level::List(number) => {
                    // Writing into a text does not fail.
                    let _ = write!(path, "[{number}]");
                }
            }
        }
        if path.is_empty() {
            path.push('.');
        }
        path
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Leaves the token, and says where the next one is looked for.
    fn leave(&mut self) -> usize {
        let Some(token) = self.token.take() else {
            return 0;
        };
        self.is_after_comma = token.kind == Kind::Comma;
        match token.kind {
            Kind::Open if self.levels.len() == DEEPEST => self.deeper += 1,
            Kind::Open => self.levels.push(match self.byte(token.range.start) {
                Some(b'{') => Level::Object(None),
                _ => Level::List(0),
            }),
            Kind::Close if self.deeper > 0 => self.deeper -= 1,
            Kind::Close => {
                self.levels.pop();
                self.end_value();
            }
            Kind::Value if self.is_whole(&token) => self.end_value(),
            Kind::Name if self.is_whole(&token) => {
                let name = self.text.get(token.range.clone());
                if let Some(Level::Object(found)) = self.levels.last_mut() {
                    *found = name;
                }
            }
            Kind::Name | Kind::Value | Kind::Comma | Kind::Other => {}
        }
        token.range.end
    }

    fn end_value(&mut self) {
        match self.levels.last_mut() {
            Some(Level::Object(name)) => *name = None,
            Some(Level::List(number)) => *number += 1,
            None => {}
        }
    }

    /// Whether a plain value or a name is complete, and not cut by the end of the text.
    fn is_whole(&self, token: &Token) -> bool {
        let value = self.text.get(token.range.clone()).unwrap_or_default();
        let is_text = value.starts_with('"') && token.range.end < self.text.len();
        is_text || serde_json::from_str::<IgnoredAny>(value).is_ok()
    }

    fn kind_of(&self, byte: u8) -> Kind {
        match (byte, self.levels.last()) {
            (b'{' | b'[', _) => Kind::Open,
            (b'}' | b']', _) if self.deeper > 0 => Kind::Close,
            (b'}', Some(Level::Object(_))) | (b']', Some(Level::List(_))) => Kind::Close,
            (b',', _) => Kind::Comma,
            (b':' | b'}' | b']', _) => Kind::Other,
            _ if self.deeper > 0 => Kind::Other,
            (b'"', Some(Level::Object(None))) => Kind::Name,
            _ => Kind::Value,
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let from = self.leave();
        let rest = self.text.get(from..)?;
        let start = from + (rest.len() - rest.trim_ascii_start().len());
        let byte = self.byte(start)?;
        let end = match byte {
            b'"' => end_of_string(self.text.as_bytes(), start),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => start + 1,
            _ => {
                let value = self.text.get(start..)?;
                let is_end = |byte: u8| byte.is_ascii_whitespace() || b"{}[],:\"".contains(&byte);
                start + value.bytes().position(is_end).unwrap_or(value.len())
            }
        };
        let token = Token {
            range: start..end,
            kind: self.kind_of(byte),
        };
        self.token = Some(token.clone());
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each token with the way to it, and the way to the end.
    fn walked(text: &str) -> (Vec<(String, String)>, String) {
        let mut walk = Walk::new(text);
        let mut tokens = Vec::new();
        while let Some(token) = walk.next() {
            let shown = text.get(token.range).unwrap_or_default();
            tokens.push((shown.to_owned(), walk.path()));
        }
        (tokens, walk.path())
    }

    #[test]
    fn each_token_has_its_way() {
        let (tokens, end) = walked(r#" {"a" : [1,{"b\u0063":"x]"}] ,"d":{}} "#);
        let expected = [
            ("{", "."),
            ("\"a\"", "."),
            (":", "a"),
            ("[", "a"),
            ("1", "a[0]"),
            (",", "a[1]"),
            ("{", "a[1]"),
            ("\"b\\u0063\"", "a[1]"),
            (":", "a[1].bc"),
            ("\"x]\"", "a[1].bc"),
            ("}", "a[1]"),
            ("]", "a"),
            (",", "."),
            ("\"d\"", "."),
            (":", "d"),
            ("{", "d"),
            ("}", "d"),
            ("}", "."),
        ];
        let owned = |(token, path): &(&str, &str)| ((*token).to_owned(), (*path).to_owned());
        assert_eq!(tokens, expected.iter().map(owned).collect::<Vec<_>>());
        assert_eq!(end, ".");
    }

    #[test]
    fn a_text_that_is_cut_ends_in_what_is_not_whole() {
        for (text, path) in [
            ("", "."),
            ("[", "[0]"),
            ("[1", "[1]"),
            ("[1,", "[1]"),
            ("[1,-", "[1]"),
            ("[1,\"b", "[1]"),
            ("[1,\"b\\", "[1]"),
            ("{\"a", "."),
            ("{\"a\"", "a"),
            ("{\"a\":", "a"),
            ("{\"a\":tru", "a"),
            ("{\"a\":true", "."),
        ] {
            assert_eq!(walked(text).1, path, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        for text in [
            "]}",
            "{]",
            "[}1",
            "{1:2}",
            "é{ü:[\u{feff}",
            "\"",
            ":,",
            "{{\"a\":1",
        ] {
            let (tokens, _) = walked(text);
            assert!(!tokens.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_hundred_thousand_levels_are_passed_over() {
        let deep = format!("[{}1{},", "[".repeat(100_000), "]".repeat(100_000));
        let mut walk = Walk::new(&deep);
        while walk.next().is_some() {}
        assert_eq!(walk.path(), "[1]");
    }
}
