//! Adding to and taking from a mapping or list in braces or brackets.

use super::changes::{Change, New, Piece};
use super::scalar::{self, WIDTH};
use super::splices::{Splices, style_of};
use super::tree::{Entry, Kind, Layout, Node};
use super::written::Writer;

impl Splices<'_> {
    /// Changes the flow collection `node`.
    pub(super) fn flow(&mut self, node: &Node, change: &Change<'_>, writer: &Writer<'_>) {
        let Some((_, entries)) = node.entries() else {
            return;
        };
        for entry in entries {
            match change.below.get(&entry.name) {
                Some(below) if !below.is_removed => self.flow_entry(entry, below, writer),
                _ => {}
            }
        }
        if !change.moves_entries() {
            return;
        }
        let pieces = change.pieces(entries.iter().map(|entry| entry.name.as_str()));
        let mut from = 0;
        let mut new = Vec::new();
        for piece in pieces {
            match piece {
                Piece::New(entry) => new.push(entry),
                Piece::Kept(index) => {
                    self.flow_gap(node, entries, from..index, &new, writer);
                    new.clear();
                    from = index + 1;
                }
            }
        }
        match from.checked_sub(1).and_then(|index| entries.get(index)) {
            Some(last) => self.flow_end(node, entries, last, &new, writer),
            None => self.flow_anew(node, entries, &new, writer),
        }
    }

    fn flow_entry(&mut self, entry: &Entry, change: &Change<'_>, writer: &Writer<'_>) {
        self.rename(entry, change, writer, Layout::Flow);
        let node = &entry.value;
        match (change.value, &node.kind) {
            (None, _) => self.flow(node, change, writer),
            (Some(value), kind) => {
                let written = match (kind, value.as_str()) {
                    (Kind::Scalar(style), Some(text)) if !writer.is_json => {
                        scalar::in_line_as(text, style_of(*style), true)
                    }
                    _ => writer.flow_value(
                        value,
                        self.text.column(node.outer),
                        self.indent(node.outer),
                    ),
                };
                let is_close = node.outer == entry.slot && entry.key.is_some();
                let colon = if is_close && !self.text.slice(0, entry.slot).ends_with(':') {
                    ":"
                } else {
                    ""
                };
                let space = if is_close { " " } else { "" };
                self.put(
                    node.outer,
                    node.end,
                    format!("{colon}{space}{}", self.broken(&written)),
                );
            }
        }
    }

    /// What goes before the entry that stays at the end of `gone`, and the new ones before it.
    fn flow_gap(
        &mut self,
        node: &Node,
        entries: &[Entry],
        gone: std::ops::Range<usize>,
        new: &[New<'_>],
        writer: &Writer<'_>,
    ) {
        let Some(after) = entries.get(gone.end) else {
            return;
        };
        if let [first, ..] = entries.get(gone.clone()).unwrap_or_default()
            && let Some(last) = entries.get(gone.end.saturating_sub(1))
        {
            // The comment in the line of the last one goes too, those above the next one stay.
            let comma = self.text.skip(last.value.end);
            let end = self.text.after_comment(comma + 1);
            let rest = self.text.slice(end, after.head);
            self.put(first.head, end + rest.len() - rest.trim_start().len(), "");
        }
        let mut lines = String::new();
        for new in new {
            let written = writer.new_in_flow(new, self.indent(after.head));
            lines.push_str(&self.broken(&written));
            lines.push(',');
            lines.push_str(&self.between(node, after, &written));
        }
        if !lines.is_empty() {
            self.put(after.head, after.head, lines);
        }
    }

    /// What goes after `last`, the last entry that stays, and the new ones there.
    fn flow_end(
        &mut self,
        node: &Node,
        entries: &[Entry],
        last: &Entry,
        new: &[New<'_>],
        writer: &Writer<'_>,
    ) {
        let Some(end) = entries.last().map(|entry| entry.value.end) else {
            return;
        };
        let is_last = last.value.end == end;
        if is_last && new.is_empty() {
            return;
        }
        let text = self.text;
        let after_comma = |at: usize| {
            let comma = text.skip(at);
            text.starts(comma, ',').then_some(comma + 1)
        };
        let (has_comma, end) = after_comma(end).map_or((false, end), |at| (true, at));
        let own_end = after_comma(last.value.end).unwrap_or(last.value.end);
        let comment = text.slice(own_end, text.after_comment(own_end));
        let end = text.after_comment(end);
        let mut added = if has_comma || !new.is_empty() {
            ","
        } else {
            ""
        }
        .to_owned();
        added.push_str(comment);
        for (index, new) in new.iter().enumerate() {
            let written = writer.new_in_flow(new, self.indent(last.head));
            let between = if index == 0 && !comment.is_empty() {
                format!("{}{}", text.newline, " ".repeat(self.indent(last.head)))
            } else {
                self.between(node, last, &written)
            };
            let comma = if index == 0 { "" } else { "," };
            added.push_str(comma);
            added.push_str(&between);
            added.push_str(&self.broken(&written));
        }
        if has_comma && !new.is_empty() {
            added.push(',');
        }
        let ends_in_comment = new.is_empty() && !comment.is_empty();
        if ends_in_comment && end < text.line_end(end) {
            added.push_str(text.newline);
            added.push_str(&" ".repeat(self.indent(node.start)));
        }
        self.put(last.value.end, end, added);
    }

    /// Nothing stays: the new entries, if any, stand alone between the brackets.
    fn flow_anew(&mut self, node: &Node, entries: &[Entry], new: &[New<'_>], writer: &Writer<'_>) {
        let close = node.end.saturating_sub(1);
        if new.is_empty() {
            if !entries.is_empty() {
                self.put(node.start + 1, close, "");
            }
            return;
        }
        let indent = self.indent(node.start);
        let used = self.text.column(node.start) + 2;
        let alone: Vec<_> = new
            .iter()
            .map(|new| writer.new_in_flow(new, indent))
            .collect();
        let length: usize = alone.iter().map(|new| new.chars().count() + 2).sum();
        let fits = used + length <= WIDTH && !alone.iter().any(|new| new.contains('\n'));
        let added = if fits || !writer.is_json {
            alone.join(", ")
        } else {
            let lines: Vec<_> = new
                .iter()
                .map(|new| writer.new_in_flow(new, indent + 2))
                .collect();
            let between = format!("\n{}", " ".repeat(indent + 2));
            format!(
                "{between}{}\n{}",
                lines.join(&format!(",{between}")),
                " ".repeat(indent)
            )
        };
        self.put(node.start + 1, close, self.broken(&added));
    }

    /// What stands between a new entry and its neighbour.
    fn between(&self, node: &Node, neighbour: &Entry, new: &str) -> String {
        let text = self.text;
        let is_in_lines = text.slice(node.start, node.end).contains('\n');
        let is_alone = is_in_lines && text.is_first_in_line(neighbour.head);
        let line_end = text.column(text.line_end(neighbour.value.end));
        if is_alone || is_in_lines && line_end + new.chars().count() + 2 > WIDTH {
            format!(
                "{}{}",
                text.newline,
                " ".repeat(self.indent(neighbour.head))
            )
        } else {
            " ".to_owned()
        }
    }

    /// By how much the line of `at` is indented.
    fn indent(&self, at: usize) -> usize {
        let line = self.text.slice(self.text.line_start(at), at);
        line.len() - line.trim_start_matches(' ').len()
    }

    fn broken(&self, written: &str) -> String {
        written.replace('\n', self.text.newline)
    }
}
