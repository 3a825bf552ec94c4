//! The report as Markdown, for a pull request or a changelog.

use std::fmt::Write as _;

use crate::report::{Change, Level, Report};

/// Changes of words are only counted, the first few are named.
const MOST_DOCS: usize = 10;

impl Report {
    /// The report as Markdown: a line that says it all, a table of contents, the changes by level.
    pub fn markdown(&self) -> String {
        let mut text = format!("**{}**\n", capital(&self.headline()));
        for note in &self.notes {
            let _ = writeln!(text, "\nNote: {}", escaped(note));
        }
        let present: Vec<Level> = Level::ALL
            .into_iter()
            .filter(|level| self.of(*level).next().is_some())
            .collect();
        if present.len() > 1 {
            text.push('\n');
            for level in &present {
                let count = self.of(*level).count();
                let _ = writeln!(
                    text,
                    "- [{}](#{}) ({count})",
                    level.title(),
                    anchor(level.title())
                );
            }
        }
        for level in present {
            let _ = writeln!(text, "\n### {}\n", level.title());
            let changes: Vec<&Change> = self.of(level).collect();
            let shown = if level == Level::Docs {
                MOST_DOCS
            } else {
                changes.len()
            };
            let mut call: Option<&str> = None;
            for change in changes.iter().take(shown) {
                let own = change.operation.as_deref().unwrap_or("The document");
                if call != Some(own) {
                    let _ = writeln!(
                        text,
                        "{}**{}**\n",
                        if call.is_some() { "\n" } else { "" },
                        escaped(own)
                    );
                    call = Some(own);
                }
                write_change(&mut text, change);
            }
            if changes.len() > shown {
                let _ = writeln!(text, "- and {} more", changes.len() - shown);
            }
        }
        text
    }
}

fn write_change(text: &mut String, change: &Change) {
    let mut parts = change.parts().into_iter();
    let what = parts.next().unwrap_or_default();
    let _ = writeln!(
        text,
        "- {} (`{}`, {})",
        escaped(&capital(what)),
        change.kind,
        change.side.word()
    );
    for part in parts.filter(|part| !part.ends_with(": nothing")) {
        let _ = writeln!(text, "  <br>{}", escaped(part));
    }
    if !change.rust.is_empty() {
        let items: Vec<String> = change.rust.iter().map(|item| format!("`{item}`")).collect();
        let _ = writeln!(text, "  <br>Rust: {}", items.join(", "));
    }
    if !change.pointer.is_empty() {
        let _ = writeln!(text, "  <br>`{}`", change.pointer.replace('`', " "));
    }
}

/// Text in which nothing reads as a tag; what stands between marks is code already.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        if index % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for sign in part.chars() {
            if matches!(sign, '*' | '_' | '<' | '>' | '[' | ']' | '|') {
                escaped.push('\\');
            }
            escaped.push(sign);
        }
    }
    escaped
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    match signs.next() {
        Some(first) => first.to_uppercase().chain(signs).collect(),
        None => String::new(),
    }
}

fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-'))
        .map(|sign| if sign == ' ' { '-' } else { sign })
        .collect()
}
