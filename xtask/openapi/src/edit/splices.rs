//! Pieces of a text that others take the place of, and how one value's text becomes another's.

use serde_json::Value;

use granit_parser::ScalarStyle;

use super::changes::Change;
use super::lines::Text;
use super::scalar::{self, Style, WIDTH};
use super::tree::{Entry, Kind, Layout, Node};
use super::written::{Writer, Written};

/// The pieces, in the order in which they were found out.
#[derive(Debug)]
pub(super) struct Splices<'t> {
    pub(super) text: Text<'t>,
    pieces: Vec<Splice>,
}

#[derive(Debug)]
struct Splice {
    start: usize,
    end: usize,
    new: String,
}

impl<'t> Splices<'t> {
    pub(super) fn new(text: Text<'t>) -> Self {
        let pieces = Vec::new();
        Self { text, pieces }
    }

    /// `new` takes the place of what stands from `start` to `end`.
    pub(super) fn put(&mut self, start: usize, end: usize, new: impl Into<String>) {
        let new = new.into();
        self.pieces.push(Splice { start, end, new });
    }

    /// The text with every piece in its place; `None` when two of them overlap.
    pub(super) fn applied(mut self) -> Option<String> {
        // What is put between comes before what is put instead; the sort keeps the order.
        self.pieces.sort_by_key(|splice| (splice.start, splice.end));
        written(self.text, &self.pieces, 0, self.text.text.len())
    }

    /// Changes the document.
    pub(super) fn root(&mut self, root: &Node, change: &Change<'_>, writer: &Writer<'_>) {
        if root.is_block() {
            self.block(None, root, None, change, writer);
        } else {
            self.flow(root, change, writer);
        }
    }

    /// Changes the entry or item `entry` of a block collection of `siblings`.
    pub(super) fn entry(
        &mut self,
        entry: &Entry,
        siblings: &[Entry],
        change: &Change<'_>,
        writer: &Writer<'_>,
    ) {
        self.rename(entry, change, writer, Layout::Block);
        if let Some(value) = change.value {
            self.replace(entry, value, writer);
        } else if entry.value.is_block() {
            self.block(Some(entry), &entry.value, Some(siblings), change, writer);
        } else if change.moves_entries() || !change.below.is_empty() {
            self.flow_in_block(entry, change, writer);
        }
    }

    pub(super) fn rename(
        &mut self,
        entry: &Entry,
        change: &Change<'_>,
        writer: &Writer<'_>,
        layout: Layout,
    ) {
        if let (Some(name), Some(key)) = (change.key, &entry.key) {
            let style = match key.kind {
                _ if writer.is_json => Style::Double,
                Kind::Scalar(style) => style_of(style),
                _ => Style::Plain,
            };
            self.put(
                key.start,
                key.end,
                scalar::in_line_as(name, style, layout == Layout::Flow),
            );
        }
    }

    /// Changes a collection in brackets; where the line becomes too long, the collection is
    /// written in block style.
    fn flow_in_block(&mut self, entry: &Entry, change: &Change<'_>, writer: &Writer<'_>) {
        let node = &entry.value;
        let before = self.pieces.len();
        self.flow(node, change, writer);
        let mut own = self.pieces.split_off(before);
        own.sort_by_key(|splice| (splice.start, splice.end));
        let edited = written(self.text, &own, node.start, node.end).unwrap_or_default();
        let used = self.text.column(node.start) + edited.chars().count();
        let was_empty = node
            .entries()
            .is_some_and(|(_, entries)| entries.is_empty());
        let is_one_line = !edited.contains('\n');
        let is_wider = edited.len() > node.end - node.start;
        if is_one_line
            && is_wider
            && (was_empty || used > WIDTH)
            && let Some(value) = read_alone(&edited)
        {
            self.replace(entry, &value, writer);
        } else {
            self.pieces.extend(own);
        }
    }

    /// Replaces the value of an entry of a block collection by `value`.
    pub(super) fn replace(&mut self, entry: &Entry, value: &Value, writer: &Writer<'_>) {
        let node = &entry.value;
        let column = self.text.column(entry.head);
        let is_item = entry.key.is_none();
        let key = if is_item { "" } else { entry.name.as_str() };
        let old_style = match (&node.kind, value) {
            (Kind::Scalar(style), Value::String(text)) if node.start < node.end => {
                Some((style_of(*style), text))
            }
            _ => None,
        };
        let indent = column + 2;
        let new = match old_style {
            Some((style, text)) => {
                let used = self.text.column(node.outer);
                Written::Beside(scalar::in_block(text, style, used, indent))
            }
            None if is_item => {
                let at = if node.outer == entry.slot {
                    entry.slot + 1
                } else {
                    node.outer
                };
                Written::Beside(writer.body(value, self.text.column(at)))
            }
            None => writer.value(key, value, self.text.column(entry.slot) + 1, column),
        };
        self.place(entry, new);
    }

    /// Replaces the value of an entry of a block collection by `new`. A comment in its
    /// line stays there.
    pub(super) fn place(&mut self, entry: &Entry, new: Written) {
        let Text { newline, .. } = self.text;
        let node = &entry.value;
        let column = self.text.column(entry.head);
        let line_end = self.text.line_end(entry.slot);
        let is_below = node.outer > line_end;
        let (first, rest) = match new {
            Written::Below(body) => (String::new(), format!("\n{}{body}", " ".repeat(column + 2))),
            Written::Beside(text) => match text.split_once('\n') {
                Some((first, rest)) => (format!(" {first}"), format!("\n{rest}")),
                None => (format!(" {text}"), String::new()),
            },
        };
        let rest = rest.replace('\n', newline);
        // The comments of entries go with them; that of a value stays.
        let end = if node.is_block() {
            self.text.extent(column, node.end)
        } else {
            node.end
        };
        let comment = self.text.after_comment(end);
        if entry.key.is_none() && node.outer > entry.slot {
            self.put(node.outer, end, first.trim_start());
        } else if is_below {
            self.put(entry.slot, entry.slot, first);
            self.put(line_end, end, "");
        } else {
            self.put(entry.slot, end, first);
        }
        self.put(comment, comment, rest);
    }
}

fn written(text: Text<'_>, pieces: &[Splice], start: usize, end: usize) -> Option<String> {
    let mut edited = String::with_capacity(end - start + 1024);
    let mut at = start;
    for piece in pieces {
        edited.push_str(text.text.get(at..piece.start)?);
        edited.push_str(&piece.new);
        at = piece.end;
    }
    edited.push_str(text.text.get(at..end)?);
    Some(edited)
}

/// What a flow collection says that stands alone.
fn read_alone(flow: &str) -> Option<Value> {
    let document = crate::load::Document::parse(format!("a: {flow}"), "").ok()?;
    document.value.get("a").cloned()
}

pub(super) fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Folded => Style::Folded,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Plain => Style::Plain,
    }
}
