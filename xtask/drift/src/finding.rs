//! What the comparison of the documents found, before the generated code is asked.

use super::compare::Owner;
use super::report::Side;
use super::rules::Rule;

/// The operation in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// Method and path.
    pub(super) name: String,
    pub(super) id: Option<String>,
}

/// One difference between the documents.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) rule: &'static Rule,
    pub(super) side: Side,
    /// Whether the client receives it.
    pub(super) received: bool,
    /// It matters to nobody who uses a crate: failures, headers and webhooks are not generated.
    pub(super) muted: bool,
    pub(super) call: Option<Call>,
    /// The member it is about, or is in.
    pub(super) owner: Option<Owner>,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    /// What changed, as the beginning of a sentence.
    pub(super) what: String,
}
