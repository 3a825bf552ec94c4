//! Writing a new value the way its document is written.

use std::collections::HashMap;

use serde_json::Value;

use super::changes::New;
use super::lines::Text;
use super::scalar::{self, Style, WIDTH};
use super::tree::{Kind, Layout, Node};

const STEP: usize = 2;

/// The habits of one document.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    /// Under each key, how many more lists of words stand in brackets than in lines of their own.
    in_brackets: HashMap<&'t str, isize>,
    /// Whether the document is JSON, so that it has to stay JSON.
    pub(super) is_json: bool,
}

/// The value of an entry, with its first line not indented.
#[derive(Debug, PartialEq)]
pub(super) enum Written {
    /// It begins in the line of the key.
    Beside(String),
    /// It begins in the line below the key.
    Below(String),
}

impl<'t> Writer<'t> {
    pub(super) fn new(text: &'t str, root: &'t Node) -> Self {
        let mut in_brackets = HashMap::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let entries = node
                .entries()
                .map(|(_, entries)| entries)
                .unwrap_or_default();
            for entry in entries {
                open.push(&entry.value);
                let Kind::List(layout, items) = &entry.value.kind else {
                    continue;
                };
                let has_words = items.iter().all(|item| item.value.entries().is_none());
                if entry.key.is_some() && has_words && !items.is_empty() {
                    *in_brackets.entry(entry.name.as_str()).or_default() +=
                        if *layout == Layout::Flow { 1 } else { -1 };
                }
            }
        }
        let is_json = !root.is_block() && Text::new(text).starts(root.outer, '{');
        Self {
            in_brackets,
            is_json,
        }
    }

    /// A key with its value, the key in column `column`.
    pub(super) fn entry(&self, key: &str, value: &Value, column: usize) -> String {
        let key = scalar::in_line(key);
        let used = column + key.chars().count() + 2;
        match self.value(&key, value, used, column) {
            Written::Beside(value) => format!("{key}: {value}"),
            Written::Below(value) => format!("{key}:\n{}{value}", " ".repeat(column + STEP)),
        }
    }

    /// The value of the key `key`, which stands in column `column`; `used` characters are before it.
    pub(super) fn value(&self, key: &str, value: &Value, used: usize, column: usize) -> Written {
        if let Some(list) = self.in_brackets(key, value, used) {
            return Written::Beside(list);
        }
        match value {
            Value::Object(entries) if !entries.is_empty() => {
                Written::Below(self.body(value, column + STEP))
            }
            Value::Array(items) if !items.is_empty() => {
                Written::Below(self.body(value, column + STEP))
            }
            Value::String(text) => {
                Written::Beside(scalar::in_block(text, Style::Plain, used, column + STEP))
            }
            other => Written::Beside(scalar::other(other)),
        }
    }

    /// The list in brackets, when the document writes lists of this key so, and it fits.
    fn in_brackets(&self, key: &str, value: &Value, used: usize) -> Option<String> {
        let items = value.as_array().filter(|items| !items.is_empty())?;
        let is_habit = self
            .in_brackets
            .get(key)
            .is_some_and(|balance| *balance > 0);
        let has_words = items
            .iter()
            .all(|item| !item.is_object() && !item.is_array());
        if !is_habit || !has_words {
            return None;
        }
        let written = self.flow(value);
        (used + written.chars().count() <= WIDTH).then_some(written)
    }

    /// An item with its dash, which stands in column `column`.
    pub(super) fn item(&self, value: &Value, column: usize) -> String {
        format!("- {}", self.body(value, column + STEP))
    }

    /// A value whose first line begins in column `column`, as do its entries.
    pub(super) fn body(&self, value: &Value, column: usize) -> String {
        let between = format!("\n{}", " ".repeat(column));
        let lines: Vec<_> = match value {
            Value::Object(entries) if !entries.is_empty() => entries
                .iter()
                .map(|(key, value)| self.entry(key, value, column))
                .collect(),
            Value::Array(items) if !items.is_empty() => {
                items.iter().map(|item| self.item(item, column)).collect()
            }
            Value::String(text) => return scalar::in_block(text, Style::Plain, column, column),
            other => return scalar::other(other),
        };
        lines.join(&between)
    }

    /// New entries or items, each as [`Writer::entry`] and [`Writer::item`] write them.
    pub(super) fn new_entry(&self, new: &New<'_>, column: usize) -> String {
        match new.key {
            Some(key) => self.entry(key, new.value, column),
            None => self.item(new.value, column),
        }
    }

    /// The value in one line, as it stands in a flow collection.
    pub(super) fn flow(&self, value: &Value) -> String {
        match value {
            Value::Object(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {}", self.flow_text(key), self.flow(value)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::String(text) => self.flow_text(text),
            other => scalar::other(other),
        }
    }

    pub(super) fn flow_text(&self, text: &str) -> String {
        if self.is_json {
            scalar::double_quoted(text)
        } else {
            scalar::in_flow(text)
        }
    }

    /// A new entry or item of a flow collection; `column` is where its line begins. JSON that does
    /// not fit the line is written in several.
    pub(super) fn new_in_flow(&self, new: &New<'_>, column: usize) -> String {
        let key = new
            .key
            .map_or(String::new(), |key| format!("{}: ", self.flow_text(key)));
        format!(
            "{key}{}",
            self.flow_value(new.value, column + key.chars().count(), column)
        )
    }

    /// The value in a flow collection, in several lines when it is JSON that does not fit one.
    pub(super) fn flow_value(&self, value: &Value, used: usize, column: usize) -> String {
        let in_line = self.flow(value);
        if !self.is_json || used + in_line.chars().count() <= WIDTH {
            return in_line;
        }
        let inner = column + STEP;
        let (open, close, lines): (_, _, Vec<_>) = match value {
            Value::Object(entries) => {
                let lines = entries.iter().map(|(key, value)| {
                    let key = format!("{}: ", self.flow_text(key));
                    format!(
                        "{key}{}",
                        self.flow_value(value, inner + key.chars().count(), inner)
                    )
                });
                ('{', '}', lines.collect())
            }
            Value::Array(items) => (
                '[',
                ']',
                items
                    .iter()
                    .map(|item| self.flow_value(item, inner, inner))
                    .collect(),
            ),
            _ => return in_line,
        };
        let between = format!("\n{}", " ".repeat(inner));
        format!(
            "{open}{between}{}\n{}{close}",
            lines.join(&format!(",{between}")),
            " ".repeat(column)
        )
    }
}
