//! Reading a YAML or JSON document: every key once, in its order, with the line it stands in.

use std::fs;
use std::path::Path;
use std::thread;

use serde_json::Value;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Options, Spanned};

use crate::problem::{Problem, Problems};

mod lines;
mod node;

use lines::Lines;
use node::{Builder, Node};

/// The longest document that is read, in bytes.
pub const LONGEST_DOCUMENT: u64 = 16 * 1024 * 1024;

/// So many mappings, lists and values may one document have.
const MOST_NODES: usize = 2_000_000;

/// So many of them may be there because an alias repeats them.
const MOST_REPEATED: usize = 500_000;

/// How deep mappings and lists may lie in one another.
pub const DEEPEST_NESTING: usize = 64;

// The YAML reader recurses, and needs about 40 KB a level without optimisation.
const STACK: usize = 32 * 1024 * 1024;

/// A document as it was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The name to show, as a rule the path from the root of the repository.
    pub name: String,
    /// The text, byte for byte.
    pub text: String,
    /// What the text says; always a mapping, its keys in the order of the text.
    pub value: Value,
    lines: Lines,
}

impl Document {
    /// Reads the document `text`.
    ///
    /// # Errors
    ///
    /// Fails when the text is neither YAML nor JSON, holds several documents, gives a key
    /// twice, holds a number that would not stay exact, or asks for too much memory.
    pub fn parse(text: impl Into<String>, name: impl Into<String>) -> Result<Self, Problems> {
        let (name, text) = (name.into(), text.into());
        let (value, lines) = on_a_deep_stack(&name, || read(&text, &name))?;
        if !value.is_object() {
            return Err(Problem::new(
                name,
                "the document is not a mapping",
                "an OpenAPI document starts with keys such as `openapi`, `info` and `paths`",
                "check that this is the right file",
            )
            .line(1)
            .into());
        }
        Ok(Self {
            name,
            text,
            value,
            lines,
        })
    }

    /// A document that says something else under the same name. Its lines are not known.
    #[must_use]
    pub fn with_value(&self, value: Value) -> Self {
        Self {
            name: self.name.clone(),
            text: String::new(),
            value,
            lines: Lines::leaf(None),
        }
    }

    /// The line, counted from 1, in which the node at `pointer` stands: of a field the line
    /// of its key, of an item the line it begins in. `None` for an unknown node.
    pub fn line_of(&self, pointer: &str) -> Option<usize> {
        self.lines.of(pointer)
    }

    /// A problem of the place `pointer` in this document.
    pub fn problem(
        &self,
        pointer: &str,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Problem {
        Problem::new(&self.name, what, why, mend)
            .at(pointer)
            .line(self.lines.nearest(pointer))
    }
}

/// Reads the document in the file `path`, which is called `display_name` in every message.
///
/// # Errors
///
/// Fails when the file cannot be read, is too long or not UTF-8, and as
/// [`Document::parse`] does.
pub fn load(path: &Path, display_name: &str) -> Result<Document, Problems> {
    let unreadable = |what: String, mend: &str| {
        Problem::new(
            display_name,
            what,
            "the command cannot work without it",
            mend,
        )
    };
    let length = fs::metadata(path)
        .map_err(|error| {
            unreadable(
                format!("the file cannot be read: {error}"),
                "check its name and your permission to read it",
            )
        })?
        .len();
    if length > LONGEST_DOCUMENT {
        return Err(unreadable(
            format!("the file has {length} bytes, more than {LONGEST_DOCUMENT}"),
            "split the document",
        )
        .into());
    }
    let text = fs::read_to_string(path).map_err(|error| {
        unreadable(
            format!("the file cannot be read: {error}"),
            "check that it is a UTF-8 text file and that you may read it",
        )
    })?;
    Document::parse(text, display_name)
}

fn read(text: &str, name: &str) -> Result<(Value, Lines), Problems> {
    let node: Spanned<Node> = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| unreadable(&error, name))?;
    let mut builder = Builder::new(text, name);
    let read = builder.build(node);
    builder.problems.or(read)
}

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST_NESTING,
            flow_nesting_limit: DEEPEST_NESTING,
            // The limits are ours: bytes, depth, and what aliases may make of them.
            max_events: 2 * MOST_NODES,
            max_nodes: MOST_NODES,
            max_aliases: MOST_NODES,
            max_anchors: MOST_NODES,
            max_merge_keys: MOST_NODES,
            max_recorded_anchor_events: 2 * MOST_NODES,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 2 * MOST_REPEATED,
        },
        // `NO` is a country, `on` is a word.
        strict_booleans: true,
        // `007` and `1_000` are codes, not numbers.
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        // A key given twice is reported by us, with both lines.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Merge,
        non_finite_float_policy: NonFiniteFloatPolicy::Reject,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

fn unreadable(error: &serde_saphyr::Error, name: &str) -> Problem {
    let location = error.location();
    let message = error.to_string().replace(['\n', '\r'], " ");
    // The line is said before the message already.
    let what = message
        .split_once(" at line ")
        .map_or(message.as_str(), |(what, _)| what);
    if is_beyond_a_limit(error) {
        return Problem::new(
            name,
            format!(
                "more than {MOST_NODES} values, {MOST_REPEATED} values that aliases repeat, or \
                 {DEEPEST_NESTING} levels"
            ),
            "a document beyond these limits is not read",
            "write the document with fewer aliases or levels, or split it",
        )
        .line(location.and_then(|location| lines::known(location.line())));
    }
    let what = match location.map(|location| location.column()) {
        Some(column) if column > 0 => format!("{what} (column {column})"),
        _ => what.to_owned(),
    };
    Problem::new(
        name,
        what,
        "the document cannot be read as YAML or JSON",
        "correct the text there",
    )
    .line(location.and_then(|location| lines::known(location.line())))
}

/// Whether a document was refused for its size, and not for what it says.
fn is_beyond_a_limit(error: &serde_saphyr::Error) -> bool {
    use serde_saphyr::Error;
    match error {
        Error::AliasError { error, .. } | Error::WithSnippet { error, .. } => {
            is_beyond_a_limit(error)
        }
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => true,
        _ => false,
    }
}

fn on_a_deep_stack<T: Send>(
    name: &str,
    work: impl FnOnce() -> Result<T, Problems> + Send,
) -> Result<T, Problems> {
    let failed = |what: String| {
        Problems::from(Problem::new(
            name,
            what,
            "the document could not be read",
            "shorten the document until it can be read, and report what was cut out",
        ))
    };
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| failed(format!("no thread for the reader: {error}")))?
            .join()
            .map_err(|_| failed("the YAML reader failed".to_owned()))?
    })
}

#[cfg(test)]
mod tests;
