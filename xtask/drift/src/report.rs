//! What a comparison of two documents found, in a form that scripts can rely on.

pub(crate) mod markdown;
pub(crate) mod quoting;
pub(crate) mod text;

use std::collections::BTreeMap;

use serde::Serialize;

/// How much a change asks of those who use the API, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A shipped client fails, or a user's code no longer compiles or means something else.
    Breaking,
    /// Nothing fails by the document, but somebody should look.
    Risk,
    /// Something new that nobody has to take notice of.
    Compatible,
    /// Only words for people.
    Docs,
}

impl Level {
    /// Every level, the gravest first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Risk, Self::Compatible, Self::Docs];

    /// The heading over its changes.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Risk => "To be looked at",
            Self::Compatible => "Compatible",
            Self::Docs => "Words only",
        }
    }

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Risk => "risk",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }
}

/// Which part of the conversation a change is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What a client sends.
    Request,
    /// What a client is answered.
    Response,
    /// The operation itself.
    Operation,
    /// How a client shows who it is.
    Security,
    /// Where a client sends to.
    Server,
    /// Everything else.
    Document,
}

impl Side {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Operation => "operation",
            Self::Security => "security",
            Self::Server => "server",
            Self::Document => "document",
        }
    }
}

/// The least step of a semantic version that a change asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// The documents say the same.
    None,
    /// Only words changed.
    Patch,
    /// Something was added.
    Minor,
    /// Something breaks.
    Major,
}

impl Bump {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How much it asks of users.
    pub level: Level,
    /// What kind of change it is, a word of the rule table.
    pub kind: &'static str,
    /// Which part of the conversation it is in.
    pub side: Side,
    /// Method and path, such as `GET /banks/v1/`; the first one that is concerned. None when no
    /// operation is.
    pub operation: Option<String>,
    /// The `operationId` of that operation.
    pub operation_id: Option<String>,
    /// Method and path of every operation that is concerned, sorted.
    pub operations: Vec<String>,
    /// The least step of the version that this change alone asks for.
    pub bump: Bump,
    /// RFC 6901 JSON pointer of the place: in the new document, or in the old one when the
    /// place is gone.
    pub pointer: String,
    /// The Rust items that change, as `leantech_banks::types::Bank::swift_code`, sorted. Each one
    /// is in the outline of the old crate or of the new one.
    pub rust: Vec<String>,
    /// What changed, who is hit, and what to do.
    pub message: String,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether a shipped client or a user's code breaks.
    pub breaking: bool,
    /// The least step of the version.
    pub bump: Bump,
    /// The changes, the gravest first, in a stable order.
    pub changes: Vec<Change>,
    /// What was read otherwise than it is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Report {
    /// The report of these changes, sorted, each once.
    pub fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|one, other| key(one).cmp(&key(other)));
        changes.dedup();
        let breaking = changes.iter().any(|change| change.level == Level::Breaking);
        // A caller may have made a change a lighter one.
        let steps = changes
            .iter()
            .map(|change| change.bump.min(change.level.step()));
        let bump = steps.max().unwrap_or(Bump::None);
        Self {
            breaking,
            bump,
            changes,
            notes: Vec::new(),
        }
    }

    /// The same report with what was read otherwise than it is written.
    #[must_use]
    pub fn with_notes(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
    }

    /// The report as JSON, with a line break at its end.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// How many changes there are of each level.
    pub fn counts(&self) -> BTreeMap<Level, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.level).or_default() += 1;
        }
        counts
    }

    /// The changes of one level.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.level == level)
    }
}

impl Level {
    /// The step of the version that a change of this level asks for as a rule.
    pub(super) fn step(self) -> Bump {
        match self {
            Self::Breaking => Bump::Major,
            Self::Risk | Self::Compatible => Bump::Minor,
            Self::Docs => Bump::Patch,
        }
    }
}

impl Change {
    /// The parts of the message: what changed, whom it concerns, what to do.
    pub(super) fn parts(&self) -> Vec<&str> {
        let mut parts = Vec::new();
        let (mut start, mut is_quoted) = (0, false);
        for (at, sign) in self.message.char_indices() {
            let rest = self.message.get(at..).unwrap_or_default();
            if sign == '`' {
                is_quoted = !is_quoted;
            } else if !is_quoted && rest.starts_with("; ") {
                parts.extend(self.message.get(start..at));
                start = at + 2;
            }
        }
        parts.extend(self.message.get(start..));
        parts
    }
}

fn key(change: &Change) -> (Level, Side, Option<&str>, &str, &str, &str) {
    (
        change.level,
        change.side,
        change.operation.as_deref(),
        &change.pointer,
        change.kind,
        &change.message,
    )
}
