//! The rule table: every kind of change, what it does to whom, and what to do about it.
//!
//! A change is judged in one of two ways ([`Judge`]). Where a crate is generated from the document
//! the clients are our own: they ignore unknown fields, keep unknown words, check no limit of an
//! answer and send nothing that is not set; and there is Rust source that must go on compiling.
//! For any other document nothing is known of the clients, so the rule is variance: a server may
//! take more and send less than before, and neither less nor more. What changes only the source
//! of a crate that nobody generates breaks nobody.

use crate::report::Level;

/// Whose clients a change is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judge {
    /// Clients of which only the document is known.
    Anybody,
    /// The generated crate and those who compile against it.
    Crate,
}

/// What a change does in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A shipped client fails; the source may stay.
    Wire,
    /// The source of users changes; a shipped client goes on.
    Source,
    /// Both.
    Both,
    /// Nothing fails by the document, but somebody should look.
    Risk,
    /// Nobody has to take notice.
    Fine,
    /// Only words.
    Docs,
}

impl Verdict {
    pub(super) fn level(self) -> Level {
        match self {
            Self::Wire | Self::Source | Self::Both => Level::Breaking,
            Self::Risk => Level::Risk,
            Self::Fine => Level::Compatible,
            Self::Docs => Level::Docs,
        }
    }
}

impl Verdict {
    pub(super) fn hits_source(self) -> bool {
        matches!(self, Self::Source | Self::Both)
    }
}

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) kind: &'static str,
    /// For anybody: in what is sent, and in what is received.
    anybody: [Verdict; 2],
    /// For the crate: in what is sent, and in what is received.
    ours: [Verdict; 2],
    /// What to do about it.
    pub(super) advice: &'static str,
}

impl Rule {
    pub(super) fn verdict(&self, judge: Judge, received: bool) -> Verdict {
        let [sent, answer] = match judge {
            Judge::Anybody => self.anybody,
            Judge::Crate => self.ours,
        };
        if received { answer } else { sent }
    }
}

/// The row of a kind.
pub(super) fn rule(kind: &str) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.kind == kind)
        .unwrap_or(&UNKNOWN)
}

use Verdict::{Both as WS, Docs as D, Fine as C, Risk as R, Source as S, Wire as W};

const fn row(
    kind: &'static str,
    anybody: [Verdict; 2],
    ours: [Verdict; 2],
    advice: &'static str,
) -> Rule {
    Rule {
        kind,
        anybody,
        ours,
        advice,
    }
}

/// What the two sides do not agree on.
pub(super) const UNKNOWN: Rule = row(
    "unknown",
    [WS, WS],
    [WS, WS],
    "compare the generated code of both versions by hand, and release it as breaking unless you are sure",
);

const RELEASE: &str = "release a breaking version, and name the new spelling in the changelog";
const ASK: &str =
    "ask Lean until when the old form is served, and release a breaking version before then";
const NOTHING: &str = "nothing";

/// Whether an advice speaks of a breaking version.
pub(super) fn asks_for_release(advice: &str) -> bool {
    advice.contains("breaking version")
}

/// The table. Columns: kind; anybody (sent, received); ours (sent, received); advice.
pub(super) const RULES: &[Rule] = &[
    // The operations.
    row("operation-removed", [W, W], [WS, WS], ASK),
    row("operation-moved", [W, W], [W, W], ASK),
    row(
        "operation-added",
        [C, C],
        [C, C],
        "mention it in the changelog",
    ),
    row("operation-renamed", [C, C], [S, S], RELEASE),
    row(
        "operation-deprecated",
        [R, R],
        [R, R],
        "tell users what to call instead",
    ),
    row("operation-reactivated", [C, C], [C, C], NOTHING),
    row("operation-tags-changed", [D, D], [D, D], NOTHING),
    row("paging-changed", [D, D], [S, S], RELEASE),
    row(
        "callback-changed",
        [R, R],
        [R, R],
        "look at what your server must answer now",
    ),
    row(
        "webhook-removed",
        [W, W],
        [R, R],
        "tell those who wait for the event",
    ),
    row("webhook-added", [C, C], [C, C], NOTHING),
    // Parameters.
    row("required-parameter-added", [W, W], [WS, WS], ASK),
    row(
        "optional-parameter-added",
        [C, C],
        [C, C],
        "mention it in the changelog",
    ),
    row("parameter-removed", [R, R], [S, S], RELEASE),
    row("parameter-moved", [W, W], [W, W], ASK),
    // It is an argument, whose name callers do not write.
    row("parameter-renamed", [C, C], [C, C], NOTHING),
    row("parameter-respelt", [W, W], [W, W], ASK),
    row("parameter-became-required", [W, W], [W, W], ASK),
    // The setter is the same.
    row("parameter-became-optional", [C, C], [C, C], NOTHING),
    row("parameter-style-changed", [W, W], [W, W], ASK),
    row(
        "parameter-deprecated",
        [R, R],
        [R, R],
        "tell users what to send instead",
    ),
    row("parameter-content-changed", [W, W], [WS, WS], ASK),
    row(
        "always-sent-changed",
        [C, C],
        [S, S],
        "check that the value sent without asking is still wanted",
    ),
    // Bodies.
    row("required-body-added", [W, W], [WS, WS], ASK),
    row("optional-body-added", [C, C], [S, S], RELEASE),
    row("body-removed", [W, W], [WS, WS], RELEASE),
    row("body-became-required", [W, W], [W, W], ASK),
    row("body-became-optional", [C, C], [C, C], NOTHING),
    row("media-type-removed", [W, W], [W, W], ASK),
    row("media-type-added", [C, C], [C, C], NOTHING),
    row("schema-of-body-added", [W, C], [WS, S], RELEASE),
    row("schema-of-body-removed", [C, W], [S, WS], RELEASE),
    row("encoding-changed", [W, W], [W, W], ASK),
    // Answers.
    row("success-removed", [W, W], [W, W], ASK),
    row("success-added", [C, C], [C, C], NOTHING),
    row("success-of-another-shape-added", [C, C], [WS, WS], ASK),
    row("answer-body-added", [C, C], [S, S], RELEASE),
    row("answer-body-removed", [W, W], [WS, WS], ASK),
    row(
        "failure-added",
        [C, C],
        [C, C],
        "handle the new failure where it matters",
    ),
    row("failure-removed", [C, C], [C, C], NOTHING),
    row(
        "required-header-removed",
        [W, W],
        [R, R],
        "stop reading the header",
    ),
    row(
        "optional-header-removed",
        [R, R],
        [R, R],
        "stop reading the header",
    ),
    row("header-added", [C, C], [C, C], NOTHING),
    row(
        "header-content-changed",
        [W, W],
        [R, R],
        "read the header in its new form",
    ),
    row(
        "header-became-optional",
        [W, W],
        [R, R],
        "do not rely on the header",
    ),
    row("header-became-required", [C, C], [C, C], NOTHING),
    row("link-changed", [D, D], [D, D], NOTHING),
    // Security.
    row(
        "security-tightened",
        [W, W],
        [W, W],
        "get the new credentials or scopes before the change is live",
    ),
    row("security-loosened", [C, C], [C, C], NOTHING),
    row(
        "security-scheme-changed",
        [W, W],
        [W, W],
        "change how the client shows who it is before the change is live",
    ),
    row(
        "unused-scheme-changed",
        [C, C],
        [W, W],
        "change how the client shows who it is before the change is live",
    ),
    row("security-scheme-added", [C, C], [C, C], NOTHING),
    row("security-scheme-removed", [C, C], [C, C], NOTHING),
    row(
        "token-url-changed",
        [R, R],
        [W, W],
        "point the token source at the new address before the old one is switched off",
    ),
    row("scope-of-scheme-changed", [C, C], [C, C], NOTHING),
    // Servers.
    row(
        "server-changed",
        [R, R],
        [W, W],
        "point clients at the new address before the old one is switched off",
    ),
    row("server-added", [C, C], [C, C], NOTHING),
    row(
        "server-variable-changed",
        [R, R],
        [R, R],
        "check the address that the client is built with",
    ),
    // Types.
    row("type-narrowed", [W, C], [WS, S], RELEASE),
    row("type-widened", [C, W], [S, WS], RELEASE),
    row("type-changed", [W, W], [WS, WS], RELEASE),
    row("null-allowed", [C, W], [S, WS], RELEASE),
    row("null-refused", [W, C], [WS, S], RELEASE),
    row("null-beside-absence", [C, W], [C, C], NOTHING),
    row("null-no-longer-beside-absence", [W, C], [C, C], NOTHING),
    row("format-added", [W, C], [S, S], RELEASE),
    row("format-removed", [C, W], [S, WS], RELEASE),
    row("format-widened", [C, W], [S, WS], RELEASE),
    row("format-narrowed", [W, C], [WS, S], RELEASE),
    row("format-changed", [W, W], [WS, WS], RELEASE),
    row(
        "plain-format-added",
        [W, C],
        [R, C],
        "check that what you send has the form",
    ),
    row("plain-format-removed", [C, W], [C, C], NOTHING),
    row(
        "plain-format-changed",
        [W, W],
        [R, C],
        "check that what you send has the form",
    ),
    // Fields.
    row("required-member-added", [W, C], [WS, C], ASK),
    row(
        "optional-member-added",
        [C, C],
        [C, C],
        "mention it in the changelog",
    ),
    row("required-member-removed", [R, W], [S, WS], RELEASE),
    row("optional-member-removed", [R, R], [S, S], RELEASE),
    row("member-refused", [W, W], [WS, WS], RELEASE),
    row(
        "required-member-hidden",
        [R, W],
        [R, W],
        "read the answer without the member before the change is live",
    ),
    row(
        "optional-member-hidden",
        [R, R],
        [R, R],
        "do not rely on the member",
    ),
    row(
        "required-member-shown",
        [W, C],
        [W, C],
        "send the member before the change is live",
    ),
    row("member-shown", [C, C], [C, C], NOTHING),
    row(
        "member-no-longer-sent",
        [C, C],
        [R, C],
        "check whether sending the member is still allowed",
    ),
    row("member-respelt", [W, W], [W, W], ASK),
    row("member-became-required", [W, C], [WS, S], RELEASE),
    row("member-became-optional", [C, W], [S, WS], RELEASE),
    row(
        "unnamed-members-closed",
        [W, C],
        [R, C],
        "send no member that the document does not name",
    ),
    row("unnamed-members-opened", [C, R], [C, C], NOTHING),
    row("all-of-added", [W, C], [C, C], NOTHING),
    row("all-of-removed", [C, W], [C, C], NOTHING),
    row(
        "read-only-added",
        [C, C],
        [R, C],
        "check whether sending the member is still allowed",
    ),
    row("read-only-removed", [C, C], [C, C], NOTHING),
    row(
        "write-only-added",
        [C, C],
        [C, R],
        "check whether the member is still answered",
    ),
    row("write-only-removed", [C, R], [C, C], NOTHING),
    row(
        "schema-deprecated",
        [R, R],
        [R, R],
        "tell users what to use instead",
    ),
    row("schema-reactivated", [C, C], [C, C], NOTHING),
    row("schema-renamed", [C, C], [S, S], RELEASE),
    row("schema-removed", [C, C], [C, C], NOTHING),
    row("schema-added", [C, C], [C, C], NOTHING),
    // Words.
    row("word-added", [C, R], [C, C], "mention it in the changelog"),
    row("word-of-closed-enum-added", [C, R], [C, WS], RELEASE),
    row("word-removed", [W, C], [WS, S], RELEASE),
    row("word-respelt", [W, W], [W, W], ASK),
    row("words-replaced", [W, W], [WS, WS], RELEASE),
    row("enum-added", [W, C], [WS, S], RELEASE),
    // Both tools that the verdicts were checked with call it breaking.
    row("enum-became-union", [W, W], [WS, WS], RELEASE),
    row("enum-removed", [C, W], [S, WS], RELEASE),
    row(
        "default-changed",
        [C, C],
        [R, R],
        "set the value where you rely on the old default",
    ),
    // Limits.
    row(
        "limit-tightened",
        [W, C],
        [W, C],
        "check the value before it is sent",
    ),
    row("limit-loosened", [C, W], [C, C], NOTHING),
    row(
        "limit-changed",
        [W, W],
        [W, C],
        "check the value before it is sent",
    ),
    row(
        "pattern-added",
        [W, C],
        [W, C],
        "check the value before it is sent",
    ),
    row("pattern-removed", [C, W], [C, C], NOTHING),
    row(
        "pattern-changed",
        [R, R],
        [W, C],
        "check the value before it is sent",
    ),
    // Composition.
    row("branch-added", [C, W], [R, WS], RELEASE),
    row("branch-removed", [W, C], [WS, S], RELEASE),
    row("one-of-introduced", [W, W], [S, WS], RELEASE),
    row("union-introduced", [C, W], [S, WS], RELEASE),
    row("union-dissolved", [W, C], [WS, S], RELEASE),
    row("union-replaced", [W, W], [WS, WS], RELEASE),
    row("union-made-exclusive", [W, C], [W, C], ASK),
    row("union-made-inclusive", [C, W], [C, W], ASK),
    row("written-otherwise", [D, D], [C, C], NOTHING),
    row("discriminator-changed", [W, W], [W, W], ASK),
    row(
        "optional-discriminator-changed",
        [R, R],
        [W, W],
        "tell the shapes apart by the new field before the change is live",
    ),
    row("discriminator-value-added", [C, R], [C, R], RELEASE),
    row("discriminator-added", [R, R], [S, S], RELEASE),
    row("discriminator-removed", [R, R], [S, S], RELEASE),
    row(
        "keyword-added",
        [W, C],
        [W, C],
        "check the value before it is sent",
    ),
    row("keyword-removed", [C, W], [C, W], "check what is answered"),
    row(
        "keyword-changed",
        [W, W],
        [W, W],
        "check what is sent and answered",
    ),
    row(
        "keyword-tightened",
        [W, C],
        [W, C],
        "check the value before it is sent",
    ),
    row("keyword-loosened", [C, W], [C, W], "check what is answered"),
    row("unknown-keyword-changed", [D, D], [D, D], NOTHING),
    row("tuple-grown", [C, W], [C, W], "check what is answered"),
    row("tuple-shrunk", [W, C], [W, C], "check what is sent"),
    row("content-changed", [W, W], [WS, WS], RELEASE),
    row(
        "reference-changed",
        [R, R],
        [W, W],
        "compare what the references lead to",
    ),
    // Marks of ours, and the rest of the document.
    row(
        "mark-changed",
        [D, D],
        [R, R],
        "read the change of the generated code",
    ),
    row("rewritten", [D, D], [D, D], NOTHING),
    row("not-compared", [R, R], [R, R], "compare the part by hand"),
    row("not-generated", [C, C], [R, R], "compare the part by hand"),
    row("words-changed", [D, D], [D, D], NOTHING),
    row("example-changed", [D, D], [D, D], NOTHING),
    row("extension-changed", [D, D], [D, D], NOTHING),
    row("version-changed", [D, D], [D, D], NOTHING),
];
