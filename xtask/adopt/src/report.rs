//! What taking in Lean's files does, for people, pull requests and programs.

mod json;
mod text;

use crate::plan::Plan;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For a program.
    Json,
}

impl Plan {
    /// The report of what is going to happen.
    pub fn report(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self, &text::PLAIN),
            Format::Markdown => text::write(self, &text::MARKDOWN),
            Format::Json => json::write(self),
        }
    }
}
