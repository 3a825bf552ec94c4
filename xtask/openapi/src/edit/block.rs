//! Adding to and taking from a mapping or list that is written by indentation.

use super::changes::{Change, New, Piece};
use super::splices::Splices;
use super::tree::{Entry, Node};
use super::written::{Writer, Written};

impl Splices<'_> {
    /// Changes the block collection `node`, the value of `owner`, which stands among `siblings`.
    pub(super) fn block(
        &mut self,
        owner: Option<&Entry>,
        node: &Node,
        siblings: Option<&[Entry]>,
        change: &Change<'_>,
        writer: &Writer<'_>,
    ) {
        let entries = node
            .entries()
            .map(|(_, entries)| entries)
            .unwrap_or_default();
        for entry in entries {
            match change.below.get(&entry.name) {
                Some(below) if !below.is_removed => self.entry(entry, entries, below, writer),
                _ => {}
            }
        }
        if !change.moves_entries() {
            return;
        }
        let pieces = change.pieces(entries.iter().map(|entry| entry.name.as_str()));
        if !pieces.iter().any(|piece| matches!(piece, Piece::Kept(_))) {
            self.all_anew(owner, node, entries, &pieces, writer);
            return;
        }
        // Between two entries that stay lies a gap: what goes from it, and what is new in it.
        let mut gap = Gap {
            entries,
            siblings,
            floor: owner.map_or(0, |owner| owner.slot),
            from: 0,
            to: 0,
            new: Vec::new(),
        };
        for piece in pieces {
            match piece {
                Piece::New(new) => gap.new.push(new),
                Piece::Kept(index) => {
                    gap.to = index;
                    self.gap(&gap, writer);
                    gap.from = index + 1;
                    gap.new.clear();
                }
            }
        }
        gap.to = entries.len();
        self.gap(&gap, writer);
    }

    /// Nothing stays: the new entries, or `{}`, take the place of all.
    fn all_anew(
        &mut self,
        owner: Option<&Entry>,
        node: &Node,
        entries: &[Entry],
        pieces: &[Piece<'_>],
        writer: &Writer<'_>,
    ) {
        let Some(first) = entries.first() else { return };
        let column = self.text.column(first.head);
        let new = pieces.iter().filter_map(|piece| match piece {
            Piece::New(new) => Some(writer.new_entry(new, column)),
            Piece::Kept(_) => None,
        });
        let body = new
            .collect::<Vec<_>>()
            .join(&format!("\n{}", " ".repeat(column)));
        let is_empty = body.is_empty();
        let body = match (is_empty, &first.key) {
            (true, Some(_)) => "{}".to_owned(),
            (true, None) => "[]".to_owned(),
            (false, _) => body,
        };
        match owner {
            Some(owner) if is_empty => self.place(owner, Written::Beside(body)),
            _ => {
                let start = self.top(first, owner.map_or(0, |owner| owner.slot));
                let indent = if start == first.head {
                    String::new()
                } else {
                    " ".repeat(column)
                };
                let end = self.text.extent(column, node.end);
                self.put(
                    start,
                    end,
                    format!("{indent}{body}").replace('\n', self.text.newline),
                );
            }
        }
    }

    /// Where the first entry of a collection begins with its comments. It may stand behind the
    /// dash of an item, in its line.
    fn top(&self, first: &Entry, floor: usize) -> usize {
        if self.text.is_first_in_line(first.head) {
            self.text.lead(first.head, floor)
        } else {
            first.head
        }
    }

    fn gap(&mut self, gap: &Gap<'_>, writer: &Writer<'_>) {
        let before = gap
            .from
            .checked_sub(1)
            .and_then(|index| gap.entries.get(index));
        match (before, gap.entries.get(gap.to)) {
            (Some(before), after) => self.gap_below(before, after, gap, writer),
            (None, Some(after)) => self.gap_at_the_top(after, gap, writer),
            (None, None) => {}
        }
    }

    /// The gap below `before`: it begins at the end of the line, and ends where the entry `after`,
    /// or what is after the collection, has its line break.
    fn gap_below(
        &mut self,
        before: &Entry,
        after: Option<&Entry>,
        gap: &Gap<'_>,
        writer: &Writer<'_>,
    ) {
        let text = self.text;
        let column = text.column(before.head);
        let end = text.extent(column, before.value.end);
        // A text that keeps the blank lines below it (`|+`) takes any more for its own.
        let keeps_blanks = text.line_start(end) == end;
        if !gap.new.is_empty() {
            let blank = if !keeps_blanks && gap.is_spaced(self) {
                "\n"
            } else {
                ""
            };
            let indent = " ".repeat(column);
            let new = gap
                .new
                .iter()
                .map(|new| format!("\n{blank}{indent}{}", writer.new_entry(new, column)));
            self.put(
                end,
                end,
                new.collect::<String>().replace('\n', text.newline),
            );
        }
        if let [first, ..] = gap.gone()
            && let [.., last] = gap.gone()
        {
            let mut gone_end = text.extent(column, last.value.end);
            let lead = text.lead(first.head, end);
            let has_blank_after = after.is_none_or(|after| text.has_blank(gone_end, after.head));
            let from = if has_blank_after {
                text.blanks_above(lead, end)
            } else {
                lead
            };
            while keeps_blanks && text.is_blank(text.next_line(gone_end)) {
                gone_end = text.line_end(text.next_line(gone_end));
            }
            self.put(text.line_break(from).max(end), gone_end, "");
        }
    }

    /// The gap above `after`, the first entry that stays.
    fn gap_at_the_top(&mut self, after: &Entry, gap: &Gap<'_>, writer: &Writer<'_>) {
        let text = self.text;
        let Some(first) = gap.entries.first() else {
            return;
        };
        let column = text.column(first.head);
        let start = self.top(first, gap.floor);
        let is_behind = !text.is_first_in_line(first.head);
        if !gap.new.is_empty() {
            let blank = if gap.is_spaced(self) { "\n" } else { "" };
            let indent = " ".repeat(column);
            let new = gap.new.iter().map(|new| {
                let new = writer.new_entry(new, column);
                if is_behind {
                    format!("{new}\n{blank}{indent}")
                } else {
                    format!("{indent}{new}\n{blank}")
                }
            });
            self.put(
                start,
                start,
                new.collect::<String>().replace('\n', text.newline),
            );
        }
        if let [.., last] = gap.gone() {
            let mut end = text.next_line(text.extent(column, last.value.end));
            while end < after.head && text.is_blank(end) {
                end = text.next_line(end);
            }
            if is_behind {
                let line = text.slice(end, after.head);
                end += line.len() - line.trim_start().len();
            }
            self.put(start, end, "");
        }
    }
}

/// What lies between two entries that stay: the entries from `from` to before `to`, which go,
/// and the new ones.
struct Gap<'n> {
    entries: &'n [Entry],
    siblings: Option<&'n [Entry]>,
    /// Where the collection begins.
    floor: usize,
    from: usize,
    to: usize,
    new: Vec<New<'n>>,
}

impl<'n> Gap<'n> {
    fn gone(&self) -> &'n [Entry] {
        self.entries.get(self.from..self.to).unwrap_or_default()
    }

    /// Whether a blank line stands between entries here.
    fn is_spaced(&self, splices: &Splices<'_>) -> bool {
        let text = splices.text;
        let is_blank = |one: &Entry, other: &Entry| {
            text.has_blank(
                text.extent(text.column(one.head), one.value.end),
                other.head,
            )
        };
        let between = |entries: &[Entry], one: usize, other: usize| {
            Some(is_blank(entries.get(one)?, entries.get(other)?))
        };
        let here = match self.from.checked_sub(1) {
            Some(before) if self.to < self.entries.len() => between(self.entries, before, self.to),
            Some(before) => before
                .checked_sub(1)
                .and_then(|one| between(self.entries, one, before)),
            None => between(self.entries, self.to, self.to + 1),
        };
        // One entry alone has no gap: the collections next to it show the habit.
        here.unwrap_or_else(|| {
            let others = self
                .siblings
                .unwrap_or_default()
                .iter()
                .filter_map(|sibling| sibling.value.entries());
            others
                .filter_map(|(_, entries)| between(entries, 0, 1))
                .any(|is_blank| is_blank)
        })
    }
}
