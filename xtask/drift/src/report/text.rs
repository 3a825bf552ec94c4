//! The report as plain text, for a terminal.

use std::fmt::Write as _;

use crate::report::{Change, Level, Report};

impl Report {
    /// The report as plain text, the gravest changes first.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.headline());
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        for level in Level::ALL {
            let changes: Vec<&Change> = self.of(level).collect();
            if changes.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{} ({})", level.title(), changes.len());
            if level == Level::Docs {
                write_docs(&mut text, &changes);
                continue;
            }
            for change in changes {
                write_change(&mut text, change);
            }
        }
        text
    }

    /// What the report comes to, in one line.
    pub(crate) fn headline(&self) -> String {
        if self.changes.is_empty() {
            return "no change".to_owned();
        }
        let counts: Vec<String> = self
            .counts()
            .into_iter()
            .map(|(level, count)| format!("{count} {}", level.word()))
            .collect();
        let breaks = if self.breaking {
            "breaks clients"
        } else {
            "breaks nobody"
        };
        format!(
            "{breaks}: {}; least step of the version: {}",
            counts.join(", "),
            self.bump.word()
        )
    }
}

/// Changes of words: one line each, the first few of them.
fn write_docs(text: &mut String, changes: &[&Change]) {
    const MOST: usize = 10;
    for change in changes.iter().take(MOST) {
        let what = change.parts().first().copied().unwrap_or_default();
        let _ = writeln!(text, "  {what}, at {}", change.pointer);
    }
    if changes.len() > MOST {
        let _ = writeln!(text, "  and {} more", changes.len() - MOST);
    }
}

fn write_change(text: &mut String, change: &Change) {
    let call = change.operation.as_deref().unwrap_or("the document");
    let _ = writeln!(text, "  {call} ({}, {})", change.side.word(), change.kind);
    let parts = change.parts().into_iter();
    for part in parts.filter(|part| !part.ends_with(": nothing")) {
        let _ = writeln!(text, "    {part}");
    }
    if !change.pointer.is_empty() {
        let _ = writeln!(text, "    at {}", change.pointer);
    }
    if !change.rust.is_empty() {
        let _ = writeln!(text, "    rust {}", change.rust.join(", "));
    }
}
