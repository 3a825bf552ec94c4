//! Where each node of a YAML text stands.

use std::collections::HashSet;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, StructureStyle};

use super::lines::Text;
use crate::load::DEEPEST_NESTING;

/// A value of the text, by the bytes it stands in.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The first byte of its properties (`&anchor`), of the sign of a block scalar, or of itself.
    pub(super) outer: usize,
    pub(super) start: usize,
    /// After its last byte that is not white space.
    pub(super) end: usize,
    /// The number of its anchor, 0 when there is none.
    pub(super) anchor: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar(ScalarStyle),
    /// A repetition of the node with this anchor.
    Alias(usize),
    Mapping(Layout, Vec<Entry>),
    List(Layout, Vec<Entry>),
}

/// How a mapping or list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// By indentation.
    Block,
    /// In braces or brackets.
    Flow,
}

/// A key with its value, or an item.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key, or the index of the item.
    pub(super) name: String,
    /// The key; none when it is an item.
    pub(super) key: Option<Node>,
    /// The first byte: of the key, of its `?`, of the dash before the item, of the item.
    pub(super) head: usize,
    /// After the colon or the dash.
    pub(super) slot: usize,
    pub(super) value: Node,
}

impl Node {
    pub(super) fn is_alias(&self) -> bool {
        matches!(self.kind, Kind::Alias(_))
    }

    /// The entries of a mapping or list, and how it is written.
    pub(super) fn entries(&self) -> Option<(Layout, &[Entry])> {
        match &self.kind {
            Kind::Mapping(layout, entries) | Kind::List(layout, entries) => {
                Some((*layout, entries))
            }
            Kind::Scalar(_) | Kind::Alias(_) => None,
        }
    }

    pub(super) fn is_block(&self) -> bool {
        matches!(self.entries(), Some((Layout::Block, _)))
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        let (_, entries) = self.entries()?;
        entries
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| &entry.value)
    }

    /// The anchors that an alias below this node repeats.
    pub(super) fn aliases(&self) -> HashSet<usize> {
        let mut found = HashSet::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            if let Kind::Alias(anchor) = node.kind {
                found.insert(anchor);
            }
            let below = node
                .entries()
                .map(|(_, entries)| entries)
                .unwrap_or_default();
            open.extend(below.iter().map(|entry| &entry.value));
        }
        found
    }
}

/// Reads where the nodes of `text` stand; what is wrong when that cannot be told.
pub(super) fn read(text: &str) -> Result<Node, String> {
    let options = granit_parser::options! { emit_comments: false };
    let mut reader = Reader {
        text: Text::new(text),
        events: Parser::new_from_str_with_options(text, options),
        depth: 0,
    };
    loop {
        if let (Event::DocumentStart(is_explicit, _), span) = reader.next()? {
            let mark = if is_explicit { span.end } else { span.start };
            return reader.node(byte(mark.byte_offset()));
        }
    }
}

struct Reader<'t> {
    text: Text<'t>,
    events: Parser<'t, StrInput<'t>>,
    depth: usize,
}

fn byte(offset: Option<usize>) -> usize {
    offset.unwrap_or_default()
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), String> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("the text ends too early".to_owned()),
        }
    }

    /// The node that stands at or after `slot`.
    fn node(&mut self, slot: usize) -> Result<Node, String> {
        let event = self.next()?;
        self.node_of(event, slot)
    }

    fn node_of(&mut self, (event, span): (Event<'t>, Span), slot: usize) -> Result<Node, String> {
        let start = byte(span.start.byte_offset()).max(slot);
        let end = byte(span.end.byte_offset()).max(start);
        let token = self.text.skip(slot);
        let node = |kind, end, anchor| Node {
            kind,
            outer: token.min(start),
            start,
            end,
            anchor,
        };
        match event {
            Event::Scalar(_, style, anchor, _) => {
                let mut scalar = node(Kind::Scalar(style), end, anchor);
                match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        scalar.end = self.block_end(scalar.outer, end);
                    }
                    // Nothing is written there.
                    _ if start == end && token >= start => scalar.outer = start,
                    _ => {}
                }
                Ok(scalar)
            }
            Event::Alias(anchor) => Ok(node(Kind::Alias(anchor), end, 0)),
            Event::MappingStart(style, anchor, _) => {
                let (layout, entries, end) = self.collection(style, start, true)?;
                Ok(node(Kind::Mapping(layout, entries), end, anchor))
            }
            Event::SequenceStart(style, anchor, _) => {
                // A list that is not indented begins with its first item, for the reader.
                let first = if self.text.starts(token, '-') {
                    token
                } else {
                    start
                };
                let (layout, entries, end) = self.collection(style, first, false)?;
                let mut list = node(Kind::List(layout, entries), end, anchor);
                if layout == Layout::Block {
                    list.outer = token;
                }
                Ok(list)
            }
            other => Err(format!("{other:?} where a value should be")),
        }
    }

    /// The end of a block scalar: that of its last line, blank lines only where they count.
    fn block_end(&self, outer: usize, end: usize) -> usize {
        let keeps = self
            .text
            .slice(outer, self.text.line_end(outer))
            .split('#')
            .next()
            .unwrap_or_default()
            .contains('+');
        let written = self.text.slice(outer, end);
        if !keeps {
            return outer + written.trim_end().len();
        }
        let written = written.trim_end_matches([' ', '\t']);
        let written = written.strip_suffix('\n').unwrap_or(written);
        outer + written.strip_suffix('\r').unwrap_or(written).len()
    }

    fn collection(
        &mut self,
        style: StructureStyle,
        start: usize,
        is_mapping: bool,
    ) -> Result<(Layout, Vec<Entry>, usize), String> {
        self.depth += 1;
        if self.depth > DEEPEST_NESTING {
            return Err(format!("more than {DEEPEST_NESTING} levels are nested"));
        }
        let layout = match style {
            StructureStyle::Flow => Layout::Flow,
            StructureStyle::Block => Layout::Block,
        };
        let mut entries = Vec::new();
        let mut at = if layout == Layout::Flow {
            start + 1
        } else {
            start
        };
        let end = loop {
            let event = self.next()?;
            if matches!(event.0, Event::MappingEnd | Event::SequenceEnd) {
                break match layout {
                    Layout::Flow => byte(event.1.end.byte_offset()),
                    Layout::Block => at,
                };
            }
            let mut head = self.text.skip(at);
            if layout == Layout::Flow && self.text.starts(head, ',') {
                head = self.text.skip(head + 1);
            }
            let entry = if is_mapping {
                self.pair(event, head)?
            } else {
                self.item(event, head, layout, entries.len())?
            };
            at = entry.value.end;
            entries.push(entry);
        };
        self.depth -= 1;
        Ok((layout, entries, end))
    }

    fn pair(&mut self, event: (Event<'t>, Span), head: usize) -> Result<Entry, String> {
        let name = match &event.0 {
            Event::Scalar(name, ..) => name.clone().into_owned(),
            _ => return Err("a key is neither a text nor a number".to_owned()),
        };
        let is_explicit = self.text.starts(head, '?') && byte(event.1.start.byte_offset()) > head;
        let key = self.node_of(event, head + usize::from(is_explicit))?;
        let colon = self.text.skip(key.end);
        let slot = if self.text.starts(colon, ':') {
            colon + 1
        } else {
            key.end
        };
        let value = self.node(slot)?;
        Ok(Entry {
            name,
            key: Some(key),
            head,
            slot,
            value,
        })
    }

    fn item(
        &mut self,
        event: (Event<'t>, Span),
        head: usize,
        layout: Layout,
        index: usize,
    ) -> Result<Entry, String> {
        let slot = if layout == Layout::Block {
            head + 1
        } else {
            head
        };
        let value = self.node_of(event, slot)?;
        Ok(Entry {
            name: index.to_string(),
            key: None,
            head,
            slot,
            value,
        })
    }
}
