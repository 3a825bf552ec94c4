//! The lines of a text: where they begin and end, and which of them are blank or a comment.

/// A text with the way its lines end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) newline: &'t str,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let newline = match text.find('\n') {
            Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        };
        Self { text, newline }
    }

    pub(super) fn slice(self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn from(self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    pub(super) fn starts(self, at: usize, sign: char) -> bool {
        self.from(at).starts_with(sign)
    }

    /// The first byte of the file, after a byte order mark.
    fn first(self) -> usize {
        if self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        }
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        self.slice(0, at)
            .rfind('\n')
            .map_or_else(|| self.first(), |newline| newline + 1)
    }

    /// Where the line of `at` ends, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let rest = self.from(at);
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        let has_return = line.len() < rest.len() && line.ends_with('\r');
        at + line.len() - usize::from(has_return)
    }

    /// Where the line after that of `at` begins, or the text ends.
    pub(super) fn next_line(self, at: usize) -> usize {
        self.from(at)
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Where the line break before the line at `line_start` begins.
    pub(super) fn line_break(self, line_start: usize) -> usize {
        let before = self.slice(0, line_start);
        let before = before.strip_suffix('\n').unwrap_or(before);
        before.strip_suffix('\r').unwrap_or(before).len()
    }

    fn previous_line(self, line_start: usize) -> Option<usize> {
        (line_start > self.first()).then(|| self.line_start(line_start - 1))
    }

    /// How many characters stand before `at` in its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.slice(self.line_start(at), at).chars().count()
    }

    pub(super) fn is_first_in_line(self, at: usize) -> bool {
        self.slice(self.line_start(at), at)
            .chars()
            .all(|sign| sign == ' ')
    }

    fn line(self, line_start: usize) -> &'t str {
        self.slice(line_start, self.line_end(line_start))
    }

    pub(super) fn is_blank(self, line_start: usize) -> bool {
        line_start < self.text.len() && self.line(line_start).trim().is_empty()
    }

    /// The column of the comment that is all there is in the line.
    fn comment_column(self, line_start: usize) -> Option<usize> {
        let line = self.line(line_start);
        let comment = line.trim_start_matches([' ', '\t']);
        comment.starts_with('#').then(|| line.len() - comment.len())
    }

    /// Where the comment ends that follows `at` in its line; `at` when there is none.
    pub(super) fn after_comment(self, at: usize) -> usize {
        let rest = self.from(at);
        if rest.trim_start_matches([' ', '\t']).starts_with('#') {
            self.line_end(at)
        } else {
            at
        }
    }

    /// The next byte at or after `at` that is neither white space nor part of a comment.
    pub(super) fn skip(self, mut at: usize) -> usize {
        loop {
            let rest = self.from(at);
            at += rest.len() - rest.trim_start().len();
            if !self.starts(at, '#') {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// The end of what belongs to an entry that begins in `column` and whose value ends at
    /// `end`: a comment in its last line and comments below it that are indented further.
    pub(super) fn extent(self, column: usize, end: usize) -> usize {
        let mut extent = self.line_end(end);
        let mut line = self.next_line(end);
        while line < self.text.len() {
            match self.comment_column(line) {
                Some(comment) if comment > column => extent = self.line_end(line),
                None if self.is_blank(line) => {}
                _ => break,
            }
            line = self.next_line(line);
        }
        extent
    }

    /// The beginning of the first of the comment lines directly above the entry at `head`, none
    /// of them before `floor`. The comment at the top of the file belongs to the file.
    pub(super) fn lead(self, head: usize, floor: usize) -> usize {
        let own = self.line_start(head);
        let column = self.column(head);
        let mut lead = own;
        while let Some(line) = self.previous_line(lead)
            && line > floor
            && self.comment_column(line) == Some(column)
        {
            lead = line;
        }
        if lead == self.first() { own } else { lead }
    }

    /// The beginning of the first of the blank lines directly above the line at `line_start`.
    pub(super) fn blanks_above(self, line_start: usize, floor: usize) -> usize {
        let mut first = line_start;
        while let Some(line) = self.previous_line(first)
            && line > floor
            && self.is_blank(line)
        {
            first = line;
        }
        first
    }

    /// Whether a blank line stands between the two places.
    pub(super) fn has_blank(self, start: usize, end: usize) -> bool {
        let mut line = self.next_line(start);
        while line < end {
            if self.is_blank(line) {
                return true;
            }
            line = self.next_line(line);
        }
        false
    }
}
