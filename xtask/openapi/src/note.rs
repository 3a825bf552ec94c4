//! What a step of the pipeline changed in a document, one line each.

use std::fmt;

/// One rewrite of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The step that made it: `lower` or `shape`.
    pub step: &'static str,
    /// RFC 6901 JSON pointer of the place, in the document as it was read.
    pub pointer: String,
    /// What was rewritten, in a few words.
    pub text: String,
}

impl Note {
    /// A note of `step` about the place `pointer`.
    pub fn new(step: &'static str, pointer: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            step,
            pointer: pointer.into(),
            text: text.into(),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() {
            "(document)"
        } else {
            &self.pointer
        };
        let line = format!("{} {pointer}: {}", self.step, self.text);
        // A note is one line of a snapshot, whatever words of the document are in it.
        f.write_str(&line.replace(['\n', '\r'], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_reads_as_step_pointer_text() {
        let note = Note::new("lower", "/info/summary", "dropped");
        assert_eq!(note.to_string(), "lower /info/summary: dropped");
    }

    #[test]
    fn note_is_one_line_whatever_the_document_says() {
        assert_eq!(
            Note::new("lower", "", "const a\r\nb").to_string(),
            "lower (document): const a  b"
        );
        assert_eq!(
            Note::new("lower", "/a\nb", "dropped").to_string(),
            "lower /a b: dropped"
        );
    }
}
